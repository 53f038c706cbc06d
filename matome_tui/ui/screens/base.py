"""What the screens have in common."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.screen import Screen
from textual.worker import Worker

from matome_tui import paths
from matome_tui.ui.commands import Group
from matome_tui.ui.event import Event, Unsubscribe
from matome_tui.ui.services import Services

if TYPE_CHECKING:
    from matome_tui.ui.app import MatomeApp

Result = TypeVar("Result")
Value = TypeVar("Value")

NARROW = 100
"""Cells below which a screen shows one thing instead of two side by side."""


def style_path(name: str) -> str:
    """Return the path of a style sheet of ours, without its ending."""
    return str(paths.styles_directory() / f"{name}.tcss")


class MatomeScreen(Screen[Result]):
    """A screen of the program.

    Attributes:
        GROUPS: Of the commands that can be given on it, for the help and the palette.
    """

    GROUPS: ClassVar[tuple[Group, ...]] = ()
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._unsubscribe: list[Unsubscribe] = []

    @property
    def is_narrow(self) -> bool:
        """Whether there is no room for two things side by side."""
        return self.size.width < NARROW

    @property
    def matome(self) -> "MatomeApp":
        """The program."""
        return cast("MatomeApp", self.app)

    @property
    def services(self) -> Services:
        """What the program is made of."""
        return self.matome.services

    def on_unmount(self) -> None:
        """End the subscriptions and free the painted lines of the closed screen.

        Textual caches two styles for each widget, and the key holds on to the widget's lines.
        """
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        with suppress(ImportError, AttributeError):  # a Textual without this cache
            from textual._styles_cache import StylesCache

            StylesCache.get_inner_outer.cache_clear()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell of work in the background that broke off; the program goes on."""
        self.matome.tell_of_failure(event.worker)

    def follow(self, event: Event[Value], callback: Callable[[Value], object]) -> None:
        """Call `callback` when an event is published, as long as the screen is open."""

        def call(value: Value) -> None:
            if self in self.app.screen_stack:
                callback(value)

        self._unsubscribe.append(event.subscribe(call))

    def warn(self, message: str) -> None:
        """Show one line of warning; it is taken as text, not as markup."""
        self.notify(message, severity="warning", markup=False)

    def tell(self, message: str) -> None:
        """Show one line."""
        self.notify(message, markup=False)
