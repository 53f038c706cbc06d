"""A thread that is being read, kept up to date.

Firebase tells at once when the story gets a new top-level comment or another count; which deeper
replies are new, a search tells.
"""

import asyncio
import json
import random
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any
from urllib.parse import urlsplit

from matome_tui.core.items import Comment, Story
from matome_tui.hn.algolia import Algolia
from matome_tui.hn.body import MAX_ITEM_BYTES
from matome_tui.hn.crawl import Crawl, KnownComments
from matome_tui.hn.events import CommentAdded, Event, RankKnown, StoryKnown
from matome_tui.hn.firebase import Firebase, Item, read_item
from matome_tui.hn.http import Client, HNError
from matome_tui.hn.sse import EventParser
from matome_tui.hn.tasks import attempt, background_task

LiveEvent = StoryKnown | CommentAdded | RankKnown

_STREAM_SILENCE = 75.0
"""Seconds; Firebase sends something every 30."""
_BREATH = 0.05
"""Seconds between two states of a story, at least, however fast a stream brings them."""
_MAX_FIELDS = 64
"""Fields of a story, many times as many as there are; patches could add them without end."""
_SOONEST = 1 / 30
"""The pause before a broken stream is opened again for the first time, in intervals."""
_RAREST = 20
"""The longest pause between searches that find nothing, in intervals."""
_INDEX_LAG = 600
"""Seconds by which the search service may be behind."""


class StoryStream:
    """The states of one story as they come. A stream that breaks is opened again.

    For as long as that is impossible, the story is asked for now and then.
    """

    def __init__(self, client: Client, firebase: Firebase, story_id: int, interval: float) -> None:
        """Prepare; nothing is sent yet.

        Args:
            client: Carries the stream.
            firebase: Has the story.
            story_id: Of the story.
            interval: Seconds between two requests for the story, at least.
        """
        self._client = client
        self._firebase = firebase
        self._host = urlsplit(firebase.item_url(story_id)).hostname
        self._story_id = story_id
        self._interval = interval

    async def states(self) -> AsyncGenerator[Story, None]:
        """Yield the story as it is, and again whenever it may have changed; without end."""
        soonest = self._interval * _SOONEST
        pause, asked = soonest, -self._interval
        while True:
            opened = time.monotonic()
            try:
                async with aclosing(self._streamed()) as stories:
                    async for story in stories:
                        yield story
            except HNError:
                if time.monotonic() - asked >= self._interval:
                    asked = time.monotonic()
                    if latest := _story(await attempt(self._firebase.item(self._story_id))):
                        yield latest
            if time.monotonic() - opened > self._interval:
                pause = soonest
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311
            pause = min(pause * 2, self._interval)

    async def _streamed(self) -> AsyncGenerator[Story, None]:
        """Yield states until the server ends the stream. HNError where it breaks."""
        url = self._firebase.item_url(self._story_id)
        value = None
        async with aclosing(self._events(url)) as events:
            async for name, data in events:
                if name in ("cancel", "auth_revoked"):
                    return
                if name in ("put", "patch"):
                    value = await self._changed(value, name, data)
                    story = _story(read_item(value))
                    if story and story.id == self._story_id:
                        yield story
                        await asyncio.sleep(_BREATH)

    async def _events(self, url: str) -> AsyncGenerator[tuple[str, str], None]:
        parser = EventParser(MAX_ITEM_BYTES)
        async with aclosing(self._client.stream(url, _STREAM_SILENCE)) as pieces:
            async for piece in pieces:
                try:
                    for event in parser.feed(piece):
                        yield event
                except ValueError as error:
                    raise HNError(f"{self._host} sent an event without end") from error

    async def _changed(self, value: Any, name: str, data: str) -> Any:
        """Return the story, as Firebase gives it, after a change."""
        try:
            path, change = _read_change(data)
        except ValueError as error:
            raise HNError(f"{self._host} sent a broken event") from error
        if path != "/":
            return await self._client.get_json(self._firebase.item_url(self._story_id))
        if name != "patch" or not (isinstance(value, dict) and isinstance(change, dict)):
            return change
        if len(patched := value | change) > _MAX_FIELDS:
            raise HNError(f"{self._host} sent too many fields")
        return patched


class Watch:
    """Notices what is new in a thread."""

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
        """Prepare; nothing is sent yet.

        Args:
            stream: The states of the story.
            firebase: Has comments and ranks.
            algolia: Knows which comments are new.
            story: The story as it is known.
            comments: The comments that are known, by id.
            interval: Seconds between two searches, at least.
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
        """Yield what is new, without end; what goes wrong is tried again later.

        Close the iterator, or cancel the task that iterates, to stop.
        """
        async with aclosing(self._stream.states()) as states:
            while True:
                async with background_task(_next(states)) as upcoming:
                    while not upcoming.done():
                        await asyncio.wait({upcoming}, timeout=self._until_search())
                        story = upcoming.result() if upcoming.done() else self._story
                        for event in await self._look(story):
                            yield event

    async def _look(self, story: Story) -> list[LiveEvent]:
        """Return what a state of the story tells of, and what a search finds if one is due."""
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
            self._interval if has_found else min(self._pause * 2, self._interval * _RAREST)
        )

    def _until_search(self) -> float | None:
        """Return the seconds until a search is due; None while there is nothing to look for."""
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
    """Read what changed and where. ValueError for anything else."""
    try:
        change = json.loads(data)
        return change["path"], change["data"]
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError("no change") from error


def _story(item: Item | HNError | None) -> Story | None:
    return item.value if isinstance(item, Item) and isinstance(item.value, Story) else None
