"""All drafts in one file: finding, listing, copying and deleting them."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar
from weakref import WeakSet

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.history import History
from matome_tui.store.validation import MAX_TIME
from matome_tui.store.database import StoreError, reason
from matome_tui.store.draft_file import DraftFile
from matome_tui.store.session import DraftSession, Publication, DraftRow
from matome_tui.store.steps import UNREADABLE, replay

T = TypeVar("T")
State = Literal["draft", "saved", "changed"]

_LATEST_FIRST = "deleted = 0 ORDER BY touched DESC, id DESC"
_STEPS = "SELECT number, title, time, delta FROM step WHERE draft = ? ORDER BY number"


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
    """The file that keeps all drafts, and the one place that knows whether all of them are kept.

    Attributes:
        unsaved: The sessions with changes that are not on disk, in the order in which that happened.
        on_change: Called when `unsaved`, its `problem` or the notices have changed.
    """

    def __init__(self, path: Path | None, *, waits: bool = True) -> None:
        """Open or make the file.

        Args:
            path: None keeps the drafts in memory, for as long as the program runs.
            waits: Whether to wait where another program locks the file, and to raise StoreError
                where it cannot be opened now. Without, drafts are kept in memory as long as needed.
        """
        self._file = DraftFile(path, waits=waits)
        self._sessions: WeakSet[DraftSession] = WeakSet()
        self._shown = ""
        self.unsaved: list[DraftSession] = []
        self.on_change: Callable[[], None] = lambda: None
        try:
            self._file.open()
        except (OSError, sqlite3.Error) as error:
            problem = f"Cannot open {path}: {reason(error)}"
            if waits:
                raise StoreError(problem) from error
            self._file.notices.append(f"{problem}. Drafts stay in memory until it can be opened")

    def close(self) -> None:
        """Write what is not on disk yet, if that is possible now, and let go of the file."""
        self.flush()
        self._file.close()

    # Whether all is kept

    @property
    def set_aside(self) -> Path | None:
        """The new name of a damaged file that was found in the file's place, or None."""
        return self._file.set_aside

    @property
    def problem(self) -> str:
        """Why some draft is not on disk as it is in memory; empty where all are."""
        return self.unsaved[0].problem if self.unsaved else ""

    def take_notices(self) -> list[str]:
        """Return what there is to say of the file, and forget it."""
        notices, self._file.notices = self._file.notices, []
        return notices

    def flush(self) -> bool:
        """Write all that is not on disk, also where the file was deleted; return whether it is."""
        with suppress(StoreError):  # each session that cannot be written says so
            self._read("SELECT 1")
        for session in list(self._sessions):
            if session.problem or session.is_detached:
                session.flush()
        return not self.unsaved

    def _note(self, session: DraftSession) -> None:
        if session.problem and session not in self.unsaved:
            self.unsaved.append(session)
        elif not session.problem and session in self.unsaved:
            self.unsaved.remove(session)
        self._announce()

    def _announce(self) -> None:
        if self._file.notices or self.problem != self._shown:
            self._shown = self.problem
            self.on_change()

    # Opening

    def of_thread(self, thread: int) -> DraftSession | None:
        """Open the draft of a thread that was touched last, if there is one.

        StoreError where it can not be read.
        """
        if session := self._unsaved(lambda session: session.draft.thread == thread):
            return session
        return self._open(f"thread = ? AND {_LATEST_FIRST}", thread)

    def of_post(self, path: Path) -> DraftSession | None:
        """Open the draft of a post file, if there is one. StoreError as `of_thread`."""
        if session := self._unsaved(lambda session: session.publication.path == str(path)):
            return session
        return self._open(f"path = ? AND {_LATEST_FIRST}", os.fsencode(path))

    def open(self, draft_id: int) -> DraftSession | None:
        """Open the draft with that id, if there is one. StoreError as `of_thread`."""
        if session := self._unsaved(lambda session: session.id == draft_id):
            return session
        return self._open("id = ? AND deleted = 0", draft_id)

    def reopen(self, session: DraftSession) -> DraftSession | None:
        """Open a draft as another program left it; None where it was deleted.

        StoreError as `of_thread`.
        """
        if session.id:
            return self.open(session.id)
        return self.of_thread(session.draft.thread)

    def begin(self, draft: Draft, publication: Publication | None = None) -> DraftSession:
        """Return a session for a new draft; nothing is kept until its first edit."""
        return self._session(History(draft), publication or Publication())

    def copy_readable(self, thread: int) -> DraftSession | None:
        """Return a new draft of what can be read of a thread's draft that `of_thread` cannot open.

        It ends at the last step that can be read; the unreadable draft stays as it is. None where
        not even the beginning can be read.
        """
        where = f"thread = ? AND {_LATEST_FIRST}"
        try:
            found = self._read(f"SELECT id FROM draft WHERE {where} LIMIT 1", thread)  # noqa: S608
            history, _ = replay(self._read(_STEPS, found[0][0]) if found else ())
        except StoreError:
            return None
        return self._session(history, Publication()) if history else None

    def keep(self, draft: Draft) -> DraftSession:
        """Keep a whole draft as it is, its beginning. StoreError as `duplicate`."""
        session = self.begin(draft)
        session.keep()
        return session

    # All of them

    def threads(self) -> set[int]:
        """Return the ids of the threads that have a draft. StoreError as `of_thread`."""
        query = "SELECT CAST(thread AS INTEGER) FROM draft WHERE deleted = 0"
        return {thread for (thread,) in self._read(query)}

    def summaries(self) -> list[DraftSummary]:
        """Return what there is, the one touched last first, and then what was deleted.

        StoreError as `of_thread`.
        """
        query = (
            "SELECT id, CAST(thread AS INTEGER), substr(CAST(title AS TEXT), 1, 1000),"
            " CAST(clips AS INTEGER), CAST(touched AS INTEGER), CAST(path AS BLOB),"
            " saved = position, CAST(deleted AS INTEGER)"
            " FROM draft ORDER BY deleted, touched DESC, id DESC"
        )
        return [_summary(row) for row in self._read(query)]

    def duplicate(self, draft_id: int) -> None:
        """Make another draft of one, with all its history and without a post.

        StoreError where it can not be kept.
        """

        def work(db: sqlite3.Connection) -> None:
            made = db.execute(
                "INSERT INTO draft (thread, position, version, cursor, path, published, saved,"
                " touched, title, clips)"
                " SELECT thread, position, 1, cursor, x'', '', -1, ?, title, clips"
                " FROM draft WHERE id = ?",
                (int(time.time()), draft_id),
            )
            db.execute(
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
        self._change(lambda db: db.execute(query, (moment, draft_id)))

    # Rows

    def _change(self, work: Callable[[sqlite3.Connection], object]) -> None:
        try:
            self._file.transact(work)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"Not done: {reason(error)}") from error
        finally:
            self._announce()

    def _read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._file.rows(query, *values)
        except (OSError, sqlite3.Error, OverflowError) as error:
            raise StoreError(f"The drafts cannot be read: {reason(error)}") from error
        finally:
            self._announce()

    def _unsaved(self, is_wanted: Callable[[DraftSession], bool]) -> DraftSession | None:
        return next(filter(is_wanted, self.unsaved), None)

    def _open(self, where: str, value: int | bytes) -> DraftSession | None:
        columns = "id, position, version, cursor, path, published, saved"
        query = f"SELECT {columns} FROM draft WHERE {where} LIMIT 1"  # noqa: S608
        found = self._read(query, value)
        if not found:
            return None
        draft_id, position, version, cursor, path, published, saved = found[0]
        history, fault = replay(self._read(_STEPS, draft_id))
        try:
            if history is None or fault is not None:
                raise fault or ValueError("it has no beginning")
            _expect(int, position, version, cursor, saved)
            _expect(bytes, path)
            _expect(str, published)
            history.go(position)
        except UNREADABLE as error:
            raise StoreError(f"Draft {draft_id} cannot be read: {reason(error)}") from error
        publication = Publication(os.fsdecode(path), published)
        return self._session(history, publication, DraftRow(draft_id, version, cursor, saved))

    def _session(
        self, history: History[Draft], publication: Publication, row: DraftRow | None = None
    ) -> DraftSession:
        session = DraftSession(self._file, history, publication, self._note, row)
        self._sessions.add(session)
        return session


def _expect(kind: type, *values: object) -> None:
    """Raise TypeError unless all values are of that type."""
    for value in values:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is no {kind.__name__}")


def _summary(row: tuple[Any, ...]) -> DraftSummary:
    draft_id, thread, title, clips, touched, path, is_saved, deleted = row
    state: State = "draft" if not path else "saved" if is_saved else "changed"
    touched, deleted = (min(max(moment, 0), MAX_TIME) for moment in (touched, deleted))
    return DraftSummary(draft_id, thread, title, clips, touched, os.fsdecode(path), state, deleted)
