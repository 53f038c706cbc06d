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
async def background_task(work: Coroutine[Any, Any, T]) -> AsyncIterator[asyncio.Task[T]]:
    """Run work concurrently with the block, and cancel it when the block ends."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
