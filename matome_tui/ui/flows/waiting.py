"""Work in a thread that the user can cancel."""

import asyncio
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from matome_tui.ui.flows.user import User
from matome_tui.ui.widgets.dialogs import Waiting

Result = TypeVar("Result")

_PATIENCE = 0.3
"""Seconds after which work is shown to run."""


async def cancellable(user: User, what: str, work: Callable[[Event], Result]) -> Result:
    """Return the result of work in a thread; the user can cancel what takes long.

    Args:
        user: Sees a dialog with `what`, one line, while the work runs.
        what: What is being done.
        work: The work; ends soon after the event it gets is set.
    """
    cancelled = Event()
    running = asyncio.ensure_future(asyncio.to_thread(work, cancelled))
    try:
        await asyncio.wait([running], timeout=_PATIENCE)
        if not running.done():
            await user.ask(Waiting(what, running, cancelled.set))
        return await running
    finally:
        cancelled.set()  # also if nobody waits for the result any more
