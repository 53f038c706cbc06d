"""The draft that is being worked on, and what is told of its edits."""

from collections.abc import Callable
from typing import Protocol

from textual.notifications import SeverityLevel

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import describe
from matome_tui.core.draft.history import Step
from matome_tui.i18n import _
from matome_tui.store.database import StoreError
from matome_tui.store.drafts import DraftStore
from matome_tui.store.session import DraftSession, StaleError


class Teller(Protocol):
    """Shows one line to the user, as text."""

    def __call__(self, message: str, *, severity: SeverityLevel = ..., markup: bool = ...) -> None:
        """Show it."""


class DraftEditor:
    """Edits a draft; what can not be kept is told, not raised.

    Where another running program has changed the draft, its state is taken over, and that is told.

    Attributes:
        session: The draft as it is kept.
    """

    def __init__(self, drafts: DraftStore, session: DraftSession, tell: Teller) -> None:
        self._drafts = drafts
        self._tell = tell
        self._told = ""
        self.session = session

    @property
    def draft(self) -> Draft:
        """The draft as it is now."""
        return self.session.draft

    @property
    def steps(self) -> tuple[Step[Draft], ...]:
        """All that was done, from the beginning; what was undone included."""
        return self.session.steps

    @property
    def position(self) -> int:
        """The step that the draft is at, from 0."""
        return self.session.position

    def edit(self, title: str, draft: Draft, *, is_same_step: bool = False) -> bool:
        """Make `draft` the present one; tell whether it changed. See `DraftSession.edit`."""
        return bool(self._do(lambda: self.session.edit(title, draft, is_same_step=is_same_step)))

    def amend(self, draft: Draft) -> None:
        """Set what a draft knows of its thread; see `DraftSession.amend`."""
        self._do(lambda: self.session.amend(draft))

    def undo(self) -> str:
        """Take back the last edit; return a line that says so."""
        if self.position == 0:
            return _("Nothing to undo")
        title = self._do(self.session.undo)
        return _("Undone: {title}").format(title=describe(str(title))) if title else _("Not undone")

    def redo(self) -> str:
        """Do again what was taken back; return a line that says so."""
        if self.position == len(self.steps) - 1:
            return _("Nothing to redo")
        title = self._do(self.session.redo)
        return _("Redone: {title}").format(title=describe(str(title))) if title else _("Not redone")

    def go(self, position: int) -> None:
        """Go to a step of the history."""
        if position != self.position:
            self._do(lambda: self.session.go(position))

    def keep_cursor(self, comment: int) -> None:
        """Remember which comment is being read."""
        self._do(lambda: self.session.keep_cursor(comment))

    def catch_up(self) -> None:
        """Take over what was done to the draft elsewhere, if anything was."""
        try:
            if self.session.is_stale and (newest := self._drafts.open_again(self.session)):
                self.session = newest
        except StoreError as error:
            self._complain(str(error))

    def _do(self, work: Callable[[], object]) -> object:
        try:
            done = work()
        except StaleError:
            self._take_over()
        except StoreError as error:
            self._complain(str(error))
        else:
            self._told = ""
            return done
        return None

    def _take_over(self) -> None:
        try:
            session = self._drafts.open_again(self.session)
        except StoreError as error:
            self._complain(str(error))
            return
        if session is None:
            self._complain("Not done: this draft was deleted; the list of drafts can restore it")
            return
        self.session, self._told = session, ""
        self._complain(
            "Not done: another matome has changed this draft. Here is its newest state; go on there"
        )

    def _complain(self, message: str) -> None:
        """Tell what went wrong, but once: what fails for one letter fails for the next."""
        if message != self._told:
            self._told = message
            self._tell(message, severity="error", markup=False)
