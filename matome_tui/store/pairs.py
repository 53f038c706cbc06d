"""The user's own translations: pairs of an original and the text that a draft or post has.

The pairs of the kept drafts follow these; those of posts are added by a command.
"""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from matome_tui.core.draft.draft import Draft
from matome_tui.i18n import _
from matome_tui.store.database import open_read_only, reason
from matome_tui.store.error import StoreError
from matome_tui.store.shared_file import SharedFile
from matome_tui.store.steps import UNREADABLE, present

_MIGRATIONS: Sequence[str] = (
    """
    CREATE TABLE origin (
        name TEXT PRIMARY KEY,
        version TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE VIRTUAL TABLE pair USING fts5 (
        source, text UNINDEXED, origin UNINDEXED, tokenize = 'porter unicode61'
    )
    """,
)
_WORD = re.compile(r"[a-z][a-z'’-]{2,30}")
_MOST_WORDS = 60
_LEAST_SHARED = 2
"""Words that two texts must share to be near, if they have as many."""
_CANDIDATES = 12
_MAX_LENGTH = 2000
"""Characters of an original beyond which it makes no example."""
_COMMON_WORDS = """
the and for that this with you are but not have has had was were they them their there then than
from what when which who why how will would could should can all any some more most just like also
only very into about over such been being its it's don't i'm i've one your our his her out get got
use used using because much many even really think know people
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words that say nothing about a text."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An original and its translation, both plain text."""

    source: str
    text: str


class PairStore(SharedFile):
    """A file of pairs."""

    def __init__(self, path: Path, drafts: Path) -> None:
        """Set the paths; each method opens or creates the file of the pairs.

        Args:
            path: The file of the pairs.
            drafts: The file of the drafts, which is only read; it need not exist.
        """
        super().__init__(path, _MIGRATIONS)
        self._drafts = drafts

    def count(self) -> int:
        """Return the number of pairs."""
        return int(self._select("SELECT count(*) FROM pair")[0][0])

    def nearest(self, text: str, number: int = 3) -> list[Pair]:
        """Return the pairs whose originals share most words with a text, nearest first.

        A pair of the text itself is left out.
        """
        words = _words(text)
        if not words:
            return []
        query = " OR ".join(f'"{word}"' for word in words)
        rows = self._select(
            "SELECT source, text FROM pair WHERE pair MATCH ? ORDER BY rank LIMIT ?",
            query,
            _CANDIDATES,
        )
        least = min(_LEAST_SHARED, len(words))
        found: dict[str, Pair] = {}
        for source, translation in rows:
            if source.strip() != text.strip() and len(words & _words(source)) >= least:
                found.setdefault(source, Pair(source, translation))
        return list(found.values())[:number]

    def replace(self, origin: str, version: str, pairs: Iterable[Pair]) -> None:
        """Replace the pairs of a draft or post.

        Args:
            origin: Names it.
            version: Differs between its versions.
            pairs: Its pairs now.
        """
        self._change(lambda db: _replace(db, origin, version, pairs))

    def version(self, origin: str) -> str | None:
        """Return the version of a draft or post that the pairs are of; None if it has none."""
        rows = self._select("SELECT version FROM origin WHERE name = ?", origin)
        return str(rows[0][0]) if rows else None

    def follow_drafts(self) -> None:
        """Take the pairs of drafts that have changed, and remove those of deleted ones.

        A draft that cannot be read has no pairs.
        """
        try:
            if not self._drafts.is_file():
                self._follow({}, None)
                return
            with closing(open_read_only(self._drafts)) as drafts:
                query = "SELECT id, version FROM draft WHERE deleted = 0"
                current = {f"draft:{id_}": str(version) for id_, version in drafts.execute(query)}
                self._follow(current, drafts)
        except (OSError, sqlite3.Error) as error:
            message = _("{path}: {reason}")
            raise StoreError(message.format(path=self._drafts, reason=reason(error))) from error

    def _follow(self, current: dict[str, str], drafts: sqlite3.Connection | None) -> None:
        query = "SELECT name, version FROM origin WHERE name LIKE 'draft:%'"
        known = dict(self._select(query))
        changed = [name for name, version in current.items() if known.get(name) != version]
        gone = known.keys() - current.keys()
        if not changed and not gone:
            return

        def work(db: sqlite3.Connection) -> None:
            for name in gone:
                _remove(db, name)
            for name in changed:
                pairs = _pairs_of(drafts, int(name.removeprefix("draft:"))) if drafts else []
                _replace(db, name, current[name], pairs)

        self._change(work)


def own_pairs(draft: Draft) -> list[Pair]:
    """Return the pairs of a draft: clips whose text the user has rewritten."""
    return [
        Pair(clip.original, clip.text)
        for clip in draft.clips
        if clip.source and clip.text.strip() and clip.is_rewritten
        if len(clip.original) <= _MAX_LENGTH
    ]


def _pairs_of(drafts: sqlite3.Connection, draft_id: int) -> list[Pair]:
    try:
        return own_pairs(present(drafts, draft_id))
    except UNREADABLE:
        return []


def _replace(db: sqlite3.Connection, origin: str, version: str, pairs: Iterable[Pair]) -> None:
    _remove(db, origin)
    db.execute("INSERT INTO origin VALUES (?, ?)", (origin, version))
    rows = [(pair.source, pair.text, origin) for pair in pairs]
    db.executemany("INSERT INTO pair (source, text, origin) VALUES (?, ?, ?)", rows)


def _remove(db: sqlite3.Connection, origin: str) -> None:
    db.execute("DELETE FROM pair WHERE origin = ?", (origin,))
    db.execute("DELETE FROM origin WHERE name = ?", (origin,))


def _words(text: str) -> set[str]:
    """Return the first words of a text that say what it is about."""
    words = dict.fromkeys(_WORD.findall(text.lower()))
    return set([word for word in words if word not in _COMMON][:_MOST_WORDS])
