"""Linting of many posts, in several processes where that is faster."""

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from multiprocessing import connection
from pathlib import Path
from typing import Any

from matome_tui import i18n, locale
from matome_tui.hugo.check.context import SiteContext
from matome_tui.hugo.check.files import FileFinding, FileReport, lint_file

Posts = Sequence[tuple[Path, SiteContext]]
"""Files and their contexts."""

_Packed = tuple[list[tuple[Any, ...]], tuple[Any, ...]]

_FEWEST = {"fork": 100, "spawn": 500}
"""Posts for which another process pays: one needs the time of about 400 to be spawned."""

_CHUNK = 5
"""Posts that a process is given at once."""

_AHEAD = 3
"""Chunks that a process has before it, so that it never waits."""

_MOST_HELPERS = 3

_log = logging.getLogger(__name__)


def lint_posts(posts: Posts) -> Generator[FileReport]:
    """Yield the reports of posts in order. Close the iterator to end what it has started."""
    method = _start_method()
    is_alone = len(posts) < _FEWEST[method] or sys.platform == "win32"
    number = 0 if is_alone else min(_cores() - 1, _MOST_HELPERS)
    chunks = [posts[at : at + _CHUNK] for at in range(0, len(posts), _CHUNK)]
    helpers = _start_helpers(number, method, chunks)
    try:
        yield from _shared(chunks, helpers)
    finally:
        for helper in helpers:
            helper.stop()


def _shared(chunks: Sequence[Posts], helpers: Sequence["_Helper"]) -> Iterator[FileReport]:
    """Lint chunks of posts from the first on, while the helpers lint them from the last on."""
    waiting = deque(range(len(chunks)))
    first_of_others = 0
    while waiting:
        for helper in helpers:
            helper.take()
            helper.give(waiting)
        if waiting:
            first_of_others = waiting.popleft() + 1
            yield from map(_lint, chunks[first_of_others - 1])
    for helper in helpers:
        helper.take(is_last=True)
    reports = {number: done for helper in helpers for number, done in helper.reports.items()}
    for number in range(first_of_others, len(chunks)):
        yield from reports.get(number) or map(_lint, chunks[number])


class _Helper:
    """Another process that lints posts.

    Attributes:
        reports: What it has reported, by the number of the chunk.
    """

    def __init__(self, method: str, chunks: Sequence[Posts]) -> None:
        """Start the process. OSError if the system allows no more.

        It inherits the mask of signals: ctrl+c is for this process alone, which ends the others.
        """
        context = multiprocessing.get_context(method)
        self.reports: dict[int, list[FileReport]] = {}
        self._chunks = chunks
        self._given: deque[int] = deque()
        self._is_alive = True
        self._connection, theirs = context.Pipe()
        self._process = context.Process(  # type: ignore[attr-defined]
            target=_lint_given, args=(theirs, chunks, i18n.language()), daemon=True
        )
        former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, former)
            theirs.close()

    def give(self, waiting: deque[int]) -> None:
        """Give it the last of the chunks that wait, by number, unless it has enough before it."""
        try:
            while self._is_alive and waiting and len(self._given) < _AHEAD:
                self._connection.send(waiting[-1])
                self._given.append(waiting.pop())
        except OSError:
            self._lose()

    def take(self, *, is_last: bool = False) -> None:
        """Take what it has reported, and at last wait for the rest."""
        try:
            while self._given and (is_last or self._connection.poll()):
                number, packed = self._given[0], self._connection.recv()
                paths = (path for path, _context in self._chunks[number])
                self.reports[number] = [*map(_unpacked, paths, packed)]
                self._given.popleft()
        except (EOFError, OSError):
            self._lose()

    def _lose(self) -> None:
        """Do without the process, which has ended by itself."""
        _log.warning("A process ended early", exc_info=True)
        self._is_alive = False
        self._given.clear()

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.join()
        self._connection.close()


def _start_helpers(number: int, method: str, chunks: Sequence[Posts]) -> list[_Helper]:
    """Start processes: as many as the system allows."""
    helpers: list[_Helper] = []
    try:
        while len(helpers) < number:
            helpers.append(_Helper(method, chunks))
    except OSError:
        _log.warning("Posts are checked in fewer processes", exc_info=True)
    return helpers


def _lint_given(given: connection.Connection, chunks: Sequence[Posts], language: str) -> None:
    """Lint the chunks whose numbers come, until this process or its parent is ended."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    locale.use(language)
    parent = multiprocessing.parent_process()
    ends: list[connection.Connection | int] = [given, *([parent.sentinel] if parent else [])]
    while connection.wait(ends) == [given]:
        given.send([_packed(_lint(post)) for post in chunks[given.recv()]])


def _cores() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _lint(post: tuple[Path, SiteContext]) -> FileReport:
    return lint_file(*post)


def _packed(report: FileReport) -> _Packed:
    """Return a report as plain values without its path: both are far quicker to send."""
    return [finding[1:] for finding in report.findings], report[2:]


def _unpacked(path: Path, packed: _Packed) -> FileReport:
    findings, others = packed
    return FileReport(path, [FileFinding(path, *values) for values in findings], *others)


def _start_method() -> str:
    """Return how processes are started: a fork is fast, but safe only without other threads.

    Libraries of macOS have threads of their own.
    """
    is_safe = sys.platform == "linux" and threading.active_count() == 1
    return "fork" if is_safe else "spawn"
