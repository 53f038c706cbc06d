"""A sandbox for random actions: no programs are started, and files change in one folder only."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_STARTS = ("subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system")
_CHANGES = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.link")

_folders: list[str] = []


@contextmanager
def sandbox(folder: Path) -> Iterator[None]:
    """Fail on any program started, and on any change outside a folder, until the block ends.

    What is not allowed raises OSError, as on a machine that does not allow it.
    """
    _watch()
    _folders.append(os.path.realpath(folder))
    try:
        yield
    finally:
        _folders.pop()


@cache
def _watch() -> None:
    sys.addaudithook(_refuse)  # one that was added stays


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if not _folders:
        return
    if event in _STARTS:
        raise FileNotFoundError(errno.ENOENT, "No program is started here", str(arguments[0]))
    for path in _changed(event, arguments):
        place = os.path.realpath(os.fsdecode(path))
        if place != os.devnull and os.path.commonpath([place, _folders[-1]]) != _folders[-1]:
            raise PermissionError(errno.EACCES, "Nothing is written here", place)


def _changed(event: str, arguments: tuple[object, ...]) -> list[str | bytes]:
    """Return the paths that an audit event is about to write; other arguments are numbers."""
    if event == "open":
        path, _, flags = arguments
        arguments = (path,) if isinstance(flags, int) and flags & _WRITES else ()
    elif event not in _CHANGES:
        return []
    return [path for path in arguments if isinstance(path, str | bytes)]
