"""What the program tells the user, for the whole app: notes and states."""

from textual.notifications import SeverityLevel

from matome_tui.ui.notes import Notes
from matome_tui.ui.readable import ReadableApp
from matome_tui.ui.states import States


class NotingApp(ReadableApp):
    """An app whose screens show notes and states at their foot.

    Attributes:
        notes: What happened, for a moment.
        states: What lasts.
    """

    def __init__(self) -> None:
        super().__init__()
        self.notes = Notes(self.set_timer)
        self.states = States()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show one line of plain text at the foot; the notes of screens and widgets come here too.

        Textual's toasts would cover the foot, and stay when they are no longer true.
        """
        del title, markup
        self.notes.add(message, severity, timeout or 0)
