"""Temporary folders, removed when the program ends, or at its next start if it was killed."""

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

from matome_tui.i18n import _

if sys.platform != "win32":
    import fcntl

_PREFIX = "matome-"
_LOCK = ".matome-lock"
"""A file in each folder, locked while the program runs: the system releases locks of a killed
process."""


def temporary_place() -> Path:
    """Return the folder of temporary files. OSError if none can be written."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError as error:
        # Python's message lists all the folders that it tried.
        message = _("no folder for temporary files can be written")
        raise OSError(errno.ENOENT, message) from error


@contextmanager
def temporary_folder(kind: str) -> Iterator[Path]:
    """Create a folder, and remove it when the block ends.

    Args:
        kind: Part of its name.

    Raises:
        OSError: It cannot be created.
    """
    with tempfile.TemporaryDirectory(
        prefix=f"{_PREFIX}{kind}-", dir=temporary_place(), ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        # Renamed only when locked: an unlocked file of this name has lost its owner.
        unnamed = folder / f"{_LOCK}.new"
        with unnamed.open("xb") as lock:
            if _lock(lock.fileno()):
                unnamed.rename(folder / _LOCK)
            yield folder


def remove_stale(is_kept: Callable[[Path], bool] = lambda _: False) -> Iterator[Path]:
    """Remove folders of this user's killed programs, as far as they are asked for.

    Args:
        is_kept: Whether a folder has something that must not be lost.

    Yields:
        The folders that are kept. Each belongs to the user, and is not stale any more, once the
        next one is asked for; until then no other program gets it.
    """
    try:
        place = temporary_place()
    except OSError:
        return  # a full disk: the next start removes them
    for lock in place.glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(OSError):  # another program was faster
            if not _is_own(lock.parent):
                continue
            with lock.open("rb") as file:
                if not _lock(file.fileno()):
                    continue
                if is_kept(lock.parent):
                    yield lock.parent
                    lock.unlink()
                else:
                    rmtree(lock.parent, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    """Return whether a folder is this user's: others can create any name in a shared folder."""
    return sys.platform != "win32" and folder.lstat().st_uid == os.getuid()


def _lock(descriptor: int) -> bool:
    """Lock a file; return False if another process has locked it."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
