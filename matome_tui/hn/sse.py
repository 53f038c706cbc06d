"""Server-sent events.

Source: html.spec.whatwg.org, section 9.2.6, "Interpreting an event stream".
"""

import re
from collections.abc import Iterator

_LINE_END = re.compile(rb"\r\n|\n|\r(?!$)")
"""A carriage return that ends a piece may be half of a line end."""


class EventParser:
    """Reads a stream that comes in pieces, cut anywhere."""

    def __init__(self) -> None:
        self._rest = b""
        self._name = ""
        self._data: list[str] = []

    def feed(self, piece: bytes) -> Iterator[tuple[str, str]]:
        """Yield the name and the data of each event that ends in the next piece."""
        # Not `str.splitlines`, which also parts lines at U+2028 and the like.
        *lines, self._rest = _LINE_END.split(self._rest + piece)
        for line in lines:
            field, _, value = line.decode(errors="replace").partition(":")
            if field == "event":
                self._name = value.removeprefix(" ")
            elif field == "data":
                self._data.append(value.removeprefix(" "))
            elif not line:
                if self._data:
                    yield self._name or "message", "\n".join(self._data)
                self._name, self._data = "", []
