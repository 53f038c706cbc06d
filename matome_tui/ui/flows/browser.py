"""Opening web pages in the user's browser, without output on the program's screen.

A graphical browser runs detached. A terminal browser gets the terminal until it ends. Addresses
are untrusted text: they reach the browser as one argument, never through a shell.
"""

import asyncio
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from matome_tui.i18n import _
from matome_tui.ui.flows.external_editor import failure, no_interrupts

if TYPE_CHECKING:
    from textual.app import App

_GRAPHICAL = (
    *("xdg-open", "gio open", "x-www-browser", "sensible-browser"),
    *("firefox", "chromium", "chromium-browser", "google-chrome"),
)
_TERMINAL = ("www-browser", "w3m", "links", "elinks", "lynx", "links2", "browsh", "carbonyl")
_EVERYWHERE = ("wslview", "termux-open-url")
"""Programs of systems without a display that open the browser of their host."""

_ASKS_ITSELF = frozenset({"sensible-browser", "xdg-open"})
"""Programs that start a terminal browser if there is no display."""

_EARLY_SECONDS = 10.0
"""A browser that fails within this time has shown nothing."""

_POLL_SECONDS = 0.1

_running: list[subprocess.Popen[bytes]] = []


class BrowserError(Exception):
    """A page was not opened; the message is one line without the address."""


@dataclass(frozen=True)
class Browser:
    """A program that shows web pages.

    Attributes:
        command: The program, and its arguments with `%s` for the address.
        takes_terminal: Whether it shows them in the terminal.
    """

    command: tuple[str, ...]
    takes_terminal: bool

    @property
    def name(self) -> str:
        """The program's name, for messages."""
        return Path(self.command[0]).name

    def arguments(self, url: str) -> list[str]:
        """Return the command that shows a page."""
        return [part.replace("%s", url) for part in self.command]


def find_browser(environment: Mapping[str, str]) -> Browser | None:
    """Return the first browser of `$BROWSER` that is installed, or else of the usual ones."""
    has_display = _has_display(environment)
    for line in _candidates(environment, has_display):
        try:
            command = shlex.split(line)
        except ValueError:
            continue
        if command[-1:] == ["&"]:  # graphical browsers run detached anyway
            command.pop()
        # Inside an argument of several words, `%s` would be read by a shell.
        if not command or any("%s" in part and len(part.split()) > 1 for part in command):
            continue
        if program := shutil.which(command[0], path=environment.get("PATH")):
            if not any("%s" in part for part in command):
                command.append("%s")
            names = {Path(program).name, Path(program).resolve().name}
            takes_terminal = not names.isdisjoint(_TERMINAL) or (
                not has_display and not names.isdisjoint(_ASKS_ITSELF)
            )
            return Browser((program, *command[1:]), takes_terminal)
    return None


async def open_page(app: "App[None]", url: str) -> None:
    """Show a web page; wait until a terminal browser ends, or another has started.

    Args:
        app: The program, whose terminal the browser may need.
        url: An address of http or https.

    Raises:
        BrowserError: There is no browser, or it cannot be started or fails.
    """
    if sys.platform == "win32":
        await asyncio.to_thread(os.startfile, url)
        return
    browser = await asyncio.to_thread(find_browser, os.environ)
    if browser is None:
        raise BrowserError(_("No browser was found"))
    try:
        status = (
            _run_in_terminal(app, browser, url)
            if browser.takes_terminal
            else await _run_detached(browser, url)
        )
    except OSError as error:
        line = _("{program} cannot be started: {reason}")
        raise BrowserError(line.format(program=browser.name, reason=error.strerror)) from error
    if status:
        raise BrowserError(failure(browser.name, status))


def _candidates(environment: Mapping[str, str], has_display: bool) -> Iterator[str]:
    yield from environment.get("BROWSER", "").split(os.pathsep)
    yield from _EVERYWHERE
    if has_display:
        yield from ("open",) if sys.platform == "darwin" else _GRAPHICAL
    yield from _TERMINAL


def _has_display(environment: Mapping[str, str]) -> bool:
    """Return whether windows appear where the user is; on a Mac not over SSH."""
    if sys.platform == "darwin":
        return "SSH_CONNECTION" not in environment
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _run_in_terminal(app: "App[None]", browser: Browser, url: str) -> int:
    """Hand the terminal over to a browser until it ends; return its exit status."""
    problem: OSError | None = None
    status = 0
    try:
        with app.suspend():
            # An error that left this block would leave the terminal handed over.
            try:
                with no_interrupts():
                    done = subprocess.run(  # noqa: S603 - a list of arguments
                        browser.arguments(url), stdout=sys.__stderr__, check=False
                    )
                status = done.returncode
            except OSError as error:
                problem = error
    except SuspendNotSupported:
        line = _("This terminal cannot be handed over to {program}")
        raise BrowserError(line.format(program=browser.name)) from None
    if problem:
        raise problem
    return status


async def _run_detached(browser: Browser, url: str) -> int:
    """Start a browser in a session of its own, without the terminal.

    Return its exit status if it ends soon, as after handing the page to a running browser; 0 if
    it goes on.
    """
    _running[:] = [process for process in _running if process.poll() is None]
    process = await asyncio.to_thread(
        subprocess.Popen,
        browser.arguments(url),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _running.append(process)
    deadline = time.monotonic() + _EARLY_SECONDS
    while time.monotonic() < deadline:
        if (status := process.poll()) is not None:
            return status
        await asyncio.sleep(_POLL_SECONDS)
    return 0
