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
            return run_on(self._path, self._migrations, work, self._set_aside)

    def _set_aside(self, path: Path) -> None:
        self.set_aside = set_aside(path)


def run_on(
    path: Path,
    migrations: Sequence[str],
    work: Callable[[sqlite3.Connection], T],
    remove: Callable[[Path], object],
) -> T:
    """Open a file and run `work`; if the file is damaged, remove it and run it again on a new one.

    Raises StoreError.
    """

    def run() -> T:
        with closing(open_file(path, migrations)) as db:
            return work(db)

    try:
        try:
            return run()
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            remove(path)
            return run()
    except (OSError, sqlite3.Error) as error:
        message = _("{path}: {reason}")
        raise StoreError(message.format(path=path, reason=reason(error))) from error
