"""The database file of the drafts: its tables, and repair if deleted or damaged while in use."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from matome_tui.files import make_folder
from matome_tui.i18n import _
from matome_tui.store.database import is_damage, journals, open_file, set_aside, transact

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
    "SELECT 1",  # clips may have a machine's text, which earlier versions cannot read
)


class DraftFile:
    """A connection to the file, opened on first use and reopened if the file is replaced.

    Once open, it waits for locks only if asked to. Methods raise OSError and sqlite3.Error, and
    can be called again after these.

    Attributes:
        generation: Increases when the file may have other rows than before.
        notices: Messages for the user about replaced or damaged files.
        set_aside: The new name of the damaged file, if there was one.
    """

    def __init__(self, path: Path | None, *, waits: bool) -> None:
        """Set the path; nothing is opened yet.

        Args:
            path: The file. None: in memory.
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
        """The connection to the file that is at the path now."""
        if self._connection is None:
            return self._connect()
        if self._path is not None and (found := _identity(self._path)) != self._identity:
            return self._move_on(self._connection, self._path.resolve(), is_gone=found is None)
        return self._connection

    def open(self) -> None:
        """Open the file, check all of it for damage, and wait for locks."""
        self._connect(check=True, waits=True)
        if not self._waits:
            self.connection.execute("PRAGMA busy_timeout = 0")

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self._run(lambda db: db.execute(query, values).fetchall())

    def transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` in a transaction and return its result; after damage, run it once more."""
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
            self._journal = _identity(journals(self._path.resolve())[0])
        return made

    def _move_on(self, old: sqlite3.Connection, path: Path, *, is_gone: bool) -> sqlite3.Connection:
        """Open the file that replaced the old one, or restore the old one from its connection.

        If that fails, the old connection stays, as it may be the last copy of some drafts.
        """
        make_folder(path.parent)
        if _identity(journals(path)[0]) == self._journal:
            # SQLite would apply the old file's journal to the new one.
            _remove_journals(path)
        restored: Identity | None = None
        if is_gone:
            with _new_file(path) as fresh:
                with closing(sqlite3.connect(fresh)) as copy:
                    _copy(old, copy)
                restored = _identity(fresh)
        made = self._connect()
        old.close()
        self.generation += 1
        if self._identity == restored:
            message = _("{path} was deleted or moved: it was restored with all drafts")
        else:
            message = _("{path} was replaced: open drafts go on in the new file")
        self.notices.append(message.format(path=path))
        return made

    def _replace_damaged(self, path: Path) -> None:
        """Set a damaged file aside, and create a new one from all that can be read in it."""
        from matome_tui.store.salvage import salvage

        with _new_file(path) as fresh:
            with closing(open_file(fresh, MIGRATIONS)) as db:
                found = salvage(path, db)
            aside = self.set_aside = set_aside(path)
        message = _("The drafts file was damaged and is now {path}. {result}")
        self.notices.append(message.format(path=aside, result=found))


@contextmanager
def _new_file(path: Path) -> Iterator[Path]:
    """Give a temporary path that is renamed to `path` after the block.

    If another program made a file at `path` meanwhile, that one stays.
    """
    fresh = path.with_name(f".{path.name}-{os.urandom(8).hex()}")
    try:
        yield fresh
        with suppress(FileExistsError):
            _give_name(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
        _remove_journals(fresh)


def _give_name(fresh: Path, path: Path) -> None:
    """Rename a file. FileExistsError if the name is taken."""
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
        old.execute("SELECT 1 FROM draft").fetchone()  # unlike `backup`, it does not wait for locks
        old.backup(new)
    finally:
        old.execute("ROLLBACK")


def _identity(path: Path) -> Identity | None:
    """Return device and inode of a file, None if it does not exist."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def _remove_journals(path: Path) -> None:
    for journal in journals(path):
        journal.unlink(missing_ok=True)
