"""What all SQLite files share: opening, running migrations, transactions, damage."""

import errno
import sqlite3
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import TypeVar

from matome_tui.core.text import sanitize
from matome_tui.files import is_special, make_folder, plain
from matome_tui.i18n import _

T = TypeVar("T")

_WAIT_SECONDS = 5
_CACHE_KILOBYTES = 256
"""Of each connection, for its file and for its temporary tables: SQLite's own 2 MB each are no
faster here."""
_REASON_LENGTH = 120
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether an error means that the file is damaged."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def set_aside(path: Path) -> Path:
    """Rename a database and its journals to an unused name, and return that.

    Raises:
        OSError: It cannot be renamed.
    """
    names = (path.with_name(f"{path.stem}.damaged-{n}{path.suffix}") for n in count(1))
    aside = next(name for name in names if not name.exists())
    path.rename(aside)
    for journal, name in zip(journals(path), journals(aside), strict=True):
        if journal.exists():
            journal.rename(name)
    return aside


def journals(path: Path) -> tuple[Path, Path]:
    """Return the paths of a database's write-ahead log and its index."""
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def transact(connection: sqlite3.Connection, work: Callable[[], T]) -> T:
    """Run `work` in a transaction and return its result.

    Raises:
        sqlite3.Error: Nothing was stored, for instance because the disk is full.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work()
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return result


def reason(error: Exception) -> str:
    """Return the message of an error as one short line, without the system's error number."""
    text = plain(error)
    return " ".join(sanitize(text[:_REASON_LENGTH]).split()) or type(error).__name__


def used_bytes(db: sqlite3.Connection) -> int:
    """Return the size of the file after the transaction."""
    query = (
        "SELECT (page_count - freelist_count) * page_size"
        " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
    )
    return int(db.execute(query).fetchone()[0])


def open_file(
    path: Path | None, migrations: Sequence[str], *, check: bool = False, waits: bool = True
) -> sqlite3.Connection:
    """Open a database in WAL mode and autocommit, and create or migrate its tables.

    Running programs can share the file. Data survive a crash of the program; a power failure can
    lose the last moments.

    Args:
        path: The file; its folders are created. None: in memory.
        migrations: SQL scripts; those that the file does not have yet are run, in order.
        check: Whether to check the whole file for damage, not just its start.
        waits: Whether to wait for locks of other programs.

    Raises:
        OSError, sqlite3.Error: It cannot be opened, is damaged, or is of a later version.
    """
    if path is not None:
        make_folder(path.parent)
        if path.is_dir() or is_special(path):
            raise OSError(errno.EINVAL, _("not a regular file"), str(path))
    wait = _WAIT_SECONDS if waits else 0
    connection = sqlite3.connect(
        path or ":memory:", timeout=wait, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = lenient_text
    try:
        if not connection.execute("PRAGMA page_count").fetchone()[0]:
            connection.execute("PRAGMA auto_vacuum = FULL")  # deleting rows shrinks the file
        _use_wal(connection, wait)
        connection.execute("PRAGMA synchronous = NORMAL")
        for tables in ("main", "temp"):
            connection.execute(f"PRAGMA {tables}.cache_size = -{_CACHE_KILOBYTES}")
        if check:
            _check(connection)
        if _version(connection) != len(migrations):
            transact(connection, lambda: _migrate(connection, migrations))
    except BaseException:
        connection.close()
        raise
    return connection


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open a database to read it, without creating or migrating it. Raises sqlite3.Error."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.text_factory = lenient_text
    return connection


def lenient_text(data: bytes) -> str:
    """Return stored text, with replacement characters for damage; a `text_factory`."""
    return data.decode("utf-8", "replace")


def _use_wal(connection: sqlite3.Connection, wait: float) -> None:
    """Switch to WAL mode. SQLite does not wait if another program is doing the same."""
    deadline = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _check(connection: sqlite3.Connection) -> None:
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        error = sqlite3.DatabaseError(found)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _migrate(connection: sqlite3.Connection, migrations: Sequence[str]) -> None:
    seen = _version(connection)
    if seen > len(migrations):
        raise sqlite3.NotSupportedError(_("a later version of matome made it"))
    for script in migrations[seen:]:
        for statement in script.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(migrations)}")
