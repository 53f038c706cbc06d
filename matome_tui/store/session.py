"""One draft with all its history, each edit kept in the moment it is made."""

import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.history import History, Step
from matome_tui.core.text import sanitize
from matome_tui.store.database import StoreError, reason
from matome_tui.store.delta import blank, difference
from matome_tui.store.draft_file import DraftFile
from matome_tui.store.steps import pack


class StaleError(StoreError):
    """Another running program has changed the draft meanwhile."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The post file of a draft as it was last read or written.

    Attributes:
        path: The file, absolute; empty where the draft was never saved to one.
        text: Its exact text then.
    """

    path: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Where a draft is kept, and how it was found there.

    Attributes:
        id: Tells it from the others; never given twice.
        version: Goes up with every change by any program.
        cursor: Id of the comment that was being read; 0 for none.
        saved: The step that the post file says; -1 for none.
    """

    id: int
    version: int
    cursor: int = 0
    saved: int = -1


class DraftSession:
    """A draft opened for editing; a change is on disk when the method that makes it returns.

    Where that fails, the change is kept in memory: `problem` says why, and `flush`, like the next
    change, writes all that is not on disk yet.

    Attributes:
        publication: The post file as last read or written.
        cursor: Id of the comment that was being read; 0 for none.
        problem: Why the draft is not on disk as it is here; empty where it is.
    """

    def __init__(
        self,
        file: DraftFile,
        history: History[Draft],
        publication: Publication,
        noted: Callable[["DraftSession"], None],
        row: Row | None = None,
    ) -> None:
        """Open a draft.

        Args:
            file: Where it is kept.
            history: All its steps.
            publication: The post file as last read or written.
            noted: Called after each attempt to write.
            row: Where it is in the file; None for a new draft.
        """
        self._file = file
        self._history = history
        self._noted = noted
        self._row = row
        self._saved = row.saved if row else 0 if publication.path else -1
        self._first = len(history.steps) if row else 0  # of the steps that are not on disk
        self._has_new_publication = row is None
        self._newest = None if row else _newest(file)
        self._generation = file.generation
        self.publication = publication
        self.cursor = row.cursor if row else 0
        self.problem = ""

    @property
    def id(self) -> int:
        """The draft's id; 0 before its first edit is on disk."""
        return self._row.id if self._row else 0

    @property
    def has_begun(self) -> bool:
        """Whether the draft was changed, or comes from the disk."""
        return self._row is not None or bool(self.problem)

    @property
    def is_astray(self) -> bool:
        """Whether another file has taken the place of the one that the draft was written to."""
        return self._row is not None and self._generation != self._file.generation

    @property
    def is_stale(self) -> bool:
        """Whether the draft was changed elsewhere since. StoreError where that can not be told.

        What is not on disk yet is never stale: writing it makes it a draft of its own.
        """
        if self._row is None or self.problem:
            return False
        try:
            found = self._file.rows("SELECT version FROM draft WHERE id = ?", self._row.id)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"The drafts cannot be read: {reason(error)}") from error
        return not self.is_astray and found != [(self._row.version,)]

    @property
    def draft(self) -> Draft:
        """The draft as it is now."""
        return self._history.present

    @property
    def steps(self) -> tuple[Step[Draft], ...]:
        """All that was done, what was undone included; the first step is the beginning."""
        return tuple(self._history.steps)

    @property
    def position(self) -> int:
        """The step that the draft is at, from 0."""
        return self._history.position

    def edit(self, title: str, draft: Draft, *, is_same_step: bool = False) -> bool:
        """Make `draft` the present one, as one step of undo.

        Args:
            title: What the user did.
            draft: What came of it.
            is_same_step: Whether the present one is part of the same edit, as when a text grows
                letter by letter; then one undo takes back both.

        Returns:
            Whether anything changed at all.

        Raises:
            StaleError: Another program was first; the draft stays as it was.
        """
        history = self._history.copy()
        if draft == history.present:
            return False
        number = history.position + (0 if is_same_step and history.can_undo else 1)
        history.go(number - 1)
        history.record(title, draft, int(time.time()))
        saved = self._saved if self._saved < number else -1
        self._change(history, min(self._first, number), saved)
        return True

    def amend(self, draft: Draft) -> None:
        """Set what a draft knows of its thread: for a new one part of its beginning.

        Raises:
            StaleError: As `edit`.
        """
        if self.has_begun:
            self.edit(edit_title("find_comments"), draft)
        else:
            self._history = History(draft)

    def keep(self) -> None:
        """Keep the draft as it is, if it is not kept yet. StoreError where that fails."""
        if (self._row is None or self.problem) and not self.flush():
            raise StoreError(f"Not saved: {self.problem}")

    def undo(self) -> str | None:
        """Go back one step and return its title; None where there is none. StaleError as `edit`."""
        if not self._history.can_undo:
            return None
        title = self._history.steps[self._history.position].title
        self.go(self._history.position - 1)
        return title

    def redo(self) -> str | None:
        """Go forward one step and return its title; None where there is none."""
        if not self._history.can_redo:
            return None
        self.go(self._history.position + 1)
        return self._history.steps[self._history.position].title

    def go(self, position: int) -> None:
        """Go to the step at `position`. IndexError where there is none; StaleError as `edit`."""
        history = self._history.copy()
        history.go(position)
        self._change(history, self._first, self._saved)

    def keep_cursor(self, comment: int) -> None:
        """Remember which comment is being read. StoreError where that fails.

        What another matome has changed since keeps its own.
        """
        self.cursor = comment
        if self._row is None or self.problem or self.is_astray:
            return  # it is written with the rest
        values = (comment, self._row.id, self._row.version)
        query = "UPDATE draft SET cursor = ? WHERE id = ? AND version = ?"
        try:
            self._file.transact(lambda db: db.execute(query, values))
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"The place in the thread is not kept: {reason(error)}") from error

    def publish(self, publication: Publication) -> None:
        """Remember the post file as it now is, and that it says what the draft says.

        Raises:
            StaleError: As `edit`.
        """
        before = self.publication, self._has_new_publication
        self.publication, self._has_new_publication = publication, True
        try:
            self._change(self._history, self._first, self._history.position)
        except StaleError:
            self.publication, self._has_new_publication = before
            raise

    def flush(self) -> bool:
        """Write what is not on disk yet; return whether all is.

        Raises:
            StaleError: Another program has changed the draft, and nothing but the last change was
                not on disk.
        """
        try:
            row = self._file.transact(self._write)
        except (OSError, sqlite3.Error) as error:
            self.problem = reason(error)
        else:
            if self._row and row.id != self._row.id and not self.is_astray:
                self._file.notices.append(
                    "Changed in another window: what was not saved here is now a draft of its own"
                )
            self._row, self._generation = row, self._file.generation
            self._first, self._has_new_publication = len(self._history.steps), False
            self.problem = ""
        self._noted(self)
        return not self.problem

    def _change(self, history: History[Draft], first: int, saved: int) -> None:
        before = self._history, self._first, self._saved
        self._history, self._first, self._saved = history, first, saved
        try:
            self.flush()
        except StaleError:
            self._history, self._first, self._saved = before
            raise

    def _write(self, db: sqlite3.Connection) -> Row:
        """Bring the file to what is here; return where that now stands."""
        now = int(time.time())
        row, first, has_publication = self._row, self._first, self._has_new_publication
        if self.is_astray:
            row, first, has_publication = self._again(db), 0, True
        row = self._claim(db, row, now) if row else None
        if row is None:
            row, first, has_publication = self._create(db, now), 0, True
        self._write_steps(db, row.id, first, now)
        if has_publication:
            values = (os.fsencode(self.publication.path), self.publication.text, row.id)
            db.execute("UPDATE draft SET path = ?, published = ? WHERE id = ?", values)
        return row

    def _again(self, db: sqlite3.Connection) -> Row | None:
        """Return the draft's row in another file, if that file has it too."""
        if (row := self._row) is None:
            return None
        query = "SELECT 1 FROM draft WHERE id = ? AND version = ? AND thread = ?"
        values = row.id, row.version, self.draft.thread
        return row if db.execute(query, values).fetchone() else None

    def _claim(self, db: sqlite3.Connection, row: Row, now: int) -> Row | None:
        """Move the draft's row on; None where it is another program's and is left to that."""
        query = (
            "UPDATE draft SET position = ?, cursor = ?, saved = ?, touched = ?, title = ?,"
            " clips = ?, version = version + 1 WHERE id = ? AND version = ?"
        )
        if db.execute(query, (*self._summary(now), row.id, row.version)).rowcount:
            return Row(row.id, row.version + 1)
        if self.problem:
            return None
        raise StaleError("Not saved: another matome has changed this draft")

    def _create(self, db: sqlite3.Connection, now: int) -> Row:
        thread = self.draft.thread
        if self._row is None and self._newest is not None and not self.problem:
            query = "SELECT 1 FROM draft WHERE thread = ? AND deleted = 0 AND id > ?"
            if db.execute(query, (thread, self._newest)).fetchone():
                raise StaleError("Not saved: another matome has begun a draft of this thread")
        made = db.execute(
            "INSERT INTO draft (position, cursor, saved, touched, title, clips, thread, version,"
            " path, published) VALUES (?, ?, ?, ?, ?, ?, ?, 1, x'', '')",
            (*self._summary(now), thread),
        )
        return Row(int(made.lastrowid or 0), 1)

    def _summary(self, now: int) -> tuple[object, ...]:
        draft = self.draft
        title, clips = sanitize(draft.metadata.title), len(draft.clips)
        return self.position, self.cursor, self._saved, now, title, clips

    def _write_steps(self, db: sqlite3.Connection, draft_id: int, first: int, now: int) -> None:
        """Put the steps from `first` on in the place of those that are there."""
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


def _newest(file: DraftFile) -> int | None:
    """Return the highest id of a draft; None where that cannot be read."""
    try:
        ((found,),) = file.rows("SELECT coalesce(max(id), 0) FROM draft")
    except (OSError, sqlite3.Error):
        return None  # a draft begun now is written as one of its own
    return found if isinstance(found, int) else None
