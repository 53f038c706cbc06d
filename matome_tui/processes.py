"""Running other programs to their end: bounded in time and output, and cancellable."""

import atexit
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import IO

MAX_OUTPUT = 16_000_000
"""Bytes that are kept of each output stream; the rest is read and dropped."""

_CHUNK = 65_536
_POLL_SECONDS = 0.05
_GRACE_SECONDS = 5.0
"""Time for a program to remove its files, such as git its locks, before it is killed."""

_REST_SECONDS = 2.0
"""Wait for the rest of the output; a child in the background may hold the pipe for ever."""


class StoppedError(Exception):
    """A program was stopped: by the user, or because it took too long."""

    def __init__(self, *, was_cancelled: bool) -> None:
        super().__init__()
        self.was_cancelled = was_cancelled


@dataclass(frozen=True, slots=True)
class Finished:
    """What a program has left: its exit status, and the bytes that it wrote."""

    status: int
    output: bytes
    errors: bytes


def run(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str],
    timeout: float,
    cancelled: Event | None = None,
    stdin: bytes = b"",
    on_output: Callable[[bytes], None] | None = None,
) -> Finished:
    """Run a program to its end, without the terminal.

    It has a session of its own, so that neither it nor its children can ask in the terminal. All
    of them are killed after `timeout` seconds, when `cancelled` is set, and when this process
    exits. Children that a program leaves in the background go on.

    Args:
        command: The program and its arguments.
        folder: Where it runs; None: in the present folder.
        environment: Its environment variables.
        timeout: Seconds.
        cancelled: Kills it when set.
        stdin: Its input, which it need not read.
        on_output: Called in another thread with each piece of its output that is kept.

    Raises:
        StoppedError: It was killed.
        OSError: It cannot be started.
    """
    with subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        atexit.register(_end, process)
        assert process.stdout
        assert process.stderr
        readers = [_Reader(process.stdout, on_output), _Reader(process.stderr)]
        if process.stdin:
            _Writer(process.stdin, stdin)
        try:
            _wait(process, readers[0], timeout, cancelled)
            for reader in readers:
                reader.join(_REST_SECONDS)
        finally:
            if process.returncode is None:
                _end(process)
            atexit.unregister(_end)
    output, errors = (bytes(reader.data) for reader in readers)
    return Finished(process.returncode, output, errors)


class _Reader(Thread):
    """Reads a stream to its end, and keeps the first `MAX_OUTPUT` bytes."""

    def __init__(self, stream: IO[bytes], on_output: Callable[[bytes], None] | None = None) -> None:
        super().__init__(daemon=True)
        self.data = bytearray()
        self._on_output = on_output
        # Of its own, as the stream may be closed before its end is reached.
        self._descriptor = os.dup(stream.fileno())
        self.start()

    def run(self) -> None:
        try:
            while chunk := os.read(self._descriptor, _CHUNK):
                kept = chunk[: MAX_OUTPUT - len(self.data)]
                self.data += kept
                if kept and self._on_output:
                    self._on_output(kept)
        finally:
            os.close(self._descriptor)


class _Writer(Thread):
    """Writes the input of a program, as far as it reads that."""

    def __init__(self, stream: IO[bytes], data: bytes) -> None:
        super().__init__(daemon=True)
        self._data = memoryview(data)
        # Of its own, as for a reader: a program that does not read would block the closing.
        self._descriptor = os.dup(stream.fileno())
        stream.close()
        self.start()

    def run(self) -> None:
        try:
            with suppress(BrokenPipeError):
                while self._data:
                    self._data = self._data[os.write(self._descriptor, self._data) :]
        finally:
            os.close(self._descriptor)


def _wait(
    process: subprocess.Popen[bytes], output: Thread, timeout: float, cancelled: Event | None
) -> None:
    """Wait for the end of a program, which mostly comes with the end of its output."""
    deadline = time.monotonic() + timeout
    while process.poll() is None:
        if cancelled and cancelled.is_set():
            raise StoppedError(was_cancelled=True)
        if time.monotonic() > deadline:
            raise StoppedError(was_cancelled=False)
        output.join(_POLL_SECONDS)
        if not output.is_alive():
            with suppress(subprocess.TimeoutExpired):
                process.wait(_POLL_SECONDS)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a program and its children to end, and kill those that do not."""
    _signal(process, signal.SIGTERM)
    try:
        process.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    _signal(process, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to a program that was not waited for yet, and to its children."""
    if sys.platform == "win32":
        process.send_signal(number)
        return
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return
