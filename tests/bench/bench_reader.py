"""The reader and other ways to show threads: `python -m tests.bench.bench_reader [SIZE ...]`.

Beside it stand an app of one widget (`empty`), Textual's Tree with one-line labels, and a Static
a comment; `program` is the whole program on a thread that it has kept. All are measured through a
pseudo-terminal of 120 by 40, from the key to the last byte of its frame, and without a terminal,
by the processor's time. Keys and resizing are ratios to one key and one resizing of the app of
one widget in the same run, the median and the 95th percentile; `first` is the time from parsed
data to the first frame.

It takes less than four minutes. `--all` adds what is slow or says little: a Static a comment
beyond 1,000 comments, and the whole program below 5,000.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from matome_tui.core.thread.search import Query
from tests.bench.apps import FOUND, made_up_thread
from tests.bench.bytecode import compile_program
from tests.bench.pty_session import PtySession
from tests.bench.steps import PATIENCE, SIZES, STEPS, Figures, steps_of

ALL_SIZES = (200, 1000, 5000, 10_000)
LEAST = {"program": 5000}
MOST = {"static": 1000}
READY_SECONDS = 60.0
QUIET_AFTER_RESIZE = 0.1

Measure = Callable[[str, int], Figures]


class Bench:
    """Runs programs, each on its own, with a folder for what they keep."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def through_terminal(self, kind: str, size: int) -> Figures:
        """Run one program on one size of thread in a pseudo-terminal."""
        out = self._folder / "first"
        out.unlink(missing_ok=True)
        os.environ["BENCH_OUT"] = str(out)
        if kind == "program":
            self._keep_thread(size)
        figures = Figures()
        start = time.perf_counter()
        with PtySession([kind, str(size)]) as session:
            ready = session.read_until_quiet(0.5, READY_SECONDS)
            figures.start = ((ready or time.perf_counter()) - start) * 1000
            figures.first = float(out.read_text()) if out.exists() else 0.0
            for step in steps_of(kind):
                taken = figures.keys[step.name] = []
                begun = time.perf_counter()
                while len(taken) < step.times and time.perf_counter() - begun < PATIENCE:
                    for key in step.before:
                        session.press(key, patience=0.2)
                    taken.append(session.press(step.key) or 0.0)
            for columns, rows in SIZES:
                begun = time.perf_counter()
                session.resize(columns, rows)
                settled = session.read_until_quiet(QUIET_AFTER_RESIZE)
                figures.resize.append(((settled or begun) - begun) * 1000)
            figures.memory = session.peak_memory()
        return figures

    def in_process(self, kind: str, size: int) -> Figures:
        """Run one program on one size of thread without a terminal."""
        command = [sys.executable, "-m", "tests.bench.in_process", kind, str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return Figures.from_json(done.stdout)

    def _keep_thread(self, size: int) -> None:
        os.environ["BENCH_STORE"] = str(self._folder / str(size))
        fill = [sys.executable, "-m", "tests.bench.apps", "program", str(size)]
        if not (self._folder / str(size)).exists():
            subprocess.run(fill, check=True)


def table(measure: Measure, kinds: Sequence[str], sizes: Sequence[int], *, is_all: bool) -> None:
    """Print a table of all programs on all sizes, each line as soon as it is known."""
    floor = measure("empty", 0)
    key, resize = statistics.median(floor.keys["j"]), statistics.median(floor.resize)
    print(f"one widget: a key {key:.1f} ms, a resizing {resize:.1f} ms")
    heads = [f"{'kind':8}", f"{'size':>6}", f"{'start':>6}", f"{'first':>6}"]
    print("  ".join([*heads, *(f"{step.name:>12}" for step in STEPS), f"{'resize':>12}", "    MB"]))
    print(row("empty", 0, floor, key, resize))
    medians: dict[int, float] = {}
    for size in sizes:
        for kind in kinds:
            if is_all or LEAST.get(kind, size) <= size <= MOST.get(kind, size):
                figures = measure(kind, size)
                print(row(kind, size, figures, key, resize), flush=True)
                if kind == "reader":
                    medians[size] = statistics.median(figures.keys["j"])
    if len(medians) > 1:
        least, most = min(medians), max(medians)
        ratio = medians[most] / medians[least]
        print(f"a key of the reader at {most} comments costs {ratio:.2f} of one at {least}")


def row(kind: str, size: int, figures: Figures, key: float, resize: float) -> str:
    """Return a line of the table."""
    cells = [f"{kind:8}", f"{size:6}", whole(figures.start), whole(figures.first)]
    cells += [spread(figures.keys[step.name], key) for step in STEPS]
    return "  ".join([*cells, spread(figures.resize, resize), whole(figures.memory)])


def whole(figure: float) -> str:
    """Return a figure without decimals, or nothing for what was not measured."""
    return f"{figure:6.0f}" if figure else " " * 6


def spread(taken: Sequence[float], floor: float) -> str:
    """Return the median and the 95th percentile as ratios."""
    p95 = sorted(taken)[int(len(taken) * 0.95)]
    return f"{statistics.median(taken) / floor:6.2f}{p95 / floor:6.2f}"


def find_row(size: int) -> str:
    """Return a line on finding a word in all comments: milliseconds."""
    thread = made_up_thread(size)
    taken = []
    for word in (FOUND, "zzzz"):
        start = time.perf_counter()
        Query(word).find(thread)
        taken.append((time.perf_counter() - start) * 1000)
    return f"{size:6} comments: a common word {taken[0]:.0f} ms, a missing one {taken[1]:.0f} ms"


def main(arguments: Sequence[str]) -> None:
    """Measure all programs."""
    compile_program()
    is_all = "--all" in arguments
    sizes = [int(size) for size in arguments if size != "--all"] or ALL_SIZES
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        print("through a pseudo-terminal")
        kinds = ("reader", "tree", "static", "program")
        table(bench.through_terminal, kinds, sizes, is_all=is_all)
        print("\nwithout a terminal")
        table(bench.in_process, kinds[:-1], sizes, is_all=is_all)
    print("\nfinding")
    for size in sizes:
        print(find_row(size))


if __name__ == "__main__":
    main(sys.argv[1:])
