"""Building the whole site from the post screen, on demand and before a push."""

from dataclasses import replace
from pathlib import Path

from matome_tui.ui.screens.post import PostScreen
from matome_tui.ui.widgets.dialogs import Output, Question
from tests.support.draft_editor import DEMO
from tests.support.files import write
from tests.support.program import Driver, Program, notified, press, screen_text, until
from tests.support.repositories import make_repository, own_git, subjects

__all__ = ["own_git"]

BROKEN = {"content/posts/b/index.md": "+++\ntitle = 'B'\n+++\n{{< nothing >}}\n"}


async def shows(pilot: Driver, text: str, kind: type = Question) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and text in screen_text(pilot))


async def open_post(pilot: Driver) -> None:
    await press(pilot, "space", "P")
    await until(pilot, lambda: isinstance(pilot.app.screen, PostScreen))


async def test_on_demand(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await press(pilot, "ctrl+t")
        await notified(pilot, "The site builds")
        write(site, BROKEN)
        await press(pilot, "ctrl+t")
        await shows(pilot, "The site does not build.", Output)
        assert "nothing" in screen_text(pilot)
        await press(pilot, "escape")
        write(site, {**BROKEN, "content/posts/b/index.md": "b"})
        layout = site / "layouts" / "_default" / "single.html"
        layout.write_text(layout.read_text() + '{{ warnf "so much moss" }}')
        await press(pilot, "ctrl+t")
        await shows(pilot, "The site builds, with warnings.", Output)
        assert "so much moss" in screen_text(pilot)


async def test_without_a_site_it_says_so(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await press(pilot, "ctrl+t")
        await notified(pilot, "Not checked: no site is known yet")


async def test_before_a_push_if_it_is_set(
    program: Program, site: Path, tmp_path: Path, own_git: None
) -> None:
    publish = replace(program.settings.publish, check_site=True)
    program.settings = replace(program.settings, publish=publish)
    write(site, BROKEN)
    make_repository(site, remote=tmp_path / "remote.git")
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "Saved")
        await press(pilot, "P")
        await until(pilot, lambda: isinstance(pilot.app.screen, PostScreen))
        await press(pilot, "ctrl+g")
        await shows(pilot, "Commit to main")
        await press(pilot, "y")
        await shows(pilot, "Push 1 commit")
        await press(pilot, "y")
        await shows(pilot, "The site does not build.")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, PostScreen))
        assert subjects(tmp_path / "remote.git", "main") == ["Start"]
        await press(pilot, "ctrl+g")
        await shows(pilot, "Push 1 commit")
        await press(pilot, "y")
        await shows(pilot, "The site does not build.")
        await press(pilot, "y")
        await shows(pilot, "Pushed to origin/main", Output)
