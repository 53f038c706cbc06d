"""The cache of renderings, so that no text is sent twice."""

import sqlite3
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matome_tui.store.database import used_bytes
from matome_tui.store.shared_file import SharedFile

_MIGRATIONS: Sequence[str] = (
    """
    CREATE TABLE rendering (
        key BLOB PRIMARY KEY,
        made INTEGER NOT NULL,
        text TEXT NOT NULL,
        fault TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX rendering_made ON rendering (made)
    """,
)
_MAX_BYTES = 50_000_000
_MOST_VALUES = 500
"""Values of one query; SQLite allows at least 999."""
_REMOVED = 100
"""Renderings removed at a time to make room."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A kept rendering.

    Attributes:
        text: The text.
        fault: What is wrong with it, in the form of `translate.checks`; empty if nothing is.
    """

    text: str
    fault: str = ""


class RenderingStore(SharedFile):
    """A file of renderings by keys."""

    def __init__(self, path: Path, max_bytes: int = _MAX_BYTES) -> None:
        """Set the path; each method opens or creates the file.

        Args:
            path: The file.
            max_bytes: Maximum size on disk; the oldest renderings are removed.
        """
        super().__init__(path, _MIGRATIONS)
        self._max_bytes = max_bytes

    def load(self, keys: Collection[bytes]) -> Mapping[bytes, Rendering]:
        """Return the renderings that are kept under some keys, by key."""
        wanted = list(keys)
        found = {}
        for at in range(0, len(wanted), _MOST_VALUES):
            some = wanted[at : at + _MOST_VALUES]
            marks = ", ".join("?" * len(some))
            query = f"SELECT key, text, fault FROM rendering WHERE key IN ({marks})"  # noqa: S608
            for key, text, fault in self._select(query, *some):
                found[bytes(key)] = Rendering(str(text), str(fault))
        return found

    def save(self, key: bytes, rendering: Rendering) -> None:
        """Keep a rendering in place of any former one."""
        row = (key, int(time.time()), rendering.text, rendering.fault)

        def work(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO rendering VALUES (?, ?, ?, ?)", row)
            while used_bytes(db) > self._max_bytes:
                oldest = "SELECT key FROM rendering WHERE key <> ? ORDER BY made LIMIT ?"
                query = f"DELETE FROM rendering WHERE key IN ({oldest})"  # noqa: S608
                if not db.execute(query, (key, _REMOVED)).rowcount:
                    return

        self._change(work)

    def count(self) -> int:
        """Return the number of renderings."""
        return int(self._select("SELECT count(*) FROM rendering")[0][0])

    def clear(self) -> None:
        """Remove all renderings."""
        self._change(lambda db: db.execute("DELETE FROM rendering"))
