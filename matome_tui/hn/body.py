"""Response bodies: decoding and size limits while they arrive."""

import codecs
import json
import zlib

from matome_tui.i18n import _

Data = bytes | bytearray
"""A body; one that was received is not copied, because it may be large."""

MAX_ITEM_BYTES = 1 << 20
"""Limit for an item or a list of ids; 500 ids have 5 KB."""
MAX_THREAD_BYTES = 1 << 25
"""Limit for a whole thread; the largest known, of 4,759 comments, has 3.7 MB."""

_MAX_VALUES = 1_000_000
"""JSON values, counted with the commas in texts; the largest thread known has about 150,000."""
_UNCOUNTED = 1 << 22
"""Bytes up to which even the densest JSON takes less than 100 MB when parsed."""
_MEGABYTE = 1 << 20
_GZIP = 16 + zlib.MAX_WBITS
_CHUNK = 1 << 16
_ESCAPE = "matome-json-escape"
"""Name of the error handler that writes characters beyond ASCII as escapes of JSON."""


class TooLargeError(Exception):
    """A body exceeds a limit; the message is the limit."""


class Body:
    """Collects the chunks of a body, plain or gzip, up to a number of bytes."""

    def __init__(self, coding: str, max_bytes: int) -> None:
        """Create an empty body.

        Args:
            coding: The answer's `Content-Encoding`.
            max_bytes: Limit, both as sent and as decoded.

        Raises:
            ValueError: The coding is not supported.
        """
        if coding not in ("", "identity", "gzip"):
            raise ValueError("unsupported content coding")
        self._unzip = zlib.decompressobj(_GZIP) if coding == "gzip" else None
        self._max_bytes = max_bytes
        self._decoded = bytearray()
        self.received = 0

    def feed(self, chunk: bytes) -> None:
        """Add the next chunk, as sent.

        Raises:
            TooLargeError: The body is too large.
            ValueError: It is not gzip.
        """
        self.received += len(chunk)
        if self._unzip is None:
            self._decoded += chunk
        elif chunk:
            self._decoded += self._decompress(self._unzip, chunk)
        if max(self.received, len(self._decoded)) > self._max_bytes:
            raise TooLargeError(_("{number} MB").format(number=self._max_bytes // _MEGABYTE))

    def _decompress(self, unzip: "zlib._Decompress", chunk: bytes) -> bytes:
        if unzip.eof:
            raise ValueError("data after the end of gzip")
        try:
            # One byte beyond the limit shows that it is exceeded.
            return unzip.decompress(chunk, self._max_bytes + 1 - len(self._decoded))
        except zlib.error as error:
            raise ValueError("not gzip") from error

    def finish(self) -> bytearray:
        """Return the whole body, decoded. ValueError if its end is missing."""
        if self._unzip is not None and not self._unzip.eof:
            raise ValueError("cut short")
        return self._decoded


def check_density(body: Data) -> None:
    """Refuse JSON that would take many times its size when parsed, such as `[],[],[]…`.

    Raises:
        TooLargeError: It may have more values than any thread.
    """
    if len(body) > _UNCOUNTED and sum(map(body.count, (b",", b"[", b"{"))) > _MAX_VALUES:
        raise TooLargeError(_("{number} values").format(number=f"{_MAX_VALUES:,}"))


def ascii_json(body: Data) -> str:
    """Decode JSON, with characters beyond ASCII escaped.

    With a single emoji, the decoded text would take four bytes a character.

    Raises:
        ValueError: The body is not UTF-8.
    """
    decode = codecs.getincrementaldecoder("utf-8")("surrogatepass").decode
    parts: list[str] = []
    for start in range(0, len(body), _CHUNK):
        part = decode(body[start : start + _CHUNK], start + _CHUNK >= len(body))
        parts.append(part if part.isascii() else part.encode("ascii", _ESCAPE).decode("ascii"))
    return "".join(parts)


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(_ESCAPE, _escape)
