"""A server on the loopback: none of its connections and threads outlives its ``with`` block."""

import select
import socket
import sys
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Generic, Self, TypeVar

LOOPBACK = "127.0.0.1"
POLL = 0.02
"""Seconds between two looks at whether the server stops or a stream's client is still there."""

ServerT = TypeVar("ServerT", bound="LocalServer")


class LocalServer:
    """Serves until the end of its ``with`` block.

    Attributes:
        url: Its URL, without a path.
        stopping: Set at the end.
    """

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        """Listen; `handler` finds this server as `self.server.owner`."""
        self.stopping = threading.Event()
        self._listener = Listener(self, handler)
        self.url = f"http://{LOOPBACK}:{self._listener.server_port}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(POLL,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.socket.shutdown(socket.SHUT_RDWR)  # wakes it now, not after `POLL`
        self._listener.shutdown()
        self.stopping.set()
        self._listener.hang_up()
        self._listener.server_close()
        self._thread.join()


class Listener(ThreadingHTTPServer, Generic[ServerT]):
    """Accepts connections and remembers them."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, owner: ServerT, handler: type[BaseHTTPRequestHandler]) -> None:
        self.owner = owner
        self._open: set[socket.socket] = set()
        super().__init__((LOOPBACK, 0), handler)

    def process_request(self, request: Any, client_address: Any) -> None:
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
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class LocalHandler(BaseHTTPRequestHandler):
    """Answers the requests of one connection, which is kept alive."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def client_left(self) -> bool:
        """Return whether the client has left or the server stops."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)

    def wait_for_leave(self) -> None:
        """Wait until the client leaves or the server stops."""
        self.close_connection = True
        with suppress(OSError):
            self.connection.recv(1, socket.MSG_PEEK)
