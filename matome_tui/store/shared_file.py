"""A database file that several programs and threads use, opened for each piece of work."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from matome_tui.i18n import _
from matome_tui.store.database import is_damage, open_file, reason, set_aside, transact
from matome_tui.store.error import StoreError

T = TypeVar("T")


class SharedFile:
    """The base of a store in a file; its methods may be called from any thread of the process.

    Methods raise StoreError if the file cannot be read or written.

    Attributes:
        set_aside: The new name of the damaged file, if there was one.
    """

    def __init__(self, path: Path, migrations: Sequence[str]) -> None:
        """Set the path; nothing is opened yet. `migrations`: see `database.open_file`."""
        self._path = path
        self.set_aside: Path | None = None
        self._migrations = migrations
        self._lock = threading.Lock()

    def _select(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self._run(lambda db: db.execute(query, values).fetchall())

    def _change(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Run `work` in a transaction."""
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
        with closing(open_file(self._path, self._migrations)) as db:
            return work(db)
