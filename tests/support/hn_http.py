"""The HTTP side of :mod:`tests.support.hn_server`: faults and server-sent events."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from tests.support.local_server import POLL, Listener, LocalHandler

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.hn_server import HNServer


class Handler(LocalHandler):
    """Answers the requests of one connection."""

    wbufsize = -1  # head and body leave together
    server: Listener[HNServer]

    def setup(self) -> None:
        super().setup()
        self.server.owner.count_connection()

    def do_GET(self) -> None:  # noqa: N802 (the name that http.server calls)
        hn = self.server.owner
        fault, latency = hn.begin(self.path)
        hn.stopping.wait(latency)
        while hn.faults.held and re.search(hn.faults.held, self.path):
            if hn.stopping.wait(0.002):
                break
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
        self.server.owner.end(status)
        self.send_response(status)
        for name, value in {"Content-Type": f"{content_type}; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _hang(self) -> None:
        self.wait_for_leave()
        self.server.owner.end(None)

    def _stream(self) -> None:
        """Send a value, and again whenever it changes, as server-sent events."""
        hn = self.server.owner
        self.close_connection = True
        self._send_head(200, {"Connection": "close"}, "text/event-stream")
        sent = self._send_value(hn.answer(self.path)[1])
        hn.count_stream(1)  # not before the first value: a server that stops sends no more
        try:
            self._send_changes(sent)
        finally:
            hn.count_stream(-1)

    def _send_changes(self, sent: bytes) -> None:
        hn = self.server.owner
        last = time.monotonic()
        while not (hn.stopping.is_set() or self.client_left()):
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
