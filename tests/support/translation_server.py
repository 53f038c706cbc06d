"""A local service that translates: Chat Completions, DeepL and LibreTranslate, with faults.

    with TranslationServer() as server:
        TranslateSettings(backend="openai", url=f"{server.url}/v1", model="m")
        server.answer = lambda text: "…"
        server.faults.append("limited")

A rendering keeps placeholders and numbers, so that it passes the checks.
"""

import json
import re
import select
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

POLL = 0.02
_COMMENT = re.compile(r"<comment>\n(.*?)\n</comment>", re.DOTALL)
_KEPT = re.compile(r'⟦\d+⟧|<x id="\d+"/>|\d[\d.,:]*')
_TRANSLATES = "You translate"


@dataclass(frozen=True)
class Asked:
    """A request.

    Attributes:
        path: Its path.
        headers: Its headers.
        value: Its JSON.
    """

    path: str
    headers: Mapping[str, str]
    value: Any

    @property
    def system(self) -> str:
        """The instructions of a prompt."""
        return str(self.value["messages"][0]["content"])

    @property
    def comment(self) -> str:
        """The last comment in a prompt."""
        contents = [message["content"] for message in self.value["messages"]]
        return str([match for text in contents for match in _COMMENT.findall(text)][-1])


def render(text: str) -> str:
    """Return a rendering that passes the checks."""
    return "\n".join(
        f"苔の話{''.join(f' {part} ' for part in _KEPT.findall(line))}です。"
        if line.strip()
        else ""
        for line in text.split("\n")
    )


class TranslationServer:
    """Serves until the end of its ``with`` block.

    Attributes:
        url: Its URL.
        answer: Returns the rendering of a text with placeholders.
        reply: Returns the answer to another task, given the instructions and the material.
        faults: The faults of the next requests, in order: a status such as ``"401"``, ``"limited"``
            (429 with Retry-After), ``"cut"``, ``"silence"``, ``"garbage"``, ``"endless"``,
            ``"length"`` (the model's limit), ``"ok"``.
        fault: The fault of every request after those.
        chunk: Bytes of each piece of a stream.
        asked: The requests so far.
    """

    def __init__(self) -> None:
        self.answer: Callable[[str], str] = render
        self.reply: Callable[[str, str], str] = lambda _system, _material: "50 fine"
        self.faults: deque[str] = deque()
        self.fault = "ok"
        self.chunk = 7
        self.asked: list[Asked] = []
        self.open_streams = 0
        self.stopping = threading.Event()
        self.changed = threading.Condition()
        self._listener = _Listener(self)
        self.url = f"http://127.0.0.1:{self._listener.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(POLL,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown()
        self.stopping.set()
        self._listener.hang_up()
        self._listener.server_close()
        self._thread.join()

    def count_stream(self, change: int) -> None:
        """Count a stream that opened (1) or ended (-1)."""
        with self.changed:
            self.open_streams += change
            self.changed.notify_all()

    def wait_until_quiet(self, seconds: float = 10) -> bool:
        """Wait until no stream is open; return whether that came true."""
        with self.changed:
            return self.changed.wait_for(lambda: self.open_streams == 0, seconds)

    def take(self, asked: Asked) -> str:
        """Remember a request and return its fault."""
        with self.changed:
            self.asked.append(asked)
            return self.faults.popleft() if self.faults else self.fault

    def chat(self, asked: Asked) -> str:
        """Return the answer to a prompt."""
        if asked.system.startswith(_TRANSLATES):
            return self.answer(asked.comment)
        return self.reply(asked.system, asked.comment)


class _Listener(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, service: TranslationServer) -> None:
        self.service = service
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """End every connection; threads that wait on one wake up."""
        for connection in self._open.copy():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listener

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def do_POST(self) -> None:
        service = self.server.service
        value = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = Asked(self.path, dict(self.headers), value)
        fault = service.take(asked)
        if fault == "silence":
            self._wait_for_leave()
        elif fault.isdecimal():
            self._send(int(fault), {"error": {"message": "no sk-s3cret here"}})
        elif fault == "limited":
            self._send(429, {"error": "slow down"}, {"Retry-After": "2"})
        elif self.path.endswith("/chat/completions"):
            self._stream(asked, fault)
        elif fault == "garbage":
            self._send(200, {"unexpected": [1]})
        elif self.path == "/v2/translate":
            texts = [{"text": service.answer(text)} for text in value["text"]]
            self._send(200, {"translations": texts})
        elif self.path == "/translate":
            self._send(200, {"translatedText": [service.answer(text) for text in value["q"]]})
        else:
            self._send(404, {"error": "nothing here"})

    def _send(self, status: int, value: object, headers: Mapping[str, str] | None = None) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, asked: Asked, fault: str) -> None:
        service = self.server.service
        service.count_stream(1)
        self.close_connection = True
        try:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            if fault == "garbage":
                self._write(b'data: {"choices": [{"delta"\n\n')
            elif fault == "endless":
                while not self._has_left():
                    self._write(_event("苔が生える。" * 50))
            else:
                self._write_answer(service.chat(asked), fault)
        finally:
            service.count_stream(-1)

    def _write_answer(self, answer: str, fault: str) -> None:
        body = b": a comment\r\n\r\n" + b"".join(_event(letter) for letter in answer)
        body += _event("", {"length": "length", "filter": "content_filter"}.get(fault, "stop"))
        body += b'data: {"choices": [], "usage": {}}\n\ndata: [DONE]\n\n'
        size = self.server.service.chunk
        if fault == "cut":
            body = body[: len(body) // 2]
        for at in range(0, len(body), size):
            self._write(body[at : at + size])
        if fault != "cut":  # without its last chunk, the client sees that it is cut
            self.wfile.write(b"0\r\n\r\n")

    def _write(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
        self.wfile.flush()

    def _has_left(self) -> bool:
        readable, _, _ = select.select([self.connection], [], [], 0)
        return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)

    def _wait_for_leave(self) -> None:
        self.close_connection = True
        self.server.service.count_stream(1)
        with suppress(OSError):
            self.connection.recv(1, socket.MSG_PEEK)
        self.server.service.count_stream(-1)


def _event(text: str, reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": reason}
    return b"data: %b\n\n" % json.dumps({"choices": [choice]}).encode()
