"""A SQLite file that is opened for each use, and begun anew if it is damaged."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from matome_tui.i18n import _
from matome_tui.store.database import (
    StoreError,
    is_damage,
    open_file,
    reason,
    set_aside,
    transact,
)

T = TypeVar("T")


class CacheFile:
    """A file whose methods may be called from any thread of the process; they raise StoreError.

    Attributes:
        set_aside: The new name of the damaged file, if there was one.
    """

    def __init__(self, path: Path, migrations: Sequence[str]) -> None:
        """Set the path and the scripts of its tables; each method opens or creates the file."""
        self.set_aside: Path | None = None
        self._path = path
        self._migrations = migrations
        self._lock = threading.Lock()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self._run(lambda db: db.execute(query, values).fetchall())

    def change(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` in a transaction and return its result."""
        return self._run(lambda db: transact(db, lambda: work(db)))

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
        with closing(open_file(self._path, self._migrations)) as db:
            return work(db)


def used_bytes(db: sqlite3.Connection) -> int:
    """Return the size of the file after the transaction."""
    query = (
        "SELECT (page_count - freelist_count) * page_size"
        " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
    )
    return int(db.execute(query).fetchone()[0])
