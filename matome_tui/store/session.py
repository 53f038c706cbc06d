"""Editing session of one draft: its history, written to disk with each edit."""

import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.history import History, Step
from matome_tui.core.text import sanitize
from matome_tui.i18n import _
from matome_tui.store.database import reason
from matome_tui.store.delta import blank, difference
from matome_tui.store.draft_file import DraftFile
from matome_tui.store.error import StoreError
from matome_tui.store.steps import pack


class StaleError(StoreError):
    """Another running program has changed the draft."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The post file of a draft, as last read or written.

    Attributes:
        path: Absolute path; empty if the post was never saved.
        text: The exact text.
    """

    path: str = ""
    text: str = ""


NO_COMMENT = 0
"""The stored form of a cursor that is None."""
NOT_SAVED = -1
"""The stored form of the number of a saved step that is None."""

_BEGUN_SINCE = "SELECT 1 FROM draft WHERE thread = ? AND deleted = 0 AND id > ?"
"""Selects drafts of a thread that are newer than a draft's id."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """The stored row of a draft.

    Attributes:
        id: The draft's id, never reused.
        version: Increases with every change by any program.
        cursor: Id of the comment last read; None for none.
        saved: Number of the step that was saved as a post; None for none.
    """

    id: int
    version: int
    cursor: int | None = None
    saved: int | None = None


class DraftSession:
    """A draft opened for editing. Changes are on disk when their method returns.

    If writing fails, changes stay in memory and `problem` is the reason. `flush` and the next
    change write all of them.

    Attributes:
        publication: The post file as last read or written.
        cursor: Id of the comment last read; None for none.
        problem: The reason why changes are not on disk; empty if all are.
    """

    def __init__(
        self,
        file: DraftFile,
        history: History[Draft],
        publication: Publication,
        on_write: Callable[["DraftSession"], None],
        row: DraftRow | None = None,
    ) -> None:
        """Open a draft.

        Args:
            file: The database file.
            history: All steps.
            publication: The post file as last read or written.
            on_write: Called after each attempt to write.
            row: The stored row; None for a new draft.
        """
        self._file = file
        self._history = history
        self._on_write = on_write
        self._row = row
        self._saved = row.saved if row else 0 if publication.path else None
        self._first = len(history.steps) if row else 0  # of the steps that are not on disk
        self._has_new_publication = row is None
        self._newest = None if row else _newest(file)
        self._generation = file.generation
        self.publication = publication
        self.cursor = row.cursor if row else None
        self.problem = ""

    @property
    def id(self) -> int:
        """The draft's id; 0 until its first edit is on disk."""
        return self._row.id if self._row else 0

    @property
    def is_started(self) -> bool:
        """Whether the draft was changed, or comes from disk."""
        return self._row is not None or bool(self.problem)

    @property
    def is_detached(self) -> bool:
        """Whether the file that the draft was written to has been replaced."""
        return self._row is not None and self._generation != self._file.generation

    @property
    def is_stale(self) -> bool:
        """Whether the draft was changed elsewhere since. Raises StoreError.

        A new draft is stale if another one of its thread was begun since. A draft with unsaved
        changes is never stale: writing these makes a new draft.
        """
        if self.problem:
            return False
        try:
            if self._row is None:
                values = self.draft.thread, self._newest
                return self._newest is not None and bool(self._file.rows(_BEGUN_SINCE, *values))
            found = self._file.rows("SELECT version FROM draft WHERE id = ?", self._row.id)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(cannot_read(error)) from error
        return not self.is_detached and found != [(self._row.version,)]

    @property
    def draft(self) -> Draft:
        """The current draft."""
        return self._history.present

    @property
    def steps(self) -> tuple[Step[Draft], ...]:
        """All steps, undone ones included; the first is the beginning."""
        return tuple(self._history.steps)

    @property
    def position(self) -> int:
        """Number of the current step, from 0."""
        return self._history.position

    def edit(self, title: str, draft: Draft, *, is_same_step: bool = False) -> bool:
        """Replace the current draft, as one step of undo.

        Args:
            title: The user's action.
            draft: The new draft.
            is_same_step: Whether the edit continues the current step, as while a text is typed:
                one undo reverts both.

        Returns:
            Whether the draft differs.

        Raises:
            StaleError: Another program has changed the draft; this one is unchanged.
        """
        history = self._history.copy()
        if draft == history.present:
            return False
        number = history.position + (0 if is_same_step and history.can_undo else 1)
        history.go(number - 1)
        history.record(title, draft, int(time.time()))
        saved = self._saved if self._saved is not None and self._saved < number else None
        self._change(history, min(self._first, number), saved)
        return True

    def amend(self, draft: Draft) -> None:
        """Update a draft from its thread; for a new draft, as part of its beginning.

        Raises:
            StaleError: As `edit`.
        """
        if self.is_started:
            self.edit(edit_title("find_comments"), draft)
        else:
            self._history = History(draft)

    def keep(self) -> None:
        """Store the draft if it is not stored yet. Raises StoreError."""
        if (self._row is None or self.problem) and not self.flush():
            raise StoreError(_("Not saved: {reason}").format(reason=self.problem))

    def undo(self) -> str | None:
        """Undo one step and return its title, None if there is none. Raises StaleError."""
        if not self._history.can_undo:
            return None
        title = self._history.steps[self._history.position].title
        self.go(self._history.position - 1)
        return title

    def redo(self) -> str | None:
        """Redo one step and return its title, None if there is none. Raises StaleError."""
        if not self._history.can_redo:
            return None
        self.go(self._history.position + 1)
        return self._history.steps[self._history.position].title

    def go(self, position: int) -> None:
        """Go to the step at `position`. Raises IndexError if there is none, and StaleError."""
        history = self._history.copy()
        history.go(position)
        self._change(history, self._first, self._saved)

    def save_cursor(self, comment: int) -> None:
        """Store the id of the comment being read. Raises StoreError.

        If another program has changed the draft, its own stays.
        """
        self.cursor = comment
        if self._row is None or self.problem or self.is_detached:
            return  # written with the other changes
        values = (comment, self._row.id, self._row.version)
        query = "UPDATE draft SET cursor = ? WHERE id = ? AND version = ?"
        try:
            self._file.transact(lambda db: db.execute(query, values))
        except (OSError, sqlite3.Error) as error:
            message = _("The place in the thread was not stored: {reason}")
            raise StoreError(message.format(reason=reason(error))) from error

    def publish(self, publication: Publication, *, is_current: bool = True) -> None:
        """Store the current post file, and whether it has the state of the draft.

        Raises:
            StaleError: As `edit`.
        """
        self._publish(publication, self._history.position if is_current else None)

    def move_post(self, path: str) -> None:
        """Store that the post file has another path now.

        Raises:
            StaleError: As `edit`.
        """
        self._publish(Publication(path, self.publication.text), self._saved)

    def _publish(self, publication: Publication, saved: int | None) -> None:
        before = self.publication, self._has_new_publication
        self.publication, self._has_new_publication = publication, True
        try:
            self._change(self._history, self._first, saved)
        except StaleError:
            self.publication, self._has_new_publication = before
            raise

    def flush(self) -> bool:
        """Write unsaved changes; return whether all are on disk.

        Raises:
            StaleError: Another program has changed the draft, and only the last change was unsaved.
        """
        try:
            row = self._file.transact(self._write)
        except (OSError, sqlite3.Error) as error:
            self.problem = reason(error)
        else:
            if self._row and row.id != self._row.id and not self.is_detached:
                self._file.notices.append(
                    _("Changed in another window: unsaved changes of this one are now a new draft")
                )
            self._row, self._generation = row, self._file.generation
            self._first, self._has_new_publication = len(self._history.steps), False
            self.problem = ""
        self._on_write(self)
        return not self.problem

    def _change(self, history: History[Draft], first: int, saved: int | None) -> None:
        before = self._history, self._first, self._saved
        self._history, self._first, self._saved = history, first, saved
        try:
            self.flush()
        except StaleError:
            self._history, self._first, self._saved = before
            raise

    def _write(self, db: sqlite3.Connection) -> DraftRow:
        """Write all unsaved changes; return the new row."""
        now = int(time.time())
        row, first, has_publication = self._row, self._first, self._has_new_publication
        if self.is_detached:
            row, first, has_publication = self._again(db), 0, True
        row = self._claim(db, row, now) if row else None
        if row is None:
            row, first, has_publication = self._create(db, now), 0, True
        self._write_steps(db, row.id, first, now)
        if has_publication:
            values = (os.fsencode(self.publication.path), self.publication.text, row.id)
            db.execute("UPDATE draft SET path = ?, published = ? WHERE id = ?", values)
        return row

    def _again(self, db: sqlite3.Connection) -> DraftRow | None:
        """Return the draft's row in a replaced file, if it is there too."""
        if (row := self._row) is None:
            return None
        query = "SELECT 1 FROM draft WHERE id = ? AND version = ? AND thread = ?"
        values = row.id, row.version, self.draft.thread
        return row if db.execute(query, values).fetchone() else None

    def _claim(self, db: sqlite3.Connection, row: DraftRow, now: int) -> DraftRow | None:
        """Update the draft's row; None if another program has changed it."""
        query = (
            "UPDATE draft SET position = ?, cursor = ?, saved = ?, touched = ?, title = ?,"
            " clips = ?, version = version + 1 WHERE id = ? AND version = ?"
        )
        if db.execute(query, (*self._summary(now), row.id, row.version)).rowcount:
            return DraftRow(row.id, row.version + 1)
        if self.problem:
            return None
        raise StaleError(_("Changed in another window"))

    def _create(self, db: sqlite3.Connection, now: int) -> DraftRow:
        thread = self.draft.thread
        is_new = self._row is None and self._newest is not None and not self.problem
        if is_new and db.execute(_BEGUN_SINCE, (thread, self._newest)).fetchone():
            raise StaleError(_("Another window has begun a draft of this thread"))
        made = db.execute(
            "INSERT INTO draft (position, cursor, saved, touched, title, clips, thread, version,"
            " path, published) VALUES (?, ?, ?, ?, ?, ?, ?, 1, x'', '')",
            (*self._summary(now), thread),
        )
        return DraftRow(int(made.lastrowid or 0), 1)

    def _summary(self, now: int) -> tuple[object, ...]:
        draft = self.draft
        title, clips = sanitize(draft.metadata.title), len(draft.clips)
        saved = NOT_SAVED if self._saved is None else self._saved
        return self.position, self.cursor or NO_COMMENT, saved, now, title, clips

    def _write_steps(self, db: sqlite3.Connection, draft_id: int, first: int, now: int) -> None:
        """Replace the stored steps from `first` on."""
        steps = self._history.steps
        if first == len(steps):
            return
        db.execute("DELETE FROM step WHERE draft = ? AND number >= ?", (draft_id, first))
        for number in range(first, len(steps)):
            step, thread = steps[number], steps[0].value.thread
            if number:
                delta = difference(steps[number - 1].value, step.value)
            else:
                delta = {"thread": thread, **difference(blank(thread), step.value)}
            values = (draft_id, number, step.title, step.time or now, pack(delta))
            db.execute("INSERT INTO step VALUES (?, ?, ?, ?, ?)", values)


def cannot_read(error: Exception) -> str:
    """Return the message about an error of reading the drafts."""
    return _("The drafts cannot be read: {reason}").format(reason=reason(error))


def _newest(file: DraftFile) -> int | None:
    """Return the highest id of a draft, None if it cannot be read."""
    try:
        ((found,),) = file.rows("SELECT coalesce(max(id), 0) FROM draft")
    except (OSError, sqlite3.Error):
        return None  # a draft begun now is written as a new one
    return found if isinstance(found, int) else None
