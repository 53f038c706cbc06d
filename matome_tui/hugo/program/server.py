"""A post in the browser as the site will show it, before it is saved: `hugo server` on it alone."""

import http.client
import os
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote, unquote, urlsplit

from matome_tui.atomic import write_atomically
from matome_tui.hugo.program.isolated import IN_MEMORY, Isolated
from matome_tui.hugo.program.run import BuildError, Hugo, HugoError, quiet_environment, reason

HOST = "127.0.0.1"
START_TIMEOUT = 30.0
"""Seconds until the first page must be there."""

_POLL_SECONDS = 0.02
_STOP_SECONDS = 3.0

# The shell becomes hugo. A child of it waits on a pipe that only this program holds open: that
# closes with this program, however it ends, and then the temporary folder, named as the shell's own
# name, goes, and with it hugo and the child, which are one group.
_GUARD = 'exec 3<&0 </dev/null; { read -r _; rm -rf -- "$0"; kill 0; } <&3 & exec "$@" 3<&-'


class Server:
    """A running hugo that shows one post; it stops with the program, or earlier by `stop`.

    Attributes:
        url: Where the post is.
    """

    def __init__(self, hugo: Hugo, site: Path, path: Path, text: str) -> None:
        """Start it; this takes until the page is there.

        Args:
            hugo: The hugo to run.
            site: The site's root.
            path: Where the post is in the site, or will be.
            text: What it says.

        Raises:
            BuildError: The post, or the site with it, does not build.
            HugoError: Hugo does not run, or takes longer than `START_TIMEOUT`.
            OSError: There is no free port, or no room for temporary files.
        """
        with ExitStack() as stack:
            around = stack.enter_context(Isolated(hugo, site))
            self._file = around.add(path)
            write_atomically(self._file, text)
            self._log = stack.enter_context(tempfile.TemporaryFile("w+", errors="replace"))
            self._port = _free_port()
            where = _address(around, self._file, path)
            # Hugo itself says localhost; themes that name their files in full need the same host.
            self.url = f"http://localhost:{self._port}{where}"
            self._process = _start(around, self._port, self._log)
            stack.callback(self._end)
            self._wait(where)
            self._stack = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        """Whether it still does."""
        return self._process.poll() is None

    def wait(self) -> None:
        """Wait until it ends."""
        self._process.wait()

    def show(self, text: str) -> None:
        """Let the post say this; the browser follows. OSError where the disk does not take it."""
        write_atomically(self._file, text)

    def problem(self) -> str:
        """Return why hugo ended by itself, one line."""
        self._log.seek(0)
        return reason(self._log.read()) or "Hugo ended without a word"

    def stop(self) -> None:
        """End it and leave nothing behind; once is enough."""
        self._stack.close()

    def _wait(self, where: str) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while not _answers(self._port, where):
            if not self.is_running:
                raise BuildError(self.problem())
            if time.monotonic() > deadline:
                raise HugoError(f"Hugo shows no page after {START_TIMEOUT:g} seconds")
            time.sleep(_POLL_SECONDS)

    def _end(self) -> None:
        process = self._process
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _start(around: Isolated, port: int, log: IO[str]) -> subprocess.Popen[bytes]:
    command = [
        *(str(around.hugo.executable), "server", "--source", str(around.site)),
        *(*around.arguments, *IN_MEMORY),
        *("--bind", HOST, "--port", str(port), "--navigateToChanged", "--noHTTPCache"),
    ]
    try:
        return subprocess.Popen(  # noqa: S603 - a list of arguments; the shell's text is ours
            ["/bin/sh", "-c", _GUARD, str(around.folder), *command],
            env=quiet_environment(around.environment),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise HugoError(f"Hugo cannot be started: {error.strerror}") from error


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])


def _address(around: Isolated, file: Path, path: Path) -> str:
    """Return the post's address below the host, as the site's settings make it."""
    page = around.page(file)
    if page is None or not page["permalink"]:
        raise HugoError(f"Hugo makes no page of {path}")
    return quote(unquote(urlsplit(page["permalink"]).path)) or "/"


def _answers(port: int, where: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=1)
    try:
        connection.request("GET", where)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
