"""What the screens have in common."""

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.screen import Screen
from textual.worker import Worker

from matome_tui import paths
from matome_tui.ui.commands import Group
from matome_tui.ui.services import Services

if TYPE_CHECKING:
    from matome_tui.ui.app import MatomeApp

Result = TypeVar("Result")

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
        """Free the painted lines of the closed screen.

        Textual caches two styles for each widget, and the key holds on to the widget's lines.
        """
        with suppress(ImportError, AttributeError):  # a Textual without this cache
            from textual._styles_cache import StylesCache

            StylesCache.get_inner_outer.cache_clear()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell of work in the background that broke off; the program goes on."""
        self.matome.tell_of_failure(event.worker)

    def saved(self) -> None:
        """Take note that the post was saved."""

    def draft_changed(self) -> None:
        """Take note that the draft was changed from outside the screen."""

    def site_read(self) -> None:
        """Take note of what the site's posts have used, which was read anew."""

    def warn(self, message: str) -> None:
        """Show one line of warning; it is taken as text, not as markup."""
        self.notify(message, severity="warning", markup=False)

    def tell(self, message: str) -> None:
        """Show one line."""
        self.notify(message, markup=False)
