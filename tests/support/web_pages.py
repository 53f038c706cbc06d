"""A server of a few pages on the loopback, to be asked for articles."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.support.local_server import Listener, LocalHandler, LocalServer


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


class WebPages(LocalServer):
    """Serves answers by path.

    Attributes:
        answers: The answers.
        asked: The requests: path and `Host` header.
    """

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        super().__init__(_Handler)
        self.answers = answers
        self.asked: list[tuple[str, str]] = []


class _Handler(LocalHandler):
    protocol_version = "HTTP/1.0"  # a body ends with its connection
    server: Listener[WebPages]

    def do_GET(self) -> None:  # noqa: N802 (the name that http.server calls)
        pages = self.server.owner
        pages.asked.append((self.path, self.headers["Host"]))
        answer = pages.answers.get(self.path, Answer(status=404))
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)
        if answer.hangs:
            self.wait_for_leave()
