"""The archive: a full-text index of kept threads and drafts.

It holds nothing of its own: a damaged file is deleted, and `store.archive_feed` fills it again.
Trigrams narrow a search down to few texts, which are then compared. The index has only which text
has which trigram: with positions it would be four times as large, and hardly faster.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from matome_tui.core.archive import ArchivedText, ArchiveQuery, fold_for_archive
from matome_tui.core.draft.entries import EntryKey
from matome_tui.core.fields import MOST_ID
from matome_tui.store.database import journals, transact, used_bytes
from matome_tui.store.shared_file import run_on

T = TypeVar("T")
SourceKind = Literal["thread", "draft"]

_MIGRATIONS: Sequence[str] = (
    # The id of a text from a thread is Hacker News' own, so that the newest is the highest. Those
    # of drafts are above all of them.
    """
    CREATE TABLE source (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        number INTEGER NOT NULL,
        stamp TEXT NOT NULL,
        moment INTEGER NOT NULL,
        thread INTEGER NOT NULL,
        title TEXT NOT NULL,
        UNIQUE (kind, number)
    );
    CREATE TABLE text (
        id INTEGER PRIMARY KEY,
        source INTEGER NOT NULL,
        kind TEXT NOT NULL,
        item INTEGER NOT NULL,
        entry INTEGER NOT NULL,
        author TEXT NOT NULL,
        time INTEGER NOT NULL,
        text TEXT NOT NULL,
        folded TEXT
    );
    CREATE INDEX text_source ON text (source);
    CREATE INDEX text_author ON text (author COLLATE NOCASE);
    CREATE VIRTUAL TABLE grams USING fts5 (
        text, content='', detail=none, columnsize=0, tokenize='trigram case_sensitive 1'
    );
    CREATE VIRTUAL TABLE gram USING fts5vocab (grams, row)
    """,
)
_COLUMNS = "kind, text, item, entry, author, time"
_FOLDED = "coalesce(text.folded, lower(text.text))"  # SQLite's `lower` knows ASCII
_INDEXED = f"{_FOLDED} || '  '"
"""What is indexed: with the blanks, every character begins a trigram."""

_GRAM = 3
_MOST_GRAMS = 1000
"""Most trigrams that a word of one or two characters is looked up by."""

_SHARE_KEPT = 0.9
"""Share of a full file that is kept when room is made, and that old threads may fill."""

LIMIT = 200
"""Texts that a search returns."""

_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A thread or draft in the archive.

    Attributes:
        kind: Which of them.
        number: Hacker News' id of the story, or the draft's number.
        stamp: Changes with the texts.
        moment: Of loading or the last change; seconds since 1970, UTC.
        thread: Hacker News' id of the story.
        title: Of the story or the post.
    """

    kind: SourceKind
    number: int
    stamp: str
    moment: int
    thread: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that a search found, and where it is."""

    text: ArchivedText
    source: Source

    @property
    def item(self) -> int:
        """The id by which Hacker News, and `matome`, open the place or its thread."""
        return self.text.item or self.source.thread


class Archive:
    """A file of texts; its methods may be called from any thread of the process.

    Methods raise StoreError if the file cannot be read or written.
    """

    def __init__(self, path: Path, max_bytes: int = 500_000_000) -> None:
        """Set the path; each method opens or creates the file.

        Args:
            path: The file.
            max_bytes: Maximum size on disk.
        """
        self._path = path
        self._max_bytes = max_bytes

    def find(self, query: ArchiveQuery, limit: int = LIMIT) -> list[Hit]:
        """Return what matches: texts of drafts, last changed first, then of threads, newest first.

        A comment that is found as a clip too is returned once, as the clip.

        Args:
            query: The search.
            limit: Maximum number of texts; those of the same comment count twice.
        """
        rows = self._run(lambda db: _select(db, query, limit)) if query else []
        hits = [_hit(row) for row in rows]
        clipped = {hit.text.item for hit in hits if hit.text.kind == "clip"}
        return [h for h in hits if h.text.kind != "comment" or h.text.item not in clipped]

    def stamps(self, kind: SourceKind) -> dict[int, str]:
        """Return the stamps of all threads or drafts in the archive, by their numbers."""
        query = "SELECT number, stamp FROM source WHERE kind = ?"
        return dict(self._run(lambda db: db.execute(query, (kind,)).fetchall()))

    def has(self, source: Source) -> bool:
        """Return whether the texts of a source are there with its stamp."""
        query = "SELECT 1 FROM source WHERE kind = ? AND number = ? AND stamp = ?"
        values = source.kind, source.number, source.stamp
        return self._run(lambda db: db.execute(query, values).fetchone() is not None)

    def wants(self, thread: Source) -> bool:
        """Return whether there is room for a thread, or an older one that would make room."""
        query = "SELECT 1 FROM source WHERE kind = 'thread' AND moment < ? LIMIT 1"

        def work(db: sqlite3.Connection) -> bool:
            has_older = db.execute(query, (thread.moment,)).fetchone() is not None
            return has_older or used_bytes(db) <= _SHARE_KEPT * self._max_bytes

        return self._run(work)

    def put(self, source: Source, texts: Iterable[ArchivedText]) -> None:
        """Store the texts of a source, and replace its former ones.

        If the file becomes too large, the threads loaded longest ago leave it.

        Args:
            source: The source.
            texts: No iterator: read again if the file turns out to be damaged.
        """

        def work(db: sqlite3.Connection) -> None:
            number = _put_source(db, source)
            _put_texts(db, number, map(_row, texts), is_draft=source.kind == "draft")
            self._make_room(db)

        self._run(lambda db: transact(db, lambda: work(db)))

    def drop(self, kind: SourceKind, numbers: Iterable[int]) -> None:
        """Remove sources with their texts."""
        gone = [(kind, number) for number in numbers]

        def work(db: sqlite3.Connection) -> None:
            for values in gone:
                query = "SELECT id FROM source WHERE kind = ? AND number = ?"
                for (source,) in db.execute(query, values).fetchall():
                    _remove(db, source)

        if gone:
            self._run(lambda db: transact(db, lambda: work(db)))

    def _make_room(self, db: sqlite3.Connection) -> None:
        query = "SELECT id FROM source WHERE kind = 'thread' ORDER BY moment, id"
        while used_bytes(db) > self._max_bytes and (found := db.execute(query).fetchall()):
            for (source,) in found[: max(int(len(found) * (1 - _SHARE_KEPT)), 1)]:
                _remove(db, source)
            # Removed texts only leave the index when it is merged.
            db.execute("INSERT INTO grams (grams) VALUES ('optimize')")

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work`; if the file is damaged, delete it and run it again on a new one."""
        return run_on(self._path, _MIGRATIONS, work, _delete)


def _delete(path: Path) -> None:
    for file in (path, *journals(path)):
        file.unlink(missing_ok=True)


def _row(text: ArchivedText) -> _Row:
    folded = None if text.text.isascii() else fold_for_archive(text.text)
    return text.kind, text.text, text.item, text.entry, text.author, text.time, folded


# Changes


def _put_source(db: sqlite3.Connection, source: Source) -> int:
    ((number,),) = db.execute(
        "INSERT INTO source (kind, number, stamp, moment, thread, title) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET stamp = excluded.stamp, moment = excluded.moment,"
        " thread = excluded.thread, title = excluded.title RETURNING id",
        (
            source.kind,
            source.number,
            source.stamp,
            source.moment,
            source.thread,
            source.title,
        ),
    ).fetchall()
    return int(number)


def _put_texts(
    db: sqlite3.Connection, source: int, rows: Iterable[_Row], *, is_draft: bool
) -> None:
    """Bring the texts of a source up to date; the unchanged ones of a thread are not touched."""
    db.execute(f"CREATE TEMP TABLE fresh (id INTEGER PRIMARY KEY, {_COLUMNS}, folded)")
    try:
        if is_draft:
            query = "SELECT max(coalesce(max(id), 0), ?) FROM text"
            rows = list(rows)
            first = db.execute(query, (MOST_ID,)).fetchone()[0] + len(rows)
            numbered = ((first - at, *row) for at, row in enumerate(rows))
        else:
            numbered = ((row[2], *row) for row in rows)
        db.executemany("INSERT OR IGNORE INTO fresh VALUES (?, ?, ?, ?, ?, ?, ?, ?)", numbered)
        _remove_texts(
            db,
            source,
            "AND NOT EXISTS (SELECT 1 FROM fresh WHERE fresh.id = text.id"
            " AND fresh.text = text.text AND fresh.author = text.author)",
        )
        db.execute("DELETE FROM fresh WHERE id IN (SELECT id FROM text)")
        db.execute(
            f"INSERT INTO text (id, source, {_COLUMNS}, folded)"  # noqa: S608
            f" SELECT id, ?, {_COLUMNS}, folded FROM fresh",
            (source,),
        )
        db.execute(
            f"INSERT INTO grams (rowid, text) SELECT text.id, {_INDEXED}"  # noqa: S608
            " FROM fresh JOIN text ON text.id = fresh.id ORDER BY text.id"
        )
    finally:
        db.execute("DROP TABLE fresh")


def _remove(db: sqlite3.Connection, source: int) -> None:
    _remove_texts(db, source)
    db.execute("DELETE FROM source WHERE id = ?", (source,))


def _remove_texts(db: sqlite3.Connection, source: int, which: str = "") -> None:
    where = f"FROM text WHERE source = ? {which}"
    db.execute(
        f"INSERT INTO grams (grams, rowid, text) SELECT 'delete', id, {_INDEXED} {where}", (source,)
    )
    db.execute(f"DELETE {where}", (source,))


# Searches


def _select(db: sqlite3.Connection, query: ArchiveQuery, limit: int) -> list[_Row]:
    conditions, values = [], []
    match = [_expression(db, word) for word in query.words]
    tables = "text"
    if "" in match:  # a word that no text has
        return []
    if expression := " AND ".join(part for part in match if part):
        tables = "grams CROSS JOIN text ON text.id = grams.rowid"
        conditions.append("grams MATCH ?")
        values.append(expression)
    conditions += [f"instr({_FOLDED}, ?)" for _word in query.words]
    values += query.words
    if query.author:
        conditions.append("text.author = ? COLLATE NOCASE")
        values.append(query.author)
    order = "grams.rowid" if expression else "text.id"
    columns = ", ".join(f"text.{name}" for name in _COLUMNS.split(", "))
    return db.execute(
        f"SELECT {columns}, source.kind, number, stamp, moment, thread, title"  # noqa: S608
        f" FROM {tables} JOIN source ON source.id = text.source"
        f" WHERE {' AND '.join(conditions)} ORDER BY {order} DESC LIMIT ?",
        (*values, limit),
    ).fetchall()


def _expression(db: sqlite3.Connection, word: str) -> str | None:
    """Return the FTS5 expression for texts that may have a word.

    Empty if none have it; None if it is too short, and too frequent, to narrow them down.
    """
    if len(word) >= _GRAM:
        return " AND ".join({_quoted(word[at : at + _GRAM]): 1 for at in range(len(word) - 2)})
    query = "SELECT term FROM gram WHERE term >= ? AND term < ? LIMIT ?"
    values = (word, f"{word}\U0010ffff", _MOST_GRAMS + 1)
    grams = [_quoted(gram) for (gram,) in db.execute(query, values)]
    return None if len(grams) > _MOST_GRAMS else f"({' OR '.join(grams)})" if grams else ""


def _quoted(gram: str) -> str:
    doubled = gram.replace('"', '""')
    return f'"{doubled}"'


def _hit(row: _Row) -> Hit:
    kind, text, item, entry, author, time, *source = row
    return Hit(ArchivedText(kind, text, item, EntryKey(entry), author, time), Source(*source))
