"""Editing a text in the user's own editor."""

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from matome_tui.core.text import sanitize
from matome_tui.files import plain, read_bytes
from matome_tui.i18n import N_, _
from matome_tui.temporary import remove_stale, temporary_folder

_MOST = 100_000
"""Bytes that an editor may add; the longest comment known has 6,000."""
_FILE = "clip.md"
_GIVEN = ".given.md"
"""What the editor was given, beside the file that it edits."""
_LINE = N_("---------- below this line: the original, which stays as it is ----------")


class ExternalEditorError(Exception):
    """The editor could not be used; the message is one line."""


def edit_externally(text: str, original: str) -> str:
    """Edit a text in `$VISUAL` or `$EDITOR`; return the new text when the editor is closed.

    Args:
        text: To be edited.
        original: Shown below a line; changes there are ignored.

    Raises:
        ExternalEditorError: The file cannot be written, the program is missing or fails, or its
            text is unreadable or too long.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    line = _(_LINE)
    given = f"{text}\n\n{line}\n{original}\n".encode()
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(temporary_folder("clip"))
            (folder / _GIVEN).write_bytes(given)
            (file := folder / _FILE).write_bytes(given)
        except OSError as error:
            message = _("Cannot write the file for the editor: {reason}")
            raise ExternalEditorError(message.format(reason=error.strerror)) from error
        _run(command, file)
        written = _read(file, command, len(given) + _MOST)
    return sanitize(written.partition(line)[0]).rstrip("\n")


def left_text(folder: Path) -> Path | None:
    """Return the file in a temporary folder that the user's editor has changed; None if none."""
    file = folder / _FILE
    try:
        is_changed = read_bytes(file) != read_bytes(folder / _GIVEN)
    except FileNotFoundError:
        return None
    except OSError:
        return file
    return file if is_changed else None


def left_texts() -> Iterator[Path]:
    """Yield the files that editors of killed programs have changed, and remove other folders.

    As for `remove_stale`, a file is left to the user once the next one is asked for.
    """
    for folder in remove_stale(lambda folder: left_text(folder) is not None):
        if file := left_text(folder):
            yield file


def _run(command: str, file: Path) -> None:
    try:
        with no_interrupts():
            done = subprocess.run([*shlex.split(command), str(file)], check=False)  # noqa: S603
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = _("{program} cannot be started: {reason}; set $EDITOR")
        raise ExternalEditorError(message.format(program=command, reason=reason)) from error
    # An editor that dies with its terminal leaves what the user last wrote to the file.
    if done.returncode > 0 or (done.returncode and not left_text(file.parent)):
        message = _("{failure}; the text stays as it was")
        raise ExternalEditorError(message.format(failure=failure(command, done.returncode)))


def failure(program: str, status: int) -> str:
    """Return how a program failed, from its exit status or, negative, the signal it died of."""
    if status < 0:
        return _("{program} was killed by signal {number}").format(program=program, number=-status)
    return _("{program} ended with status {status}").format(program=program, status=status)


def _read(file: Path, command: str, most: int) -> str:
    if file.exists() and not file.is_file():
        message = _("The text of {program} cannot be read: not a regular file")
        raise ExternalEditorError(message.format(program=command))
    try:
        with file.open("rb") as stream:
            written = stream.read(most + 1)
        if len(written) <= most:
            return written.decode().replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError as error:
        message = _("The text of {program} cannot be read: its file is gone")
        raise ExternalEditorError(message.format(program=command)) from error
    except (OSError, UnicodeDecodeError) as error:
        message = _("The text of {program} cannot be read: {reason}")
        raise ExternalEditorError(message.format(program=command, reason=plain(error))) from error
    message = _("{program} wrote more than {size} KB; the text stays as it was")
    raise ExternalEditorError(message.format(program=command, size=most // 1000))


@contextmanager
def no_interrupts() -> Iterator[None]:
    """Ignore ctrl+c, which the terminal sends to both programs."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
