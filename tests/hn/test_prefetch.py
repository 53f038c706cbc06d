"""Threads requested before they are opened."""

import asyncio
from collections.abc import Iterator

import pytest

from matome_tui.hn import events
from matome_tui.hn.prefetch import FRESH
from matome_tui.hn.service import HackerNews
from tests.support.hn_loads import Loaded, asked_twice, connected, expected
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, made_up

ROOT = made_up(60)
BOTH = {f"/v0/item/{STORY}.json", f"/api/v1/items/{STORY}"}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[HNServer]:
    with HNServer([ROOT]) as server:
        yield server


async def opened(hn: HackerNews) -> Loaded:
    loaded = Loaded()
    async for event in hn.threads.load(STORY):
        loaded.take(event)
    assert loaded.places() == expected(ROOT)
    return loaded


async def test_a_prefetched_thread_is_there_when_it_is_opened(server: HNServer) -> None:
    async with connected(server, pages=True) as hn:
        await hn.threads.prefetch.run(STORY)
        assert set(server.stats.requests) == BOTH  # and no page
        loaded = await opened(hn)
        assert isinstance(loaded.events[0], events.TreeLoaded)
        assert server.stats.requests.total() == 3
        assert asked_twice(server.stats.requests) == []


async def test_a_thread_opened_while_it_is_prefetched_is_not_requested_twice(
    server: HNServer,
) -> None:
    server.faults.latency = 0.1
    async with connected(server, pages=True) as hn:
        ahead = asyncio.create_task(hn.threads.prefetch.run(STORY))
        await asyncio.to_thread(server.wait_for, lambda stats: stats.in_flight == 2)
        loading = asyncio.create_task(opened(hn))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        ahead.cancel()  # as when the cursor moves
        await loading
    assert asked_twice(server.stats.requests) == []


async def test_cancelling_cancels_the_requests(server: HNServer) -> None:
    server.faults.hang_rate = 1
    async with connected(server) as hn:
        ahead = asyncio.create_task(hn.threads.prefetch.run(STORY))
        await asyncio.to_thread(server.wait_for, lambda stats: stats.in_flight == 2)
        ahead.cancel()
        await asyncio.gather(ahead, return_exceptions=True)
        assert await asyncio.to_thread(server.wait_for, lambda stats: stats.in_flight == 0)


async def test_a_prefetched_thread_is_used_once_and_not_prefetched_twice(server: HNServer) -> None:
    async with connected(server) as hn:
        await hn.threads.prefetch.run(STORY)
        await hn.threads.prefetch.run(STORY)
        assert server.stats.requests.total() == 2
        await opened(hn)
        assert hn.threads.prefetch.take(STORY) is None


async def test_only_the_last_thread_is_held(server: HNServer) -> None:
    async with connected(server) as hn:
        await hn.threads.prefetch.run(STORY)
        await hn.threads.prefetch.run(STORY + 1)
        assert hn.threads.prefetch.take(STORY) is None


async def test_an_old_or_failed_prefetch_is_not_used(server: HNServer) -> None:
    async with connected(server) as hn:
        prefetch, now = hn.threads.prefetch, [0.0]
        prefetch._clock = lambda: now[0]
        await prefetch.run(STORY)
        now[0] = FRESH
        assert prefetch.take(STORY) is None
        server.faults.error_rate = 1
        await prefetch.run(STORY)
        assert prefetch.take(STORY) is None
        server.faults.error_rate = 0
        await prefetch.run(STORY)
        assert prefetch.take(STORY) is not None
