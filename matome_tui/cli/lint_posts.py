"""Linting of many posts, in several processes where that is faster."""

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path
from typing import TYPE_CHECKING

from matome_tui import i18n, locale
from matome_tui.hugo.check.context import SiteContext
from matome_tui.hugo.check.files import FileReport, lint_file

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Posts = Sequence[tuple[Path, SiteContext]]
"""Files and their contexts."""

_FEWEST = {"fork": 100, "spawn": 500}
"""Posts for which another process pays: one needs the time of about 400 to be spawned."""

_CHUNK = 10
"""Posts that a process is given at once."""

_MOST_HELPERS = 3

_log = logging.getLogger(__name__)


def lint_posts(posts: Posts) -> Generator[FileReport]:
    """Yield the reports of posts in order. Close the iterator to end what it has started."""
    helpers = min(_cores() - 1, _MOST_HELPERS)
    method = _start_method()
    is_alone = helpers < 1 or len(posts) < _FEWEST[method] or sys.platform == "win32"
    executor = None if is_alone else _executor(helpers, method)
    if executor is None:
        yield from map(_lint, posts)
        return
    try:
        yield from _shared(posts, executor, helpers)
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def _shared(posts: Posts, executor: "ProcessPoolExecutor", helpers: int) -> Iterator[FileReport]:
    """Lint posts from the first on, while the helpers lint them from the last on."""
    waiting = deque(posts[at : at + _CHUNK] for at in range(0, len(posts), _CHUNK))
    given: list[tuple[Posts, Future[list[FileReport]]]] = []
    is_broken = False
    while waiting:
        while (
            waiting and not is_broken and sum(not future.done() for _, future in given) <= helpers
        ):
            try:
                given.append((waiting[-1], _submit(executor, waiting[-1])))
                waiting.pop()
            except (OSError, BrokenExecutor):
                _log.warning("Posts are checked in one process", exc_info=True)
                is_broken = True
        if waiting:
            yield from map(_lint, waiting.popleft())
    for chunk, future in reversed(given):
        try:
            reports = future.result()
        except BrokenExecutor:
            _log.warning("A process ended early", exc_info=True)
            reports = _lint_chunk(chunk)
        yield from reports


def _cores() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _lint(post: tuple[Path, SiteContext]) -> FileReport:
    return lint_file(*post)


def _lint_chunk(posts: Posts) -> list[FileReport]:
    return [_lint(post) for post in posts]


def _start_method() -> str:
    """Return how processes are started: a fork is fast, but safe only without other threads.

    Libraries of macOS have threads of their own.
    """
    is_safe = sys.platform == "linux" and threading.active_count() == 1
    return "fork" if is_safe else "spawn"


def _executor(helpers: int, method: str) -> "ProcessPoolExecutor | None":
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context(method)
    try:
        return ProcessPoolExecutor(
            helpers, mp_context=context, initializer=locale.use, initargs=(i18n.language(),)
        )
    except (ImportError, NotImplementedError, OSError):  # a system without semaphores
        _log.warning("Posts are checked in one process", exc_info=True)
        return None


def _submit(executor: "ProcessPoolExecutor", chunk: Posts) -> Future[list[FileReport]]:
    """Give a chunk to a helper, which this may start.

    Processes inherit the mask of signals: ctrl+c is for this one alone, which ends the others.
    """
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return executor.submit(_lint_chunk, chunk)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)
