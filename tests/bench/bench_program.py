"""The whole program beside an empty Textual app: `python -m tests.bench.bench_program`.

Both run in a pseudo-terminal of 120 by 40, the program on a local Hacker News in another process.
Starts take turns. Times are milliseconds.
"""

import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from matome_tui.hn.demo.nodes import Json
from tests.bench.bytecode import compile_program
from tests.bench.pty_session import PtySession
from tests.bench.table import Row, show
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, made_up

ROUNDS = 7
KEYS = 60
FOLDS = 40
LATENCY = 0.15
SIZES = (1_968, 4_723)
RESIZES = ((100, 30), (120, 40)) * 4
_KEPT, _FRESH, _READY = "A made-up thread", "A fresh story", "0 0 0"
_COMMENT = "writer"
_REQUEST = "import httpx, sys; httpx.get(sys.argv[1]).json()"


class TimedServer(HNServer):
    """Notes the times of requests.

    Attributes:
        begun: When each request came.
        ended: When each was answered; that of a stream when it is closed.
    """

    def __init__(self, threads: Sequence[Json], **options: Any) -> None:
        super().__init__(threads, **options)
        self.begun: list[float] = []
        self.ended: list[float] = []

    def begin(self, url: str) -> tuple[str, float]:
        """Note a request."""
        self.begun.append(time.monotonic())
        return super().begin(url)

    def end(self, status: int | None) -> None:
        """Note an answer."""
        self.ended.append(time.monotonic())
        super().end(status)


def serve(comments: int, latency: float, pipe: Connection) -> None:
    """Run the server.

    Messages: "fresh" ranks a new story first, "load" asks for the number of requests and for the
    milliseconds from the first to the last answer, "" ends it.
    """
    fresh = {"id": 900, "type": "story", "by": "op", "time": 1_755_000_000}
    fresh |= {"title": _FRESH, "score": 7, "descendants": 0}
    with TimedServer([made_up(comments)], stories=[fresh], lists={"top": [STORY]}) as server:
        server.faults.latency = latency
        pipe.send(server.url)
        while message := pipe.recv():
            if message == "fresh":
                server.rank("top", [900, STORY])
            taken = max(server.ended, default=0) - min(server.begun, default=0)
            pipe.send((len(server.begun), taken * 1000))


class Place:
    """A server, and the folder of what the program keeps.

    Attributes:
        url: The server's address.
    """

    def __init__(self, folder: Path, pipe: Connection) -> None:
        self._pipe = pipe
        self.url: str = pipe.recv()
        names = {name: str(folder / name) for name in ("config", "data", "cache")}
        os.environ.update({f"MATOME_{name.upper()}_DIR": path for name, path in names.items()})
        (folder / "config").mkdir()
        # A stream would count as a request, and never be answered.
        (folder / "config" / "config.toml").write_text("[hn]\nlive = false\n", encoding="utf-8")
        os.environ["MATOME_FIREBASE_URL"] = f"{self.url}/v0"
        os.environ["MATOME_ALGOLIA_URL"] = f"{self.url}/api/v1"
        os.environ["MATOME_PAGES_URL"] = self.url

    def rank_fresh(self) -> None:
        """Put a new story first."""
        self._pipe.send("fresh")
        self._pipe.recv()

    def load(self) -> tuple[int, float]:
        """Return how many requests were made, and the milliseconds to the last answer."""
        self._pipe.send("load")
        requests, taken = self._pipe.recv()
        return requests, taken


@contextmanager
def served(comments: int, latency: float) -> Iterator[Place]:
    """Run a server in another process, and give the program a new folder."""
    compile_program()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(comments, latency, theirs))
    process.start()
    theirs.close()
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield Place(Path(folder), ours)
    finally:
        ours.send("")
        process.join()


def program(*arguments: str) -> PtySession:
    """Start the program."""
    return PtySession(arguments, module="matome_tui")


def empty() -> PtySession:
    """Start the empty app."""
    return PtySession([], module="tests.bench.empty")


def started(session: PtySession, begun: float, text: str) -> float:
    """Return the milliseconds until a text is there."""
    return (session.read_until(text) - begun) * 1000


def starts() -> list[Row]:
    """Measure starts and ends with a kept list, without latency."""
    floors, kept, floor_quits, quits = [], [], [], []
    with served(10, 0):
        with program() as session:
            session.read_until(_KEPT)
            session.read_until_quiet(1.0)
            session.quit()
        for _round in range(ROUNDS):
            begun = time.perf_counter()
            with empty() as session:
                floors.append(started(session, begun, _READY))
                session.read_until_quiet(0.5)
                floor_quits.append(session.quit()[0])
            begun = time.perf_counter()
            with program() as session:
                kept.append(started(session, begun, _KEPT))
                session.read_until_quiet(1.0)
                quits.append(session.quit()[0])
    return [
        row("start to the kept list", kept, floors, 1.35),
        row("quit", quits, floor_quits, 1.1),
    ]


def fresh_lists() -> list[Row]:
    """Measure when a kept list is brought up to date, from its frame on."""
    floors, fresh = [], []
    with served(10, LATENCY) as place:
        with program() as session:
            session.read_until(_KEPT)
            session.read_until_quiet(1.5)
            session.quit()
        place.rank_fresh()
        kept = Path(os.environ["MATOME_CACHE_DIR"], "lists.json")
        before = kept.read_bytes()
        for _round in range(ROUNDS):
            kept.write_bytes(before)
            begun = time.perf_counter()
            url = f"{place.url}/v0/topstories.json"
            subprocess.run([sys.executable, "-c", _REQUEST, url], check=True)
            floors.append((time.perf_counter() - begun) * 1000)
            with program() as session:
                begun = session.read_until(_KEPT)
                fresh.append(started(session, begun, "2 stories"))
    return [row("kept list to fresh list, 150 ms (import, one request)", fresh, floors, 1.1)]


def loads() -> list[Row]:
    """Measure how long threads take to load."""
    rows = []
    for size, latency in ((SIZES[0], 0.0), (SIZES[0], LATENCY), (SIZES[1], 0.0)):
        name = f"{size:,} comments, {latency * 1000:.0f} ms"
        with served(size, latency), program() as session:
            session.read_until(_KEPT)
            session.read_until_quiet(0.3)
            begun = session.send("enter")
            rows.append(Row(f"{name}: first comment", started(session, begun, _COMMENT)))
        with served(size, latency) as place, program(str(STORY)) as session:
            session.read_until(_COMMENT)
            session.read_until_quiet(5.0)
            requests, taken = place.load()
        goal = 1_000 if latency else 800 if size == SIZES[1] else 0
        rows.append(Row(f"{name}: whole and ranked", taken, goal=goal))
        rows.append(Row(f"{name}: requests", requests, goal=6))
    return rows


def threads() -> list[Row]:
    """Measure keys and memory in threads that are opened from the list.

    The empty app takes a key before each, so that both have the same share of the machine.
    """
    rows, memory = [], {}
    for size in SIZES:
        with served(size, 0), program() as session, empty() as floor:
            floor.read_until(_READY)
            session.read_until(_KEPT)
            session.read_until_quiet(1.0)
            memory[0] = session.peak_memory()
            session.send("enter")
            session.read_until(_COMMENT)
            session.read_until_quiet(3.0)
            keys = pressed(session, floor, "j", KEYS)
            pages = pressed(session, floor, "pagedown", KEYS)
            folds = pressed(session, floor, "z", FOLDS, before="j")
            resizes = resized(session, floor)
            memory[size] = session.peak_memory()
            floor_memory = floor.peak_memory()
        rows += [
            row(f"{size:,}: next comment, p50", *keys, 1.35),
            Row(f"{size:,}: next comment, p95", percentile(keys[0]), percentile(keys[1]), 1.7),
            Row(f"{size:,}: page down, p95", percentile(pages[0]), statistics.median(pages[1]), 3),
            Row(f"{size:,}: fold, p95", percentile(folds[0]), statistics.median(folds[1]), 3),
        ]
        for at, (name, goal) in enumerate((("first byte", 1.6), ("quiet", 2.5))):
            now, floors = ([pair[at] for pair in pairs] for pairs in resizes)
            rows.append(row(f"{size:,}: resize, {name}", now, floors, goal))
    names = {0: "list", **{size: f"{size:,} comments" for size in SIZES}}
    goals = dict(zip(names, (12, 22, 35), strict=True))
    for size, name in names.items():
        title = f"peak memory, {name} (MB)"
        rows.append(Row(title, memory[size], floor_memory, goals[size], is_difference=True))
    return rows


def processor() -> list[Row]:
    """Measure the processor time of a session."""
    floors, taken = [], []
    for _round in range(3):
        with empty() as session:
            session.read_until(_READY)
            session.read_until_quiet(0.5)
            floors.append(session.quit()[1])
        with served(SIZES[0], 0), program() as session:
            session.read_until(_KEPT)
            session.read_until_quiet(0.5)
            session.send("enter")
            session.read_until(_COMMENT)
            session.read_until_quiet(2.0)
            for _time in range(50):
                session.press("pagedown", patience=0.2)
            taken.append(session.quit()[1])
    return [row("processor: start, open 1,968, 50 pages down, quit", taken, floors, 850 / 140)]


def pressed(
    session: PtySession, floor: PtySession, key: str, times: int, before: str = ""
) -> tuple[list[float], list[float]]:
    """Return the milliseconds of a key, pressed many times, and of keys of the empty app."""
    taken, floors = [], []
    for _time in range(times):
        floors.append(floor.press("j", patience=0.2))
        if before:
            session.press(before, patience=0.2)
        taken.append(session.press(key, patience=0.2))
    return [each for each in taken if each], [each for each in floors if each]


def resized(*sessions: PtySession) -> list[list[tuple[float, float]]]:
    """Return for each session, and each resizing, the milliseconds to its first and last byte."""
    taken: list[list[tuple[float, float]]] = [[] for _session in sessions]
    for columns, rows in RESIZES:
        for session, times in zip(sessions, taken, strict=True):
            begun = time.perf_counter()
            session.resize(columns, rows)
            first = session.first_byte()
            last = session.read_until_quiet(0.1) or first
            times.append(((first - begun) * 1000, (last - begun) * 1000))
    return taken


def row(name: str, now: Sequence[float], floor: Sequence[float], goal: float) -> Row:
    """Return a row of two medians."""
    return Row(name, statistics.median(now), statistics.median(floor), goal)


def percentile(taken: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return sorted(taken)[int(len(taken) * 0.95)]


def measure() -> list[Row]:
    """Return all rows."""
    return [*starts(), *fresh_lists(), *loads(), *threads(), *processor()]


if __name__ == "__main__":
    print(show(measure()))
