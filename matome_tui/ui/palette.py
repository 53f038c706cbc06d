"""The command palette."""

from collections.abc import Iterable, Iterator
from typing import Any, Self

from rich.align import Align
from rich.text import Text
from textual.app import ComposeResult, SystemCommand
from textual.command import CommandInput, CommandList
from textual.command import CommandPalette as TextualPalette
from textual.widgets.option_list import Option
from textual.worker import Worker

from matome_tui.i18n import N_, _
from matome_tui.ui.widgets.line_input import LineInput
from matome_tui.ui.widgets.live_screen import LiveScreen

TEXTUAL_COMMANDS = (
    N_("Theme"),
    N_("Change the current theme"),
    N_("Quit"),
    N_("Quit the application as soon as possible"),
    N_("Keys"),
    N_("Show help for the focused widget and a summary of available keys"),
    N_("Hide the keys and widget help panel"),
    N_("Maximize"),
    N_("Maximize the focused widget"),
    N_("Minimize"),
    N_("Minimize the widget and restore to normal size"),
    N_("Screenshot"),
    N_("Save an SVG 'screenshot' of the current screen"),
)
"""Titles and tooltips of `App.get_system_commands`, for the catalogues."""


def translated(commands: Iterable[SystemCommand]) -> Iterator[SystemCommand]:
    """Yield commands of Textual in the user's language."""
    for command in commands:
        yield command._replace(title=_(command.title), help=_(command.help))


class _Field(CommandInput, LineInput):
    """The field of the palette."""


class _List(CommandList):
    """The commands that were found."""

    def add_options(self, new_options: Iterable[Any]) -> Self:
        """Add options; that of no matches in the user's language."""
        return super().add_options(map(_translated_option, new_options))


def _translated_option(option: Any) -> Any:
    if isinstance(option, Option) and option.id == TextualPalette._NO_MATCHES:  # noqa: SLF001
        text = Text(_("No matches found"), style="not bold")
        return Option(Align.center(text), id=option.id, disabled=True)
    return option


class CommandPalette(TextualPalette, LiveScreen[None]):
    """Searches commands; a search that finds the palette closed does not end the program."""

    def compose(self) -> ComposeResult:
        """Make the widgets, with a field of ours."""
        for widget in super().compose():
            if isinstance(widget, CommandInput):
                yield _Field(hint=self._placeholder)
            else:
                yield _List() if isinstance(widget, CommandList) else widget

    def _action_command_list(self, action: str) -> None:
        """Pass an action on to the list of commands, unless it has no lines yet.

        Textual looks for the line of the cursor, also before the list is laid out.
        """
        if self.query_one(CommandList)._index_to_line:  # noqa: SLF001
            super()._action_command_list(action)

    def run_worker(self, *args: Any, **options: Any) -> Worker[Any]:
        """Run a worker; see `DOMNode.run_worker`."""
        return super().run_worker(*args, **{**options, "exit_on_error": False})
