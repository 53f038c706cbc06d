"""A server of a few pages on the loopback, to be asked for articles."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    """What the server answers to a path.

    Attributes:
        body: The body.
        kind: The content type.
        status: The status.
        headers: Further headers.
        hangs: Whether it never ends.
    """

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False


def redirect(url: str) -> Answer:
    return Answer(status=302, headers={"Location": url})


class WebPages:
    """Serves answers by path until the block ends.

    Attributes:
        asked: The requests: path and `Host` header.
    """

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.asked: list[tuple[str, str]] = []
        self._ended = ended = threading.Event()
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append((self.path, self.headers["Host"]))
                answer = answers.get(self.path, Answer(status=404))
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.kind)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)
                if answer.hangs:
                    self.wfile.flush()
                    ended.wait(30)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
