"""Which of several links?"""

from collections.abc import Mapping
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from matome_tui.ui.styles import style_path

_HINT = "its number opens a link    escape: none"


class LinkChoice(ModalScreen[str | None]):
    """Shows links whole beside their numbers; a number that is typed gives its link.

    Where longer numbers begin with what is typed, Enter says that it is all.
    """

    CSS_PATH = style_path("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [
        *((f"{digit}", f"type('{digit}')", f"Digit {digit}") for digit in range(10)),
        ("backspace", "erase", "Take a digit back"),
        ("enter", "choose", "Open the link typed, or the first"),
        ("j,down", "scroll(1)", "Down"),
        ("k,up", "scroll(-1)", "Up"),
        ("escape,q,o", "dismiss(None)", "None"),
    ]

    def __init__(self, links: Mapping[int, str]) -> None:
        """Offer links by their numbers, at least one, in the order to show them."""
        super().__init__()
        self._links = links
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        table = Table.grid("number", "link", padding=(0, 2))
        table.columns[0].justify, table.columns[1].overflow = "right", "fold"
        for number, link in self._links.items():
            table.add_row(str(number), Text(link))
        with Vertical(classes="dialog"):
            with VerticalScroll(can_focus=False):
                yield Static(table)
            yield Label(_HINT, classes="answers")

    def action_type(self, digit: str) -> None:
        """Take a digit; give the link when no other number begins like this."""
        begun = [number for number in self._links if str(number).startswith(self._typed + digit)]
        if begun:
            self._type(self._typed + digit)
        if begun == [int(self._typed or -1)]:
            self.action_choose()

    def action_erase(self) -> None:
        """Take the last digit back."""
        self._type(self._typed[:-1])

    def action_choose(self) -> None:
        """Give the link whose number was typed, or the first one."""
        number = int(self._typed) if self._typed else next(iter(self._links))
        if number in self._links:
            self.dismiss(self._links[number])

    def action_scroll(self, lines: int) -> None:
        """Scroll the links."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def _type(self, typed: str) -> None:
        self._typed = typed
        self.query_one(Label).update(f"link {typed}; enter opens it" if typed else _HINT)
