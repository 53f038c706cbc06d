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
from pathlib import Path
from typing import Self

_QUIET = 0.03
_SENT = {"pagedown": "\x1b[6~", "slash": "/", "escape": "\x1b"}


class PtySession:
    """Runs `python -m tests.bench.apps` with these arguments until the block ends."""

    def __init__(self, arguments: Sequence[str], columns: int = 120, rows: int = 40) -> None:
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(sys.executable, [sys.executable, "-m", "tests.bench.apps", *arguments])
        self.resize(columns, rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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
            os.read(self._terminal, 1 << 16)
            last = time.perf_counter()
        return last

    def peak_memory(self) -> float:
        """Return the peak resident memory of the program, in megabytes (Linux)."""
        with Path(f"/proc/{self._process}/status").open(encoding="ascii") as status:
            (line,) = (line for line in status if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
