"""The reader beside other ways to show a thread: `python -m tests.bench.bench_reader [SIZE ...]`.

Keys are timed through a pseudo-terminal of 120 by 40, from the key to the last byte of its frame,
as ratios to the same key in an app of one widget in the same run. `first` is the time from parsed
data to the first frame; `program` is the whole program on a thread that it has kept.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from matome_tui.core.search import Query
from tests.bench.apps import made_up_thread
from tests.bench.pty_session import PtySession

KEYS = {
    "j": ("j", 60),
    "page down": ("\x1b[6~", 20),
    "G": ("G", 1),
    "fold 500": ("z", 6),
    "fold all": ("Z", 6),
}
FOLDS = ("fold 500", "fold all")
MOST = {"static": 1000}
READY_SECONDS = 30.0


@dataclass
class Figures:
    """What one program did: milliseconds, and megabytes."""

    start: float = 0.0
    first: float = 0.0
    keys: dict[str, list[float]] = field(default_factory=dict)
    resize: float = 0.0
    memory: float = 0.0


def measure(kind: str, size: int, folder: Path) -> Figures:
    """Run one program on one size of thread."""
    figures = Figures()
    out = folder / "first"
    out.unlink(missing_ok=True)
    os.environ["BENCH_OUT"] = str(out)
    start = time.perf_counter()
    with PtySession([kind, str(size)]) as session:
        ready = session.read_until_quiet(0.5, READY_SECONDS)
        figures.start = ((ready or time.perf_counter()) - start) * 1000
        figures.first = float(out.read_text()) if out.exists() else 0.0
        for name, (key, times) in KEYS.items():
            if kind == "empty" and key != "j":
                continue
            if name in FOLDS:
                session.press("g")
            taken = [session.press(key) for _ in range(times)]
            figures.keys[name] = [each for each in taken if each is not None]
        begun = time.perf_counter()
        session.resize(100, 30)
        figures.resize = ((session.read_until_quiet(0.1) or begun) - begun) * 1000
        figures.memory = session.peak_memory()
    return figures


def row(kind: str, size: int, figures: Figures, floor: float) -> str:
    """Return a line of the table."""
    cells = [f"{kind:8}", f"{size:6}", f"{figures.start:8.0f}", f"{figures.first:6.0f}"]
    for name in KEYS:
        taken = sorted(figures.keys.get(name, []))
        if taken:
            p50, p95 = statistics.median(taken), taken[int(len(taken) * 0.95)]
            cells.append(f"{p50 / floor:5.2f} {p95 / floor:5.2f}")
        else:
            cells.append(" " * 11)
    return "  ".join([*cells, f"{figures.resize:6.0f}", f"{figures.memory:5.0f}"])


def find_row(size: int) -> str:
    """Return a line on finding a word in all comments: milliseconds."""
    thread = made_up_thread(size)
    taken = []
    for word in ("compost", "zzzz"):
        start = time.perf_counter()
        Query(word).find(thread)
        taken.append((time.perf_counter() - start) * 1000)
    return f"find     {size:6}  a common word {taken[0]:.0f} ms, a missing one {taken[1]:.0f} ms"


def main(sizes: Sequence[int]) -> None:
    """Measure all programs on all sizes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = measure("empty", 0, folder)
        floor = statistics.median(empty.keys["j"])
        print(f"one key of an app of one widget: {floor:.1f} ms; keys are ratios to it, p50 p95")
        heads = ("kind    ", "  size", "start ms", " first", *(f"{key:11}" for key in KEYS))
        print("  ".join([*heads, "resize", "   MB"]))
        print(row("empty", 0, empty, floor))
        for size in sizes:
            for kind in ("reader", "tree", "static"):
                if size <= MOST.get(kind, size):
                    print(row(kind, size, measure(kind, size, folder), floor), flush=True)
            store = folder / str(size)
            os.environ["BENCH_STORE"] = str(store)
            fill = [sys.executable, "-m", "tests.bench.apps", "program", str(size)]
            subprocess.run(fill, check=True)
            print(row("program", size, measure("program", size, folder), floor), flush=True)
            print(find_row(size), flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [200, 1000, 5000, 10_000])
