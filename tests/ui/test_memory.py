"""Closed screens leave nothing in memory, however many there were."""

import asyncio
import gc
import os
from pathlib import Path
from weakref import ref

import pytest
from textual.screen import Screen

from matome_tui.ui.thread.screen import ThreadScreen
from tests.support.draft_editor import DEMO
from tests.support.program import Driver, Program, until

pytestmark = pytest.mark.bulk

WARM_UP = 2
VISITS = int(os.environ.get("MATOME_VISITS", "5"))
OBJECTS_LEFT = 200
"""Those that may be left by all visits: SQLite drops its references to old cursors in batches."""


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


async def collect() -> None:
    """Collect garbage, including cancelled timers.

    A cancelled timer keeps its context until it would have fired, and with that the screen whose
    load set a time limit. The event loop drops them sooner if most of more than a hundred timers
    are cancelled.
    """
    loop = asyncio.get_running_loop()
    for _ in range(500):
        loop.call_later(60, int).cancel()
    await asyncio.sleep(0)
    gc.collect()


@pytest.mark.parametrize(("start", "keys"), [(None, "enter"), (DEMO, "U"), (DEMO, "enter")])
async def test_visits_leave_nothing_behind(tmp_path: Path, start: int | None, keys: str) -> None:
    with Program(tmp_path, None, is_demo=True) as program:
        async with program.run(start) as pilot:
            for _ in range(WARM_UP):
                await visit(pilot, keys)
            await collect()
            before = len(gc.get_objects())
            closed = [await visit(pilot, keys) for _ in range(VISITS)]
            await collect()
            assert len(gc.get_objects()) - len(closed) - before < OBJECTS_LEFT
            assert [screen() for screen in closed] == [None] * VISITS
