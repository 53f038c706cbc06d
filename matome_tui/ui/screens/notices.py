"""The problems of the configuration."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Label, Static

from matome_tui.core.text import sanitize
from matome_tui.i18n import _, ngettext
from matome_tui.ui.commands import bindings
from matome_tui.ui.widgets.dialogs import Dialog


class Notices(Dialog[None]):
    """Lists what is wrong in the configuration."""

    BINDINGS = bindings("help")

    def __init__(self, notices: Sequence[str]) -> None:
        """Show notices, of a line each."""
        super().__init__()
        self._notices = notices

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        number = len(self._notices)
        title = ngettext(
            "{number} problem in the configuration",
            "{number} problems in the configuration",
            number,
        )
        with Vertical(classes="dialog"):
            yield Label(title.format(number=number), markup=False, classes="question")
            with VerticalScroll(can_focus=False):
                for notice in self._notices:
                    yield Static(f"{sanitize(notice)}\n", markup=False)
            answers = self.answers(
                ("help.down", _("down")), ("help.up", _("up")), ("help.close", _("close"))
            )
            yield Label(answers, markup=False, classes="answers")

    def action_close(self) -> None:
        """Close the list."""
        self.dismiss(None)
