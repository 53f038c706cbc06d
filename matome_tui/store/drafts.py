"""Drafts with all their history, each edit kept in the moment it is made."""

import json
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matome_tui.core.draft import Draft, Head
from matome_tui.core.history import History
from matome_tui.store.database import StoreError, connect, reason, transact
from matome_tui.store.delta import apply, difference

_MIGRATIONS: Sequence[str] = (
    """
    CREATE TABLE draft (
        id INTEGER PRIMARY KEY,
        thread INTEGER NOT NULL,
        position INTEGER NOT NULL,
        version INTEGER NOT NULL,
        cursor INTEGER NOT NULL,
        path BLOB NOT NULL,
        published TEXT NOT NULL,
        touched INTEGER NOT NULL
    );
    CREATE INDEX draft_thread ON draft (thread);
    CREATE INDEX draft_path ON draft (path);
    CREATE TABLE step (
        draft INTEGER NOT NULL REFERENCES draft (id),
        number INTEGER NOT NULL,
        title TEXT NOT NULL,
        time INTEGER NOT NULL,
        delta BLOB NOT NULL,
        PRIMARY KEY (draft, number)
    ) WITHOUT ROWID
    """,
)
_UNREADABLE = (
    sqlite3.Error,
    zlib.error,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
)


@dataclass(frozen=True, slots=True)
class Publication:
    """The post file of a draft as it was last read or written.

    Attributes:
        path: The file, absolute; empty where the draft was never saved to one.
        text: Its exact text then.
    """

    path: str = ""
    text: str = ""


def _blank(thread: int) -> Draft:
    return Draft(thread, "", Head())


class DraftStore:
    """The file that keeps all drafts.

    Attributes:
        set_aside: The new name of a damaged file that was found in its place, or None.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the file; StoreError where that is impossible."""
        self._db, self.set_aside = connect(path, _MIGRATIONS, check=True)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def of_thread(self, thread: int) -> "DraftSession | None":
        """Open the draft of a thread that was touched last, if there is one.

        StoreError where it can not be read.
        """
        return self._open("thread = ? ORDER BY touched DESC, id DESC", thread)

    def of_post(self, path: Path) -> "DraftSession | None":
        """Open the draft of a post file, if there is one. StoreError as `of_thread`."""
        return self._open("path = ? ORDER BY touched DESC, id DESC", os.fsencode(path))

    def threads(self) -> set[int]:
        """Return the ids of the threads that have a draft. StoreError as `of_thread`."""
        try:
            return {thread for (thread,) in self._db.execute("SELECT thread FROM draft")}
        except sqlite3.Error as error:
            raise StoreError(f"The drafts cannot be read: {error}") from error

    def begin(self, draft: Draft, publication: Publication | None = None) -> "DraftSession":
        """Return a session for a new draft; nothing is kept until its first edit."""
        return DraftSession(self._db, History(draft), publication or Publication())

    def _open(self, where: str, value: int | bytes) -> "DraftSession | None":
        columns = "id, position, version, cursor, path, published"
        query = f"SELECT {columns} FROM draft WHERE {where} LIMIT 1"  # noqa: S608
        try:
            row = self._db.execute(query, (value,)).fetchone()
            if row is None:
                return None
            draft_id, position, version, cursor, path, published = row
            history = self._history(draft_id)
            history.go(position)
        except _UNREADABLE as error:
            raise StoreError(f"The draft cannot be read: {error}") from error
        publication = Publication(os.fsdecode(path), published)
        return DraftSession(self._db, history, publication, (draft_id, version), cursor)

    def _history(self, draft_id: int) -> History[Draft]:
        rows = self._db.execute(
            "SELECT title, delta FROM step WHERE draft = ? ORDER BY number", (draft_id,)
        )
        history: History[Draft] | None = None
        for title, blob in rows:
            delta = json.loads(zlib.decompress(blob))
            if history is None:
                history = History(apply(_blank(delta["thread"]), delta))
            else:
                history.record(title, apply(history.present, delta))
        if history is None:
            raise ValueError("it has no beginning")
        return history


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
        row: tuple[int, int] | None = None,
        cursor: int = 0,
    ) -> None:
        self._db = db
        self._history = history
        self._row = row
        self.publication = publication
        self.cursor = cursor

    @property
    def draft(self) -> Draft:
        """The draft as it is now."""
        return self._history.present

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
        step = (number, title, difference(history.steps[number - 1].value, draft))

        def work() -> None:
            draft_id = self._claim(number)
            self._db.execute("DELETE FROM step WHERE draft = ? AND number >= ?", (draft_id, number))
            self._insert(draft_id, *step)

        self._transact(work)
        history.go(number - 1)
        history.record(title, draft)
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

    def undo(self) -> str | None:
        """Go back one step and return its title; None where there is none. StoreError as `edit`."""
        if not self._history.can_undo:
            return None
        title = self._history.steps[self._history.position].title
        self._go(self._history.position - 1)
        return title

    def redo(self) -> str | None:
        """Go forward one step and return its title; None where there is none."""
        if not self._history.can_redo:
            return None
        self._go(self._history.position + 1)
        return self._history.steps[self._history.position].title

    def keep_cursor(self, comment: int) -> None:
        """Remember which comment is being read. StoreError as `edit`.

        What another matome has changed since keeps its own.
        """
        if self._row is not None:
            values = (comment, *self._row)
            query = "UPDATE draft SET cursor = ? WHERE id = ? AND version = ?"
            self._transact(lambda: self._db.execute(query, values))
        self.cursor = comment

    def publish(self, publication: Publication) -> None:
        """Remember the post file as it now is. StoreError as `edit`."""

        def work() -> None:
            draft_id = self._claim(self._history.position)
            self._db.execute(
                "UPDATE draft SET path = ?, published = ? WHERE id = ?",
                (os.fsencode(publication.path), publication.text, draft_id),
            )

        self._transact(work)
        self.publication = publication

    def _go(self, position: int) -> None:
        self._transact(lambda: self._claim(position))
        self._history.go(position)

    def _transact(self, work: Callable[[], object]) -> None:
        before = self._row
        try:
            transact(self._db, work)
        except BaseException as error:
            self._row = before
            if isinstance(error, sqlite3.Error):
                raise StoreError(f"Not saved: {reason(error)}") from error
            raise

    def _claim(self, position: int) -> int:
        """Move the draft's row on, or make it with its first step; return its id."""
        now = int(time.time())
        if self._row is None:
            return self._create(position, now)
        draft_id, version = self._row
        claimed = self._db.execute(
            "UPDATE draft SET position = ?, cursor = ?, touched = ?, version = version + 1"
            " WHERE id = ? AND version = ?",
            (position, self.cursor, now, draft_id, version),
        )
        if claimed.rowcount == 0:
            raise StoreError("Not saved: another matome has changed this draft; open it again")
        self._row = (draft_id, version + 1)
        return draft_id

    def _create(self, position: int, now: int) -> int:
        first = self._history.steps[0].value
        row = self._db.execute(
            "INSERT INTO draft (thread, position, version, cursor, path, published, touched)"
            " VALUES (?, ?, 1, ?, ?, ?, ?)",
            (
                first.thread,
                position,
                self.cursor,
                os.fsencode(self.publication.path),
                self.publication.text,
                now,
            ),
        )
        draft_id = int(row.lastrowid or 0)
        self._row = (draft_id, 1)
        beginning = {"thread": first.thread, **difference(_blank(first.thread), first)}
        self._insert(draft_id, 0, "", beginning)
        return draft_id

    def _insert(self, draft_id: int, number: int, title: str, delta: dict[str, object]) -> None:
        text = json.dumps(delta, ensure_ascii=False, separators=(",", ":"))
        blob = zlib.compress(text.encode("utf-8", "surrogatepass"))
        self._db.execute(
            "INSERT INTO step (draft, number, title, time, delta) VALUES (?, ?, ?, ?, ?)",
            (draft_id, number, title, int(time.time()), blob),
        )
