"""Files that no post can be written to: refused before anything is asked."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.screen import ModalScreen

from matome_tui.hugo.site.site import create_site
from tests.support.draft_editor import DEMO, kept_draft
from tests.support.program import Driver, Program, notes, notified, press

PLACE = Path("2025_08", "2025_08_15_koke_a_terminal_bookmark_keeper_where_unread_links", "index.md")

LOOP = "Too many levels of symbolic links"
NO_FILE = "not a regular file"
NO_FOLDER = "is not a folder"

Make = Callable[[Path], object]


def loop(path: Path) -> None:
    path.symlink_to(path.name)


OBSTACLES: dict[str, tuple[int, Make, str]] = {
    "looped link": (0, loop, LOOP),
    "device": (0, lambda path: path.symlink_to("/dev/zero"), NO_FILE),
    "FIFO": (0, os.mkfifo, NO_FILE),
    "folder": (0, Path.mkdir, "Is a directory"),
    "link to no folder": (0, lambda path: path.symlink_to("/nowhere/index.md"), NO_FOLDER),
    "looped folder": (1, loop, LOOP),
    "looped month": (2, loop, LOOP),
    "folder that links nowhere": (1, lambda path: path.symlink_to("/nowhere"), NO_FOLDER),
    "month that is a file": (2, Path.touch, "Not a directory"),
}
"""How far above the file each is, what makes it, and the cause to be named."""


@pytest.fixture
def post(tmp_path: Path, program: Program) -> Path:
    """The file that the demo's post gets."""
    root = tmp_path / "site"
    create_site(root)
    program.site = root
    return root / "content" / "posts" / PLACE


def put(name: str, post: Path) -> str:
    """Put an obstacle in a post's way; return the cause to be named."""
    above, make, cause = OBSTACLES[name]
    obstacle = [post, *post.parents][above]
    obstacle.parent.mkdir(parents=True, exist_ok=True)
    obstacle.unlink(missing_ok=True)
    make(obstacle)
    return cause


async def refused(pilot: Driver, cause: str) -> None:
    await notified(pilot, "Not saved: ")
    assert not isinstance(pilot.app.screen, ModalScreen)
    (line,) = (line for line in notes(pilot) if "Not saved" in line)
    assert cause in line
    assert "\n" not in line


@pytest.mark.parametrize("name", OBSTACLES)
async def test_a_new_post_is_refused_at_once(program: Program, post: Path, name: str) -> None:
    cause = put(name, post)
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await refused(pilot, cause)
    assert len(kept_draft(program).clips) == 1


@pytest.mark.parametrize("name", ["looped link", "device"])
async def test_a_saved_post_is_refused_at_once(program: Program, post: Path, name: str) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "Saved")
        cause = put(name, post)
        await press(pilot, "j", "space", "ctrl+s")
        await refused(pilot, cause)
