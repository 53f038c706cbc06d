"""Atomic writes: a file has its old content or the new one, never a part."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from matome_tui.i18n import _


def write_atomically(path: Path, text: str) -> None:
    """Replace the content of `path` with `text`, as UTF-8 with unchanged line ends.

    A symbolic link stays, and its target is written. An existing file keeps its mode, but not its
    owner and hard links; the mode of a new one follows the umask. The folder must exist.

    Raises:
        OSError: The file is unchanged, and no temporary file remains.
        UnicodeEncodeError: `text` has a lone surrogate; nothing was written.
    """
    data = text.encode("utf-8")
    mode = _existing_mode(path)
    target = path.resolve()
    # Hugo, which may watch the folder, ignores names that start with a dot.
    temporary = target.with_name(f".matome-{os.urandom(8).hex()}.tmp")
    try:
        with temporary.open("xb") as file:
            if mode is not None:
                temporary.chmod(mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):  # the first error is the cause
            temporary.unlink()
        raise
    _sync_directory(target.parent)


def write_new(path: Path, text: str) -> None:
    """Write a file that does not exist yet; see `write_atomically`.

    Raises:
        FileExistsError: The file exists, and stays as it is.
        OSError: The file cannot be written.
        UnicodeEncodeError: `text` has a lone surrogate; nothing was written.
    """
    if path.exists():
        message = _("{path} already exists; choose another name")
        raise FileExistsError(message.format(path=path))
    write_atomically(path, text)


def _existing_mode(path: Path) -> int | None:
    """Return the permission bits of the file at `path`, None if there is none.

    Raises:
        OSError: `path` cannot be read, or is not a regular file. A rename would replace a device
            such as /dev/null, which files may be linked to.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        raise OSError(_("Not a regular file: {path}").format(path=path))
    return stat.S_IMODE(mode)


def _sync_directory(directory: Path) -> None:
    """Make a rename in `directory` survive a power failure, if the system can.

    Errors are ignored, as SQLite does: the file is already replaced, and some file systems, and
    Windows, cannot sync a folder.
    """
    with suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
