"""A local service that translates: Chat Completions, DeepL and LibreTranslate, with faults.

    with TranslationServer() as server:
        TranslateSettings(backend="openai", url=f"{server.url}/v1", model="m")
        server.answer = lambda text: "…"
        server.faults.append("limited")

A rendering keeps placeholders and numbers, so that it passes the checks.
"""

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.local_server import Listener, LocalHandler, LocalServer

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


class TranslationServer(LocalServer):
    """Serves renderings.

    Attributes:
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
        super().__init__(_Handler)
        self.answer: Callable[[str], str] = render
        self.reply: Callable[[str, str], str] = lambda _system, _material: "50 fine"
        self.faults: deque[str] = deque()
        self.fault = "ok"
        self.chunk = 7
        self.asked: list[Asked] = []
        self.open_streams = 0
        self.changed = threading.Condition()

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


class _Handler(LocalHandler):
    server: Listener[TranslationServer]

    def do_POST(self) -> None:  # noqa: N802 (the name that http.server calls)
        service = self.server.owner
        value = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = Asked(self.path, dict(self.headers), value)
        fault = service.take(asked)
        if fault == "silence":
            self._be_silent()
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
        service = self.server.owner
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
                while not self.client_left():
                    self._write(_event("苔が生える。" * 50))
            else:
                self._write_answer(service.chat(asked), fault)
        finally:
            service.count_stream(-1)

    def _write_answer(self, answer: str, fault: str) -> None:
        body = b": a comment\r\n\r\n" + b"".join(_event(letter) for letter in answer)
        body += _event("", {"length": "length", "filter": "content_filter"}.get(fault, "stop"))
        body += b'data: {"choices": [], "usage": {}}\n\ndata: [DONE]\n\n'
        size = self.server.owner.chunk
        if fault == "cut":
            body = body[: len(body) // 2]
        for at in range(0, len(body), size):
            self._write(body[at : at + size])
        if fault != "cut":  # without its last chunk, the client sees that it is cut
            self.wfile.write(b"0\r\n\r\n")

    def _write(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
        self.wfile.flush()

    def _be_silent(self) -> None:
        self.server.owner.count_stream(1)
        self.wait_for_leave()
        self.server.owner.count_stream(-1)


def _event(text: str, reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": reason}
    return b"data: %b\n\n" % json.dumps({"choices": [choice]}).encode()
