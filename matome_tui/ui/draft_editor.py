"""The one owner of an open draft: makes, stores and announces every change of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matome_tui.core.draft.changes import author_of, changed_entries
from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import describe, in_sentence, moved_key
from matome_tui.core.draft.entries import Entry
from matome_tui.core.draft.history import Step
from matome_tui.i18n import _
from matome_tui.store.drafts import DraftStore
from matome_tui.store.error import StoreError
from matome_tui.store.session import DraftSession, Publication, StaleError
from matome_tui.ui.event import Event


@dataclass(frozen=True, slots=True)
class Turn:
    """What undo or redo did.

    Attributes:
        note: One line that says so.
        entries: The entries that it changed.
    """

    note: str
    entries: Sequence[Entry] = ()


class DraftEditor:
    """Edits a draft; storage errors are reported, not raised.

    If another running program has changed the draft, its state replaces this one.

    Attributes:
        changed: Published after each change of the draft or its publication, whatever the cause.
    """

    def __init__(
        self, drafts: DraftStore, session: DraftSession, report: Callable[[str], None]
    ) -> None:
        """Open a draft.

        Args:
            drafts: The store of the draft.
            session: The draft as it is stored.
            report: Shows an error to the user.
        """
        self.changed: Event[DraftEditor] = Event()
        self._drafts = drafts
        self._session = session
        self._report_line = report
        self._reported = ""

    @property
    def id(self) -> int:
        """The draft's id in the store; 0 before its first edit is on disk."""
        return self._session.id

    @property
    def is_new(self) -> bool:
        """Whether nothing was done to the draft yet, and it has no post."""
        return not (self._session.is_started or self._session.publication.path)

    @property
    def draft(self) -> Draft:
        """The draft as it is now."""
        return self._session.draft

    @property
    def steps(self) -> tuple[Step[Draft], ...]:
        """The history, undone steps included; the first step is the beginning."""
        return self._session.steps

    @property
    def position(self) -> int:
        """The step that the draft is at, from 0."""
        return self._session.position

    @property
    def publication(self) -> Publication:
        """The post file as it was last read or written."""
        return self._session.publication

    @property
    def cursor(self) -> int | None:
        """The id of the comment that was being read."""
        return self._session.cursor

    def edit(self, title: str, draft: Draft, *, is_same_step: bool = False) -> bool:
        """Make `draft` the present one; return whether it changed. See `DraftSession.edit`."""
        session = self._session
        return bool(self._do(lambda: session.edit(title, draft, is_same_step=is_same_step)))

    def amend(self, draft: Draft) -> None:
        """Set what a draft knows of its thread; see `DraftSession.amend`."""
        if draft != self.draft:
            self._do(lambda: self._session.amend(draft))

    def undo(self) -> Turn:
        """Undo the last edit."""
        if self.position == 0:
            return Turn(_("Nothing to undo"))
        before = self.draft
        if not (title := self._do(self._session.undo)):
            return Turn(_("Not undone"))
        return _turn(_("Undone: {edit}"), str(title), before, self.draft)

    def redo(self) -> Turn:
        """Redo the last undone edit."""
        if not self.can_redo:
            return Turn(_("Nothing to redo"))
        before = self.draft
        if not (title := self._do(self._session.redo)):
            return Turn(_("Not redone"))
        return _turn(_("Redone: {edit}"), str(title), before, self.draft)

    @property
    def can_redo(self) -> bool:
        """Whether the history has undone steps."""
        return self.position < len(self.steps) - 1

    def go(self, position: int) -> None:
        """Go to a step of the history."""
        if position != self.position:
            self._do(lambda: self._session.go(position))

    def move_cursor(self, comment: int) -> None:
        """Note which comment is being read; the next edit stores it, as does `store_cursor`."""
        self._session.cursor = comment

    def store_cursor(self, comment: int) -> None:
        """Store which comment is being read."""
        try:
            self._session.save_cursor(comment)
        except StoreError as error:
            self._report(str(error))

    def publish(self, publication: Publication) -> None:
        """Store the post file as it now is, and that it has what the draft has."""
        draft = self.draft
        try:
            self._session.publish(publication)
        except StaleError:
            if not self._take_over(
                _("Changed in another window. Reloaded: save again to include the changes.")
            ):
                return
            try:
                self._session.publish(publication, is_current=self.draft == draft)
            except StoreError as error:
                self._report(str(error))
        except StoreError as error:
            self._report(str(error))
        self.changed.publish(self)

    def move_post(self, path: str) -> None:
        """Store that the post file has another path now."""
        self._do(lambda: self._session.move_post(path))
        self.changed.publish(self)

    def catch_up(self) -> None:
        """Take over changes that were made to the draft elsewhere."""
        try:
            newest = self._drafts.reopen(self._session) if self._session.is_stale else None
        except StoreError as error:
            self._report(str(error))
        else:
            if newest:
                self._session = newest
                self.changed.publish(self)

    def _do(self, change: Callable[[], object]) -> object:
        """Make a change and announce it; return its result, None if it was not made."""
        draft, position = self.draft, self.position
        try:
            done = change()
        except StaleError:
            self._take_over(_("Changed in another window. Reloaded: please repeat."))
        except StoreError as error:
            self._report(str(error))
        else:
            self._reported = ""
            if self.draft is not draft or self.position != position:
                self.changed.publish(self)
            return done
        return None

    def _take_over(self, advice: str) -> bool:
        """Replace the draft by another program's version; return whether it was replaced."""
        try:
            session = self._drafts.reopen(self._session)
        except StoreError as error:
            self._report(str(error))
            return False
        if session is None:
            self._report(_("Not done: this draft was deleted; the list of drafts can restore it"))
            return False
        self._session, self._reported = session, ""
        self._report(advice)
        self.changed.publish(self)
        return True

    def _report(self, message: str) -> None:
        """Report an error once: if one letter cannot be stored, the next cannot either."""
        if message != self._reported:
            self._reported = message
            self._report_line(message)


def _turn(line: str, title: str, before: Draft, after: Draft) -> Turn:
    entries = changed_entries(before, after, moved_key(title))
    edit = describe(title, author_of(entries), len(entries))
    return Turn(line.format(edit=in_sentence(edit)), entries)
