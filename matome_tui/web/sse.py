"""Parser of server-sent events.

Source: html.spec.whatwg.org, section 9.2.6, "Interpreting an event stream".
"""

import re
from collections.abc import Iterator

_LINE_END = re.compile(rb"\r\n|\n|\r(?!$)")
"""A carriage return at the end of a chunk may be half of a line end."""


class EventParser:
    """Parser of a stream in chunks, cut anywhere."""

    def __init__(self, max_bytes: int) -> None:
        """Create a parser at the start of a stream.

        Args:
            max_bytes: Limit for the data of one event, and for one line.
        """
        self._max_bytes = max_bytes
        self._line = bytearray()
        self._name = ""
        self._data: list[str] = []
        self._size = 0

    def feed(self, chunk: bytes) -> Iterator[tuple[str, str]]:
        """Yield name and data of each event that ends in the next chunk.

        Raises:
            ValueError: An event or a line is too long; the stream cannot be read on.
        """
        for line in self._lines(chunk):
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

    def _lines(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the lines that end in the next chunk; search only the chunk for ends."""
        if self._line.endswith(b"\r"):
            del self._line[-1]
            chunk = b"\r" + chunk
        # `str.splitlines` would also split at U+2028 and others.
        *ended, rest = _LINE_END.split(chunk)
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
