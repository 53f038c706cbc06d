"""A choice of several links by their numbers."""

from collections.abc import Mapping

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Label, Static

from matome_tui.i18n import N_, _
from matome_tui.ui.commands import bindings
from matome_tui.ui.widgets.dialog_box import DialogBox
from matome_tui.ui.widgets.dialogs import Answers, Dialog


class LinkChoice(Dialog[str | None]):
    """Lists links in full beside their numbers; typing a number chooses its link.

    Enter ends a number that longer numbers begin with.
    """

    BINDINGS = bindings("links")
    HEADING = N_("Links")

    def __init__(self, links: Mapping[int, str]) -> None:
        """Offer at least one link, by number, in the order to show them."""
        super().__init__()
        self._links = links
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        table = Table.grid("number", "link", padding=(0, 2))
        table.columns[0].justify, table.columns[1].overflow = "right", "fold"
        for number, link in self._links.items():
            table.add_row(str(number), Text(link))
        with DialogBox():
            with VerticalScroll(can_focus=False):
                yield Static(table)
            yield Label(self._foot(), markup=False, classes="answers")

    def action_type(self, digit: str) -> None:
        """Add a digit; choose the link once no other number begins like this."""
        begun = [number for number in self._links if str(number).startswith(self._typed + digit)]
        if begun:
            self._type(self._typed + digit)
        if begun == [int(self._typed or -1)]:
            self.action_choose()

    def action_erase(self) -> None:
        """Remove the last digit."""
        self._type(self._typed[:-1])

    def action_choose(self) -> None:
        """Choose the link whose number was typed, or the first one."""
        number = int(self._typed) if self._typed else next(iter(self._links))
        if number in self._links:
            self.dismiss(self._links[number])

    def action_cancel(self) -> None:
        """Choose none."""
        self.dismiss(None)

    def _type(self, typed: str) -> None:
        self._typed = typed
        self.query_one(Label).update(self._foot())

    def _foot(self) -> Answers:
        if self._typed:
            label = _("open link {number}").format(number=self._typed)
            return self.answers(("links.choose", label), ("links.cancel", _("cancel")))
        return self.answers(("0-9", _("open link")), ("links.cancel", _("cancel")))
