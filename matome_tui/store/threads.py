"""The store of threads for offline reading."""

import json
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from matome_tui.core import fields
from matome_tui.core.items import Comment, FoundComment, Story
from matome_tui.core.thread.thread import Thread
from matome_tui.i18n import _
from matome_tui.store.database import (
    StoreError,
    is_damage,
    open_file,
    reason,
    set_aside,
    transact,
)
from matome_tui.store.steps import UNREADABLE, decompress, unpack, why_unreadable

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
_values_of = attrgetter(*Comment.__match_args__)


@dataclass(frozen=True, slots=True)
class StoredThread:
    """A stored thread.

    Attributes:
        fetched: Time of loading from Hacker News; seconds since 1970, UTC.
        story: The story.
        comments: In any order.
        ranks: Ids of replies in ranked order, by the id of their parent.
    """

    fetched: int
    story: Story
    comments: tuple[Comment, ...]
    ranks: Mapping[int, tuple[int, ...]]

    def thread(self) -> Thread:
        """Return the thread."""
        return Thread(self.story, self.comments, self.ranks)


class ThreadStore:
    """A file of threads; its methods may be called from any thread of the process.

    Methods raise StoreError if the file cannot be read or written.

    Attributes:
        set_aside: The new name of the damaged file, if there was one.
    """

    def __init__(self, path: Path, max_bytes: int = 500_000_000) -> None:
        """Set the path; each method opens or creates the file.

        Args:
            path: The file.
            max_bytes: Maximum size on disk.
        """
        self.set_aside: Path | None = None
        self._path = path
        self._max_bytes = max_bytes
        self._lock = threading.Lock()

    def save(
        self,
        story: Story,
        comments: Iterable[Comment],
        ranks: Mapping[int, Sequence[int]],
        keep: Collection[int] | None = (),
    ) -> None:
        """Store a thread, and replace its former version.

        If the file becomes too large, the threads loaded longest ago are deleted.

        Args:
            story: The story.
            comments: In any order.
            ranks: Ids of replies in ranked order, by the id of their parent.
            keep: Ids of further threads that are not deleted; None: none are.
        """
        data = _packed(comments, ranks)
        row = (story.id, int(time.time()), _json(asdict(story)).encode(), data)

        def work(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO thread VALUES (?, ?, ?, ?)", row)
            if keep is not None:
                self._make_room(db, {story.id, *keep})

        self._change(work)

    def load(self, thread_id: int) -> StoredThread | None:
        """Return a stored thread, None if there is none."""
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
            message = _("The stored thread {number} cannot be read: {reason}")
            raise StoreError(
                message.format(number=thread_id, reason=why_unreadable(error))
            ) from error
        return None

    def find(self, comment_id: int) -> StoredThread | None:
        """Return the stored thread that has a comment, None if there is none."""
        # A comment is newer than its story, mostly by little.
        query = "SELECT id FROM thread WHERE id < ? ORDER BY id DESC"
        for (thread_id,) in self._select(query, comment_id):
            may_have = self._has_text(thread_id, f"[{comment_id}, ")
            found = self.load(thread_id) if may_have else None
            if found and any(comment.id == comment_id for comment in found.comments):
                return found
        return None

    def comments_by(self, author: str, most: int = 300) -> list[FoundComment]:
        """Return a user's comments in the threads loaded last, the newest comment first."""
        found: list[FoundComment] = []
        for (thread_id,) in self._select("SELECT id FROM thread ORDER BY fetched DESC, id DESC"):
            if len(found) >= most:
                break
            has_some = self._has_text(thread_id, _json(author))
            if thread := self.load(thread_id) if has_some else None:
                found += (
                    FoundComment(comment, thread_id, thread.story.title)
                    for comment in thread.comments
                    if comment.author == author and not comment.is_gone
                )
        return sorted(found, key=lambda item: (-item.comment.time, -item.id))[:most]

    def _has_text(self, thread_id: int, text: str) -> bool:
        """Return whether a thread's data have a text: much faster than reading them."""
        row = self._select("SELECT data FROM thread WHERE id = ?", thread_id)
        try:
            return bool(row) and text.encode() in decompress(row[0][0])
        except UNREADABLE:
            return False

    def stories(self) -> list[Story]:
        """Return the stories of all stored threads, last loaded first."""
        found = self._select("SELECT story FROM thread ORDER BY fetched DESC, id DESC")
        try:
            return [_story(data) for (data,) in found]
        except UNREADABLE as error:
            message = _("The stored threads cannot be read: {reason}")
            raise StoreError(message.format(reason=why_unreadable(error))) from error

    def _make_room(self, db: sqlite3.Connection, keep: Collection[int]) -> None:
        for (thread_id,) in db.execute("SELECT id FROM thread ORDER BY fetched, id").fetchall():
            if _used_bytes(db) <= self._max_bytes:
                return
            if thread_id not in keep:
                db.execute("DELETE FROM thread WHERE id = ?", (thread_id,))

    def _select(self, query: str, *values: int) -> list[tuple[Any, ...]]:
        return self._run(lambda db: db.execute(query, values).fetchall())

    def _change(self, work: Callable[[sqlite3.Connection], object]) -> None:
        self._run(lambda db: transact(db, lambda: work(db)))

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work`; if the file is damaged, set it aside and run it again on a new one."""
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
                message = _("{path}: {reason}")
                raise StoreError(message.format(path=self._path, reason=reason(error))) from error

    def _connected(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with closing(open_file(self._path, _MIGRATIONS)) as db:
            return work(db)


def _used_bytes(db: sqlite3.Connection) -> int:
    """Return the size of the file after the transaction."""
    query = (
        "SELECT (page_count - freelist_count) * page_size"
        " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
    )
    return int(db.execute(query).fetchone()[0])


def _packed(comments: Iterable[Comment], ranks: Mapping[int, Sequence[int]]) -> bytes:
    """Return comments and ranks as compressed JSON, with a list of values for each comment.

    It is compressed comment by comment: the JSON of all would be the largest thing in memory.
    """
    packer = zlib.compressobj(_QUICK)
    parts = [packer.compress(b"[[")]
    separator = ""
    for comment in comments:
        parts.append(packer.compress(f"{separator}{_json(_values_of(comment))}".encode()))
        separator = ", "
    parts.append(packer.compress(f"], {_json(list(ranks.items()))}]".encode()))
    return b"".join((*parts, packer.flush()))


def _json(value: object) -> str:
    """Return a value as JSON. ASCII takes a byte a character when it is read."""
    return json.dumps(value, ensure_ascii=True)


def _comment(row: Sequence[object]) -> Comment | None:
    values = dict(zip(Comment.__match_args__, row, strict=False))
    return Comment.from_json(values["id"], values)


def _story(data: bytes) -> Story:
    values = json.loads(data)
    if (story := Story.from_json(values["id"], values)) is None:
        raise ValueError(_("the story has no id"))
    return story
