"""A program in a pseudo-terminal: keys in, screen contents out."""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self
from unicodedata import east_asian_width

from matome_tui.core.comment.wrap import cell_width

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
    # As Kitty sends them; Textual 8.2.8 takes the older form for other characters.
    **{f"alt+{digit}": f"\x1b[{ord(digit)};3u" for digit in "0123456789"},
}
"""The sequences that terminals send for keys other than characters."""

_TOKEN = re.compile(
    r"""
      \x1b\[ (?P<arguments>[0-?]*) [ -/]* (?P<function>[@-~])
    | \x1b\] [^\x07\x1b]* (?: \x07 | \x1b\\ )
    | \x1b P [^\x1b]* \x1b\\
    | \x1b [^\[\]P]
    | (?P<character> [^\x1b] )
    """,
    re.VERBOSE | re.DOTALL,
)
_ALTERNATE_SCREEN = "?1049"
_SYNCHRONISED = "?2026"
_ASKS_WHETHER_SYNCHRONISED = "\x1b[?2026$p"
_SUPPORTED = b"\x1b[?2026;2$y"
_ASKS_FOR_THE_CURSOR = re.compile("\r(.)\x1b\\[6n")  # after a character at the start of a line


class Screen:
    """The screen of a terminal as characters, without colours.

    It knows what Textual writes: moves of the cursor, text, and where frames end.

    Attributes:
        frames: The screen as it was at the end of each frame, line by line.
        cursor: Column and row of the cursor at the end of the last frame.
    """

    def __init__(self, columns: int, rows: int, ambiguous_width: int = 1) -> None:
        self._ambiguous_width = ambiguous_width
        self.frames: list[list[str]] = []
        self.cursor = (0, 0)
        self._cells = [[" "] * columns for _ in range(rows)]
        self._row = self._column = 0
        self._rest = ""

    def write(self, text: str) -> None:
        """Take what a program writes; a sequence may come in pieces."""
        text, end = self._rest + text, 0
        while match := _TOKEN.match(text, end):
            end = match.end()
            if character := match["character"]:
                self._put(character)
            elif function := match["function"]:
                self._obey(function, match["arguments"])
        self._rest = text[end:]

    def width_of(self, character: str) -> int:
        """Return the cells that the terminal draws a character with."""
        is_ambiguous = east_asian_width(character) == "A" and cell_width(character) == 1
        return self._ambiguous_width if is_ambiguous else cell_width(character)

    def _put(self, character: str) -> None:
        width = self.width_of(character)
        if character < " " or not width:
            return
        cells = self._cells[self._row]
        cells[self._column : self._column + width] = [character, *[""] * (width - 1)]
        self._column += width

    def _obey(self, function: str, arguments: str) -> None:
        if function == "H":
            row, _, column = arguments.partition(";")
            self._row, self._column = int(row or 1) - 1, int(column or 1) - 1
        elif function == "h" and arguments == _ALTERNATE_SCREEN:
            self._cells = [[" "] * len(cells) for cells in self._cells]
        elif function == "l" and arguments == _SYNCHRONISED:
            self.frames.append(["".join(cells).rstrip() for cells in self._cells])
            self.cursor = self._column, self._row


class Terminal:
    """Runs a program in a terminal of its own until the block ends; it is killed then.

    Attributes:
        screen: What it shows.
        written: All that it wrote.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        columns: int = 120,
        rows: int = 40,
        ambiguous_width: int = 1,
    ) -> None:
        self.screen = Screen(columns, rows, ambiguous_width)
        self.written = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._terminal, program_end = pty.openpty()
        self._is_open = True
        fcntl.ioctl(program_end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._process = subprocess.Popen(
            command,
            stdin=program_end,
            stdout=program_end,
            stderr=program_end,
            env={**_without_size(os.environ), "TERM": "xterm-256color", **environment},
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509
        )
        os.close(program_end)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.close()

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    @property
    def has_echo(self) -> bool:
        """Whether the terminal shows what is typed, as it does between programs."""
        return bool(termios.tcgetattr(self._terminal)[3] & termios.ECHO)

    def send(self, *keys: str) -> None:
        """Send keys, by Textual's names, as a terminal does."""
        self.send_bytes("".join(KEYS.get(key, key) for key in keys).encode())

    def send_bytes(self, data: bytes) -> None:
        """Send input as it is."""
        os.write(self._terminal, data)

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self._process.send_signal(number)

    def close(self) -> None:
        """Close the terminal's window."""
        if self._is_open:
            self._is_open = False
            os.close(self._terminal)

    def read(self, patience: float) -> bool:
        """Read the program's output; return whether there was any within `seconds`."""
        if not select.select([self._terminal], [], [], patience)[0]:
            return False
        try:
            written = os.read(self._terminal, 1 << 16)
        except OSError:  # the program is gone
            return False
        text = self._decoder.decode(written)
        if asked := _ASKS_FOR_THE_CURSOR.search(text):
            column = 1 + self.screen.width_of(asked[1])
            os.write(self._terminal, f"\x1b[1;{column}R".encode())
        if _ASKS_WHETHER_SYNCHRONISED in text:
            os.write(self._terminal, _SUPPORTED)
        self.written += text
        self.screen.write(text)
        return bool(written)

    def until(self, condition: Callable[[list[str]], bool], patience: float = 20) -> None:
        """Wait for a frame that meets a condition; fail after `seconds`."""
        deadline = time.monotonic() + patience
        seen = max(len(self.screen.frames) - 1, 0)
        while not any(map(condition, self.screen.frames[seen:])):
            seen = len(self.screen.frames)
            if not self.read(max(deadline - time.monotonic(), 0)):
                raise AssertionError("\n".join(["", *(self.screen.frames or [[]])[-1]]))

    def until_written(self, text: str, start: int = 0, patience: float = 20) -> None:
        """Wait until the program has written a text after a position; fail if it does not."""
        deadline = time.monotonic() + patience
        while text not in self.written[start:]:
            if not self.read(max(deadline - time.monotonic(), 0)):
                raise AssertionError(f"{text!r} is not in {self.written[start:]!r}")

    def wait(self, patience: float = 20) -> int:
        """Wait until the program ends and return its exit status; fail after `seconds`."""
        deadline = time.monotonic() + patience
        while (status := self._process.poll()) is None:
            if time.monotonic() > deadline:
                raise AssertionError(f"The program goes on; it wrote {self.written[-2000:]!r}")
            if not self._is_open or not self.read(0.05):
                time.sleep(0.01)
        while self._is_open and self.read(0):
            pass
        return status

    def kill(self) -> None:
        """End the program as `kill -9` does, and take what it wrote until then."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        while self._is_open and self.read(0):
            pass


def _take_terminal() -> None:
    """Get a signal when the terminal is closed, even if the tests run under `nohup`."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def _without_size(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment that does not say how large another terminal is."""
    return {name: value for name, value in environment.items() if name not in ("COLUMNS", "LINES")}
