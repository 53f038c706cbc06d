"""The comments that are new since the last visit, one after the other."""

from matome_tui.i18n import _
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.thread.reader import Reader


class NewComments(MatomeScreen[None]):
    """The part of the thread screen that goes to new comments."""

    def action_next_new(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) new comment, or say that there is none."""
        reader = self.query_one(Reader)
        before = reader.cursor
        reader.go_to_next(direction, reader.new)
        if reader.cursor == before and reader.thread:
            self.notify(_none(direction) if reader.new else _("Nothing new since your last visit"))


def _none(direction: int) -> str:
    return _("No new comment below") if direction > 0 else _("No new comment above")
