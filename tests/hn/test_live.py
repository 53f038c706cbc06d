"""Live updates of an open thread."""

import asyncio
import inspect
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from itertools import pairwise
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.hn.demo.transport import DemoTransport
from matome_tui.hn.events import StoryKnown
from matome_tui.hn.firebase import Firebase
from matome_tui.hn.http import Client
from matome_tui.hn.live import LiveEvent, StoryStream
from matome_tui.hn.service import HackerNews
from matome_tui.web.sse import EventParser
from tests.support.hn_loads import Loaded, at_once, connected, load
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, node, tree

URL = "http://hn.test/v0"
INTERVAL = 0.05


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[HNServer]:
    root = tree(node(STORY, None), node(1001, STORY), node(1002, STORY), node(1003, 1001))
    with HNServer([root]) as server:
        yield server


async def until(
    server: HNServer,
    change: Callable[[], object],
    is_enough: Callable[[Loaded], bool],
    interval: float = INTERVAL,
) -> Loaded:
    """Load the thread, watch it, change it, and watch on until it is enough."""
    loaded = await load(server, STORY)
    assert loaded.story is not None
    async with asyncio.timeout(20), connected(server) as hn:
        change()
        async with aclosing(hn.watch(loaded.story, loaded.comments, interval)) as events:
            async for event in events:
                loaded.take(event)
                if is_enough(loaded):
                    return loaded
    raise AssertionError("a watch does not end")


# New comments


async def test_a_new_top_level_comment_needs_no_search(server: HNServer) -> None:
    server.algolia_lag = True
    loaded = await until(
        server, lambda: server.grow(STORY, STORY, "late", "ann"), lambda x: 1004 in x.comments, 60
    )
    assert loaded.comments[1004] == Comment(
        CommentId(1004), STORY, "ann", loaded.comments[1004].time, "late"
    )
    assert loaded.story is not None
    assert (loaded.story.kids, loaded.story.comments) == ((1001, 1002, 1004), 4)


async def test_a_new_reply_is_searched_for_and_ranked(server: HNServer) -> None:
    loaded = await until(
        server, lambda: server.grow(STORY, 1001, "late", "ann"), lambda x: 1001 in x.ranks
    )
    assert loaded.ranks[1001] == (1003, 1004)
    assert loaded.comments[1004].parent == 1001


async def test_comments_not_indexed_yet_are_found_later(server: HNServer) -> None:
    def grow() -> None:
        server.algolia_lag = True
        server.grow(STORY, 1003, "late", "ann")

    def has_searched() -> bool:
        return server.wait_for(lambda s: any("search_by_date" in url for url in s.requests))

    async def catch_up() -> None:
        assert await asyncio.to_thread(has_searched)
        server.algolia_lag = False
        server.edit(1002, "better")

    catching_up = asyncio.create_task(catch_up())
    loaded = await until(server, grow, lambda x: 1004 in x.comments)
    await catching_up
    assert loaded.comments[1004].parent == 1003


async def test_unknown_comments_above_a_new_one_come_too(server: HNServer) -> None:
    def grow() -> None:
        above = server.grow(STORY, 1003, "soon gone", "ann")
        server.grow(STORY, above, "late", "bob")
        server.delete(above)

    loaded = await until(server, grow, lambda x: {1004, 1005} <= x.comments.keys())
    assert loaded.comments[1004].deleted
    assert loaded.comments[1005].parent == 1004


async def hear(server: HNServer, intervals: int) -> list[LiveEvent]:
    """Load and watch for some intervals; return the events of the watch."""
    loaded = await load(server, STORY)
    assert loaded.story is not None
    server.stats.requests.clear()
    received: list[LiveEvent] = []
    async with connected(server) as hn:
        events = hn.watch(loaded.story, loaded.comments, INTERVAL)
        try:
            async with asyncio.timeout(intervals * INTERVAL):
                async for each in events:
                    received += [each]
        except TimeoutError:
            return received
    raise AssertionError("a watch does not end")


async def test_an_unchanged_thread_says_nothing_and_asks_for_nothing(server: HNServer) -> None:
    assert await hear(server, 6) == []
    assert server.stats.requests == {f"/v0/item/{STORY}.json": 1}


async def test_a_count_that_is_never_met_is_searched_for_ever_more_rarely() -> None:
    root = tree(node(STORY, None), node(1001, STORY)) | {"_descendants": 3}
    with HNServer([root]) as server:
        assert await hear(server, 20) == []
    searches = sum(n for url, n in server.stats.requests.items() if "search" in url)
    # At once, and then after 2, 4 and 8 intervals.
    assert 1 <= searches <= 4


async def test_failures_are_sat_out(server: HNServer) -> None:
    server.faults.match = "search"

    def grow() -> None:
        server.faults.error_rate = 0.7
        server.grow(STORY, 1003, "late", "ann")

    loaded = await until(server, grow, lambda x: 1004 in x.comments, 0.02)
    assert loaded.comments[1004].html == "late"


async def test_a_watch_goes_on_while_streams_hang_and_break(server: HNServer) -> None:
    server.faults.match = f"^/v0/item/{STORY}"

    def grow() -> None:
        server.faults.error_rate = 0.6
        server.grow(STORY, STORY, "late", "ann")

    await until(server, grow, lambda x: 1004 in x.comments, 0.02)


def running() -> set[asyncio.Task[Any]]:
    # The loop itself finishes iterators that httpx drops, each in a task without a coroutine.
    return {task for task in asyncio.all_tasks() if inspect.iscoroutine(task.get_coro())}


async def test_closing_leaves_nothing_behind(server: HNServer) -> None:
    loaded = await load(server, STORY)
    assert loaded.story is not None
    async with connected(server) as hn:
        events = hn.watch(loaded.story, loaded.comments)
        server.grow(STORY, STORY, "late", "ann")
        await anext(events)
        await events.aclose()
        assert await asyncio.to_thread(server.wait_for, lambda stats: stats.streams == 0)
        assert running() == {asyncio.current_task()}


async def test_cancelling_leaves_nothing_behind(server: HNServer) -> None:
    loaded = await load(server, STORY)

    async def drain(hn: HackerNews) -> None:
        assert loaded.story is not None
        async for _ in hn.watch(loaded.story, loaded.comments):
            pass

    async with connected(server) as hn:
        task = asyncio.create_task(drain(hn))
        await asyncio.to_thread(server.wait_for, lambda stats: stats.streams == 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(server.wait_for, lambda stats: stats.streams == 0)
        assert running() == {asyncio.current_task()}


async def test_the_demo_without_a_stream_can_be_watched() -> None:
    hn = HackerNews(Client(transport=DemoTransport()), URL, "http://hn.test/api/v1")
    async with asyncio.timeout(20):
        async with aclosing(hn.watch(Story(44900001, "Old title"), {}, INTERVAL)) as events:
            seen: list[LiveEvent] = [await anext(events)]
    await hn.close()
    assert isinstance(seen[0], StoryKnown)
    assert seen[0].story.title != "Old title"


async def test_a_single_comment_can_be_looked_at(server: HNServer) -> None:
    server.edit(1002, "better")
    server.delete(1003)
    async with connected(server) as hn:
        edited, gone = await hn.comment(1002), await hn.comment(1003)
        assert edited is not None
        assert edited.html == "better"
        assert gone is not None
        assert gone.deleted
        assert await hn.comment(STORY) is None
        assert await hn.comment(5) is None


# The stream


class Streams:
    """Answers streams from a script, and what is no stream with a counter of points."""

    def __init__(self, *streams: list[bytes] | int) -> None:
        self.streams = list(streams)
        self.opened = 0
        self.polled = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.headers["Accept"] != "text/event-stream":
            self.polled += 1
            return httpx.Response(200, json=item(score=1000 + self.polled))
        self.opened += 1
        script = self.streams.pop(0) if len(self.streams) > 1 else self.streams[0]
        if isinstance(script, int):
            return httpx.Response(script)
        return httpx.Response(
            200, headers={"Content-Type": "text/event-stream"}, stream=Pieces(script)
        )


class Pieces(httpx.AsyncByteStream):
    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


def item(**fields: Any) -> dict[str, Any]:
    return {"id": STORY, "type": "story", "title": "A story", "time": 1} | fields


def event(name: str, path: str, data: object) -> bytes:
    change = json.dumps({"path": path, "data": data}, ensure_ascii=False)
    return f"event: {name}\ndata: {change}\n\n".encode()


async def points(streams: Streams, count: int, interval: float = 0.03) -> list[int | None]:
    """Return the points of the first states of the story."""
    async with Client(transport=httpx.MockTransport(streams), sleep=at_once) as client:
        stream = StoryStream(client, Firebase(client, URL), STORY, interval)
        async with asyncio.timeout(20), aclosing(stream.states()) as states:
            return [(await anext(states)).points for _ in range(count)]


async def test_whole_values_and_patches_are_followed() -> None:
    whole, keep = event("put", "/", item(score=1)), b"event: keep-alive\ndata: null\n\n"
    streams = Streams([whole, keep, event("patch", "/", {"score": 2, "descendants": 1})])
    assert await points(streams, 2) == [1, 2]
    assert (streams.opened, streams.polled) == (1, 0)


@pytest.mark.parametrize("name", ["put", "patch"])
async def test_a_change_inside_the_story_is_looked_up(name: str) -> None:
    streams = Streams([event("put", "/", item(score=1)), event(name, "/kids", {"3": 9})])
    assert await points(streams, 2) == [1, 1001]


@pytest.mark.parametrize(
    "end",
    [
        [],
        [b"event: cancel\ndata: null\n\n"],
        [b"event: auth_revoked\ndata: credential is no longer valid\n\n"],
        [b"event: put\ndata: no json\n\n"],
        [b"event: put\ndata: [1]\n\n"],
        [event("put", "/", None)],
        [b"event: put\ndata: " + b"[" * 100_000 + b"\n\n"],
        [event("put", "/", item(id=STORY + 1, score=3))],
    ],
    ids=["end", "cancel", "auth_revoked", "garbage", "no change", "null", "deep", "another story"],
)
async def test_a_stream_that_ends_is_opened_again(end: list[bytes]) -> None:
    streams = Streams([event("put", "/", item(score=1)), *end], [event("put", "/", item(score=2))])
    seen = await points(streams, 3)
    assert seen[0] == 1
    assert 2 in seen
    assert 3 not in seen
    assert streams.opened >= 2


@pytest.mark.parametrize("status", [404, 500])
async def test_without_a_stream_the_story_is_asked_for_each_interval(status: int) -> None:
    streams = Streams(status)
    begun = asyncio.get_running_loop().time()
    assert await points(streams, 4) == [1001, 1002, 1003, 1004]
    assert asyncio.get_running_loop().time() - begun >= 3 * 0.03
    assert streams.polled == 4


async def test_a_broken_stream_is_tried_ever_more_rarely() -> None:
    streams = Streams(500)
    await points(streams, 6, interval=0.1)
    # Without growing pauses of at least 1/60 of an interval these were 300.
    assert streams.opened <= 25


# Server-sent events

TEXT = (
    "event: put\ndata: a\u2028b\x85c\n\n"
    ": a remark\nid: 7\r\nevent:patch\r\ndata:x\r\ndata: y\r\n\r\n"
    "data: unnamed\n\nevent: without data\n\n"
    "event: put\ndata: 日本語\n\ndata: not ended"
).encode()
EVENTS = [("put", "a\u2028b\x85c"), ("patch", "x\ny"), ("message", "unnamed"), ("put", "日本語")]


@given(st.lists(st.integers(0, len(TEXT)), max_size=6))
def test_events_are_read_however_the_stream_is_cut(cuts: list[int]) -> None:
    parser = EventParser(1000)
    pieces = [TEXT[start:end] for start, end in pairwise([0, *sorted(cuts), len(TEXT)])]
    assert [event for piece in pieces for event in parser.feed(piece)] == EVENTS


def test_lines_can_end_with_carriage_returns() -> None:
    assert list(EventParser(1000).feed(b"event: put\rdata: a\r\rdata: b")) == [("put", "a")]


@pytest.mark.parametrize("piece", [b"data: 1234", b"data: 123\n", b"d", b"data:\n"], ids=str)
def test_an_event_has_an_end(piece: bytes) -> None:
    parser = EventParser(1000)

    def feed_on() -> None:
        for _ in range(1001):
            assert list(parser.feed(piece)) == []

    with pytest.raises(ValueError, match="more than 1000 bytes in one event"):
        feed_on()


def test_many_events_have_none() -> None:
    parser = EventParser(20)
    assert sum(len(list(parser.feed(b"data: 1234567\n\n"))) for _ in range(100)) == 100
