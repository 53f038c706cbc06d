"""Threads ranked by the site's own page: order, requests, and pages that are of no use."""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from matome_tui.hn import events, loader
from matome_tui.hn.demo.nodes import Json
from matome_tui.hn.http import Client, HNError
from matome_tui.hn.service import HackerNews
from tests.support.hn_loads import (
    Loaded,
    asked_twice,
    connected,
    expected,
    live_ids,
    load,
)
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, deleted, made_up, node, tree
from tests.support.places import SHARED

FIREBASE, ALGOLIA = "^/v0/", "^/api/"
FILES = sorted((SHARED / "hn" / "threads").glob("*.json"))
# One thread takes ten seconds each time that it is ranked one by one.
SMALL_FILES = (
    FILES
    if os.environ.get("CORPUS") == "all"
    else [file for file in FILES if file.stat().st_size < 1_000_000]
)
Change = Callable[[bytes], tuple[int, bytes]]


def cut(body: bytes) -> tuple[int, bytes]:
    return 200, body[: len(body) * 2 // 3]


def forbidden(body: bytes) -> tuple[int, bytes]:
    return 403, b"Forbidden"


def missing(body: bytes) -> tuple[int, bytes]:
    return 200, b"No such item."


def without_depths(body: bytes) -> tuple[int, bytes]:
    return 200, body.replace(b' indent="', b' data-indent="')


def with_other_depths(body: bytes) -> tuple[int, bytes]:
    """Have all comments at the top."""
    return 200, re.sub(rb'indent="\d+"', b'indent="0"', body)


def with_other_rows(body: bytes) -> tuple[int, bytes]:
    """Have ids elsewhere in every third row."""
    rows = iter(range(10**6))

    def moved(match: re.Match[bytes]) -> bytes:
        return match[0] if next(rows) % 3 else b'<tr id="%b" class="athing comtr"' % match[1]

    return 200, re.sub(rb'<tr class="athing comtr" id="(\d+)"', moved, body)


def giant(body: bytes) -> tuple[int, bytes]:
    return 200, body + b" " * (1 << 25)


USELESS: list[Change] = [
    cut,
    forbidden,
    missing,
    without_depths,
    with_other_depths,
    with_other_rows,
    giant,
]


def read(file: Path) -> Json:
    root: Json = json.loads(file.read_text(encoding="utf-8"))
    return root


def pages_asked_for(server: HNServer) -> int:
    """Return how many requests for pages there were."""
    return sum(n for url, n in server.stats.requests.items() if url.startswith("/item"))


def is_whole(loaded: Loaded, root: Json) -> bool:
    """Whether a thread is complete, and in Hacker News' order at every level."""
    return loaded.places() == expected(root) and loaded.live == live_ids(root)


# Ranked by the page


async def test_three_requests_have_the_whole_thread_in_order(server: HNServer, root: Json) -> None:
    loaded = await load(server, STORY, pages=True)
    assert is_whole(loaded, root)
    assert loaded.done == events.Done(0)
    assert loaded.reasons == []
    assert server.stats.requests.total() == 3


async def test_the_page_is_requested_at_once_but_read_after_the_tree(
    server: HNServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "_WAIT_FOR_TREE", 60.0)
    requested, release = asyncio.Event(), asyncio.Event()
    order: list[str] = []

    class Noted(httpx.AsyncByteStream):
        def __init__(self, kind: str, body: bytes) -> None:
            self._kind, self._body = kind, body

        async def __aiter__(self) -> AsyncIterator[bytes]:
            if self._kind == "api":
                await release.wait()
            order.append(self._kind)
            yield self._body

    async def answer(request: httpx.Request) -> httpx.Response:
        status, body = server.answer(request.url.raw_path.decode())
        kind = request.url.path.split("/")[1]
        if kind == "item":
            requested.set()
        return httpx.Response(status, stream=Noted(kind, body))

    base = "http://hn.test"
    hn = HackerNews(
        Client(transport=httpx.MockTransport(answer)), f"{base}/v0", f"{base}/api/v1", base
    )

    async def read() -> None:
        async for _event in hn.threads.load(STORY):
            pass

    reading = asyncio.create_task(read())
    await requested.wait()
    for _turn in range(50):
        await asyncio.sleep(0)
    assert "item" not in order
    release.set()
    await reading
    await hn.close()
    assert order.index("api") < order.index("item")


async def test_a_few_comments_are_not_worth_a_page() -> None:
    root = made_up(9, gone=0)
    with HNServer([root]) as server:
        assert is_whole(await load(server, STORY, pages=True), root)
        assert pages_asked_for(server) == 0


async def test_without_the_setting_no_page_is_requested(server: HNServer, root: Json) -> None:
    assert is_whole(await load(server, STORY), root)
    assert pages_asked_for(server) == 0


async def test_a_comment_opens_its_story_with_one_page(server: HNServer, root: Json) -> None:
    loaded = await load(server, root["children"][0]["id"], pages=True)
    assert is_whole(loaded, root)
    assert pages_asked_for(server) == 1


async def test_comments_newer_than_the_page_are_ranked_too(server: HNServer, root: Json) -> None:
    older = server.answer(f"/item?id={STORY}")
    parent = next(each for each in root["children"] if len(each["children"]) > 1)
    added = server.grow(STORY, parent["id"], "late", "ann"), server.grow(STORY, STORY, "x", "bob")
    server.change_page = lambda _: older
    loaded = await load(server, STORY, pages=True)
    assert set(added) <= loaded.live
    assert loaded.places()[parent["id"]][-1] == added[0]
    assert loaded.places()[STORY][-1] == added[1]
    assert loaded.done == events.Done(0)
    assert server.stats.requests.total() <= 6


async def test_comments_that_the_search_lacks_come_from_the_page(server: HNServer) -> None:
    server.algolia_lag = True
    parent = server.grow(STORY, STORY, "late", "ann")
    reply = server.grow(STORY, parent, "a <i>reply</i>", "bob")
    loaded = await load(server, STORY, pages=True)
    assert loaded.comments[reply].html == "a <i>reply</i>"
    assert loaded.comments[reply].parent == parent
    assert loaded.comments[reply].author == "bob"
    assert server.stats.requests.total() == 3


async def test_faded_comments_are_noted_and_kept_whole(server: HNServer, root: Json) -> None:
    ids = sorted(live_ids(root))[:3]
    server.shades = {ids[0]: "c5a", ids[1]: "cdd", ids[2]: "c99"}
    loaded = await load(server, STORY, pages=True)
    faded = {id_: comment.faded for id_, comment in loaded.comments.items() if comment.faded}
    assert faded == {ids[0]: 1, ids[1]: 9}
    assert loaded.comments[ids[0]].html


# When the page is of no use


@pytest.mark.parametrize("change", USELESS)
async def test_without_a_useful_page_firebase_ranks(
    server: HNServer, root: Json, change: Change
) -> None:
    server.change_page = change
    loaded = await load(server, STORY, pages=True)
    assert is_whole(loaded, root)
    assert loaded.done == events.Done(0)
    assert loaded.reasons == []
    assert pages_asked_for(server) == 1
    assert asked_twice(server.stats.requests) == []
    assert server.stats.requests.total() > 6


@pytest.mark.parametrize("kind", ["error", "truncate", "garbage", "hang"])
async def test_a_page_that_fails_is_not_requested_again(
    server: HNServer, root: Json, kind: str
) -> None:
    server.faults.match = "^/item"
    setattr(server.faults, f"{kind}_rate", 1)
    assert is_whole(await load(server, STORY, read_timeout=0.3, pages=True), root)
    assert pages_asked_for(server) == 1


async def test_a_slow_page_is_not_waited_for(
    server: HNServer, root: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "_WAIT_FOR_PAGE", 0.01)
    server.faults.match, server.faults.hang_rate = "^/item", 1
    loaded = await load(server, STORY, read_timeout=60, pages=True)
    assert is_whole(loaded, root)
    assert loaded.done == events.Done(0)


async def test_a_page_in_parts_ranks_what_it_shows_in_full(root: Json, server: HNServer) -> None:
    def first_part(body: bytes) -> tuple[int, bytes]:
        half = body.index(b'<tr class="athing comtr"', len(body) // 2)
        more = b'<a href="item?id=1000&amp;p=2" class="morelink" rel="next">More</a></html>'
        return 200, body[:half] + more

    server.change_page = first_part
    loaded = await load(server, STORY, pages=True)
    assert is_whole(loaded, root)
    assert pages_asked_for(server) == 1
    page_loaded = next(e for e in loaded.events if isinstance(e, events.PageLoaded))
    assert page_loaded.ranks
    assert len(page_loaded.ranks) < len(loaded.ranks)


# When an API fails


async def test_without_the_search_the_page_has_the_texts(server: HNServer, root: Json) -> None:
    server.faults.match, server.faults.error_rate = ALGOLIA, 1
    loaded = await load(server, STORY, pages=True)
    assert is_whole(loaded, root)
    assert (loaded.done, loaded.reasons) == (events.Done(0), [])
    assert sum(url.startswith("/v0/") for url in server.stats.requests) == 1


async def test_without_firebase_the_page_ranks(server: HNServer, root: Json) -> None:
    server.faults.match, server.faults.error_rate = FIREBASE, 1
    loaded = await load(server, STORY, pages=True)
    assert is_whole(loaded, root)
    assert (loaded.done, loaded.reasons) == (events.Done(0), [])


async def test_without_both_the_page_serves_alone(server: HNServer, root: Json) -> None:
    server.faults.match, server.faults.error_rate = f"{FIREBASE}|{ALGOLIA}", 1
    loaded = await load(server, STORY, pages=True)
    assert is_whole(loaded, root)
    assert (loaded.done, loaded.reasons) == (events.Done(0), [])
    assert loaded.story is not None
    assert loaded.story.title == root["title"]
    assert loaded.story.author == root["author"]
    assert loaded.story.points == root["points"]
    assert loaded.story.time == root["created_at_i"]


async def test_texts_that_cannot_be_read_come_from_firebase() -> None:
    root = tree(
        node(STORY, None), *(node(id_, STORY) for id_ in range(1001, 1015)), deleted(1015, 1001)
    )
    with HNServer([root]) as server:
        server.faults.match, server.faults.error_rate = ALGOLIA, 1
        server.change_page = lambda body: (200, body.replace(b"writer11", b"?"))
        loaded = await load(server, STORY, pages=True)
        assert is_whole(loaded, root)
        assert "/v0/item/1001.json" not in server.stats.requests


async def test_without_any_source_there_is_an_error(server: HNServer) -> None:
    server.faults.error_rate = 1
    with pytest.raises(HNError, match=r"^127\.0\.0\.1 answered 500"):
        await load(server, STORY, pages=True)


async def test_a_refusal_is_heeded_by_the_next_load(server: HNServer, root: Json) -> None:
    server.change_page = forbidden
    async with connected(server, pages=True) as hn:
        for _ in range(2):
            loaded = Loaded()
            async for event in hn.threads.load(STORY):
                loaded.take(event)
            assert is_whole(loaded, root)
    assert pages_asked_for(server) == 1


# Stored real threads


@pytest.mark.corpus
@pytest.mark.skipif(not FILES, reason="the stored threads are not beside the checkout")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_the_order_of_a_stored_thread_is_hacker_news_own(file: Path) -> None:
    root = read(file)
    with HNServer([root]) as server:
        loaded = await load(server, root["id"], pages=True)
        assert loaded.places() == expected(root)
        assert loaded.live == live_ids(root)
        assert loaded.reasons == []
        # Of one thread nothing is stored but the ids of its comments.
        unstored = 0 if root["children"] else len(root.get("_kids", ()))
        options = len(root.get("_parts", ()))
        assert server.stats.requests.total() <= 6 + unstored + options


@pytest.mark.corpus
@pytest.mark.skipif(not FILES, reason="the stored threads are not beside the checkout")
@pytest.mark.parametrize("change", [cut, forbidden, missing, with_other_depths, without_depths])
@pytest.mark.parametrize("file", SMALL_FILES, ids=lambda file: file.stem)
async def test_a_useless_page_leaves_the_order_of_a_stored_thread(
    file: Path, change: Change
) -> None:
    root = read(file)
    with HNServer([root]) as server:
        server.change_page = change
        loaded = await load(server, root["id"], pages=True)
    assert loaded.places() == expected(root)
    assert loaded.reasons == []
