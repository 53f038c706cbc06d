"""Writing a file so that it is the old one or the new one, never half of either."""

import os
import stat
from contextlib import suppress
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Make `text`, as UTF-8 with its line ends as they are, the whole content of `path`.

    A symbolic link stays one and its target is written. An existing file keeps its mode (not its
    owner, nor its hard links); a new one gets what the umask leaves. The folder must exist.

    Raises:
        OSError: The file is as it was, and nothing is left beside it.
        UnicodeEncodeError: `text` holds a lone surrogate; nothing was touched.
    """
    data = text.encode("utf-8")
    mode = _existing_mode(path)
    target = path.resolve()
    # Hugo, which may be watching the folder, passes over names that start with a dot.
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
        with suppress(OSError):  # the first error is the one that explains
            temporary.unlink()
        raise
    _sync_directory(target.parent)


def _existing_mode(path: Path) -> int | None:
    """Return the permission bits of the file at `path`, None if there is none.

    Raises:
        OSError: `path` cannot be looked up, or is something other than a file. Renaming onto a
            device such as /dev/null, which people link their files to, would replace it.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        raise OSError(f"Not a regular file: {path}")
    return stat.S_IMODE(mode)


def _sync_directory(directory: Path) -> None:
    """Ask the system to keep a rename in `directory` through a loss of power, where it can.

    The file is already the new one, so an error could not be acted on; and some file systems,
    and Windows, cannot do this at all. SQLite passes over it in the same way.
    """
    with suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
