"""Times to load a thread: `python -m tests.bench.bench_load [COMMENTS …]`.

A server in another process answers on the loopback interface. The floor is one request to the
search service with a plain client, parsed with `json.loads`. It and the loads take turns; each
figure is the median of several, in milliseconds. The last column is the longest time that the
event loop was busy with one thing during a load.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

import httpx

from matome_tui.hn import events
from matome_tui.hn.http import Client
from matome_tui.hn.service import HackerNews
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, made_up

COMMENTS = (100, 500, 2_000, 10_000)
LATENCIES = (0.0, 0.05, 0.15)
ROUNDS = 9
FRAME = 1 / 60


@dataclass
class Addresses:
    """Where the server answers."""

    firebase: str
    algolia: str
    pages: str

    def connect(self, client: Client) -> HackerNews:
        """Return a connection that has requested no page yet, so that it need not pause."""
        return HackerNews(client, self.firebase, self.algolia, self.pages)


@dataclass
class Times:
    """Of one load, in seconds from the request on."""

    painted: float
    done: float
    longest_block: float


def serve(comments: int, latency: float, pipe: Connection) -> None:
    """Run the server until the pipe says so."""
    with HNServer([made_up(comments)]) as server:
        server.faults.latency = latency
        pipe.send(Addresses(server.firebase_url, server.algolia_url, server.url))
        pipe.recv()


@contextmanager
def served(comments: int, latency: float) -> Iterator[Addresses]:
    """Run the server in another process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(comments, latency, theirs))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send(None)
        process.join()


async def floor(client: httpx.AsyncClient, addresses: Addresses) -> float:
    """Return the seconds of one request, parsed."""
    begun = time.perf_counter()
    response = await client.get(f"{addresses.algolia}/items/{STORY}")
    json.loads(response.content)
    return time.perf_counter() - begun


async def first_paint(hn: HackerNews) -> float:
    """Return the seconds until the tree is there, and stop."""
    begun = time.perf_counter()
    async with aclosing(hn.threads.load(STORY)) as loading:
        async for event in loading:
            if isinstance(event, events.TreeLoaded):
                return time.perf_counter() - begun
    raise AssertionError("no tree came")


async def whole_load(hn: HackerNews) -> Times:
    """Load to the end."""
    times = Times(0, 0, 0)
    begun = time.perf_counter()
    clock = asyncio.create_task(watch_clock(times))
    async for event in hn.threads.load(STORY):
        if isinstance(event, events.TreeLoaded):
            times.painted = time.perf_counter() - begun
        if isinstance(event, events.Done):
            assert event == events.Done()
    times.done = time.perf_counter() - begun
    clock.cancel()
    return times


async def watch_clock(times: Times) -> None:
    """Note the longest delay of something that wants to run each millisecond."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.001)
        times.longest_block = max(times.longest_block, time.perf_counter() - before - 0.001)


async def measure(comments: int, latency: float) -> str:
    """Return one row of the table."""
    with served(comments, latency) as addresses:
        limit = httpx.Timeout(60)
        async with httpx.AsyncClient(timeout=limit) as plain, Client(read_timeout=60) as client:
            hn = addresses.connect(client)
            floors, paints = [], []
            await floor(plain, addresses)
            await first_paint(hn)
            for _ in range(ROUNDS):
                floors.append(await floor(plain, addresses))
                paints.append(await first_paint(hn))
            whole = await whole_load(addresses.connect(client))
    low, paint = statistics.median(floors), statistics.median(paints)
    return (
        f"{comments:8,} {latency * 1e3:8.0f} {low * 1e3:8.1f} {paint * 1e3:8.1f}"
        f" {paint / low:8.2f} {(paint - FRAME) / low:8.2f}"
        f" {whole.done * 1e3:9.0f} {whole.done * 1e3 / comments:8.2f}"
        f" {whole.longest_block * 1e3:8.1f}"
    )


def main(sizes: list[int]) -> None:
    """Print the table."""
    names = ("comments", "latency", "floor", "paint", "ratio", "-frame", "done", "a piece", "block")
    print("{:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9} {:>8} {:>8}".format(*names))
    for latency in LATENCIES:
        for comments in sizes:
            print(asyncio.run(measure(comments, latency)), flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(COMMENTS))
