"""Publishing from the post screen: what is shown, asked, committed and pushed."""

import os
from pathlib import Path

import pytest
from textual.widgets import Input

from matome_tui.ui.screens.post import PostScreen
from matome_tui.ui.widgets.dialogs import Output, Question, Waiting
from tests.support.draft_editor import DEMO
from tests.support.files import write
from tests.support.program import Driver, Program, notified, press, screen_text, until
from tests.support.repositories import add_hook, git, make_repository, own_git, subjects

__all__ = ["own_git"]

TITLE = "Koke"


@pytest.fixture
def repository(site: Path, tmp_path: Path, own_git: None) -> Path:
    """The site as a repository, with a file that is staged by hand."""
    make_repository(site, remote=tmp_path / "remote.git")
    write(site, {"notes.md": "mine"})
    git(site, "add", "notes.md")
    return site


async def shows(pilot: Driver, text: str, kind: type = Question) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and text in screen_text(pilot))


async def open_saved_post(pilot: Driver) -> None:
    await press(pilot, "space", "ctrl+s")
    await notified(pilot, "Saved")
    await press(pilot, "P")
    await until(pilot, lambda: isinstance(pilot.app.screen, PostScreen))


async def offered_commit(pilot: Driver) -> None:
    """Open a saved post, and wait until its commit is offered."""
    await open_saved_post(pilot)
    await press(pilot, "ctrl+g")
    await shows(pilot, "Commit to main")


async def test_commits_and_pushes_after_asking(
    program: Program, repository: Path, tmp_path: Path
) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await open_saved_post(pilot)
        await until(pilot, lambda: "not committed" in screen_text(pilot))
        await press(pilot, "ctrl+g")
        await shows(pilot, "Commit to main: Add Koke")
        assert "content/posts/2025_08/" in screen_text(pilot)
        assert "notes.md" not in screen_text(pilot)
        await press(pilot, "y")
        await shows(pilot, "Push 1 commit to origin/main?")
        assert subjects(tmp_path / "remote.git", "main") == ["Start"]
        await press(pilot, "escape")
        await until(pilot, lambda: "not pushed" in screen_text(pilot))
        await press(pilot, "ctrl+g")
        await shows(pilot, "Push 1 commit to origin/main?")
        await press(pilot, "y")
        await shows(pilot, "Pushed to origin/main", Output)
        assert "main -> main" in screen_text(pilot)
        await press(pilot, "escape")
        await until(pilot, lambda: "not pushed" not in screen_text(pilot))
        await press(pilot, "ctrl+g")
        await notified(pilot, "Nothing to commit or push: origin/main has this post")
    assert subjects(tmp_path / "remote.git", "main")[0].startswith("Add Koke")
    assert git(repository, "status", "--porcelain") == "A  notes.md\n"


async def test_the_list_of_drafts_marks_what_is_not_published(
    program: Program, repository: Path
) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "Saved")
        await press(pilot, "D")
        await until(pilot, lambda: "not committed" in screen_text(pilot))
        await press(pilot, "escape")
        git(repository, "add", "content")
        git(repository, "commit", "--quiet", "-m", "By hand", "--", "content")
        await press(pilot, "D")
        await until(pilot, lambda: "not pushed" in screen_text(pilot))


async def test_offers_to_save_first(program: Program, repository: Path) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "P", "ctrl+g")
        await notified(pilot, "The post is not saved yet; ctrl+s saves it")
        await press(pilot, "escape", "u")
        await open_saved_post(pilot)
        pilot.app.screen.query_one("#post-title", Input).value = "Moss"
        await press(pilot, "ctrl+g")
        await shows(pilot, "The draft has changes that are not in the post.")
        await press(pilot, "y")
        await shows(pilot, "Commit to main: Add Moss")
        await press(pilot, "n")
    assert subjects(repository) == ["Start"]


async def test_a_hook_that_refuses_is_shown_with_its_output(
    program: Program, repository: Path
) -> None:
    add_hook(repository, "pre-commit", "echo 'no [b]moss[/x] today'; exit 1")
    async with program.run(DEMO) as pilot:
        await offered_commit(pilot)
        await press(pilot, "y")
        await shows(pilot, "The hook pre-commit refuses the commit", Output)
        assert "no [b]moss[/x] today" in screen_text(pilot)
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, PostScreen))


async def test_a_commit_that_takes_long_can_be_cancelled(
    program: Program, repository: Path, tmp_path: Path
) -> None:
    add_hook(repository, "pre-commit", "exec sleep 300")
    async with program.run(DEMO) as pilot:
        await offered_commit(pilot)
        await press(pilot, "y")
        await shows(pilot, "Committing; hooks may take a while", Waiting)
        await press(pilot, "escape")
        await notified(pilot, "Cancelled")
        await until(pilot, lambda: isinstance(pilot.app.screen, PostScreen))
    assert subjects(repository) == ["Start"]
    assert not (repository / ".git" / "index.lock").exists()


async def test_a_wait_below_another_dialog_ends_once_that_is_closed(
    program: Program, repository: Path, tmp_path: Path
) -> None:
    fifo = tmp_path / "go"
    os.mkfifo(fifo)
    add_hook(repository, "pre-commit", f"read -r line < '{fifo}'; exit 0")
    async with program.run(DEMO) as pilot:
        await offered_commit(pilot)
        await press(pilot, "y")
        await shows(pilot, "Committing", Waiting)
        waiting = pilot.app.screen
        assert isinstance(waiting, Waiting)
        pilot.app.push_screen(Output("Over it", []))
        await shows(pilot, "Over it", Output)
        fifo.write_text("\n")
        await until(pilot, waiting._future.done)
        await pilot.pause()
        assert isinstance(pilot.app.screen, Output)
        await press(pilot, "escape")
        await shows(pilot, "Push 1 commit")


async def test_a_commit_without_upstream_says_how_to_push(
    program: Program, repository: Path
) -> None:
    git(repository, "checkout", "--quiet", "-b", "drafts")
    async with program.run(DEMO) as pilot:
        await open_saved_post(pilot)
        await press(pilot, "ctrl+g")
        await shows(pilot, "Commit to drafts")
        await press(pilot, "y")
        await shows(pilot, "Committed, not pushed", Output)
        text = " ".join(screen_text(pilot).replace("│", " ").split())
        assert "git push --set-upstream origin drafts" in text


async def test_without_a_repository_the_remedy_is_shown(
    program: Program, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    async with program.run(DEMO) as pilot:
        await open_saved_post(pilot)
        await press(pilot, "ctrl+g")
        await until(pilot, lambda: "run git init" in screen_text(pilot))
