"""`kill -9` at any moment of a session in a terminal: everything shown is kept.

`MATOME_KILLS=200 pytest tests/test_kill.py` kills more often than the few times of every run.
"""

import asyncio
import os
import random
import re
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Clip
from matome_tui.store.drafts import DraftStore
from matome_tui.ui.thread.screen import ThreadScreen
from tests.support.draft_editor import DEMO
from tests.support.hn_server import HNServer
from tests.support.program import Driver, Program, press, screen_text
from tests.support.terminal import Terminal

pytestmark = pytest.mark.bulk

ROOT = Path(__file__).parents[1]
KILLS = int(os.environ.get("MATOME_KILLS", "5"))
LONGEST_BURST = 4
SCRIPT = (
    *("space", "3", "j", "space", "u", "M", "enter", *"苔は緑", "ctrl+n", *"ok", "alt+2", "ctrl+s"),
    *("u", "u", "u", "ctrl+r", "V j", "4", "A", "u"),
    *("tab", "g", ">", ">", "<", "space", "space", "2", ">", "d", "u"),
    *("#", *"xy", "enter", "F", "j", "s", "s", "g", "j", "c", "u", "u", "u", "ctrl+r", "d"),
)
"""Marks, edits, moves and undos, each of which shows; a step may be two keys."""
ALONE = ("enter", "ctrl+n", "alt+2", "ctrl+s", "#")
"""Steps to another screen or another text; they are not sent together with others."""


@dataclass(frozen=True)
class State:
    """The state after a key: the draft, and the screen without its foot, which shows times."""

    draft: Draft
    lines: Sequence[str]

    def is_on(self, screen: Sequence[str]) -> bool:
        return screen[:-1] == self.lines


def _timeless(draft: Draft) -> Draft:
    entries = (replace(e, taken=0) if isinstance(e, Clip) else e for e in draft.entries)
    return replace(draft, entries=tuple(entries))


def _state(pilot: Driver) -> State:
    (screen,) = (s for s in pilot.app.screen_stack if isinstance(s, ThreadScreen))
    assert screen.draft_editor is not None
    return State(_timeless(screen.draft_editor.draft), screen_text(pilot).split("\n")[:-1])


async def _play(folder: Path, server: HNServer) -> list[State]:
    """Store the thread in the folder, and play the script; return the state after each key."""
    with Program(folder, server) as program:
        async with program.run(DEMO):
            pass
    with Program(folder, None) as program:
        async with program.run(DEMO) as pilot:
            states = [_state(pilot)]
            for key in SCRIPT:
                await press(pilot, *key.split())
                states.append(_state(pilot))
    return states


@pytest.fixture
def states(tmp_path: Path, hn: HNServer) -> list[State]:
    """The states that the script leads through."""
    found = asyncio.run(_play(tmp_path, hn))
    assert all(before.lines != after.lines for before, after in pairwise(found))
    return found


def _start(cache: Path, data: Path) -> Terminal:
    folders = {"MATOME_CACHE_DIR": str(cache), "MATOME_DATA_DIR": str(data)}
    command = [sys.executable, "-m", "matome_tui", "--offline", str(DEMO)]
    return Terminal(command, {**folders, "PYTHONPATH": str(ROOT)})


def _kept(data: Path) -> Draft | None:
    with closing(DraftStore(data / "drafts.sqlite")) as store:
        session = store.of_thread(DEMO)
        return _timeless(session.draft) if session else None


def _shows(lines: Sequence[str], draft: Draft) -> bool:
    """Whether the tray has the clips of a draft, in their order, and no others."""
    rows = [re.search(r"▌ {1,2}(\d+) (\S+)(?:  .*)?$", line) for line in lines]
    authors = [match[2] for match in rows if match]
    return authors == [clip.author for clip in draft.clips]


def _burst(steps: Sequence[str]) -> Sequence[str]:
    """The steps from the first that can be sent together."""
    ends = (at for at, step in enumerate(steps) if step in ALONE)
    return steps[: max(next(ends, len(steps)), 1)]


def _kill(terminal: Terminal, states: Sequence[State], chance: random.Random) -> range:
    """Play up to a moment by chance and kill; return which states may be kept then.

    The first is what was shown: each key but the last few was waited for.
    """
    last = chance.randrange(len(SCRIPT))
    sent = last + len(_burst(SCRIPT[last : last + chance.randrange(1, LONGEST_BURST + 1)]))
    terminal.until(states[0].is_on)
    for step, state in zip(SCRIPT[:last], states[1:], strict=False):
        terminal.send(*step.split())
        terminal.until(state.is_on)
    shown, seen = last, len(terminal.screen.frames)
    terminal.send(*" ".join(SCRIPT[last:sent]).split())
    for _ in range(chance.randrange(8)):
        terminal.read(chance.random() / 50)
    terminal.kill()
    for frame in terminal.screen.frames[seen:]:
        found = (at for at in range(shown, sent + 1) if states[at].is_on(frame))
        shown = next(found, shown)
    return range(shown, sent + 1)


def test_everything_shown_before_a_kill_is_there_after_it(
    states: Sequence[State], tmp_path: Path
) -> None:
    for number in range(KILLS):
        data = tmp_path / str(number)
        with _start(tmp_path, data) as terminal:
            possible = _kill(terminal, states, random.Random(number))
        kept = _kept(data) or states[0].draft
        assert kept in [states[at].draft for at in possible], f"kill {number}"
        with _start(tmp_path, data) as terminal:
            terminal.until(partial(_shows, draft=kept))
        assert (_kept(data) or states[0].draft) == kept, f"kill {number}"
