"""Reading of user files: only regular files, up to a size; and making of folders.

Opening a FIFO waits for its other end, and reading a device may never end. In a folder from
somebody else, either can have the name of a post.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from matome_tui.i18n import _

MAX_BYTES = 16_000_000
"""Limit for text files; the largest known post has 0.6 million."""


def open_regular(path: str, flags: int) -> int:
    """Open a regular file without blocking and return its descriptor; an `opener` for `open`.

    Raises:
        OSError: It is not a regular file, or cannot be opened.
    """
    # Opening alone has effects on some devices, so check before; and again, as the file may change.
    if flags & os.O_CREAT == 0 or Path(path).exists():
        _check_regular(os.stat(path).st_mode, path)  # noqa: PTH116 -- as os.fstat below
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)
    try:
        _check_regular(os.fstat(descriptor).st_mode, path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def open_bytes(path: Path, max_bytes: int = MAX_BYTES) -> BinaryIO:
    """Open a regular file of at most `max_bytes` for reading. OSError if it is not one."""
    file = open(path, "rb", opener=open_regular)  # noqa: SIM115 -- the caller closes it
    if os.fstat(file.fileno()).st_size > max_bytes:
        file.close()
        raise _too_large(path, max_bytes)
    return file


def read_bytes(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the bytes of a regular file. OSError if it is not one, or exceeds `max_bytes`."""
    with open_bytes(path, max_bytes) as file:
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:  # it grew, or its file system has no sizes
        raise _too_large(path, max_bytes)
    return data


def read_text(path: Path, max_bytes: int = MAX_BYTES, *, encoding: str = "utf-8") -> str:
    """Return the text of a regular file, with unchanged line ends.

    Raises:
        OSError: It is not a regular file, cannot be read, or has more than `max_bytes`.
        UnicodeDecodeError: It is not in this encoding.
    """
    return read_bytes(path, max_bytes).decode(encoding)


def plain(error: Exception) -> str:
    """Return the message of an error without Python's numbers and codecs."""
    if isinstance(error, UnicodeDecodeError):
        return _("not UTF-8")
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def make_folder(folder: Path, *, parents: bool = True) -> None:
    """Create a folder if it is missing, with its parents.

    Args:
        folder: The folder.
        parents: Whether to create its parents; if not, they must exist.

    Raises:
        NotADirectoryError: There is something else with its name.
        OSError: It cannot be created.
    """
    try:
        folder.mkdir(parents=parents, exist_ok=True)
    except FileExistsError as error:
        message = _("{folder} is not a folder").format(folder=error.filename or folder)
        raise NotADirectoryError(errno.ENOTDIR, message, str(folder)) from error


def is_special(path: Path) -> bool:
    """Return whether a path leads to a FIFO, a socket or a device."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _check_regular(mode: int, path: str) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, _("not a regular file"), path)


def _too_large(path: Path, max_bytes: int) -> OSError:
    message = _("larger than {number} MB").format(number=max_bytes // 1_000_000)
    return OSError(errno.EFBIG, message, str(path))
