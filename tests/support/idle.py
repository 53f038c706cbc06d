"""The pilot's wait for an idle program, by what the program has left to do.

Textual's own sleeps for 20 ms, and again until the process used no time in them. That takes long,
and ends early on a busy machine, which gives the process no time.
"""

import asyncio
from collections.abc import Iterator, Sized
from concurrent.futures import Executor
from typing import Any, Protocol, cast

import pytest
from textual import _wait, pilot, screen
from textual import app as textual_app
from textual._context import active_app
from textual.app import App

from matome_tui.ui.app import MatomeApp
from matome_tui.ui.background import Background

_timed_wait = _wait.wait_for_idle


class _Loop(Protocol):
    """What `asyncio` has no public word for."""

    _ready: Sized
    _scheduled: list[asyncio.TimerHandle]
    _default_executor: Executor | None


def use_exact_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the pilot wait as long as the program has work, and the program paint at once."""
    for module in (textual_app, pilot):
        monkeypatch.setattr(module, "wait_for_idle", wait_for_idle)
    monkeypatch.setattr(screen, "UPDATE_PERIOD", 0.001)


async def wait_for_idle(min_sleep: float = _wait.SLEEP_GRANULARITY, max_sleep: float = 1.0) -> None:
    """Wait until the program has nothing to do; for workers and threads, as Textual does.

    What these do shows only in the time of the process. A task that waits for a server without a
    worker is not waited for.
    """
    loop = asyncio.get_running_loop()
    start = loop.time()
    soon = start + _wait.SLEEP_GRANULARITY
    while loop.time() < start + max_sleep:
        await asyncio.sleep(0)
        if cast(_Loop, loop)._ready:
            continue
        due = min(_due(cast(_Loop, loop)), default=soon)
        if due >= soon:
            break
        await asyncio.sleep(due - loop.time())
    if _has_workers(active_app.get()) or _has_threads(cast(_Loop, loop)):
        await _timed_wait(min_sleep, max_sleep)


def _due(loop: _Loop) -> Iterator[float]:
    return (timer.when() for timer in loop._scheduled if not timer.cancelled())


def _has_workers(app: App[Any]) -> bool:
    """Return whether a worker is at work, rather than waits for the user's answer."""
    waiting = app.held_input._questions.values() if isinstance(app, MatomeApp) else ()
    return any(not worker.is_finished and worker not in waiting for worker in app.workers)


def _has_threads(loop: _Loop) -> bool:
    executor = loop._default_executor
    return isinstance(executor, Background) and bool(executor._running)
