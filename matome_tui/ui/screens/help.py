"""The help: all keys of a screen, in two columns where there is room, with a filter."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from rich.console import Group as Renderables
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, Static

from matome_tui.core.folding import has_words
from matome_tui.i18n import N_, _
from matome_tui.ui.commands import (
    DIALOGS,
    GROUP_TITLES,
    Command,
    Group,
    bindings,
    keys_of,
    of_group,
)
from matome_tui.ui.widgets.dialog_box import DialogBox
from matome_tui.ui.widgets.dialogs import Dialog
from matome_tui.ui.widgets.line_input import LineInput

_KEYS_CELLS = 18
_WIDE = 110
"""Cells of the screen from which there is room for two columns."""

Section = tuple[Group, list[Command]]
"""A group with those of its commands that are shown."""


class Help(Dialog[None]):
    """Lists the commands of a screen, then those of the dialogs, with their keys.

    What is typed narrows the list to commands with these words, or with this key.
    """

    BINDINGS = bindings("help")
    HEADING = N_("Keys")

    def __init__(self, groups: Sequence[Group], keymap: Mapping[str, str]) -> None:
        """Show the commands of these groups with their keys under a keymap."""
        super().__init__()
        self._groups = (*groups, *DIALOGS)
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with DialogBox():
            yield LineInput(hint=_("Type words or a key to filter"), id="filter")
            with VerticalScroll(id="tables", can_focus=False), Horizontal(id="columns"):
                yield Static(classes="column")
                yield Static(classes="column")
            answers = self.answers(
                ("help.down", _("down")), ("help.up", _("up")), ("help.close", _("close"))
            )
            yield Label(answers, markup=False, classes="answers")

    def on_mount(self) -> None:
        """Let the user type."""
        self.query_one(LineInput).focus()
        self._show()

    def on_resize(self) -> None:
        """Show as many columns as there is room for."""
        self._show()

    @on(Input.Changed, "#filter")
    def _filter(self) -> None:
        self._show()
        self.query_one("#tables").scroll_home(animate=False)

    def _show(self) -> None:
        sections = [*self._sections(self.query_one(LineInput).value)]
        is_wide = self.size.width >= _WIDE
        split = _middle(sections) if is_wide else len(sections)
        columns = self.query(".column").results(Static)
        for column, shown in zip(columns, (sections[:split], sections[split:]), strict=True):
            column.update(Renderables(*self._tables(shown)))
            column.display = bool(shown) or is_wide
        if not sections:
            first = self.query(".column").first(Static)
            first.update(Text(_("No command has these words or this key")))
            first.display = True

    def _sections(self, wanted: str) -> Iterator[Section]:
        """Yield the groups with the commands that have all words of a text, or one as a key."""
        words = wanted.split()
        for group in self._groups:
            shown = [command for command in of_group(group) if self._matches(command, group, words)]
            if shown:
                yield group, shown

    def _matches(self, command: Command, group: Group, words: Sequence[str]) -> bool:
        texts = command.shown_title(), command.shown_tooltip(), _(GROUP_TITLES[group])
        text = "\n".join(texts)
        keys = keys_of(command, self._keymap).split()
        return all(word in keys or has_words(text, word) for word in words)

    def _tables(self, sections: Sequence[Section]) -> Iterator[Text | Table]:
        for group, commands in sections:
            yield Text(_(GROUP_TITLES[group]), "bold")
            table = Table.grid(padding=(0, 1, 0, 0))
            table.add_column(width=_KEYS_CELLS)
            table.add_column(overflow="fold")
            for command in commands:
                keys = Text(keys_of(command, self._keymap), "bold")
                table.add_row(Padding(keys, (0, 0, 0, 2)), Text(command.shown_title()))
                if tooltip := command.shown_tooltip():
                    table.add_row("", Text(tooltip, "dim"))
            table.add_row()
            yield table

    def action_close(self) -> None:
        """End the filter, or close the help."""
        field = self.query_one(LineInput)
        if field.value:
            field.value = ""
        else:
            self.dismiss(None)


def _middle(sections: Sequence[Section]) -> int:
    """Return where to divide sections into two columns of about the same height."""
    heights = [
        2 + sum(2 if command.tooltip else 1 for command in commands)
        for _group, commands in sections
    ]
    above = [*accumulate(heights)]
    total = above[-1] if above else 0
    return min(range(len(above)), key=lambda at: abs(2 * above[at] - total), default=0) + 1
