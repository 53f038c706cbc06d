"""The help: all keys of a screen."""

from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Label, Static

from matome_tui.i18n import _
from matome_tui.ui.commands import DIALOGS, GROUP_TITLES, Group, bindings, keys_of, of_group
from matome_tui.ui.widgets.dialogs import Dialog

_KEYS_CELLS = 20


class Help(Dialog[None]):
    """Lists the commands of a screen, then those of the dialogs, with their keys."""

    BINDINGS = bindings("help")

    def __init__(self, groups: Sequence[Group], keymap: Mapping[str, str]) -> None:
        """Show the commands of these groups with their keys under a keymap."""
        super().__init__()
        self._groups = (*groups, *DIALOGS)
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with Vertical(classes="dialog"):
            with VerticalScroll(id="tables", can_focus=False):
                for title, table in self._tables():
                    yield Static(title)
                    yield Static(table)
            answers = self.answers(
                ("help.down", _("down")), ("help.up", _("up")), ("help.close", _("close"))
            )
            yield Label(answers, markup=False, classes="answers")

    def _tables(self) -> Iterator[tuple[Text, Table]]:
        for group in self._groups:
            table = Table.grid(padding=(0, 1, 0, 0))
            table.add_column(width=_KEYS_CELLS)
            table.add_column(overflow="fold")
            for command in of_group(group):
                keys = Text(keys_of(command, self._keymap), "bold")
                table.add_row(Text("  ") + keys, Text(command.shown_title()))
                if tooltip := command.shown_tooltip():
                    table.add_row("", Text(tooltip, "dim"))
            table.add_row()
            yield Text(_(GROUP_TITLES[group]), "bold"), table

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss(None)
