"""A title bar with the names of several lists, one of which is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from matome_tui.core.comment.wrap import cell_width
from matome_tui.core.text import one_line
from matome_tui.ui.widgets.bars import Bar

_GAP = "  "


class NameBar(Bar, can_focus=False):
    """Shows names after a first word, the chosen one in brackets; the mouse chooses another."""

    @dataclass
    class Chosen(Message):
        """The mouse chose a name.

        Attributes:
            number: Its place among the names, from 0.
        """

        number: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._first = ""
        self._names: Sequence[str] = ()

    def show_names(self, first: str, names: Sequence[str], chosen: str, *facts: str) -> None:
        """Show names.

        Args:
            first: A word before them.
            names: The names; one that is not chosen may be clicked.
            chosen: The chosen one.
            facts: At the right, as of any bar.
        """
        shown = [f"[{one_line(name)}]" if name == chosen else one_line(name) for name in names]
        self._first, self._names = first, shown
        self.show(_GAP.join((first, *shown)), *facts)

    def on_click(self, event: events.Click) -> None:
        """Choose the name under the mouse."""
        start = 1 + cell_width(self._first + _GAP)
        for number, name in enumerate(self._names):
            end = start + cell_width(name)
            if start <= event.x < end:
                self.post_message(self.Chosen(number))
            start = end + cell_width(_GAP)
