"""Commands of the thread screen that help to choose and to translate."""

from functools import cached_property

from textual import work

from matome_tui.i18n import _
from matome_tui.ui.commands import bindings
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.thread.marking import Marking
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.suggestions import Suggestions
from matome_tui.ui.widgets.dialogs import TextQuestion

_USUAL_NUMBER = 20
"""Of the comments in a digest."""


class AssistedScreen(MatomeScreen[None]):
    """The part of the thread screen that suggests comments."""

    BINDINGS = bindings("assist")
    _marking: Marking | None = None

    @cached_property
    def _suggestions(self) -> Suggestions:
        return Suggestions(self.query_one(Reader))

    def show_note(self, text: str) -> None:
        """Show a note at the foot."""
        raise NotImplementedError

    # Suggestions

    def action_toggle_scores(self) -> None:
        """Show the scores of the comments, or hide them."""
        self._suggestions.toggle()

    def action_next_good(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) comment that is worth clipping."""
        self.show_note(self._suggestions.go_to_good(direction))

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_mark_best(self) -> None:
        """Ask how many of the best comments to mark, and mark them."""
        question = TextQuestion(
            _("Mark how many of the best comments?"), str(_USUAL_NUMBER), enter=_("mark")
        )
        answer = await self.matome.ask(question)
        if answer and answer.isdecimal() and self._marking:
            self._marking.mark(self._suggestions.best(int(answer)))
