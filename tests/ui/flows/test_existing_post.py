"""Opening a thread that the site has a post of."""

from pathlib import Path

import pytest

from matome_tui.hugo.site.site import create_site
from matome_tui.ui.app import MatomeApp
from matome_tui.ui.screens.help import Help
from matome_tui.ui.screens.post import PostScreen
from matome_tui.ui.screens.stories import StoriesScreen
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.dialogs import Question
from tests.support.draft_editor import DEMO
from tests.support.posts import add_posts, post
from tests.support.program import Driver, Program, notes, press, screen_text, site_read, until

OFFER = "The site has a post of this thread"


@pytest.fixture
def posted(program: Program, tmp_path: Path) -> Path:
    """The site's post of the demo's thread, which has no quotes and no draft."""
    program.site = tmp_path / "site"
    create_site(program.site)
    add_posts(program.site, post(DEMO, date="2025-05-31", title="[/x]苔\x1b"))
    return program.site / "content" / "posts" / "p1" / "index.md"


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def remove(path: Path) -> None:
    path.unlink()


async def asked(pilot: Driver) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Question))
    await until(pilot, lambda: OFFER in screen_text(pilot))


async def is_left_alone(pilot: Driver) -> bool:
    await site_read(pilot)
    return isinstance(pilot.app.screen, ThreadScreen) and "posted" in screen_text(pilot)


async def test_the_post_is_offered_and_opened(program: Program, posted: Path) -> None:
    async with program.run(DEMO) as pilot:
        await asked(pilot)
        assert "[/x]苔" in screen_text(pilot)
        assert "\x1b" not in screen_text(pilot)
        await press(pilot, "y")
        assert await is_left_alone(pilot)
        await press(pilot, "space", "ctrl+s")
        await until(pilot, lambda: any("Saved" in line for line in notes(pilot)))
        assert "posted 2025-05-31" in screen_text(pilot)
    assert "matomeQuote" in text_of(posted)
    assert program.services().drafts.of_post(posted)
    async with program.run(DEMO) as pilot:
        assert await is_left_alone(pilot)
        assert "Clips 1" in screen_text(pilot)


async def test_a_new_draft_is_begun_instead_and_not_asked_again(
    program: Program, posted: Path
) -> None:
    async with program.run() as pilot:
        await until(pilot, lambda: "posted 2025-05-31" in screen_text(pilot))
        await press(pilot, "enter")
        await asked(pilot)
        await press(pilot, "n")
        assert await is_left_alone(pilot)
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, StoriesScreen)
        await press(pilot, "enter")
        assert await is_left_alone(pilot)
        await press(pilot, "space")
    session = program.services().drafts.of_thread(DEMO)
    assert session is not None
    assert session.publication.path == ""


async def test_a_draft_of_its_own_opens_as_it_does(program: Program, posted: Path) -> None:
    site, program.site = program.site, None
    async with program.run(DEMO) as pilot:
        await press(pilot, "space")
    program.site = site
    async with program.run(DEMO) as pilot:
        assert await is_left_alone(pilot)
        assert "Clips 1" in screen_text(pilot)


async def test_a_post_that_cannot_be_opened_is_reported(program: Program, posted: Path) -> None:
    async with program.run(DEMO) as pilot:
        await asked(pilot)
        remove(posted)
        await press(pilot, "y")
        await until(pilot, lambda: any("is not there any more" in t for t in notes(pilot)))
        assert await is_left_alone(pilot)


async def test_the_post_is_offered_once_another_screen_is_closed(
    program: Program, posted: Path
) -> None:
    async with program.run(DEMO) as pilot:
        await asked(pilot)
        await press(pilot, "n")
        assert isinstance(pilot.app, MatomeApp)
        site = pilot.app.services.site
        for key in ("P", "question_mark"):
            site.asked_about.clear()
            await press(pilot, key)
            above = pilot.app.screen
            assert isinstance(above, PostScreen | Help)
            site.index_read.publish(None)
            await pilot.pause()
            await pilot.pause()
            assert pilot.app.screen is above
            await press(pilot, "escape")
            await asked(pilot)
            await press(pilot, "n")


async def test_nothing_is_asked_about_other_threads(program: Program, posted: Path) -> None:
    async with program.run(44910996) as pilot:
        await site_read(pilot)
        assert isinstance(pilot.app.screen, ThreadScreen)
        assert "posted" not in screen_text(pilot)
