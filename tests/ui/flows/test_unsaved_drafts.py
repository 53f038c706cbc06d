"""Drafts that cannot be saved: shown on every screen, tried again, asked about before leaving."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from matome_tui.store.transfer import load
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.bars import StatusBar
from matome_tui.ui.widgets.dialogs import Unsaved
from tests.support.draft_editor import DEMO, draft_of, kept_draft
from tests.support.program import (
    Driver,
    Program,
    answer,
    notes,
    press,
    rebuild,
    screen_text,
    until,
)

SMALL = (80, 24)
STATE = "NOT SAVED (database is locked)"
_LOCK = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.readline()
"""


@contextmanager
def locked(program: Program) -> Iterator[None]:
    """Lock the drafts file in another process."""
    command = [sys.executable, "-c", _LOCK, str(program.folder / "drafts.sqlite")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"locked\n"
        yield
        process.communicate(b"\n")


def foot(pilot: Driver) -> str:
    return pilot.app.screen.query_one(StatusBar)._text


async def saved(pilot: Driver) -> None:
    await until(pilot, lambda: "NOT SAVED" not in screen_text(pilot))


async def test_the_warning_is_on_every_screen_until_the_draft_is_saved(program: Program) -> None:
    async with program.run(DEMO, size=SMALL) as pilot:
        with locked(program):
            await press(pilot, "space")
            assert screen_text(pilot).splitlines()[-1].startswith(f" {STATE}")
            await press(pilot, "k", "enter", *"abc")
            assert STATE in foot(pilot)
            await press(pilot, "escape", "P")
            await until(pilot, lambda: STATE in foot(pilot))
            await press(pilot, "escape", "U")
            assert STATE in foot(pilot)
            await press(pilot, "escape", "u", "u", "ctrl+r", "ctrl+r")
            assert draft_of(pilot).clips[0].text == "abc"
            assert STATE in foot(pilot)
            assert all(note.startswith(("Undone", "Redone")) for note in notes(pilot))
        await saved(pilot)
        assert kept_draft(program) == draft_of(pilot)
        assert [clip.text for clip in kept_draft(program).clips] == ["abc"]


async def test_the_next_edit_saves_at_once(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        with locked(program):
            await press(pilot, "space")
        await press(pilot, "space")
        assert "NOT SAVED" not in screen_text(pilot)
        assert len(kept_draft(program).clips) == 2


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_leaving_asks_and_escape_stays(program: Program, key: str) -> None:
    async with program.run(DEMO, size=SMALL) as pilot:
        with locked(program):
            await press(pilot, "space", key)
            await until(pilot, lambda: isinstance(pilot.app.screen, Unsaved))
            assert "1 draft is not saved: database is locked" in screen_text(pilot)
            assert "anyway" in screen_text(pilot)
            await press(pilot, "ctrl+q")
            await press(pilot, "r")
            await until(pilot, lambda: isinstance(pilot.app.screen, Unsaved))
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, ThreadScreen)
        await saved(pilot)
        await press(pilot, key)
        assert not isinstance(pilot.app.screen, Unsaved)
    assert len(kept_draft(program).clips) == 1


async def test_a_file_can_be_written_before_quitting(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    (tmp_path / "taken.json").write_text("taken")
    async with program.run(DEMO, size=SMALL) as pilot:
        with locked(program):
            await press(pilot, "space", "ctrl+q")
            await until(pilot, lambda: isinstance(pilot.app.screen, Unsaved))
            await press(pilot, "w")
            for name in ("taken.json", "no/such/folder.json", "kept.json"):
                await answer(pilot, str(tmp_path / name))
            await until(pilot, file.exists)
            draft = draft_of_thread(pilot)
            await until(pilot, lambda: not pilot.app.is_running or pilot.app._exit)
    assert json.loads(file.read_text())["format"] == "matome-draft"
    assert load(file.read_text()).clips[0].comment == draft


def draft_of_thread(pilot: Driver) -> int:
    (screen,) = (s for s in pilot.app.screen_stack if isinstance(s, ThreadScreen))
    assert screen.draft is not None
    return screen.draft.clips[0].comment


async def test_a_thread_left_unsaved_is_found_again_as_it_was(program: Program) -> None:
    async with program.run(size=SMALL) as pilot:
        with locked(program):
            pilot.app.push_screen(ThreadScreen(DEMO))
            await rebuild(pilot)
            await until(pilot, lambda: isinstance(pilot.app.screen, ThreadScreen))
            await press(pilot, "space", "q")
            await until(pilot, lambda: isinstance(pilot.app.screen, Unsaved))
            await press(pilot, "y")
            await until(pilot, lambda: not isinstance(pilot.app.screen, Unsaved | ThreadScreen))
            assert STATE in foot(pilot)
            pilot.app.push_screen(ThreadScreen(DEMO))
            await rebuild(pilot)
            await until(pilot, lambda: isinstance(pilot.app.screen, ThreadScreen))
            assert len(draft_of(pilot).clips) == 1
        await saved(pilot)
    assert len(kept_draft(program).clips) == 1


async def test_a_deleted_file_is_reported_and_made_anew(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space")
        for path in program.folder.glob("drafts.sqlite*"):
            path.unlink()
        await press(pilot, "space")
        assert any("restored with all drafts" in line for line in notes(pilot))
        assert len(kept_draft(program).clips) == 2


async def test_an_unreadable_draft_leaves_its_thread_markable(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "space", "space")
    file = program.folder / "drafts.sqlite"
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("UPDATE step SET delta = x'00' WHERE number = 3")
    async with program.run(DEMO) as pilot:
        assert any("A copy up to its last readable step" in line for line in notes(pilot))
        assert len(draft_of(pilot).clips) == 2
        await press(pilot, "u", "1")
    assert len(program.services().drafts.summaries()) == 2
    db.execute("UPDATE step SET delta = x'00'")
    async with program.run(DEMO) as pilot:
        assert any("A new draft was opened" in line for line in notes(pilot))
        await press(pilot, "space")
        assert len(draft_of(pilot).clips) == 1
    assert len(program.services().drafts.summaries()) == 3
    db.close()
