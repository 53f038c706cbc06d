"""The store of all drafts: finding, listing, copying and deleting them."""

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
from matome_tui.i18n import _
from matome_tui.store.database import reason
from matome_tui.store.draft_file import DraftFile
from matome_tui.store.error import StoreError
from matome_tui.store.session import DraftRow, DraftSession, Publication, cannot_read
from matome_tui.store.steps import QUERY, UNREADABLE, replay, why_unreadable
from matome_tui.store.validation import MAX_TIME

T = TypeVar("T")
State = Literal["draft", "saved", "changed"]

_LATEST_FIRST = "deleted = 0 ORDER BY touched DESC, id DESC"


class UnreadableDraftError(StoreError):
    """One draft is damaged; others can be read."""


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """A draft in a list.

    Attributes:
        id: The draft's id, never reused.
        thread: Hacker News' id of the story.
        title: The post's title.
        clips: Number of clips.
        touched: Time of the last change; seconds since 1970, UTC.
        path: The post file; empty if the post was never saved.
        state: Whether the post was saved, and whether the draft was changed since.
        deleted: Time of deletion, seconds since 1970, UTC; 0 if it is not deleted.
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
    """The store of all drafts, which knows whether all changes are on disk.

    Attributes:
        unsaved: Sessions with changes that are not on disk, in order of the first failure.
        on_change: Called when `unsaved`, its `problem` or the notices have changed.
    """

    def __init__(self, path: Path | None, *, waits: bool = True) -> None:
        """Open or create the file.

        Args:
            path: The file. None: in memory.
            waits: Whether to wait for locks of other programs, and to raise StoreError if the file
                cannot be opened. If not, drafts stay in memory until it can.
        """
        self._file = DraftFile(path, waits=waits)
        self._sessions: WeakSet[DraftSession] = WeakSet()
        self._shown = ""
        self.unsaved: list[DraftSession] = []
        self.on_change: Callable[[], None] = lambda: None
        try:
            self._file.open()
        except (OSError, sqlite3.Error) as error:
            problem = _("Cannot open {path}: {reason}").format(path=path, reason=reason(error))
            if waits:
                raise StoreError(problem) from error
            message = _("{problem}. Drafts stay in memory until it can be opened")
            self._file.notices.append(message.format(problem=problem))

    def close(self) -> None:
        """Write unsaved changes if possible, and close the file."""
        self.flush()
        self._file.close()

    # Unsaved changes

    @property
    def set_aside(self) -> Path | None:
        """The new name of the damaged file, if there was one."""
        return self._file.set_aside

    @property
    def problem(self) -> str:
        """The reason why changes are not on disk; empty if all are."""
        return self.unsaved[0].problem if self.unsaved else ""

    def take_notices(self) -> list[str]:
        """Return and clear the messages about the file."""
        notices, self._file.notices = self._file.notices, []
        return notices

    def flush(self) -> bool:
        """Write unsaved changes, also if the file was deleted; return whether all are on disk."""
        with suppress(StoreError):  # sessions that cannot be written have the problem
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
        """Open the last changed draft of a thread, if there is one.

        Raises:
            UnreadableDraftError: It is damaged.
            StoreError: No draft can be read.
        """
        if session := self._unsaved(lambda session: session.draft.thread == thread):
            return session
        return self._open(f"thread = ? AND {_LATEST_FIRST}", thread)

    def of_post(self, path: Path) -> DraftSession | None:
        """Open the draft of a post file, if there is one. Raises StoreError."""
        if session := self._unsaved(lambda session: session.publication.path == str(path)):
            return session
        return self._open(f"path = ? AND {_LATEST_FIRST}", os.fsencode(path))

    def open(self, draft_id: int) -> DraftSession | None:
        """Open a draft by its id, if there is one. Raises StoreError."""
        if session := self._unsaved(lambda session: session.id == draft_id):
            return session
        return self._open("id = ? AND deleted = 0", draft_id)

    def reopen(self, session: DraftSession) -> DraftSession | None:
        """Open a draft as it is in the file; None if it was deleted. Raises StoreError."""
        if session.id:
            return self.open(session.id)
        return self.of_thread(session.draft.thread)

    def begin(self, draft: Draft, publication: Publication | None = None) -> DraftSession:
        """Return a session for a new draft, which is stored with its first edit."""
        return self._session(History(draft), publication or Publication())

    def copy_readable(self, thread: int) -> DraftSession | None:
        """Return a new draft from the readable steps of one that `of_thread` cannot open.

        The unreadable draft is unchanged. None if not even its first step is readable.
        """
        where = f"thread = ? AND {_LATEST_FIRST}"
        try:
            found = self._read(f"SELECT id FROM draft WHERE {where} LIMIT 1", thread)  # noqa: S608
            history, __ = replay(self._read(QUERY, found[0][0]) if found else ())
        except StoreError:
            return None
        return self._session(history, Publication()) if history else None

    def keep(self, draft: Draft) -> DraftSession:
        """Store a draft as a new one. Raises StoreError."""
        session = self.begin(draft)
        session.keep()
        return session

    # All of them

    def threads(self) -> set[int]:
        """Return the ids of the threads that have a draft. Raises StoreError."""
        query = "SELECT CAST(thread AS INTEGER) FROM draft WHERE deleted = 0"
        return {thread for (thread,) in self._read(query)}

    def saved_threads(self) -> set[int]:
        """Return the ids of the threads with a draft that has a post. Raises StoreError."""
        query = "SELECT CAST(thread AS INTEGER) FROM draft WHERE deleted = 0 AND length(path) > 0"
        return {thread for (thread,) in self._read(query)}

    def summaries(self) -> list[DraftSummary]:
        """Return all drafts, last changed first, then the deleted ones. Raises StoreError."""
        query = (
            "SELECT id, CAST(thread AS INTEGER), substr(CAST(title AS TEXT), 1, 1000),"
            " CAST(clips AS INTEGER), CAST(touched AS INTEGER), CAST(path AS BLOB),"
            " saved = position, CAST(deleted AS INTEGER)"
            " FROM draft ORDER BY deleted, touched DESC, id DESC"
        )
        return [_summary(row) for row in self._read(query)]

    def duplicate(self, draft_id: int) -> None:
        """Copy a draft with its history, but without its post. Raises StoreError."""

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
        """Mark a draft as deleted; `restore` undoes that. Raises StoreError."""
        self._set_deleted(draft_id, int(time.time()))

    def restore(self, draft_id: int) -> None:
        """Restore a deleted draft. Raises StoreError."""
        self._set_deleted(draft_id, 0)

    def _set_deleted(self, draft_id: int, moment: int) -> None:
        query = "UPDATE draft SET deleted = ?, version = version + 1 WHERE id = ?"
        self._change(lambda db: db.execute(query, (moment, draft_id)))

    # Rows

    def _change(self, work: Callable[[sqlite3.Connection], object]) -> None:
        try:
            self._file.transact(work)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(_("Not done: {reason}").format(reason=reason(error))) from error
        finally:
            self._announce()

    def _read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._file.rows(query, *values)
        except (OSError, sqlite3.Error, OverflowError) as error:
            raise StoreError(cannot_read(error)) from error
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
        history, fault = replay(self._read(QUERY, draft_id))
        try:
            if history is None or fault is not None:
                raise fault or ValueError(_("the beginning is missing"))
            _expect(int, position, version, cursor, saved)
            _expect(bytes, path)
            _expect(str, published)
            history.go(position)
        except UNREADABLE as error:
            message = _("Draft {number} cannot be read: {reason}").format(
                number=draft_id, reason=why_unreadable(error)
            )
            raise UnreadableDraftError(message) from error
        publication = Publication(os.fsdecode(path), published)
        read = DraftRow(draft_id, version, cursor or None, None if saved < 0 else saved)
        return self._session(history, publication, read)

    def _session(
        self, history: History[Draft], publication: Publication, row: DraftRow | None = None
    ) -> DraftSession:
        session = DraftSession(self._file, history, publication, self._note, row)
        self._sessions.add(session)
        return session


def _expect(kind: type, *values: object) -> None:
    """Raise TypeError unless all values have exactly this type."""
    for value in values:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is not {kind.__name__}")


def _summary(row: tuple[Any, ...]) -> DraftSummary:
    draft_id, thread, title, clips, touched, path, is_saved, deleted = row
    state: State = "draft" if not path else "saved" if is_saved else "changed"
    touched, deleted = (min(max(moment, 0), MAX_TIME) for moment in (touched, deleted))
    return DraftSummary(draft_id, thread, title, clips, touched, os.fsdecode(path), state, deleted)
