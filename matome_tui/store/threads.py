"""Threads kept for reading offline."""

import json
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any, TypeVar

from matome_tui.core import fields
from matome_tui.core.items import Comment, Story
from matome_tui.core.thread.thread import Thread
from matome_tui.store.database import (
    StoreError,
    connect,
    is_damage,
    reason,
    set_aside,
    transact,
)
from matome_tui.store.steps import UNREADABLE, decompress, unpack

T = TypeVar("T")

_MIGRATIONS: Sequence[str] = (
    """
    CREATE TABLE thread (
        id INTEGER PRIMARY KEY,
        fetched INTEGER NOT NULL,
        story BLOB NOT NULL,
        data BLOB NOT NULL
    );
    CREATE INDEX thread_fetched ON thread (fetched)
    """,
)
_QUICK = 1


@dataclass(frozen=True, slots=True)
class StoredThread:
    """A thread as it was kept.

    Attributes:
        fetched: When it came from Hacker News; seconds since 1970, UTC.
        story: The story.
        comments: In any order.
        ranks: Ids of the replies in ranked order, by the id of the comment they answer.
    """

    fetched: int
    story: Story
    comments: tuple[Comment, ...]
    ranks: Mapping[int, tuple[int, ...]]

    def thread(self) -> Thread:
        """Return the thread as it was."""
        return Thread(self.story, self.comments, self.ranks)


class ThreadStore:
    """The file that keeps threads; its methods may be called from any thread of the process.

    All of them raise StoreError where the file can not be read or written.

    Attributes:
        set_aside: The new name of a damaged file that was found in its place, or None.
    """

    def __init__(self, path: Path, most_bytes: int = 500_000_000) -> None:
        """Name the file; it is opened, or made, whenever it is used.

        Args:
            path: The file.
            most_bytes: What it may take on the disk.
        """
        self.set_aside: Path | None = None
        self._path = path
        self._most_bytes = most_bytes
        self._lock = threading.Lock()

    def save(
        self,
        story: Story,
        comments: Iterable[Comment],
        ranks: Mapping[int, Sequence[int]],
        keep: Collection[int] = (),
    ) -> None:
        """Keep a thread in place of what was kept of it.

        Where the file becomes too large, the threads fetched longest ago go.

        Args:
            story: The story.
            comments: In any order.
            ranks: Ids of the replies in ranked order, by the id of the comment they answer.
            keep: Ids of threads that must not go, nor does this one.
        """
        rows = [astuple(comment) for comment in comments]
        data = zlib.compress(_json([rows, list(ranks.items())]), _QUICK)
        row = (story.id, int(time.time()), _json(asdict(story)), data)

        def work(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO thread VALUES (?, ?, ?, ?)", row)
            self._make_room(db, {story.id, *keep})

        self._change(work)

    def load(self, thread_id: int) -> StoredThread | None:
        """Return what is kept of a thread, if anything."""
        query = "SELECT fetched, story, data FROM thread WHERE id = ?"
        found = self._select(query, thread_id)
        try:
            for fetched, story, data in found:
                rows, ranks = unpack(data)
                comments = (_comment(values) for values in rows)
                by_parent = {parent: fields.item_ids(kids) for parent, kids in ranks}
                known = tuple(comment for comment in comments if comment)
                return StoredThread(fields.moment(fetched), _story(story), known, by_parent)
        except UNREADABLE as error:
            problem = f"The stored thread {thread_id} cannot be read: {reason(error)}"
            raise StoreError(problem) from error
        return None

    def find(self, comment_id: int) -> StoredThread | None:
        """Return the thread that has a comment, if it is kept."""
        # A comment is younger than its story, and most often not by much.
        query = "SELECT id FROM thread WHERE id < ? ORDER BY id DESC"
        for (thread_id,) in self._select(query, comment_id):
            found = self.load(thread_id) if self._may_have(thread_id, comment_id) else None
            if found and any(comment.id == comment_id for comment in found.comments):
                return found
        return None

    def _may_have(self, thread_id: int, comment_id: int) -> bool:
        """Tell whether a thread's data names a comment: much quicker than to read it."""
        row = self._select("SELECT data FROM thread WHERE id = ?", thread_id)
        try:
            return bool(row) and f"[{comment_id}, ".encode() in decompress(row[0][0])
        except UNREADABLE:
            return False

    def stories(self) -> list[Story]:
        """Return the stories of all threads kept, the latest fetched first."""
        found = self._select("SELECT story FROM thread ORDER BY fetched DESC, id DESC")
        try:
            return [_story(data) for (data,) in found]
        except UNREADABLE as error:
            raise StoreError(f"The stored threads cannot be read: {reason(error)}") from error

    def _make_room(self, db: sqlite3.Connection, keep: Collection[int]) -> None:
        for (thread_id,) in db.execute("SELECT id FROM thread ORDER BY fetched, id").fetchall():
            if _used_bytes(db) <= self._most_bytes:
                return
            if thread_id not in keep:
                db.execute("DELETE FROM thread WHERE id = ?", (thread_id,))

    def _select(self, query: str, *values: int) -> list[tuple[Any, ...]]:
        return self._run(lambda db: db.execute(query, values).fetchall())

    def _change(self, work: Callable[[sqlite3.Connection], object]) -> None:
        self._run(lambda db: transact(db, lambda: work(db)))

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do `work`; where the file turns out to be damaged, do it again on a fresh one."""
        with self._lock:
            try:
                try:
                    return self._connected(work)
                except sqlite3.DatabaseError as error:
                    if not is_damage(error):
                        raise
                    self.set_aside = set_aside(self._path)
                    return self._connected(work)
            except (OSError, sqlite3.Error) as error:
                raise StoreError(f"{self._path}: {reason(error)}") from error

    def _connected(self, work: Callable[[sqlite3.Connection], T]) -> T:
        db, aside = connect(self._path, _MIGRATIONS)
        self.set_aside = aside or self.set_aside
        with closing(db):
            return work(db)


def _used_bytes(db: sqlite3.Connection) -> int:
    """Return what the file will take once the transaction is done."""
    query = (
        "SELECT (page_count - freelist_count) * page_size"
        " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
    )
    return int(db.execute(query).fetchone()[0])


def _json(value: object) -> bytes:
    """Return a value as JSON that also holds lone surrogates."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _comment(row: Sequence[object]) -> Comment | None:
    values = dict(zip(Comment.__match_args__, row, strict=False))
    return Comment.from_json(values["id"], values)


def _story(data: bytes) -> Story:
    values = json.loads(data)
    if (story := Story.from_json(values["id"], values)) is None:
        raise ValueError("it has no id")
    return story
