"""The command palette."""

from typing import Any

from textual.app import ComposeResult
from textual.command import CommandInput, CommandList
from textual.command import CommandPalette as TextualPalette
from textual.worker import Worker

from matome_tui.ui.widgets.line_input import LineInput
from matome_tui.ui.widgets.live_screen import LiveScreen


class _Field(CommandInput, LineInput):
    """The field of the palette."""


class CommandPalette(TextualPalette, LiveScreen[None]):
    """Searches commands; a search that finds the palette closed does not end the program."""

    def compose(self) -> ComposeResult:
        """Make the widgets, with a field of ours."""
        for widget in super().compose():
            is_field = isinstance(widget, CommandInput)
            yield _Field(hint=self._placeholder) if is_field else widget

    def _action_command_list(self, action: str) -> None:
        """Pass an action on to the list of commands, unless it has no lines yet.

        Textual looks for the line of the cursor, also before the list is laid out.
        """
        if self.query_one(CommandList)._index_to_line:  # noqa: SLF001
            super()._action_command_list(action)

    def run_worker(self, *args: Any, **options: Any) -> Worker[Any]:
        """Run a worker; see `DOMNode.run_worker`."""
        return super().run_worker(*args, **{**options, "exit_on_error": False})
