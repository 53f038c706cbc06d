"""The body of an answer, decoded and bounded as it arrives."""

import zlib

MAX_ITEM_BYTES = 1 << 20
"""Bytes of one item or one list of ids; 500 ids are 5 KB."""
MAX_THREAD_BYTES = 1 << 25
"""Bytes of a whole thread; the largest known, of 4,759 comments, has 3.7 MB."""

_MAX_VALUES = 1_000_000
"""Values of JSON, with the commas of its texts; the largest thread known has about 150,000."""
_UNCOUNTED = 1 << 22
"""Bytes below which even the densest JSON takes less than 100 MB once it is parsed."""
_MEGABYTE = 1 << 20
_GZIP = 16 + zlib.MAX_WBITS


class TooLargeError(Exception):
    """The body exceeds its bounds; the message says by what, to follow the sender's name."""


class Body:
    """Collects the pieces of a body, plain or in gzip, up to a number of bytes."""

    def __init__(self, coding: str, max_bytes: int) -> None:
        """Start empty.

        Args:
            coding: The answer's `Content-Encoding`.
            most: Bytes, both as sent and as decoded.

        Raises:
            ValueError: The coding is another one.
        """
        if coding not in ("", "identity", "gzip"):
            raise ValueError("not a coding that was asked for")
        self._unzip = zlib.decompressobj(_GZIP) if coding == "gzip" else None
        self._max_bytes = max_bytes
        self._decoded = bytearray()
        self.received = 0

    def feed(self, piece: bytes) -> None:
        """Take the next piece as sent.

        Raises:
            TooLargeError: There is more than allowed.
            ValueError: It is not gzip.
        """
        self.received += len(piece)
        if self._unzip is None:
            self._decoded += piece
        elif piece:
            self._decoded += self._decompress(self._unzip, piece)
        if max(self.received, len(self._decoded)) > self._max_bytes:
            raise TooLargeError(f"sent more than {self._max_bytes // _MEGABYTE} MB")

    def _decompress(self, unzip: "zlib._Decompress", piece: bytes) -> bytes:
        if unzip.eof:
            raise ValueError("there is more behind the end")
        try:
            # One byte more than allowed shows that there is too much.
            return unzip.decompress(piece, self._max_bytes + 1 - len(self._decoded))
        except zlib.error as error:
            raise ValueError("not gzip") from error

    def finish(self) -> bytes:
        """Return the whole body, decoded. ValueError where the end is missing."""
        if self._unzip is not None and not self._unzip.eof:
            raise ValueError("cut short")
        return bytes(self._decoded)


def check_density(body: bytes) -> None:
    """Refuse JSON that would take many times its size once it is parsed, as `[],[],[]…` does.

    Raises:
        TooLargeError: There may be more values than in any thread.
    """
    if len(body) > _UNCOUNTED and sum(map(body.count, (b",", b"[", b"{"))) > _MAX_VALUES:
        raise TooLargeError(f"sent more than {_MAX_VALUES:,} values")
