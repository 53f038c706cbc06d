"""Writing in the user's own editor."""

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matome_tui.core.text import sanitize

_MOST = 100_000
"""Bytes that an editor may add; the longest comment known has 6,000."""
_LINE = "---------- below this line: the original, which stays as it is ----------"


class ExternalEditorError(Exception):
    """The editor could not be used; the message is one line."""


def edit_externally(text: str, original: str) -> str:
    """Return what the user makes of a text in `$VISUAL` or `$EDITOR`; waits until it is closed.

    Args:
        text: To be edited.
        original: Shown below a line; what is changed there is not heeded.

    Raises:
        ExternalEditorError: The program is missing or fails, or its text is unreadable or too
            long.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="matome-") as folder:
        file = Path(folder) / "clip.md"
        given = f"{text}\n\n{_LINE}\n{original}\n".encode()
        file.write_bytes(given)
        try:
            with no_interrupts():
                done = subprocess.run([*shlex.split(command), str(file)], check=False)  # noqa: S603
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ExternalEditorError(
                f"{command} cannot be started: {reason}; set $EDITOR"
            ) from error
        if done.returncode:
            raise ExternalEditorError(
                f"{command} ended with status {done.returncode}; nothing is taken"
            )
        written = _read(file, command, len(given) + _MOST)
    return sanitize(written.partition(_LINE)[0]).rstrip("\n")


def _read(file: Path, command: str, most: int) -> str:
    if file.exists() and not file.is_file():
        raise ExternalEditorError(f"What {command} wrote cannot be read: not a regular file")
    try:
        with file.open("rb") as stream:
            written = stream.read(most + 1)
        if len(written) <= most:
            return written.decode().replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ExternalEditorError(f"What {command} wrote cannot be read: {error}") from error
    raise ExternalEditorError(f"{command} wrote more than {most // 1000} KB; nothing is taken")


@contextmanager
def no_interrupts() -> Iterator[None]:
    """Leave ctrl+c to the other program; the terminal sends it to both."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
