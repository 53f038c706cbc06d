"""A post file that was changed since it was read, and the choices of the user."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from textual.widgets import Checkbox, Input

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.site.config import places
from matome_tui.hugo.site.placement import file_of
from matome_tui.store.session import Publication
from matome_tui.ui.app import MatomeApp
from matome_tui.ui.flows.conflict_dialog import ConflictDialog
from matome_tui.ui.flows.existing_post import open_post
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.dialogs import Question
from tests.support.draft_editor import DEMO, draft_of, kept_draft, kept_titles
from tests.support.program import Driver, Program, notified, press, rebuild, screen_text, until

HAND = "## By hand"


async def asked(pilot: Driver) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, ConflictDialog))
    await pilot.pause()


@pytest.fixture
def post(program: Program, site: Path) -> Path:
    """A saved post of the demo's thread with two clips, `first` and `second`."""
    story = json.loads(files("matome_tui.hn.demo").joinpath(f"threads/{DEMO}.json").read_text())
    clips = tuple(
        Clip(EntryKey(key), node["id"], node["author"], node["created_at_i"], node["text"], text)
        for key, (node, text) in enumerate(
            zip(story["children"], ("first", "second"), strict=False), start=1
        )
    )
    draft = Draft(DEMO, story["title"], Metadata(story["title"], "2025-08-15"), clips, EntryKey(3))
    services = program.services()
    path = file_of(draft, "", places(site, {}), services.site.post_options)
    text = post_file.text_of(draft, "", services.site.post_options)
    post_file.write(path, text)
    services.drafts.keep(draft).publish(Publication(str(path), text))
    return path


def said(post: Path) -> str:
    return post.read_text(encoding="utf-8")


def change(post: Path, *edits: Callable[[str], str]) -> None:
    text = said(post)
    for edit in edits:
        text = edit(text)
    post.write_text(text, encoding="utf-8")


def by_hand(text: str) -> str:
    metadata, tail = text.split("\n{{<matomeQuote", 1)
    return f"{metadata}\n{HAND}\n\n\n\n\n{{{{<matomeQuote{tail}"


def in_aqua(text: str) -> str:
    return text.replace('color=""', 'color="#38d3d3"')


def texts(program: Program) -> list[str]:
    return [clip.text for clip in kept_draft(program).clips]


def has_draft(pilot: Driver) -> bool:
    screen = pilot.app.screen
    return isinstance(screen, ThreadScreen) and screen.draft is not None


async def rewrite(pilot: Driver, text: str) -> None:
    """Change the text of the draft's first clip."""
    await press(pilot, "g", "enter", "f7", *text, "ctrl+s")


async def test_merging_keeps_what_both_have_done(program: Program, post: Path) -> None:
    async with program.run(DEMO) as pilot:
        change(post, by_hand, lambda text: text.replace("second", "theirs"), in_aqua)
        await rewrite(pilot, "ours")
        await press(pilot, "ctrl+s")
        await asked(pilot)
        shown = screen_text(pilot)
        assert " content/posts/2025_08/" in shown
        assert "file   remark  ## By hand" in shown
        assert "draft  clip of" in shown
        assert "  1 aqua" in shown
        await press(pilot, "m")
        await notified(pilot, "Saved")
        assert [clip.text for clip in draft_of(pilot).clips] == ["ours", "theirs"]
        text = said(post)
        await press(pilot, "ctrl+s")
        await notified(pilot, "is up to date")
    assert all(words in text for words in ('"ours"', '"theirs"', HAND))
    assert kept_titles(program)[-1] == "Merge with the file"


async def test_of_a_clash_the_user_takes_the_side(program: Program, post: Path) -> None:
    async with program.run(DEMO) as pilot:
        change(post, lambda text: text.replace("first", "theirs"))
        await rewrite(pilot, "ours")
        await press(pilot, "ctrl+s")
        await asked(pilot)
        assert "the draft's" in screen_text(pilot)
        await press(pilot, "space")
        assert "the file's" in screen_text(pilot)
        await press(pilot, "m")
        await notified(pilot, "Merged into the draft; ")
    assert texts(program) == ["theirs", "second"]
    assert '"ours"' not in said(post)


async def test_long_texts_can_be_scrolled(program: Program, post: Path) -> None:
    async with program.run(DEMO) as pilot:
        change(post, lambda text: text.replace("first", "<br>".join(f"line{n}" for n in range(40))))
        await press(pilot, "ctrl+s")
        await asked(pilot)
        assert "line39" not in screen_text(pilot)
        await press(pilot, *["J"] * 40)
        await until(pilot, lambda: "line39" in screen_text(pilot))
        await press(pilot, *["K"] * 40)
        await until(pilot, lambda: "line39" not in screen_text(pilot))


async def test_the_file_can_become_the_draft_in_one_step(program: Program, post: Path) -> None:
    async with program.run(DEMO) as pilot:
        change(post, by_hand, lambda text: text.replace("first", "theirs"))
        before = said(post)
        await rewrite(pilot, "ours")
        sources = [clip.source for clip in draft_of(pilot).clips]
        await press(pilot, "ctrl+s")
        await asked(pilot)
        await press(pilot, "t")
        await notified(pilot, "The draft now has the file's version")
        assert [clip.text for clip in draft_of(pilot).clips] == ["theirs", "second"]
        assert [clip.source for clip in draft_of(pilot).clips] == sources
        await press(pilot, "ctrl+s")
        await notified(pilot, "is up to date")
        await press(pilot, "u")
        assert [clip.text for clip in draft_of(pilot).clips] == ["ours", "second"]
    assert said(post) == before


async def test_a_clip_that_was_added_by_hand_finds_its_comment(
    program: Program, post: Path
) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "G")
        screen = pilot.app.screen
        assert isinstance(screen, ThreadScreen)
        last = screen._reader.current
        assert last
    author, time = last.author, last.time
    quote = (
        f'{{{{<matomeQuote body="added" userName="{author}" '
        f'createdAt="{_moment(time)}" color="">}}}}\n\n\n\n\n'
    )
    async with program.run(DEMO) as pilot:
        change(post, lambda text: text.replace("{{<matomeQuote", quote + "{{<matomeQuote", 1))
        await press(pilot, "ctrl+s")
        await asked(pilot)
        await press(pilot, "m")
        await notified(pilot, "is up to date")
    (added,) = (clip for clip in kept_draft(program).clips if clip.text == "added")
    assert added.comment == last.id
    assert kept_titles(program)[-1] == "Merge with the file"


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y/%m/%d %H:%M:%S")


async def test_a_file_that_changes_while_the_question_stands_is_asked_about_again(
    program: Program, post: Path
) -> None:
    async with program.run(DEMO) as pilot:
        change(post, by_hand)
        await rewrite(pilot, "ours")
        await press(pilot, "ctrl+s")
        await asked(pilot)
        change(post, lambda text: text.replace("second", "later"))
        await press(pilot, "o")
        await until(pilot, lambda: "later" in screen_text(pilot))
        await press(pilot, "escape")
        await notified(pilot, "the file was left as it is")
    text = said(post)
    assert "later" in text
    assert HAND in text


async def test_a_file_that_is_no_post_any_more_is_shown_line_by_line(
    program: Program, post: Path
) -> None:
    async with program.run(DEMO) as pilot:
        change(post, lambda _: "gone\n")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await until(pilot, lambda: "cannot be merged" in screen_text(pilot))
        await press(pilot, "n")
        await notified(pilot, "left as it is")
        assert said(post) == "gone\n"
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await press(pilot, "y")
        await notified(pilot, "Saved")
    assert '"first"' in said(post)


async def test_a_post_of_somebody_else_in_its_place_is_asked_about(
    program: Program, post: Path, tmp_path: Path
) -> None:
    (tmp_path / "drafts.sqlite").unlink()
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await press(pilot, "n")
        await press(pilot, "space", "ctrl+s")
        await asked(pilot)
        assert "already exists" in screen_text(pilot)
        await press(pilot, "m")
        await notified(pilot, "Saved")
    first, second = kept_draft(program).clips
    assert first.is_untouched
    assert second.text == "second"
    assert '"first"' not in said(post)


async def test_the_post_screen_shows_what_became_of_the_head(program: Program, post: Path) -> None:
    async with program.run(DEMO) as pilot:
        change(
            post,
            lambda text: text.replace("= false", "= true").replace(
                "tags = []", "tags = ['a', 'b']"
            ),
        )
        await press(pilot, "P")
        screen = pilot.app.screen
        screen.query_one("#post-title", Input).value = "苔"
        await press(pilot, "ctrl+s")
        await asked(pilot)
        await press(pilot, "m")
        await notified(pilot, "Saved")
        assert screen.query_one("#post-title", Input).value == "苔"
        assert screen.query_one("#post-tags", Input).value == "a, b"
        assert screen.query_one(Checkbox).value
    assert kept_draft(program).metadata.tags == ("a", "b")


# At opening


def opened(program: Program, post: Path) -> ThreadScreen:
    session = open_post(program.services(), post)
    return ThreadScreen(session.draft.thread, session)


async def test_opening_a_post_that_was_changed_offers_what_it_says(
    program: Program, post: Path
) -> None:
    change(post, lambda text: text.replace("first", "theirs"))
    async with program.run() as pilot:
        pilot.app.push_screen(opened(program, post))
        await asked(pilot)
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, ConflictDialog)
        assert "o: " not in screen_text(pilot)
        await press(pilot, "t")
        await until(pilot, lambda: has_draft(pilot))
        assert [clip.text for clip in draft_of(pilot).clips] == ["theirs", "second"]
        await press(pilot, "ctrl+s")
        await notified(pilot, "is up to date")


async def test_an_opened_post_can_be_merged_without_writing_it(
    program: Program, post: Path
) -> None:
    async with program.run(DEMO) as pilot:
        await rewrite(pilot, "ours")
    change(post, lambda text: text.replace("second", "theirs"))
    before = said(post)
    async with program.run() as pilot:
        pilot.app.push_screen(opened(program, post))
        await asked(pilot)
        await press(pilot, "m")
        await until(pilot, lambda: has_draft(pilot))
        assert [clip.text for clip in draft_of(pilot).clips] == ["ours", "theirs"]
        assert said(post) == before
        await press(pilot, "ctrl+s")
        await notified(pilot, "Saved")
    assert '"ours"' in said(post)


async def test_an_opened_post_can_be_left_aside(program: Program, post: Path) -> None:
    change(post, lambda text: text.replace("first", "theirs"))
    async with program.run() as pilot:
        pilot.app.push_screen(opened(program, post))
        await asked(pilot)
        await press(pilot, "escape")
        await notified(pilot, "saving asks again")
        assert [clip.text for clip in draft_of(pilot).clips] == ["first", "second"]
        await press(pilot, "ctrl+s")
        await asked(pilot)


async def test_an_opened_post_that_says_what_the_draft_says_needs_no_question(
    program: Program, post: Path
) -> None:
    async with program.run(DEMO) as pilot:
        await rewrite(pilot, "ours")
    change(post, lambda text: text.replace("first", "ours"))
    async with program.run() as pilot:
        pilot.app.push_screen(opened(program, post))
        await until(pilot, lambda: has_draft(pilot))
        await press(pilot, "ctrl+s")
        await notified(pilot, "is up to date")


@pytest.mark.parametrize("way", ["by its thread", "by a link", "by the list of read threads"])
async def test_a_change_by_hand_is_reported_however_the_thread_is_opened(
    program: Program, post: Path, way: str
) -> None:
    if way == "by its thread":
        change(post, by_hand)
    async with program.run(DEMO if way == "by its thread" else None) as pilot:
        app = pilot.app
        assert isinstance(app, MatomeApp)
        if way == "by a link":
            change(post, by_hand)
            app.follow_link(f"https://news.ycombinator.com/item?id={DEMO}")
        elif way == "by the list of read threads":
            app.open_thread(DEMO)
            await until(pilot, lambda: has_draft(pilot))
            await rebuild(pilot)
            await press(pilot, "at")
            change(post, by_hand)
            await press(pilot, "H")
            await rebuild(pilot)
            await press(pilot, "enter")
        await asked(pilot)


async def test_hostile_text_in_the_file_is_shown_as_text(program: Program, post: Path) -> None:
    change(post, lambda text: text.replace("first", "[red]\x1b[2J[/x] theirs"))
    async with program.run(DEMO) as pilot:
        await asked(pilot)
        assert "[red][2J[/x] theirs" in screen_text(pilot)
        assert "\x1b" not in screen_text(pilot)
