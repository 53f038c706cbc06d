"""Preview of a post in the browser before it is saved: `hugo server` on an isolated site."""

import http.client
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote, unquote, urlsplit

from matome_tui.atomic import write_atomically
from matome_tui.hugo.executable import BuildError, Hugo, HugoError, quiet_environment, reason
from matome_tui.hugo.program.isolated import IN_MEMORY, IsolatedSite
from matome_tui.hugo.site.placement import place_of
from matome_tui.i18n import _

HOST = "127.0.0.1"
START_TIMEOUT = 30.0
"""Limit in seconds until the first page is served."""

_POLL_SECONDS = 0.02
_MAX_LOG = 1 << 20
_STOP_SECONDS = 3.0

_SERVED = re.compile(
    r"^Web Server is available at http://[^/\s]*:(?P<port>[0-9]+)/.* (?P<language>\S+)$",
    re.MULTILINE,
)

# The shell becomes hugo. A child of it reads a pipe that this process alone keeps open. When this
# process ends, in whatever way, the pipe closes, and the child removes the temporary folder ($0)
# and kills hugo and itself, which are one process group.
_GUARD = 'exec 3<&0 </dev/null; { read -r _; rm -rf -- "$0"; kill 0; } <&3 & exec "$@" 3<&-'


class Server:
    """A running `hugo server` for one post; it ends with this process, or on `stop`.

    Attributes:
        url: The address of the post.
    """

    def __init__(self, hugo: Hugo, site: Path, path: Path, text: str) -> None:
        """Start the server and wait for the page.

        Args:
            hugo: The hugo to run.
            site: The site's root.
            path: The post's path in the site; it need not exist.
            text: The post's text.

        Raises:
            BuildError: The post, or the site with it, does not build.
            HugoError: Hugo does not run, or takes longer than `START_TIMEOUT`.
            OSError: There is no free port, or no room for temporary files.
        """
        with ExitStack() as stack:
            isolated = stack.enter_context(IsolatedSite(hugo, site))
            self._file = isolated.add(path)
            write_atomically(self._file, text)
            self._log = stack.enter_context(tempfile.TemporaryFile("w+", errors="replace"))
            self._port = _free_port()
            where = _address(isolated, self._file, path)
            place = place_of(isolated.places, path)
            self._process = _start(isolated, self._port, self._log)
            stack.callback(self._end)
            port = self._wait(where, place.language if place else isolated.places.language)
            # Hugo's base URL has localhost; themes with absolute URLs need the same host.
            self.url = f"http://localhost:{port}{where}"
            self._stack = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        """Whether hugo is running."""
        return self._process.poll() is None

    def wait(self) -> None:
        """Wait until it ends."""
        self._process.wait()

    def show(self, text: str) -> None:
        """Show another text of the post in the browser. Raises OSError if it cannot be written."""
        write_atomically(self._file, text)

    def problem(self) -> str:
        """Return why hugo ended by itself, in one line."""
        self._log.seek(0)
        return reason(self._log.read()) or _("Hugo ended without an error message")

    def stop(self) -> None:
        """Stop the server and remove its files; may be called again."""
        self._stack.close()

    def _wait(self, where: str, language: str) -> int:
        """Wait until Hugo serves an address; return the port."""
        deadline = time.monotonic() + START_TIMEOUT
        while not _answers(port := self._port_of(language), where):
            if not self.is_running:
                raise BuildError(self.problem())
            if time.monotonic() > deadline:
                message = _("Hugo serves no page after {seconds:g} seconds")
                raise HugoError(message.format(seconds=START_TIMEOUT))
            time.sleep(_POLL_SECONDS)
        return port

    def _port_of(self, language: str) -> int:
        """Return the port of a language: Hugo serves each language with its own host at another."""
        # Reading must not move the position that Hugo writes at, which it shares.
        log = os.pread(self._log.fileno(), _MAX_LOG, 0).decode(errors="replace")
        ports = {match["language"]: int(match["port"]) for match in _SERVED.finditer(log)}
        return ports.get(language, self._port)

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


def _start(isolated: IsolatedSite, port: int, log: IO[str]) -> subprocess.Popen[bytes]:
    command = [
        *(str(isolated.hugo.executable), "server", "--source", str(isolated.site)),
        *(*isolated.arguments, *IN_MEMORY),
        *("--bind", HOST, "--port", str(port), "--navigateToChanged", "--noHTTPCache"),
    ]
    try:
        return subprocess.Popen(  # noqa: S603 - a list of arguments; the shell's text is ours
            ["/bin/sh", "-c", _GUARD, str(isolated.folder), *command],
            env=quiet_environment(isolated.environment),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        message = _("Hugo cannot be started: {reason}")
        raise HugoError(message.format(reason=error.strerror)) from error


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])


def _address(isolated: IsolatedSite, file: Path, path: Path) -> str:
    """Return the path of the post's address, which depends on the site's settings."""
    page = isolated.page(file)
    if page is None or not page["permalink"]:
        raise HugoError(_("Hugo makes no page of {path}").format(path=path))
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
