"""Client of the site's own pages, as sparing as a reader with a browser.

The site publishes no limits and blocks addresses that are hasty, so there is one request at a time,
with a pause after each, and none for long once it refuses one.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial

from matome_tui.hn.body import MAX_THREAD_BYTES
from matome_tui.hn.http import Client, HNError, RefusedError
from matome_tui.hn.page import Page
from matome_tui.i18n import _
from matome_tui.web.client import Hold

PAUSE = 2.0
"""Minimum seconds between the end of a request and the next one."""
REST = 3600.0
"""Seconds without requests after one was refused."""


class Pages:
    """Client of the site."""

    def __init__(
        self,
        client: Client,
        base_url: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Create a client; nothing is sent yet.

        Args:
            client: HTTP client.
            base_url: URL of the site.
            clock: Returns a time in seconds.
            sleep: Waits a number of seconds.
        """
        self._client = client
        self._url = f"{base_url.rstrip('/')}/item"
        self._clock = clock
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._soonest = clock()
        self._rested = clock()

    async def page(self, story_id: int, hold: Hold | None = None) -> Page:
        """Return the page of a story.

        Args:
            story_id: Its id.
            hold: Awaited before the body is read; see `Client.get`.

        Raises:
            HNError: There was no usable answer, or the site has refused one lately.
        """
        async with self._turn:
            if self._clock() < self._rested:
                raise HNError(_("Hacker News has refused to send its pages; trying again later"))
            if (pause := self._soonest - self._clock()) > 0:
                await self._sleep(pause)
            try:
                return await self._client.get(
                    self._url,
                    partial(Page, story_id=story_id),
                    {"id": story_id},
                    is_urgent=True,
                    max_bytes=MAX_THREAD_BYTES,
                    attempts=1,
                    hold=hold,
                )
            except RefusedError:
                self._rested = self._clock() + REST
                raise
            finally:
                self._soonest = self._clock() + PAUSE
