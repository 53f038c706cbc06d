"""Helpers for concurrent requests."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from matome_tui.hn.http import HNError

T = TypeVar("T")


async def attempt(request: Awaitable[T]) -> T | HNError:
    """Return the answer to a request, or its error."""
    try:
        return await request
    except HNError as error:
        return error


@asynccontextmanager
async def background_task(
    work: Coroutine[Any, Any, T] | asyncio.Task[T],
) -> AsyncIterator[asyncio.Task[T]]:
    """Run work, or let it go on, concurrently with the block; cancel it when the block ends."""
    task = work if isinstance(work, asyncio.Task) else asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
