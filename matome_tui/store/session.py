"""One draft with all its history, each edit kept in the moment it is made."""

import json
import os
import sqlite3
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from matome_tui.core.draft import Draft
from matome_tui.core.history import History, Step
from matome_tui.core.text import sanitize
from matome_tui.store.database import StoreError, reason, transact
from matome_tui.store.delta import blank, difference


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
    """Where a draft is kept.

    Attributes:
        id: Tells it from the others; never given twice.
        version: Goes up with every change by any program.
    """

    id: int
    version: int


class DraftSession:
    """A draft opened for editing. What its methods return from is kept on disk.

    Attributes:
        publication: The post file as last read or written.
        cursor: Id of the comment that was being read; 0 for none.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        history: History[Draft],
        publication: Publication,
        row: Row | None = None,
        cursor: int = 0,
    ) -> None:
        self._db = db
        self._history = history
        self._row = row
        self._newest = 0 if row else _newest(db)
        self.publication = publication
        self.cursor = cursor

    @property
    def id(self) -> int:
        """The draft's id; 0 before its first edit."""
        return self._row.id if self._row else 0

    @property
    def is_stale(self) -> bool:
        """Whether the draft was changed elsewhere since. StoreError where that can not be told."""
        if self._row is None:
            return False
        query = "SELECT version FROM draft WHERE id = ?"
        try:
            found = self._db.execute(query, (self._row.id,)).fetchone()
        except sqlite3.Error as error:
            raise StoreError(f"The drafts cannot be read: {error}") from error
        return found is None or found[0] != self._row.version

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
            StoreError: It could not be kept; the draft stays as it was.
        """
        history = self._history
        if draft == history.present:
            return False
        number = history.position + (0 if is_same_step and history.can_undo else 1)
        now = int(time.time())
        delta = difference(history.steps[number - 1].value, draft)

        def work() -> None:
            draft_id = self._claim(number, draft)
            self._db.execute(
                "UPDATE draft SET saved = -1 WHERE id = ? AND saved >= ?", (draft_id, number)
            )
            self._db.execute("DELETE FROM step WHERE draft = ? AND number >= ?", (draft_id, number))
            self._insert(draft_id, number, title, now, delta)

        self._transact(work)
        history.go(number - 1)
        history.record(title, draft, now)
        return True

    def amend(self, draft: Draft) -> None:
        """Set what a draft knows of its thread: for a new one part of its beginning.

        Raises:
            StoreError: As `edit`.
        """
        if self._row is None:
            self._history = History(draft)
        else:
            self.edit("Find the comments", draft)

    def keep(self) -> None:
        """Keep the draft as it is, if it is not kept yet. StoreError as `edit`."""
        if self._row is None:
            self._transact(lambda: self._claim(self._history.position, self.draft))

    def undo(self) -> str | None:
        """Go back one step and return its title; None where there is none. StoreError as `edit`."""
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
        """Go to the step at `position`. IndexError where there is none; StoreError as `edit`."""
        draft = self._history.steps[position].value
        self._transact(lambda: self._claim(position, draft))
        self._history.go(position)

    def keep_cursor(self, comment: int) -> None:
        """Remember which comment is being read. StoreError as `edit`.

        What another matome has changed since keeps its own.
        """
        if self._row is not None:
            values = (comment, self._row.id, self._row.version)
            query = "UPDATE draft SET cursor = ? WHERE id = ? AND version = ?"
            self._transact(lambda: self._db.execute(query, values))
        self.cursor = comment

    def publish(self, publication: Publication) -> None:
        """Remember the post file as it now is, and that it says what the draft says.

        StoreError as `edit`.
        """
        position = self._history.position

        def work() -> None:
            draft_id = self._claim(position, self.draft)
            self._db.execute(
                "UPDATE draft SET path = ?, published = ?, saved = ? WHERE id = ?",
                (os.fsencode(publication.path), publication.text, position, draft_id),
            )

        self._transact(work)
        self.publication = publication

    def _transact(self, work: Callable[[], object]) -> None:
        before = self._row
        try:
            transact(self._db, work)
        except BaseException as error:
            self._row = before
            if isinstance(error, sqlite3.Error):
                raise StoreError(f"Not saved: {reason(error)}") from error
            raise

    def _claim(self, position: int, draft: Draft) -> int:
        """Move the draft's row on, or make it with its first step; return its id."""
        now = int(time.time())
        if self._row is None:
            return self._create(position, draft, now)
        claimed = self._db.execute(
            "UPDATE draft SET position = ?, cursor = ?, touched = ?, title = ?, clips = ?,"
            " version = version + 1 WHERE id = ? AND version = ?",
            (
                position,
                self.cursor,
                now,
                sanitize(draft.head.title),
                len(draft.clips),
                self._row.id,
                self._row.version,
            ),
        )
        if claimed.rowcount == 0:
            raise StaleError("Not saved: another matome has changed this draft")
        self._row = Row(self._row.id, self._row.version + 1)
        return self._row.id

    def _create(self, position: int, draft: Draft, now: int) -> int:
        if _newest(self._db, draft.thread) > self._newest:
            raise StaleError("Not saved: another matome has begun a draft of this thread")
        first = self._history.steps[0].value
        row = self._db.execute(
            "INSERT INTO draft (thread, position, version, cursor, path, published, saved,"
            " touched, title, clips) VALUES (?, ?, 1, ?, ?, ?, -1, ?, ?, ?)",
            (
                first.thread,
                position,
                self.cursor,
                os.fsencode(self.publication.path),
                self.publication.text,
                now,
                sanitize(draft.head.title),
                len(draft.clips),
            ),
        )
        self._row = Row(int(row.lastrowid or 0), 1)
        beginning = {"thread": first.thread, **difference(blank(first.thread), first)}
        self._insert(self._row.id, 0, "", now, beginning)
        if self.publication.path:
            self._db.execute("UPDATE draft SET saved = 0 WHERE id = ?", (self._row.id,))
        return self._row.id

    def _insert(
        self, draft_id: int, number: int, title: str, now: int, delta: dict[str, object]
    ) -> None:
        text = json.dumps(delta, ensure_ascii=False, separators=(",", ":"))
        blob = zlib.compress(text.encode("utf-8", "surrogatepass"))
        self._db.execute(
            "INSERT INTO step (draft, number, title, time, delta) VALUES (?, ?, ?, ?, ?)",
            (draft_id, number, title, now, blob),
        )


def _newest(db: sqlite3.Connection, thread: int = 0) -> int:
    """Return the highest id of a draft, of one thread or of all (0); 0 without any."""
    where = "WHERE thread = ? AND deleted = 0" if thread else "WHERE ? = 0"
    query = f"SELECT coalesce(max(id), 0) FROM draft {where}"  # noqa: S608
    return int(db.execute(query, (thread,)).fetchone()[0])
