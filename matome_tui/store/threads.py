"""The store of threads for offline reading."""

import json
import sqlite3
import time
import zlib
from codecs import iterdecode
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from operator import attrgetter
from pathlib import Path

from matome_tui.core import fields
from matome_tui.core.items import Comment, FoundComment, Story
from matome_tui.core.thread.thread import Thread
from matome_tui.i18n import _
from matome_tui.store.database import used_bytes
from matome_tui.store.error import StoreError
from matome_tui.store.shared_file import SharedFile
from matome_tui.store.steps import UNREADABLE, decompress, decompressed, unpack, why_unreadable

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


class ThreadStore(SharedFile):
    """A file of threads.

    Attributes:
        max_bytes: Maximum size of the file.
    """

    def __init__(self, path: Path, max_bytes: int = 500_000_000) -> None:
        """Set the path; each method opens or creates the file.

        Args:
            path: The file.
            max_bytes: Maximum size on disk.
        """
        super().__init__(path, _MIGRATIONS)
        self.max_bytes = max_bytes

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
        with _readable(thread_id):
            for fetched, story, data in found:
                rows, ranks = unpack(data)
                comments = (_comment(values) for values in rows)
                by_parent = {parent: fields.item_ids(kids) for parent, kids in ranks}
                known = tuple(comment for comment in comments if comment)
                return StoredThread(fields.moment(fetched), _story(story), known, by_parent)
        return None

    def story(self, thread_id: int) -> Story | None:
        """Return the story of a stored thread, None if there is none."""
        found = self._select("SELECT story FROM thread WHERE id = ?", thread_id)
        with _readable(thread_id):
            return _story(found[0][0]) if found else None

    def comments(self, thread_id: int) -> Iterator[Comment]:
        """Read the comments of a stored thread one by one: all at once take much memory.

        Raises StoreError, at once if the compressed data are damaged.
        """
        found = self._select("SELECT data FROM thread WHERE id = ?", thread_id)
        with _readable(thread_id):
            for (data,) in found:
                deque(decompressed(data), maxlen=0)  # its checksum is at the end
        return (comment for (data,) in found for comment in _comments_in(data, thread_id))

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

    def stamps(self) -> list[tuple[int, int, str]]:
        """Return id, time of loading and a stamp of its data for each thread, last loaded first."""
        query = "SELECT id, fetched, length(data) FROM thread ORDER BY fetched DESC, id DESC"
        found = self._select(query)
        return [(number, fields.moment(at), f"{at}-{size}") for number, at, size in found]

    def _make_room(self, db: sqlite3.Connection, keep: Collection[int]) -> None:
        for (thread_id,) in db.execute("SELECT id FROM thread ORDER BY fetched, id").fetchall():
            if used_bytes(db) <= self.max_bytes:
                return
            if thread_id not in keep:
                db.execute("DELETE FROM thread WHERE id = ?", (thread_id,))


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


def _comments_in(data: bytes, thread_id: int) -> Iterator[Comment]:
    with _readable(thread_id):
        yield from filter(None, map(_comment, _rows_in(data)))


def _rows_in(data: bytes) -> Iterator[Sequence[object]]:
    """Yield the lists of values in what `_packed` made."""
    read = json.JSONDecoder().raw_decode
    text, at = "", len("[[")
    for piece in iterdecode(decompressed(data), "utf-8", "surrogatepass"):
        text, at = text[at:] + piece, at - min(at, len(text))
        while text.startswith("[", at):
            try:
                values, end = read(text, at)
            except json.JSONDecodeError:
                break  # its end is in a later piece
            yield values
            at = end + len(", ")
    if text.startswith("[", at):
        raise ValueError(_("the end is missing"))


@contextmanager
def _readable(thread_id: int) -> Iterator[None]:
    """Report damage as a StoreError."""
    try:
        yield
    except UNREADABLE as error:
        message = _("The stored thread {number} cannot be read: {reason}")
        raise StoreError(message.format(number=thread_id, reason=why_unreadable(error))) from error


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
