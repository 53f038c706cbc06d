"""Temporary folders that go away with the program, or at its next start where it was killed."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

if sys.platform != "win32":
    import fcntl

_PREFIX = "matome-"
_LOCK = ".matome-lock"
"""A file in each folder, locked as long as the folder's owner runs: the system lets go of a lock
however a process ends."""


@contextmanager
def temporary_folder(kind: str) -> Iterator[Path]:
    """Make a folder, and remove it when the block ends.

    Args:
        kind: A word for its name.

    Raises:
        OSError: There is no room for temporary files.
    """
    with tempfile.TemporaryDirectory(
        prefix=f"{_PREFIX}{kind}-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        # Named only once it is locked: a lock by that name that is free has lost its owner.
        unnamed = folder / f"{_LOCK}.new"
        with unnamed.open("xb") as lock:
            if _lock(lock.fileno()):
                unnamed.rename(folder / _LOCK)
            yield folder


def remove_stale() -> None:
    """Remove the folders that killed programs of this user have left."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        try:
            if not _is_own(lock.parent):
                continue
            with lock.open("rb") as file:
                if _lock(file.fileno()):
                    rmtree(lock.parent, ignore_errors=True)
        except OSError:
            continue  # another program was quicker


def _is_own(folder: Path) -> bool:
    """Whether a folder is this user's; others can make any name in a shared place."""
    return sys.platform != "win32" and folder.lstat().st_uid == os.getuid()


def _lock(descriptor: int) -> bool:
    """Lock a file; return whether that was possible: no other process has it locked."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
