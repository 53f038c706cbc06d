"""Response bodies: decoding and size limits while they arrive."""

import zlib

from matome_tui.i18n import _

Data = bytes | bytearray
"""A body; one that was received is not copied, because it may be large."""

MAX_BYTES = 1 << 20
"""Limit for a body, unless another is given; 500 ids have 5 KB."""

_MAX_VALUES = 1_000_000
"""JSON values, counted with the commas in texts; the largest thread known has about 150,000."""
_UNCOUNTED = 1 << 22
"""Bytes up to which even the densest JSON takes less than 100 MB when parsed."""
_MEGABYTE = 1 << 20
_GZIP = 16 + zlib.MAX_WBITS


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
