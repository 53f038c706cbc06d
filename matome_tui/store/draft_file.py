"""The database file of the drafts, which outlives being deleted, replaced or damaged in use."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

from matome_tui.store.database import is_damage, open_file, set_aside, transact

T = TypeVar("T")
Identity = tuple[int, int]

MIGRATIONS: Sequence[str] = (
    """
    CREATE TABLE draft (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        thread INTEGER NOT NULL,
        position INTEGER NOT NULL,
        version INTEGER NOT NULL,
        cursor INTEGER NOT NULL,
        path BLOB NOT NULL,
        published TEXT NOT NULL,
        saved INTEGER NOT NULL,
        touched INTEGER NOT NULL,
        title TEXT NOT NULL,
        clips INTEGER NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX draft_thread ON draft (thread);
    CREATE INDEX draft_path ON draft (path);
    CREATE TABLE step (
        draft INTEGER NOT NULL REFERENCES draft (id),
        number INTEGER NOT NULL,
        title TEXT NOT NULL,
        time INTEGER NOT NULL,
        delta BLOB NOT NULL,
        PRIMARY KEY (draft, number)
    ) WITHOUT ROWID
    """,
)


class DraftFile:
    """The file, opened when it is first needed and again whenever another is in its place.

    Nothing here waits for locks once the file is open, unless asked to. Errors of its methods are
    OSError and sqlite3.Error; what failed can be tried again.

    Attributes:
        generation: Goes up when rows of the file may be others than before.
        notices: Lines for the user about what became of the file.
        set_aside: The new name of a damaged file that was found in its place, or None.
    """

    def __init__(self, path: Path | None, *, waits: bool) -> None:
        """Name the file.

        Args:
            path: None: in memory.
            waits: Whether to wait for locks of other programs after the first opening.
        """
        self.generation = 0
        self.notices: list[str] = []
        self.set_aside: Path | None = None
        self._path = path
        self._waits = waits
        self._connection: sqlite3.Connection | None = None
        self._identity: Identity | None = None
        self._journal: Identity | None = None

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection to the file that stands at the path now."""
        if self._connection is None:
            return self._connect()
        if self._path is not None and (found := _identity(self._path)) != self._identity:
            return self._move_on(self._connection, self._path, is_gone=found is None)
        return self._connection

    def open(self) -> None:
        """Open the file, look for damage in all of it, and wait for locks that are held."""
        self._connect(check=True, waits=True)
        if not self._waits:
            self.connection.execute("PRAGMA busy_timeout = 0")

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self._run(lambda db: db.execute(query, values).fetchall())

    def transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` does as one transaction; it can be called once more, after damage."""
        return self._run(lambda db: transact(db, lambda: work(db)))

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        db = self.connection
        try:
            return work(db)
        except sqlite3.DatabaseError as error:
            if self._path is None or not is_damage(error):
                raise
        self.close()
        self.generation += 1
        if _identity(self._path) == self._identity:
            self._replace_damaged(self._path)
        return work(self._connect())

    # Opening

    def _connect(self, *, check: bool = False, waits: bool | None = None) -> sqlite3.Connection:
        waits = self._waits if waits is None else waits
        try:
            made = open_file(self._path, MIGRATIONS, check=check, waits=waits)
        except sqlite3.DatabaseError as error:
            if self._path is None or not is_damage(error):
                raise
            self._replace_damaged(self._path)
            made = open_file(self._path, MIGRATIONS, waits=waits)
        self._connection = made
        if self._path is not None:
            self._identity = _identity(self._path)
            self._journal = _identity(_beside(self._path, "-wal"))
        return made

    def _move_on(self, old: sqlite3.Connection, path: Path, *, is_gone: bool) -> sqlite3.Connection:
        """Turn to the file that is in the old one's place, or make one of all that it has."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if _identity(_beside(path, "-wal")) == self._journal:
            # SQLite would take the old file's journal for the new one's.
            _remove_journals(path)
        if is_gone:
            with _made_beside(path) as fresh, closing(sqlite3.connect(fresh)) as copy:
                _copy(old, copy)
            what = "was deleted or moved: it was made anew with all drafts"
        else:
            what = "was replaced: the drafts that are open were written to the new one"
        self.close()
        self.generation += 1
        self.notices.append(f"{path} {what}")
        return self._connect()

    def _replace_damaged(self, path: Path) -> None:
        """Set a damaged file aside, and make one of all that can be read in it."""
        from matome_tui.store.salvage import salvage

        with _made_beside(path) as fresh:
            with closing(open_file(fresh, MIGRATIONS)) as db:
                found = salvage(path, db)
            aside = self.set_aside = set_aside(path)
        self.notices.append(f"The drafts file was damaged: {found}; it is now {aside}")


class _made_beside:  # noqa: N801
    """A new file that takes a name when the block ends, unless another program made it first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fresh = path.with_name(f".{path.name}-{os.urandom(8).hex()}")

    def __enter__(self) -> Path:
        return self._fresh

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                with suppress(FileExistsError):
                    _give_name(self._fresh, self._path)
        finally:
            self._fresh.unlink(missing_ok=True)
            _remove_journals(self._fresh)


def _give_name(fresh: Path, path: Path) -> None:
    """Give a file a name that nothing has. FileExistsError where something has it."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        fresh.rename(path)


def _copy(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    old.execute("BEGIN")
    try:
        old.execute("SELECT 1 FROM draft").fetchone()  # `backup` would wait where this is refused
        old.backup(new)
    finally:
        old.execute("ROLLBACK")


def _identity(path: Path) -> Identity | None:
    """Return what tells a file from another of the same name; None where there is none."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _remove_journals(path: Path) -> None:
    for suffix in ("-wal", "-shm"):
        _beside(path, suffix).unlink(missing_ok=True)
