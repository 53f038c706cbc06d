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

_LINE = "---------- below this line: the original, which stays as it is ----------"


class ExternalError(Exception):
    """The editor could not be used; the message is one line."""


def write_outside(text: str, original: str) -> str:
    """Return what the user makes of a text in `$VISUAL` or `$EDITOR`; waits until it is closed.

    Args:
        text: To be edited.
        original: Shown below a line; what is changed there is not heeded.

    Raises:
        ExternalError: There is no such program, or it reports failure.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="matome-") as folder:
        file = Path(folder) / "clip.md"
        file.write_text(f"{text}\n\n{_LINE}\n{original}\n", encoding="utf-8")
        try:
            with no_interrupts():
                done = subprocess.run([*shlex.split(command), str(file)], check=False)  # noqa: S603
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ExternalError(f"{command} cannot be started: {reason}; set $EDITOR") from error
        if done.returncode:
            raise ExternalError(f"{command} ended with status {done.returncode}; nothing is taken")
        try:
            written = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ExternalError(f"What {command} wrote cannot be read: {error}") from error
    return sanitize(written.partition(_LINE)[0]).rstrip("\n")


@contextmanager
def no_interrupts() -> Iterator[None]:
    """Leave ctrl+c to the other program; the terminal sends it to both."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
