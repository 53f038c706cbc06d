"""All drafts in one file: finding, listing, copying and deleting them."""

import json
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from matome_tui.core.draft import Draft
from matome_tui.core.history import History
from matome_tui.store.database import StoreError, connect, reason, transact
from matome_tui.store.delta import apply, blank
from matome_tui.store.session import DraftSession, Publication, Row

State = Literal["draft", "saved", "changed"]

_MIGRATIONS: Sequence[str] = (
    """
    CREATE TABLE draft (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        thread INTEGER NOT NULL,
        position INTEGER NOT NULL,
        version INTEGER NOT NULL,
        cursor INTEGER NOT NULL,
        path BLOB NOT NULL,
        published TEXT NOT NULL,
        saved INTEGER NOT NULL,
        touched INTEGER NOT NULL,
        title TEXT NOT NULL,
        clips INTEGER NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0
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
class DraftSummary:
    """What a list tells of a draft.

    Attributes:
        id: Tells it from the others; never given twice.
        thread: Hacker News' id of the story.
        title: The post's title.
        clips: How many it has.
        touched: When it was changed last; seconds since 1970, UTC.
        path: The post file; empty where it was never saved.
        state: Whether the post says what the draft says.
        deleted: When it was deleted; seconds since 1970, UTC; 0 for one that is there.
    """

    id: int
    thread: int
    title: str
    clips: int
    touched: int
    path: str
    state: State
    deleted: int


class DraftStore:
    """The file that keeps all drafts.

    Attributes:
        set_aside: The new name of a damaged file that was found in its place, or None.
    """

    def __init__(self, path: Path | None) -> None:
        """Open or make the file; StoreError where that is impossible.

        None keeps the drafts in memory, for as long as the program runs.
        """
        self._db, self.set_aside = connect(path, _MIGRATIONS, check=True)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # Opening

    def of_thread(self, thread: int) -> DraftSession | None:
        """Open the draft of a thread that was touched last, if there is one.

        StoreError where it can not be read.
        """
        return self._open("thread = ? AND deleted = 0 ORDER BY touched DESC, id DESC", thread)

    def of_post(self, path: Path) -> DraftSession | None:
        """Open the draft of a post file, if there is one. StoreError as `of_thread`."""
        where = "path = ? AND deleted = 0 ORDER BY touched DESC, id DESC"
        return self._open(where, os.fsencode(path))

    def open(self, draft_id: int) -> DraftSession | None:
        """Open the draft with that id, if there is one. StoreError as `of_thread`."""
        return self._open("id = ? AND deleted = 0", draft_id)

    def open_again(self, session: DraftSession) -> DraftSession | None:
        """Open a draft as another program left it; None where it was deleted.

        StoreError as `of_thread`.
        """
        if session.id:
            return self.open(session.id)
        return self.of_thread(session.draft.thread)

    def begin(self, draft: Draft, publication: Publication | None = None) -> DraftSession:
        """Return a session for a new draft; nothing is kept until its first edit.

        StoreError as `of_thread`.
        """
        try:
            return DraftSession(self._db, History(draft), publication or Publication())
        except sqlite3.Error as error:
            raise StoreError(f"The drafts cannot be read: {error}") from error

    def keep(self, draft: Draft) -> DraftSession:
        """Keep a whole draft as it is, its beginning. StoreError as `duplicate`."""
        session = self.begin(draft)
        session.keep()
        return session

    # All of them

    def threads(self) -> set[int]:
        """Return the ids of the threads that have a draft. StoreError as `of_thread`."""
        query = "SELECT thread FROM draft WHERE deleted = 0"
        return {thread for (thread,) in self._rows(query)}

    def summaries(self) -> list[DraftSummary]:
        """Return what there is, the one touched last first, and then what was deleted.

        StoreError as `of_thread`.
        """
        query = (
            "SELECT id, thread, title, clips, touched, path, saved = position, deleted FROM draft"
            " ORDER BY deleted, touched DESC, id DESC"
        )
        return [_summary(row) for row in self._rows(query)]

    def duplicate(self, draft_id: int) -> None:
        """Make another draft of one, with all its history and without a post.

        StoreError where it can not be kept.
        """

        def work() -> None:
            made = self._db.execute(
                "INSERT INTO draft (thread, position, version, cursor, path, published, saved,"
                " touched, title, clips)"
                " SELECT thread, position, 1, cursor, x'', '', -1, ?, title, clips"
                " FROM draft WHERE id = ?",
                (int(time.time()), draft_id),
            )
            self._db.execute(
                "INSERT INTO step SELECT ?, number, title, time, delta FROM step WHERE draft = ?",
                (made.lastrowid, draft_id),
            )

        self._change(work)

    def delete(self, draft_id: int) -> None:
        """Take a draft out of the list; `restore` brings it back. StoreError as `duplicate`."""
        self._set_deleted(draft_id, int(time.time()))

    def restore(self, draft_id: int) -> None:
        """Bring back a draft that was deleted. StoreError as `duplicate`."""
        self._set_deleted(draft_id, 0)

    def _set_deleted(self, draft_id: int, moment: int) -> None:
        query = "UPDATE draft SET deleted = ?, version = version + 1 WHERE id = ?"
        self._change(lambda: self._db.execute(query, (moment, draft_id)))

    # Rows

    def _change(self, work: Callable[[], object]) -> None:
        try:
            transact(self._db, work)
        except sqlite3.Error as error:
            raise StoreError(f"Not done: {reason(error)}") from error

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"The drafts cannot be read: {error}") from error

    def _open(self, where: str, value: int | bytes) -> DraftSession | None:
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
        return DraftSession(self._db, history, publication, Row(draft_id, version), cursor)

    def _history(self, draft_id: int) -> History[Draft]:
        rows = self._db.execute(
            "SELECT title, time, delta FROM step WHERE draft = ? ORDER BY number", (draft_id,)
        )
        history: History[Draft] | None = None
        for title, moment, blob in rows:
            delta = json.loads(zlib.decompress(blob))
            if history is None:
                history = History(apply(blank(delta["thread"]), delta))
            else:
                history.record(title, apply(history.present, delta), moment)
        if history is None:
            raise ValueError("it has no beginning")
        return history


def _summary(row: tuple[Any, ...]) -> DraftSummary:
    draft_id, thread, title, clips, touched, path, is_saved, deleted = row
    state: State = "draft" if not path else "saved" if is_saved else "changed"
    return DraftSummary(draft_id, thread, title, clips, touched, os.fsdecode(path), state, deleted)
