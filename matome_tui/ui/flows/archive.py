"""Filling the archive while the program runs."""

import asyncio
from collections.abc import AsyncIterator, Callable

from matome_tui.store.archive_feed import ArchiveFeed

_PAUSE_SECONDS = 3.0
"""Time from the last key to the next thread that is taken, which slows the screen a little."""


async def fill(feed: ArchiveFeed) -> AsyncIterator[tuple[int, int]]:
    """Take all that the archive lacks; yield after each the number taken, and that of all.

    Raises:
        StoreError: A store cannot be read, or the archive cannot be written.
    """
    stale = await asyncio.to_thread(feed.stale)
    for done, source in enumerate(stale, start=1):
        if not await asyncio.to_thread(feed.take, source):
            return
        yield done, len(stale)


async def fill_in_pauses(feed: ArchiveFeed, seconds_since_key: Callable[[], float]) -> None:
    """Take all that the archive lacks, slowly while the user types. Raises StoreError."""
    async for _progress in fill(feed):
        await asyncio.sleep(max(_PAUSE_SECONDS - seconds_since_key(), 0))
