"""A post file that is gone: renamed, moved or deleted since it was read."""

from pathlib import Path

from matome_tui.ui.flows.existing_post import open_post
from matome_tui.ui.screens.drafts import DraftsScreen
from matome_tui.ui.widgets.dialogs import Question
from tests.support.draft_editor import DEMO
from tests.support.program import Driver, Program, notified, press, screen_text, until


def posts(site: Path) -> list[Path]:
    return sorted((site / "content" / "posts").glob("*/*/index.md"))


async def asked(pilot: Driver, words: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Question))
    await until(pilot, lambda: words in screen_text(pilot))


async def saved(pilot: Driver, site: Path) -> Path:
    """Save a post with one clip, and return its file."""
    await press(pilot, "space", "ctrl+s")
    await notified(pilot, "Saved")
    return posts(site)[0]


def rename(post: Path) -> Path:
    folder = post.parent.with_name("renamed")
    post.parent.rename(folder)
    return folder / "index.md"


async def test_a_renamed_post_is_saved_where_it_is_now(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        moved = rename(await saved(pilot, site))
        await press(pilot, "space", "ctrl+s")
        await asked(pilot, "in another:")
        await press(pilot, "y")
        await until(pilot, lambda: moved.read_text(encoding="utf-8").count("matomeQuote") == 2)
        await press(pilot, "space", "ctrl+s")
        await until(pilot, lambda: moved.read_text(encoding="utf-8").count("matomeQuote") == 3)
    assert posts(site) == [moved]
    assert program.services().drafts.of_post(moved)


async def test_changes_of_a_renamed_post_are_asked_about(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        moved = rename(await saved(pilot, site))
        with moved.open("a", encoding="utf-8") as file:
            file.write("\nBy hand.\n")
        await press(pilot, "space", "ctrl+s")
        await asked(pilot, "in another:")
        await press(pilot, "y")
        await until(pilot, lambda: "since it was read" in screen_text(pilot))
        await press(pilot, "m")
        await until(pilot, lambda: moved.read_text(encoding="utf-8").count("matomeQuote") == 2)
    assert "By hand." in moved.read_text(encoding="utf-8")
    assert posts(site) == [moved]


async def test_two_posts_of_a_thread_must_be_wanted(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        post = await saved(pilot, site)
        moved = rename(post)
        before = moved.read_text(encoding="utf-8")
        await press(pilot, "space", "ctrl+s")
        await asked(pilot, "in another:")
        await press(pilot, "n")
        await asked(pilot, "would have two posts of this thread")
        await press(pilot, "y")
        await until(pilot, post.exists)
    assert posts(site) == sorted([post, moved])
    assert moved.read_text(encoding="utf-8") == before


async def test_a_deleted_post_is_written_again_only_if_wanted(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        post = await saved(pilot, site)
        post.unlink()
        await press(pilot, "space", "ctrl+s")
        await asked(pilot, "The post's file is gone")
        await press(pilot, "escape")
        await notified(pilot, "Not saved: the post's file is gone")
        assert posts(site) == []
        await press(pilot, "ctrl+s")
        await asked(pilot, "The post's file is gone")
        await press(pilot, "y")
        await until(pilot, lambda: post.exists() and post.read_text().count("matomeQuote") == 2)


async def open_draft(pilot: Driver) -> None:
    await press(pilot, "D")
    await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))
    await press(pilot, "enter")


async def test_opening_a_draft_offers_its_renamed_post(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        moved = rename(await saved(pilot, site))
    async with program.run() as pilot:
        await open_draft(pilot)
        await asked(pilot, "in another:")
        await press(pilot, "y")
        await press(pilot, "G", "space", "ctrl+s")
        await until(pilot, lambda: moved.read_text(encoding="utf-8").count("matomeQuote") == 2)
    assert posts(site) == [moved]


async def test_opening_a_draft_reports_its_deleted_post(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        (await saved(pilot, site)).unlink()
    async with program.run() as pilot:
        await open_draft(pilot)
        await notified(pilot, "is gone; saving asks whether to write it again")
    assert posts(site) == []


async def test_a_renamed_post_opens_with_its_draft(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        post = await saved(pilot, site)
        await press(pilot, "space")
    services = program.services()
    moved = rename(post)
    session = open_post(services, moved)
    assert len(session.draft.clips) == 2
    assert session.publication.path == str(moved)
    assert len(services.drafts.summaries()) == 1
