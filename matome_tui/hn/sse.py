"""Server-sent events.

Source: html.spec.whatwg.org, section 9.2.6, "Interpreting an event stream".
"""

import re
from collections.abc import Iterator

_LINE_END = re.compile(rb"\r\n|\n|\r(?!$)")
"""A carriage return that ends a piece may be half of a line end."""


class EventParser:
    """Reads a stream that comes in pieces, cut anywhere."""

    def __init__(self, max_bytes: int) -> None:
        """Start before the first event.

        Args:
            most: Bytes of the data of one event, and of one line.
        """
        self._max_bytes = max_bytes
        self._line = bytearray()
        self._name = ""
        self._data: list[str] = []
        self._size = 0

    def feed(self, piece: bytes) -> Iterator[tuple[str, str]]:
        """Yield the name and the data of each event that ends in the next piece.

        Raises:
            ValueError: An event or a line is too long; the stream is of no more use.
        """
        for line in self._lines(piece):
            field, _, value = line.decode(errors="replace").partition(":")
            if field == "event":
                self._name = value.removeprefix(" ")
            elif field == "data":
                self._data.append(value.removeprefix(" "))
                self._size += len(line)
                self._check(self._size)
            elif not line:
                if self._data:
                    yield self._name or "message", "\n".join(self._data)
                self._name, self._data, self._size = "", [], 0

    def _lines(self, piece: bytes) -> Iterator[bytes]:
        """Yield the lines that end in the next piece; only the piece is searched for ends."""
        if self._line.endswith(b"\r"):
            del self._line[-1]
            piece = b"\r" + piece
        # Not `str.splitlines`, which also parts lines at U+2028 and the like.
        *ended, rest = _LINE_END.split(piece)
        for line in ended:
            self._line += line
            self._check(len(self._line))
            yield bytes(self._line)
            self._line.clear()
        self._line += rest
        self._check(len(self._line))

    def _check(self, size: int) -> None:
        if size > self._max_bytes:
            raise ValueError(f"more than {self._max_bytes} bytes in one event")
