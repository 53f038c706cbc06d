"""Asking for several things at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from matome_tui.hn.http import HNError

T = TypeVar("T")


async def attempt(asked: Awaitable[T]) -> T | HNError:
    """Return the answer, or the reason why there is none."""
    try:
        return await asked
    except HNError as error:
        return error


@asynccontextmanager
async def background_task(work: Coroutine[Any, Any, T]) -> AsyncIterator[asyncio.Task[T]]:
    """Run something beside the block; what is not done at its end is cancelled."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
