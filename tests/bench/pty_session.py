"""A program in a pseudo-terminal: keys in, time until its output is quiet."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

_QUIET = 0.03
_ASKS_FOR_CURSOR, _CURSOR = b"\x1b[6n", b"\x1b[1;2R"
_SENT = {
    "pagedown": "\x1b[6~",
    "slash": "/",
    "escape": "\x1b",
    "enter": "\r",
    "ctrl+q": "\x11",
}
_PATIENCE = 60.0


class PtySession:
    """Runs `python -m MODULE` with these arguments until the block ends."""

    def __init__(
        self,
        arguments: Sequence[str],
        columns: int = 120,
        rows: int = 40,
        *,
        module: str = "tests.bench.apps",
    ) -> None:
        self._has_ended = False
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(sys.executable, [sys.executable, "-m", module, *arguments])
        self.resize(columns, rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._has_ended:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        os.close(self._terminal)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, size)

    def press(self, key: str, patience: float = 1.0) -> float | None:
        """Send a key, named as Textual names it, and wait until it is answered.

        Args:
            key: The key.
            patience: Seconds after which there will be no answer.

        Returns:
            Milliseconds to the last byte of the answer; None without one.
        """
        start = time.perf_counter()
        os.write(self._terminal, _SENT.get(key, key).encode())
        last = self.read_until_quiet(_QUIET, patience)
        return (last - start) * 1000 if last else None

    def read_until_quiet(self, quiet: float, patience: float = 1.0) -> float | None:
        """Read until nothing comes for `quiet` seconds; return when the last byte came.

        None where nothing comes at all within `patience` seconds.
        """
        last: float | None = None
        while select.select([self._terminal], [], [], quiet if last else patience)[0]:
            self._read()
            last = time.perf_counter()
        return last

    def read_until(self, text: str) -> float:
        """Read until a text is on the screen; return when it came.

        Raises:
            TimeoutError: It does not come within a minute.
        """
        wanted, seen = text.encode(), b""
        deadline = time.perf_counter() + _PATIENCE
        while time.perf_counter() < deadline:
            if select.select([self._terminal], [], [], 1.0)[0]:
                seen = seen[-len(wanted) :] + self._read()
                if wanted in seen:
                    return time.perf_counter()
        raise TimeoutError(text)

    def _read(self) -> bytes:
        """Return output; report the cursor if asked to, as terminals do."""
        data = os.read(self._terminal, 1 << 16)
        if _ASKS_FOR_CURSOR in data:
            os.write(self._terminal, _CURSOR)
        return data

    def first_byte(self) -> float:
        """Wait for output and return when it came."""
        select.select([self._terminal], [], [], _PATIENCE)
        return time.perf_counter()

    def send(self, key: str) -> float:
        """Send a key and return the time."""
        os.write(self._terminal, _SENT.get(key, key).encode())
        return time.perf_counter()

    def quit(self) -> tuple[float, float]:
        """Press ctrl+q; return milliseconds to the end, and of processor time since the start."""
        begun = self.send("ctrl+q")
        while True:
            ended, _status, usage = os.wait4(self._process, os.WNOHANG)
            if ended:
                self._has_ended = True
                taken = time.perf_counter() - begun
                return taken * 1000, (usage.ru_utime + usage.ru_stime) * 1000
            if select.select([self._terminal], [], [], 0.001)[0]:
                with suppress(OSError):  # the other end is closed
                    os.read(self._terminal, 1 << 16)

    def peak_memory(self) -> float:
        """Return the peak resident memory of the program, in megabytes (Linux)."""
        with Path(f"/proc/{self._process}/status").open(encoding="ascii") as status:
            (line,) = (line for line in status if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
