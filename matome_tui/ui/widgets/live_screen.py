"""The base class of all screens and dialogs."""

from typing import TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import Screen

Result = TypeVar("Result")


class LiveScreen(Screen[Result]):
    """A screen that does nothing without its widgets.

    Textual stops making the widgets of a screen that is closed, or whose program ends, before it
    was shown.
    """

    _lacks_widgets = False

    @property
    def is_live(self) -> bool:
        """Whether the screen has its widgets: it is composed, and nothing closes it."""
        return self.is_mounted and self.is_attached and self._may_mount

    @property
    def _may_mount(self) -> bool:
        app = self.app
        is_ending = self._pruning or app._exit or not app._running  # noqa: SLF001 -- as Textual itself decides
        return bool(self.children) and not is_ending and not self._lacks_widgets

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 -- as Textual's
        """Ignore keys until the screen is composed, and once it is being closed."""
        return self.is_live

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close the screen; see `Screen.dismiss`.

        Do nothing if it or the program is being closed, or if another screen is over it, which
        Textual would close instead.
        """
        stack = self.app._screen_stack  # noqa: SLF001 -- as `pop_screen`
        may_close = len(stack) > 1 and stack[-1] is self and self.is_live
        return super().dismiss(result) if may_close else AwaitComplete()

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; ignore the mounting of a screen that lacks widgets, and what follows."""
        if isinstance(event, events.Mount) and not self._may_mount:
            self._lacks_widgets = True
        if not self._lacks_widgets or isinstance(event, events.Unmount | events.Callback):
            await super().on_event(event)
