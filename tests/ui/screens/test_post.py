"""The post screen: the head of the post and the exact text."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from textual import events
from textual.widgets import Input, TextArea

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.site.site import create_site
from matome_tui.ui.screens.post import PostScreen
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.completion import Completion
from matome_tui.ui.widgets.line_list import LineList
from matome_tui.ui.widgets.page_pane import PagePane
from matome_tui.ui.widgets.picture import Picture
from tests.support.draft_editor import DEMO
from tests.support.files import write
from tests.support.posts import add_posts, post
from tests.support.program import (
    Driver,
    Program,
    notes,
    press,
    rebuild,
    screen_text,
    site_read,
    type_text,
    until,
)

SLUG = "koke_a_terminal_bookmark_keeper_where_unread_links"


@pytest.fixture
def site(tmp_path: Path, program: Program) -> Path:
    root = tmp_path / "site"
    create_site(root)
    names = ("moss.png", "sky.png", "new.png", "old.png")
    write(root / "assets", {f"thumbnails/{name}": "" for name in names})
    add_posts(
        root,
        post(date="2025-03-01", tags=["AI", "ターミナル"], featureimage="thumbnails/sky.png"),
        post(date="2025-02-01", tags=["AI", "Rust"], featureimage="thumbnails/moss.png"),
        post(date="2025-01-01", tags=["AI", "ai"], featureimage="thumbnails/old.png"),
    )
    program.site = root
    return root


def posts_of(site: Path) -> set[str]:
    return {str(path) for path in site.rglob("index.md")}


def preview(pilot: Driver) -> str:
    return pilot.app.screen.query_one("#preview", TextArea).text


def field(pilot: Driver, name: str) -> Input:
    return pilot.app.screen.query_one(f"#post-{name}", Input)


def kept(program: Program) -> Draft:
    session = program.services().drafts.of_thread(DEMO)
    assert session is not None
    return session.draft


def expected(program: Program) -> str:
    return post_file.text_of(kept(program), "", program.services().site.post_options)


async def fill(pilot: Driver, name: str, text: str) -> None:
    field(pilot, name).value = text
    await pilot.pause()


async def open_post(pilot: Driver) -> None:
    """Go to the post of the demo with one clip, once what the site has is known."""
    await site_read(pilot)
    await press(pilot, "space", "P")


async def go_to(pilot: Driver, name: str) -> None:
    field(pilot, name).focus()
    await pilot.pause()


def choices(pilot: Driver, name: str) -> list[str]:
    """Return the texts of the list below a field."""
    lines = pilot.app.screen.query_one(f"#{name}", Completion).query_one(LineList)
    return [line.text for line in lines._lines]


async def test_starts_from_the_story(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "P")
        assert isinstance(pilot.app.screen, PostScreen)
        text = preview(pilot)
        assert "title = 'Koke: a terminal bookmark keeper where unread links grow moss'" in text
        assert "date = '2025-08-15T00:00:00'" in text
        assert "posts/2025_08/2025_08_15_koke_a_terminal" in screen_text(pilot)


async def test_the_preview_is_the_exact_text_and_all_is_kept(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "2", "P")
        await fill(pilot, "title", "苔の生えるブックマーク")
        await fill(pilot, "tags", "AI, ターミナル、苔,AI")
        await fill(pilot, "date", "2025-08-17")
        await fill(pilot, "image", "thumbnails/moss.jpg")
        await press(pilot, "tab", "tab", "tab", "tab", "tab", "space")
        await until(pilot, lambda: "draft = true" in preview(pilot))
        assert preview(pilot) == expected(program)
        for line in (
            "title = '苔の生えるブックマーク'",
            'tags = ["AI", "ターミナル", "苔"]',
            "months = '2025/08'",
            "date = '2025-08-17T00:00:00'",
            "featureimage = 'thumbnails/moss.jpg'",
        ):
            assert line in preview(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ThreadScreen)
        await press(pilot, "u")
        assert "draft = false" in expected(program)


async def test_a_wrong_date_and_a_wrong_tag_are_reported(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "P")
        await fill(pilot, "date", "yesterday")
        await until(pilot, lambda: "is not of the form" in screen_text(pilot))
        await fill(pilot, "date", "")
        await until(pilot, lambda: "The date is empty; write" in screen_text(pilot))
        await fill(pilot, "date", "2025-08-15")
        await fill(pilot, "tags", "a/b")
        await until(pilot, lambda: "Tag a/b" in screen_text(pilot))


async def test_a_field_is_one_step_of_undo(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "P")
        await type_text(pilot, "苔　と石")
        assert kept(program).metadata.title == "苔　と石"
        await go_to(pilot, "slug")
        await type_text(pilot, "moss")
        await press(pilot, "escape", "u")
        assert (kept(program).metadata.title, kept(program).metadata.slug) == ("苔　と石", "")
        await press(pilot, "u")
        assert kept(program).metadata.title.startswith("Koke")


# The slug


async def test_the_slug_starts_from_the_title_and_can_be_written(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "P")
        assert field(pilot, "slug").value == SLUG
        await fill(pilot, "slug", "moss")
        await until(pilot, lambda: "2025_08_15_moss/index.md" in screen_text(pilot))
        await fill(pilot, "slug", "Moss!")
        await until(pilot, lambda: "may hold only a-z" in screen_text(pilot))
        for usual in ("", SLUG):
            await fill(pilot, "slug", "moss")
            await fill(pilot, "slug", usual)
            assert kept(program).metadata.slug == ""
        await until(pilot, lambda: f"2025_08_15_{SLUG}/index.md" in screen_text(pilot))


async def test_a_post_that_was_saved_stays_where_it_is(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: any("Saved" in line for line in notes(pilot)))
        await until(pilot, lambda: field(pilot, "slug").disabled)
        path = field(pilot, "slug").value
        assert f" File     {path[:9]}" in screen_text(pilot)
        assert path.startswith("content/")
        assert str(site / path) in posts_of(site)
        assert screen_text(pilot).startswith(f" {path.removeprefix('content/')[:40]}")
        assert kept(program).metadata.slug == ""


async def test_a_post_of_the_same_name_is_reported(program: Program, site: Path) -> None:
    place = site / "content" / "posts" / "2025_08" / f"2025_08_15_{SLUG}"
    write(place, {"index.md": post(date="2025-08-15")})
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await until(pilot, lambda: "A post with this name exists" in screen_text(pilot))
        await fill(pilot, "slug", "moss")
        await until(pilot, lambda: "A post with this name exists" not in screen_text(pilot))


# Tags


async def test_tags_are_completed_from_the_sites(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await go_to(pilot, "tags")
        await type_text(pilot, "a")
        assert "3 posts" in screen_text(pilot)
        await press(pilot, "tab")
        assert field(pilot, "tags").value == "AI, "
        await type_text(pilot, "ミナ")
        await press(pilot, "enter")
        assert field(pilot, "tags").value == "AI, ターミナル, "
        await type_text(pilot, "新しい")
        await press(pilot, "tab")
        assert pilot.app.focused is field(pilot, "image")
        assert kept(program).metadata.tags == ("AI", "ターミナル", "新しい")


async def test_an_escape_that_overtakes_the_list_does_not_close_the_screen(
    program: Program, site: Path
) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await go_to(pilot, "tags")
        for event in (events.Key("r", "r"), events.Key("escape", None)):
            pilot.app.post_message(event)
        await rebuild(pilot)
        assert isinstance(pilot.app.screen, PostScreen)
        assert field(pilot, "tags").value == "r"
        assert "Rust" not in screen_text(pilot)


async def test_suggestions_are_fresh_and_without_what_the_post_has(
    program: Program, site: Path
) -> None:
    async with program.run(DEMO) as pilot:
        await site_read(pilot)
        write(site / "assets", {"thumbnails/fern.png": ""})
        await open_post(pilot)
        await rebuild(pilot)
        await fill(pilot, "tags", "AI, ")
        await go_to(pilot, "tags")
        await press(pilot, "end", "down")
        assert set(choices(pilot, "tags")) == {"ai", "ターミナル", "Rust"}
        await press(pilot, "escape")
        await fill(pilot, "image", "thumbnails/sky.png")
        await go_to(pilot, "image")
        await press(pilot, "down")
        assert "thumbnails/fern.png" in choices(pilot, "image")
        assert "thumbnails/sky.png" not in choices(pilot, "image")


async def test_escape_closes_the_list_first(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await go_to(pilot, "tags")
        await type_text(pilot, "r")
        assert "Rust" in screen_text(pilot)
        await press(pilot, "escape")
        assert "Rust" not in screen_text(pilot)
        assert field(pilot, "tags").value == "r"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ThreadScreen)


async def test_a_click_takes_a_choice(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await go_to(pilot, "tags")
        await press(pilot, "down")
        await pilot.click("#tags ChoiceList", offset=(3, 1))
        await pilot.pause()
        assert field(pilot, "tags").value == "ターミナル, "
        assert pilot.app.focused is field(pilot, "tags")


async def test_the_palette_lists_the_choices_too(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await go_to(pilot, "tags")
        await press(pilot, "ctrl+p", *"show suggestions", "enter")
        await until(pilot, lambda: "Rust" in screen_text(pilot))


async def test_a_case_twin_is_warned_of(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await fill(pilot, "tags", "ai")
        await until(pilot, lambda: "3 posts write the tag ai as AI" in screen_text(pilot))
        await fill(pilot, "tags", "AI, Rust")
        await until(pilot, lambda: "write the tag" not in screen_text(pilot))
        await fill(pilot, "tags", "苔, Moss, moss")
        await until(pilot, lambda: "The tags moss and Moss are one" in screen_text(pilot))
        await fill(pilot, "tags", "ＡＩ､x，y")
        await until(pilot, lambda: "The tags ＡＩ and AI look alike" in screen_text(pilot))
        assert kept(program).metadata.tags == ("ＡＩ", "x", "y")


async def test_the_title_is_counted_as_its_reader_does(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "P")
        await fill(pilot, "title", "葛\U000e0100と👨\u200d👩\u200d👧")
        await until(pilot, lambda: "title: 3 characters" in screen_text(pilot))


# The image


async def test_an_image_is_picked_with_the_day_of_its_last_use(
    program: Program, site: Path
) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await go_to(pilot, "image")
        await press(pilot, "down")
        text = screen_text(pilot)
        places = [text.index(f"thumbnails/{name}.png") for name in ("new", "old", "moss", "sky")]
        assert places == sorted(places)
        assert "never used" in text
        assert "2025-02-01" in text
        await type_text(pilot, "s.png")
        assert "thumbnails/sky.png" not in screen_text(pilot)
        await fill(pilot, "image", "")
        await press(pilot, "down", "down", "down", "down", "up", "enter")
        assert kept(program).metadata.image == "thumbnails/moss.png"
        await press(pilot, "tab")
        assert pilot.app.focused is not field(pilot, "image")


async def test_a_key_takes_the_image_used_longest_ago(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        taken = []
        for _ in range(5):
            await press(pilot, "ctrl+l")
            taken.append(kept(program).metadata.image)
        order = ["new", "old", "moss", "sky", "new"]
        assert taken == [f"thumbnails/{name}.png" for name in order]
        await press(pilot, "escape", "u")
        assert kept(program).metadata.image == ""


async def test_the_only_image_is_taken_once(program: Program, site: Path) -> None:
    for name in ("new", "old", "moss"):
        (site / "assets" / "thumbnails" / f"{name}.png").unlink()
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await press(pilot, "ctrl+l", "ctrl+l")
        assert kept(program).metadata.image == "thumbnails/sky.png"
        assert any("no other image" in line for line in notes(pilot))


async def test_without_images_the_key_and_the_field_say_so(
    program: Program, tmp_path: Path
) -> None:
    program.site = tmp_path / "site"
    create_site(program.site)
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "P")
        await until(pilot, lambda: "the site has no images" in screen_text(pilot))
        await press(pilot, "ctrl+l")
        assert any("No image: " in line for line in notes(pilot))


async def test_saved_values_are_offered_next(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await fill(pilot, "tags", "苔むす")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: any("Saved" in line for line in notes(pilot)))
        await rebuild(pilot)
        await fill(pilot, "tags", "")
        await go_to(pilot, "tags")
        await type_text(pilot, "苔")
        assert "1 post" in screen_text(pilot)


# Text of strangers


async def test_hostile_text_is_text_and_opening_changes_nothing(
    program: Program, site: Path
) -> None:
    hostile = "[/x]\x1b[31m\x9b\u202e"
    add_posts(site, post(tags=[f"a{hostile}", "a[/b]"], featureimage=f"thumbnails/{hostile}.png"))
    session = program.services().drafts.begin(Draft(DEMO, hostile, Metadata(hostile, hostile)))
    session.keep()
    metadata = Metadata(hostile, "2025-01-01", (hostile, "a[/b]"), hostile, slug=hostile)
    session.edit("Set all", replace(session.draft, metadata=metadata))
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await go_to(pilot, "tags")
        await type_text(pilot, ", a")
        text = screen_text(pilot)
        assert "a[/b]" in text
        assert not set(text) & set("\x1b\x9b\u202e")
        await press(pilot, "escape", "escape", "u")
    assert kept(program).metadata == metadata


async def test_pasted_lines_are_one(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "P")
        pilot.app.post_message(events.Paste("苔の\n生える\x1b\n"))
        await pilot.pause()
        assert kept(program).metadata.title == "苔の 生える"


# The text


def colors_of(pilot: Driver, text: str) -> list[tuple[str, str]]:
    """Return the segments of the first line of the screen that has a text, with their colours."""
    strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
    line = next(strip for strip in strips if text in strip.text)
    return [(part.text, str(part.style and part.style.color)) for part in line]


async def test_the_page_is_shown_in_place_of_the_source(program: Program) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "space", "2", "P")
        await rebuild(pilot)
        source = [color for text, color in colors_of(pilot, "months = ") if text.strip()]
        assert len({*source}) == 2
        assert "color=" in preview(pilot)
        await press(pilot, "ctrl+r")
        text = screen_text(pilot)
        assert "months" not in text
        assert "▌ quietlathe  2025/08/15 16:14" in text
        assert "▌ The detail I keep coming back to" in text
        page = pilot.app.screen.query_one(PagePane)
        await press(pilot, "!")
        await until(pilot, lambda: page.text.startswith("!\n\n2025-08-15"))
        page.focus()
        await press(pilot, "G")
        assert page.top == len(page.lines) - page.size.height > 0
        await press(pilot, "ctrl+r")
        assert pilot.app.focused is pilot.app.screen.query_one("#preview")
        assert "months = " in screen_text(pilot)


async def test_a_long_title_takes_rows(program: Program) -> None:
    async with program.run(DEMO, size=(120, 40)) as pilot:
        await press(pilot, "space", "P")
        assert field(pilot, "title").content_size.height == 2
        lines = screen_text(pilot).split("\n")
        title = next(row for row, line in enumerate(lines) if line.startswith(" Title"))
        assert "links grow moss" in lines[title + 1][:48]


# Room


@pytest.mark.parametrize("width", [60, 99, 100])
async def test_form_and_text_are_both_seen_at_any_width(program: Program, width: int) -> None:
    async with program.run(DEMO, size=(width, 24)) as pilot:
        await press(pilot, "space", "P")
        form = pilot.app.screen.query_one("#form").region
        text = pilot.app.screen.query_one("#preview").region
        assert (form.width < width) is (width >= 100)
        assert text.height >= 8
        assert form.contains_region(field(pilot, "image").region)


def has_color(picture: Picture, color: tuple[int, int, int]) -> bool:
    return bool(picture._rows) and picture._rows[0][0] == (color, color)


async def test_the_image_under_the_cursor_is_shown(program: Program, site: Path) -> None:
    for name, color in (("new", "red"), ("old", "blue")):
        Image.new("RGB", (64, 36), color).save(site / "assets" / "thumbnails" / f"{name}.png")
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        picture = pilot.app.screen.query_one("#picture", Picture)
        assert "▀" not in screen_text(pilot)
        await go_to(pilot, "image")
        await press(pilot, "down")
        await until(pilot, lambda: has_color(picture, (255, 0, 0)))
        await press(pilot, "down")
        await until(pilot, lambda: has_color(picture, (0, 0, 255)))
        assert "▀▀▀" in screen_text(pilot)
        await fill(pilot, "image", "thumbnails/moss.png")
        await until(pilot, lambda: "▀" not in screen_text(pilot))
