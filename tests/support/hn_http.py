"""The HTTP side of :mod:`tests.support.hn_server`: connections, faults, server-sent events."""

from __future__ import annotations

import contextlib
import select
import socket
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.hn_server import HNServer

POLL = 0.02
"""Seconds between two looks at whether the server stops or a stream's client is still there."""


class Listener(ThreadingHTTPServer):
    """Accepts connections and remembers them, so that none outlives the server."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, hn: HNServer) -> None:
        self.hn = hn
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.hn.stats.connections += 1
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report errors of ours; that a client goes away in the middle is what tests do."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """End every connection; threads that wait on one wake up."""
        for connection in self._open.copy():
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    server: Listener

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        hn = self.server.hn
        fault, latency = hn.begin(self.path)
        hn.stopping.wait(latency)
        if fault == "hang":
            self._hang()
        elif fault == "error":
            self._send(500, b'{"error":"Internal Server Error"}')
        elif fault == "limit":
            self._send(429, b'{"error":"Too Many Requests"}', {"Retry-After": "1"})
        elif self.path.startswith("/v0/") and "text/event-stream" in self.headers.get("Accept", ""):
            self._stream()
        else:
            status, body = hn.answer(self.path)
            if fault == "garbage":
                body = b"<html>" + body[: len(body) // 2]
            self._send(status, body, cut=fault == "truncate")

    def _send(
        self, status: int, body: bytes, headers: Mapping[str, str] | None = None, cut: bool = False
    ) -> None:
        """Send an answer; ``cut`` leaves out the second half and hangs up."""
        self._send_head(status, {"Content-Length": str(len(body)), **(headers or {})})
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection |= cut

    def _send_head(
        self, status: int, headers: Mapping[str, str], content_type: str = "application/json"
    ) -> None:
        self.server.hn.end(status)
        self.send_response(status)
        for name, value in {"Content-Type": f"{content_type}; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _hang(self) -> None:
        """Wait until the client leaves or the server stops."""
        self.close_connection = True
        try:
            self.connection.recv(1, socket.MSG_PEEK)
        finally:
            self.server.hn.end(None)

    def _stream(self) -> None:
        """Send a value, and again whenever it changes, as server-sent events."""
        hn = self.server.hn
        self.close_connection = True
        self._send_head(200, {"Connection": "close"}, "text/event-stream")
        sent = self._send_value(hn.answer(self.path)[1])
        hn.count_stream(1)  # not before the first value: a server that stops sends no more
        try:
            self._send_changes(sent)
        finally:
            hn.count_stream(-1)

    def _send_changes(self, sent: bytes) -> None:
        hn = self.server.hn
        last = time.monotonic()
        while not (hn.stopping.is_set() or self._client_left()):
            body = hn.answer(self.path)[1]
            if body != sent:
                sent = self._send_value(body)
            elif time.monotonic() - last >= hn.keep_alive:
                self._send_event("keep-alive", b"null")
            else:
                with hn.changed:
                    hn.changed.wait(POLL)
                continue
            last = time.monotonic()

    def _send_value(self, body: bytes) -> bytes:
        self._send_event("put", b'{"path":"/","data":' + body + b"}")
        return body

    def _send_event(self, name: str, data: bytes) -> None:
        self.wfile.write(b"event: %s\ndata: %s\n\n" % (name.encode(), data))
        self.wfile.flush()

    def _client_left(self) -> bool:
        readable, _, _ = select.select([self.connection], [], [], 0)
        return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
