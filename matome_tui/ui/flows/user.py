"""The user and the program, as far as a flow needs them."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol, TypeVar

from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.timer import Timer

from matome_tui.ui.states import States

Answer = TypeVar("Answer")


class User(Protocol):
    """Answers questions and reads notes."""

    async def ask(self, question: Screen[Answer]) -> Answer:
        """Show a dialog; return its answer."""

    def notify(
        self, message: str, *, severity: SeverityLevel = ..., timeout: float | None = ...
    ) -> None:
        """Show one line of plain text."""

    def shown_key(self, command: str) -> str:
        """Return the first key of a command, by its id, as people write it."""


class Host(User, Protocol):
    """A program that also shows states, and does things later or in the background."""

    @property
    def states(self) -> States:
        """What lasts, at the foot of all screens."""

    def set_timer(
        self, delay: float, callback: Callable[[], None] | Callable[[], Awaitable[None]]
    ) -> Timer:
        """Call a function after `delay` seconds."""

    def run_worker(
        self,
        work: Coroutine[Any, Any, None],
        *,
        group: str,
        exit_on_error: bool,
        exclusive: bool = ...,
    ) -> object:
        """Run a coroutine in the background; failures are reported."""

    def browse(self, url: str) -> None:
        """Open a web page."""
