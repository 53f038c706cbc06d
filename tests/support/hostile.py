"""A local server that answers every request with harmful bytes.

    with HostileServer(ANSWERS["gzip bomb"]) as server:
        httpx.get(server.url)

`python -m tests.support.hostile NAME` serves one answer and prints where.
"""

import contextlib
import socket
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from itertools import repeat
from typing import Self

Answer = Callable[[], Iterator[bytes]]

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
_BLOCK = 1 << 16


class HostileServer:
    """Sends an answer to each request until the client hangs up, and then closes.

    Args:
        answer: Makes the pieces, all that goes over the wire; may be without end.

    Attributes:
        url: Where it answers.
        requests: The first line of each request so far.
        sent: Bytes sent so far.
    """

    def __init__(self, answer: Answer) -> None:
        self.requests: list[str] = []
        self.sent = 0
        self._answer = answer
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._is_stopping = False
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._is_stopping = True
        for each in (self._listener, *self._open.copy()):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._is_stopping:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.add(connection)
            self._start(lambda connection=connection: self._serve(connection))  # type: ignore[misc]

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(ConnectionError):
            request = connection.recv(_BLOCK)
            self.requests.append(request.partition(b"\r\n")[0].decode())
            for piece in self._answer() if request else ():
                connection.sendall(piece)
                self.sent += len(piece)
        self._open.discard(connection)


def _endless(metadata: bytes, *, block: bytes = b" " * _BLOCK) -> Answer:
    def answer() -> Iterator[bytes]:
        yield metadata
        yield from repeat(block)

    return answer


def _whole(metadata: bytes, body: bytes = b"") -> Answer:
    # A client would send its next request over a connection that is about to close.
    end = b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    return lambda: iter((metadata + end + body,))


def _gzip(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def _gzip_bomb() -> Iterator[bytes]:
    """Send about a thousandth of what it unpacks to: zeros, without end."""
    yield _OK + b"Content-Encoding: gzip\r\n\r\n"
    packer = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS)
    zeros = b"0" * (1 << 22)
    while True:
        yield packer.compress(zeros)


def _slowly(metadata: bytes, byte: bytes) -> Answer:
    def answer() -> Iterator[bytes]:
        yield metadata
        while True:
            time.sleep(0.01)
            yield byte

    return answer


def redirect(target: str) -> Answer:
    """Send elsewhere, with a body without end."""
    return _endless(b"HTTP/1.1 307 Temporary Redirect\r\nLocation: %s\r\n\r\n" % target.encode())


ANSWERS: Mapping[str, Answer] = {
    "body without end": _endless(_OK + b"\r\n"),
    "500 MB": _endless(_OK + b"Content-Length: 500000000\r\n\r\n"),
    "120 MB array": _endless(
        _OK + b"Content-Length: 120000000\r\n\r\n[0", block=b",0" * (_BLOCK // 2)
    ),
    "gzip bomb": _gzip_bomb,
    "gzip twice": _whole(_OK + b"Content-Encoding: gzip, gzip\r\n", _gzip(_gzip(b"0" * (1 << 24)))),
    "gzip name without end": _endless(
        _OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08" + bytes(6), block=b"n" * _BLOCK
    ),
    "more behind gzip": _endless(_OK + b"Content-Encoding: gzip\r\n\r\n" + _gzip(b"0")),
    "no gzip": _whole(_OK + b"Content-Encoding: gzip\r\n", b"0"),
    "gzip cut short": _whole(_OK + b"Content-Encoding: gzip\r\n", _gzip(b"0" * 99)[:-9]),
    "another coding": _whole(_OK + b"Content-Encoding: br\r\n", b"0"),
    "dense array": _whole(_OK, b"[" + b"[]," * 4_000_000 + b"0]"),
    "deep array": _whole(_OK, b"[" * 1_000_000),
    "body that trickles": _slowly(_OK + b"\r\n[", b" "),
    "gzip that trickles": _slowly(
        _OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08" + bytes(6), b"n"
    ),
    "head that trickles": _slowly(_OK, b"x"),
    "headers without end": _endless(_OK, block=b"X-Name: value\r\n" * 4000),
    "header line without end": _endless(_OK + b"X-Name: ", block=b"v" * _BLOCK),
    "status line without end": _endless(b"HTTP/1.1 200 ", block=b"O" * _BLOCK),
    "1xx without end": _endless(b"", block=b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000),
    "trailers without end": _endless(
        _OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", block=b"X-Name: value\r\n" * 4000
    ),
    "chunk size without end": _endless(
        _OK + b"Transfer-Encoding: chunked\r\n\r\n", block=b"0" * _BLOCK
    ),
    "long reason": _whole(b"HTTP/1.1 500 " + b"\xe9 no" * 10_000 + b"\r\n"),
    "error without end": _endless(b"HTTP/1.1 500 No\r\n\r\n"),
    "Retry-After of 400 digits": _whole(
        b"HTTP/1.1 429 No\r\nRetry-After: " + b"9" * 400 + b"\r\n", b"{}"
    ),
    "no HTTP": _endless(b"", block=b"\x1b[31m\xff" * 4000),
    "hangs up": lambda: iter(()),
}
"""Answers to any request, by name."""

STREAMS: Mapping[str, Answer] = {
    "line without end": _endless(_STREAM + b"data: ", block=b"d" * _BLOCK),
    "event without end": _endless(_STREAM, block=b"data: d\n" * 8000),
    "field without end": _endless(_STREAM, block=b"f" * _BLOCK),
    "packed": _whole(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n",
        _gzip(b"data: d\n\n"),
    ),
    "no event": _endless(_STREAM, block=b"event: put\ndata: [[\n\n"),
    "deep event": lambda: iter(
        (_STREAM + b'event: put\ndata: {"path":' + b"[" * 500_000 + b"\n\n",)
    ),
    "fields without end": lambda: (
        piece
        for number in range(1 << 40)
        for piece in (
            _STREAM if not number else b"",
            b'event: patch\ndata: {"path":"/","data":{"f%d":1}}\n\n' % number
            if number
            else b'event: put\ndata: {"path":"/","data":{}}\n\n',
        )
    ),
}
"""Streams of server-sent events, by name."""


def main(name: str) -> None:
    """Serve one answer until interrupted."""
    with HostileServer({**ANSWERS, **STREAMS}[name]) as server:
        print(server.url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1])
