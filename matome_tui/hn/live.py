"""Live updates of an open thread.

Firebase streams changes of the story: new top-level comments and the number of comments. A search
finds the new replies at deeper levels.
"""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any
from urllib.parse import urlsplit

from matome_tui.core.items import Comment, Story
from matome_tui.hn.algolia import Algolia
from matome_tui.hn.crawl import Crawl, KnownComments
from matome_tui.hn.events import CommentAdded, Event, RankKnown, StoryKnown
from matome_tui.hn.firebase import Firebase, read_item, story_of
from matome_tui.hn.http import Client, HNError, jitter
from matome_tui.hn.tasks import attempt, background_task
from matome_tui.i18n import _
from matome_tui.web.body import MAX_BYTES
from matome_tui.web.sse import EventParser

LiveEvent = StoryKnown | CommentAdded | RankKnown

_STREAM_TIMEOUT = 75.0
"""Seconds; Firebase sends something every 30."""
_MIN_STATE_GAP = 0.05
"""Seconds between two states of a story, however fast a stream is."""
_MAX_FIELDS = 64
"""Limit for the fields of a story, which patches could add without end."""
_FIRST_PAUSE = 1 / 30
"""The first pause before a broken stream is reopened, in intervals."""
_LONGEST_PAUSE = 20
"""The longest pause between searches that find nothing, in intervals."""
_INDEX_LAG = 600
"""Seconds by which the search index may lag."""


class StoryStream:
    """Stream of the states of one story, reopened if it breaks.

    As long as it cannot be reopened, the story is polled.
    """

    def __init__(self, client: Client, firebase: Firebase, story_id: int, interval: float) -> None:
        """Create a stream; nothing is sent yet.

        Args:
            client: HTTP client for the stream.
            firebase: API client for the story.
            story_id: Id of the story.
            interval: Minimum seconds between two requests for the story.
        """
        self._client = client
        self._firebase = firebase
        self._host = urlsplit(firebase.item_url(story_id)).hostname
        self._story_id = story_id
        self._interval = interval

    async def states(self) -> AsyncGenerator[Story, None]:
        """Yield the story now, and whenever it may have changed; without end."""
        soonest = self._interval * _FIRST_PAUSE
        pause, polled = soonest, -self._interval
        while True:
            opened = time.monotonic()
            try:
                async with aclosing(self._streamed()) as stories:
                    async for story in stories:
                        yield story
            except HNError:
                if time.monotonic() - polled >= self._interval:
                    polled = time.monotonic()
                    if latest := story_of(await attempt(self._firebase.item(self._story_id))):
                        yield latest
            if time.monotonic() - opened > self._interval:
                pause = soonest
            await asyncio.sleep(pause * jitter())
            pause = min(pause * 2, self._interval)

    async def _streamed(self) -> AsyncGenerator[Story, None]:
        """Yield states until the server ends the stream. HNError if it breaks."""
        url = self._firebase.item_url(self._story_id)
        value = None
        async with aclosing(self._events(url)) as events:
            async for name, data in events:
                if name in ("cancel", "auth_revoked"):
                    return
                if name in ("put", "patch"):
                    value = await self._changed(value, name, data)
                    story = story_of(read_item(value))
                    if story and story.id == self._story_id:
                        yield story
                        await asyncio.sleep(_MIN_STATE_GAP)

    async def _events(self, url: str) -> AsyncGenerator[tuple[str, str], None]:
        parser = EventParser(MAX_BYTES)
        async with aclosing(self._client.stream(url, _STREAM_TIMEOUT)) as chunks:
            async for chunk in chunks:
                try:
                    for event in parser.feed(chunk):
                        yield event
                except ValueError as error:
                    raise self._invalid_event() from error

    async def _changed(self, value: Any, name: str, data: str) -> Any:
        """Return the JSON of the story after a change."""
        try:
            path, change = _read_change(data)
        except ValueError as error:
            raise self._invalid_event() from error
        if path != "/":
            return await self._client.get_json(self._firebase.item_url(self._story_id))
        if name != "patch" or not (isinstance(value, dict) and isinstance(change, dict)):
            return change
        if len(patched := value | change) > _MAX_FIELDS:
            raise self._invalid_event()
        return patched

    def _invalid_event(self) -> HNError:
        return HNError(_("{host} sent an invalid event").format(host=self._host))


class Watch:
    """Finds the updates of a thread."""

    def __init__(
        self,
        stream: StoryStream,
        firebase: Firebase,
        algolia: Algolia,
        story: Story,
        comments: Mapping[int, Comment],
        *,
        interval: float,
    ) -> None:
        """Create a watch; nothing is sent yet.

        Args:
            stream: The states of the story.
            firebase: API client for comments and ranks.
            algolia: API client for searches.
            story: The story as known so far.
            comments: The known comments, by id.
            interval: Minimum seconds between two searches.
        """
        self._stream = stream
        self._firebase = firebase
        self._algolia = algolia
        self._story = story
        self._known = KnownComments(comments.values())
        self._interval = interval
        self._pause = interval
        self._searched = -interval
        self._counted = story.comments
        self._since = self._latest()

    async def events(self) -> AsyncGenerator[LiveEvent, None]:
        """Yield updates without end; failed requests are retried later.

        To stop, close the iterator or cancel the task that iterates.
        """
        async with aclosing(self._stream.states()) as states:
            while True:
                async with background_task(_next(states)) as upcoming:
                    while not upcoming.done():
                        await asyncio.wait({upcoming}, timeout=self._until_search())
                        story = upcoming.result() if upcoming.done() else self._story
                        for event in await self._update(story):
                            yield event

    async def _update(self, story: Story) -> list[LiveEvent]:
        """Return the updates in a state of the story, and those of a search if one is due."""
        events: list[Event] = []
        crawl = Crawl(self._firebase.item, self._known, story.id, events.append)
        previous, self._story = self._story, story
        if story != previous:
            events.append(StoryKnown(story))
        if story.kids != previous.kids:
            crawl.enqueue_unknown(story.kids)
        if story.comments != previous.comments:
            self._pause = self._interval
        if self._until_search() == 0:
            await self._search(crawl)
        await crawl.run()
        if not self._is_behind():
            self._since = self._latest()
        return [e for e in events if isinstance(e, StoryKnown | CommentAdded | RankKnown)]

    async def _search(self, crawl: Crawl) -> None:
        story, before = self._story, self._known.live
        found = await attempt(self._algolia.comments(story.id, self._since - _INDEX_LAG))
        self._searched = time.monotonic()
        if not isinstance(found, HNError):
            crawl.add(found)
            self._counted = story.comments
        has_found = self._known.live > before
        self._pause = (
            self._interval if has_found else min(self._pause * 2, self._interval * _LONGEST_PAUSE)
        )

    def _until_search(self) -> float | None:
        """Return the seconds until a search is due; None if there is nothing to find."""
        if self._story.comments == self._counted and not self._is_behind():
            return None
        return max(self._searched + self._pause - time.monotonic(), 0)

    def _is_behind(self) -> bool:
        return (self._story.comments or 0) > self._known.live

    def _latest(self) -> int:
        times = (comment.time for comment in self._known.comments.values())
        return min(max(times, default=self._story.time), int(time.time()))


async def _next(states: AsyncGenerator[Story, None]) -> Story:
    return await anext(states)


def _read_change(data: str) -> tuple[str, Any]:
    """Return the path and data of a change. ValueError if it is invalid."""
    try:
        change = json.loads(data)
        return change["path"], change["data"]
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError("not a change") from error
