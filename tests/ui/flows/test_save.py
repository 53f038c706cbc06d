"""Saving a post from the program: the site, the questions, the failures."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input, Label

from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.executable import HugoError
from matome_tui.hugo.post import file as post_file
from matome_tui.ui.flows.conflict_dialog import ConflictDialog
from matome_tui.ui.flows.save import next_step
from matome_tui.ui.widgets.dialogs import Question, TextQuestion
from tests.support.draft_editor import DEMO
from tests.support.program import Driver, Program, notes, notified, press, screen_text, until


def posts(site: Path) -> list[Path]:
    return sorted((site / "content" / "posts").glob("*/*/index.md"))


def asks_for_text(pilot: Driver) -> bool:
    return isinstance(pilot.app.screen, TextQuestion) and bool(pilot.app.screen.query(Input))


@pytest.mark.parametrize(
    ("theirs", "base", "checked", "step"),
    [
        ("post", "old", None, "done"),
        ("post", "post", "post", "done"),
        (None, "old", None, "missing"),
        (None, "old", "post", "missing"),
        (None, "", None, "check"),
        (None, "", "post", "write"),
        ("old", "old", None, "check"),
        ("old", "old", "older", "check"),
        ("old", "old", "post", "write"),
        ("other", "old", None, "resolve"),
        ("other", "old", "post", "resolve"),
        ("", "old", "post", "resolve"),
    ],
)
def test_the_next_step_of_a_save(
    theirs: str | None, base: str, checked: str | None, step: str
) -> None:
    assert next_step("post", theirs, base, checked) == step


async def test_writes_the_post_in_its_place(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "Saved")
        assert "saved " in screen_text(pilot)
    place = "2025_08/2025_08_15_koke_a_terminal_bookmark_keeper_where_unread_links/index.md"
    assert posts(site) == [site / "content" / "posts" / place]


async def test_saving_again_after_an_edit_changes_the_file(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "Saved")
        before = posts(site)[0].read_text()
        await press(pilot, "k", "enter", *"ok", "ctrl+s", "ctrl+s")
        await until(pilot, lambda: posts(site)[0].read_text() != before)
        assert 'body="ok"' in posts(site)[0].read_text()


async def test_a_save_waits_for_the_one_before(
    program: Program, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_writing, may_write, write = threading.Event(), threading.Event(), post_file.write

    def write_late(path: Path, text: str) -> None:
        is_writing.set()
        assert may_write.wait(20)
        write(path, text)

    monkeypatch.setattr(post_file, "write", write_late)
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await until(pilot, is_writing.is_set)
        await press(pilot, "space", "ctrl+s")
        may_write.set()
        await notified(pilot, "Saved")
        await until(pilot, lambda: posts(site)[0].read_text("utf-8").count("matomeQuote") == 2)
        assert not isinstance(pilot.app.screen, Question)


async def test_a_file_of_somebody_else_is_never_overwritten_unasked(
    program: Program, site: Path
) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "Saved")
    theirs = posts(site)[0]
    theirs.write_text(theirs.read_text() + "\nA line by hand.\n")
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ConflictDialog))
        await press(pilot, "escape", "j", "j", "1", "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConflictDialog))
        await until(pilot, lambda: "A line by hand." in screen_text(pilot))
        question = pilot.app.screen.query_one(".question", Label)
        assert "has changed since it was read" in str(question.render())
        await press(pilot, "escape")
        await notified(pilot, "was left as it is")
        assert "A line by hand." in theirs.read_text()
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConflictDialog))
        await press(pilot, "o")
        await notified(pilot, "Saved")
        assert "A line by hand." not in theirs.read_text()


async def test_nothing_to_save_says_so(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "ctrl+s")
        await notified(pilot, "Nothing to save yet")
    assert posts(site) == []


async def test_without_a_site_the_user_is_asked_once_and_offered_one(
    program: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "blog"
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await until(pilot, lambda: asks_for_text(pilot))
        pilot.app.screen.query_one(Input).value = str(folder)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await press(pilot, "y")
        await notified(pilot, "Saved")
        await press(pilot, "space", "ctrl+s")
        await until(pilot, lambda: posts(folder)[0].read_text().count("matomeQuote") == 2)
    assert len(posts(folder)) == 1
    assert str(folder) in (tmp_path / "config" / "config.toml").read_text()


async def test_no_site_chosen_keeps_the_draft(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await until(pilot, lambda: asks_for_text(pilot))
        await press(pilot, "escape")
        await notified(pilot, "Not saved: no site was chosen; the draft is kept")
    session = program.services().drafts.of_thread(DEMO)
    assert session is not None
    assert len(session.draft.clips) == 1


async def test_a_folder_that_is_no_site_and_not_empty_is_refused(
    program: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "a.jpg").touch()
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await until(pilot, lambda: asks_for_text(pilot))
        pilot.app.screen.query_one(Input).value = str(folder)
        await press(pilot, "enter")
        await notified(pilot, "is not a Hugo site and not empty")
    assert [entry.name for entry in folder.iterdir()] == ["a.jpg"]


async def test_a_site_that_cannot_be_written_is_one_line(
    program: Program, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with program.run(DEMO) as pilot:
        monkeypatch.setattr("os.replace", full)
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "cannot be written: No space left on device")
    assert posts(site) == []
    assert not [name for _, _, names in os.walk(site) for name in names if name.endswith(".tmp")]


async def assert_noted_once_in_two_saves(program: Program, site: Path, note: str) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, note)
        await notified(pilot, "Saved")
        await press(pilot, "space", "ctrl+s")
        await until(pilot, lambda: posts(site)[0].read_text().count("matomeQuote") == 2)
        assert sum(note in line for line in notes(pilot)) == 1


async def test_a_site_without_unsafe_is_warned_of(program: Program, site: Path) -> None:
    config = site / "hugo.toml"
    config.write_text(config.read_text().replace("unsafe = true", "unsafe = false"))
    note = "whole sections. Set markup.goldmark.renderer.unsafe = true in"
    await assert_noted_once_in_two_saves(program, site, note)


@pytest.mark.parametrize("is_broken", [False, True])
async def test_without_hugo_the_post_is_saved_too(
    program: Program, site: Path, monkeypatch: pytest.MonkeyPatch, is_broken: bool
) -> None:
    def find() -> None:
        if is_broken:
            raise HugoError("hugo does not run")

    monkeypatch.setattr("matome_tui.ui.flows.site_setup.find_hugo", find)
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "hugo does not run" if is_broken else "Hugo was not found")
        await notified(pilot, "Saved")
    assert len(posts(site)) == 1


async def test_a_post_is_saved_though_its_check_fails(
    program: Program, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError("the disk is gone")

    monkeypatch.setattr("matome_tui.ui.flows.save.findings_line", fail)
    monkeypatch.setattr("matome_tui.ui.flows.site_setup.find_hugo", lambda: None)
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "Saved /")
        assert "The saved post was not checked: the disk is gone" in notes(pilot)
    assert len(posts(site)) == 1


async def test_a_post_that_does_not_build_is_reported_before_it_is_written(
    program: Program, site: Path
) -> None:
    shortcode = site / "layouts" / "shortcodes" / "matomeQuote.html"
    refuse = '{{ if in (.Get "body") "bad" }}{{ errorf "no bad words" }}{{ end }}'
    shortcode.write_text(refuse + shortcode.read_text())
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "j", "enter", *"bad", "ctrl+s", "ctrl+s")
        await until(pilot, lambda: "clip 2 (" in screen_text(pilot))
        assert "no bad words" in screen_text(pilot)
        await press(pilot, "n")
        await notified(pilot, "Not saved: Hugo does not build the post")
        assert posts(site) == []
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await press(pilot, "y")
        await notified(pilot, "Saved")
    assert len(posts(site)) == 1


async def test_a_site_that_does_not_build_is_reported_once_and_saved_in(
    program: Program, site: Path
) -> None:
    (site / "layouts" / "_default" / "single.html").write_text("{{ .Nothing.There }}")
    note = "Whether the post builds was not checked: The site does not build"
    await assert_noted_once_in_two_saves(program, site, note)


async def test_missing_shortcodes_are_offered_once(program: Program, site: Path) -> None:
    shortcode = site / "layouts" / "shortcodes" / "matomeQuote.html"
    ours = shortcode.read_text()
    shortcode.unlink()
    program.settings = program.settings.with_site(site, PostOptions())  # the user has chosen them
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await until(
            pilot, lambda: "lacks shortcodes that posts need: matomeQuote" in screen_text(pilot)
        )
        await press(pilot, "n")
        await until(pilot, lambda: 'shortcode "matomeQuote" not found' in screen_text(pilot))
        await press(pilot, "n")
        await notified(pilot, "has no matomeQuote shortcode. Add layouts/")
        await notified(pilot, "Not saved")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: 'shortcode "matomeQuote" not found' in screen_text(pilot))
        await press(pilot, "n")
        assert not shortcode.exists()
    async with program.run(DEMO) as pilot:
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await press(pilot, "y")
        await notified(pilot, "Added")
        await notified(pilot, "Saved")
        assert sum("has no matomeQuote" in line for line in notes(pilot)) <= 1
    assert shortcode.read_text() == ours


async def test_a_theme_that_was_not_fetched_does_not_keep_from_saving(
    program: Program, site: Path
) -> None:
    config = site / "hugo.toml"
    config.write_text("theme = 'nowhere'\n" + config.read_text())
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "Cannot read the site's configuration: failed to load modules")
        await notified(pilot, "Saved")
        await notified(pilot, "Whether the post builds was not checked")
    assert len(posts(site)) == 1


def _break_configuration(site: Path) -> None:
    (site / "hugo.toml").unlink()
    (site / "hugo.yaml").write_text("a: [")


def _link_posts(site: Path) -> None:
    (site / "content" / "posts").rename(site.parent / "posts")
    (site / "content" / "posts").symlink_to(site.parent / "posts")


@pytest.mark.parametrize(
    ("breaks", "words"),
    [
        (_break_configuration, "where Hugo looks for posts is unknown"),
        (_link_posts, "does not follow"),
    ],
)
async def test_a_place_that_hugo_may_not_read_is_asked_about(
    program: Program, site: Path, breaks: Callable[[Path], object], words: str
) -> None:
    breaks(site)
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await until(pilot, lambda: words in " ".join(screen_text(pilot).split()))
        await press(pilot, "n")
        await notified(pilot, "Not saved; the draft is kept")
        assert posts(site) == []
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await press(pilot, "y")
        await notified(pilot, "Saved")
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, words)
    assert len(list(site.parent.rglob("index.md"))) == 1


@pytest.fixture
def far_east() -> Iterator[None]:
    """Be where the day begins first, fourteen hours before UTC's."""
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone is set by the system")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Etc/GMT-14")
        time.tzset()
        yield
    time.tzset()


async def test_a_day_that_has_yet_to_begin_where_the_site_is_is_reported(
    program: Program, site: Path, far_east: None
) -> None:
    config = site / "hugo.toml"
    text = config.read_text().replace("buildFuture = true", "timeZone = 'Etc/GMT+12'")
    config.write_text(text)
    post = replace(program.settings.post, date="today")
    program.settings = replace(program.settings, post=post)
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "Hugo publishes this post on")
        await notified(pilot, "Saved")
        await press(pilot, "P")
        await until(pilot, lambda: "Hugo publishes this post on" in screen_text(pilot))
