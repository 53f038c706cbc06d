"""Screens that were closed leave nothing behind, however many of them there were."""

import gc
from pathlib import Path
from weakref import ref

import pytest
from textual.screen import Screen

from matome_tui.ui.thread.screen import ThreadScreen
from tests.support.draft_editor import DEMO
from tests.support.program import Driver, Program, until

pytestmark = pytest.mark.bulk

WARM_UP, VISITS = 2, 5
OPEN_THREAD = "enter"
OBJECTS_OF_A_VISIT = 40
"""Those that may be left: SQLite looks through its references to old cursors now and then."""


async def visit(pilot: Driver, keys: str) -> "ref[Screen[object]]":
    """Open a screen and come back."""
    below = pilot.app.screen
    await pilot.press(*keys.split())
    await until(pilot, lambda: pilot.app.screen is not below)
    if isinstance(opened := pilot.app.screen, ThreadScreen):
        await until(pilot, lambda: opened._reader.thread is not None)
    await pilot.pause()
    await pilot.press("q" if isinstance(opened, ThreadScreen) else "escape")
    await until(pilot, lambda: pilot.app.screen is below)
    await pilot.pause()
    return ref(opened)


@pytest.mark.parametrize("keys", [OPEN_THREAD, "U"])
async def test_visits_leave_nothing_behind(tmp_path: Path, keys: str) -> None:
    start = None if keys == OPEN_THREAD else DEMO
    with Program(tmp_path, None, is_demo=True) as program:
        async with program.run(start) as pilot:
            for _ in range(WARM_UP):
                await visit(pilot, keys)
            gc.collect()
            before = len(gc.get_objects())
            closed = [await visit(pilot, keys) for _ in range(VISITS)]
            gc.collect()
            assert len(gc.get_objects()) - before < OBJECTS_OF_A_VISIT * VISITS
            assert [screen() for screen in closed] == [None] * VISITS
