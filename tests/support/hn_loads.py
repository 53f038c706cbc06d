"""Thread loads, run to the end, and their results."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from matome_tui.core.items import Comment, Story
from matome_tui.core.thread.assembly import Assembly
from matome_tui.core.thread.missing import Missing
from matome_tui.core.thread.thread import Thread
from matome_tui.hn.crawl import Distance
from matome_tui.hn.demo.nodes import Json
from matome_tui.hn.events import (
    CommentAdded,
    Degraded,
    Done,
    Event,
    PageLoaded,
    RankKnown,
    StoryKnown,
    TreeLoaded,
)
from matome_tui.hn.http import Client
from matome_tui.hn.service import HackerNews
from tests.support.hn_server import HNServer
from tests.support.hn_threads import kids, walk


@dataclass
class Loaded:
    """The result of the events of a load or watch."""

    events: list[Event] = field(default_factory=list)
    story: Story | None = None
    comments: dict[int, Comment] = field(default_factory=dict)
    ranks: dict[int, tuple[int, ...]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    done: Done | None = None

    def take(self, event: Event) -> None:
        """Apply one event; a comment may be added only once, unless it is an option of a poll."""
        self.events.append(event)
        match event:
            case StoryKnown(story):
                self.story = story
            case TreeLoaded(story, comments):
                self.story = story
                self.comments |= {comment.id: comment for comment in comments}
            case CommentAdded(comment):
                assert comment.is_option or comment.id not in self.comments
                self.comments[comment.id] = comment
            case RankKnown(parent, ranked):
                self.ranks[parent] = ranked
            case PageLoaded(comments, ranks):
                self.comments |= {comment.id: comment for comment in comments}
                self.ranks |= ranks
            case Degraded(reason):
                self.reasons.append(reason)
            case Done():
                assert self.done is None
                self.done = event

    @property
    def thread(self) -> Thread:
        """The thread as it would be shown."""
        assert self.story is not None
        return Thread(self.story, self.comments.values(), self.ranks)

    @property
    def missing(self) -> int:
        """Number of missing live comments, by the story's own count."""
        assert self.story is not None
        return Missing.from_assembly(Assembly(self.story, self.comments.values())).comments

    @property
    def lacks(self) -> tuple[int, tuple[int, ...]]:
        """The number of missing comments, and the ids of failed requests, at the end."""
        assert self.done is not None
        return self.missing, self.done.unanswered

    @property
    def live(self) -> set[int]:
        """Ids of the comments that are neither deleted nor dead."""
        return {comment.id for comment in self.comments.values() if not comment.is_gone}

    def places(self) -> dict[int, list[int]]:
        """Return the ids of the replies, as shown, by what they answer; the story's included."""
        thread = self.thread
        shown: dict[int, list[int]] = {}
        for at, comment in enumerate(thread.comments):
            if comment.id == thread.story.id:
                continue
            parent = thread.parents[at]
            above = thread.story.id if parent is None else thread.comments[parent].id
            shown.setdefault(above, []).append(comment.id)
        return shown


def expected(root: Json) -> dict[int, list[int]]:
    """Return what `Loaded.places` must be: what is gone shows only above what is live."""
    shown: dict[int, list[int]] = {}
    for each in reversed(list(walk(root))):
        stored = {child["id"]: child for child in each["children"]}
        ids = [kid for kid in kids(each) if kid in stored]
        if replies := [kid for kid in ids if kid in shown or is_live(stored[kid])]:
            shown[each["id"]] = replies
    return shown


def is_live(each: Json) -> bool:
    """Whether a stored comment is neither deleted nor dead."""
    return not (each.get("_deleted") or each.get("_dead"))


def live_ids(root: Json) -> set[int]:
    """Return the ids of the live comments of a stored thread."""
    return {each["id"] for each in walk(root) if is_live(each)} - {root["id"]}


async def at_once(seconds: float) -> None:
    """Wait for nothing."""
    await asyncio.sleep(0)


@asynccontextmanager
async def connected(
    server: HNServer, read_timeout: float = 5, *, pages: bool = False
) -> AsyncIterator[HackerNews]:
    """Return a connection to a server, whose pauses between attempts take no time."""
    hn = HackerNews(
        Client(sleep=at_once, read_timeout=read_timeout),
        server.firebase_url,
        server.algolia_url,
        server.url if pages else "",
    )
    try:
        yield hn
    finally:
        await hn.close()


async def load(
    server: HNServer,
    item_id: int,
    distance: Distance = lambda _: 0,
    read_timeout: float = 5,
    *,
    pages: bool = False,
) -> Loaded:
    """Load a thread to the end."""
    loaded = Loaded()
    async with connected(server, read_timeout, pages=pages) as hn:
        async for event in hn.threads.load(item_id, distance):
            loaded.take(event)
    assert isinstance(loaded.events[-1], Done)
    return loaded


def asked_twice(requests: Mapping[str, int]) -> list[str]:
    """Return the addresses that were asked more than once."""
    return [url for url, times in requests.items() if times > 1]
