"""Opening the program's SQLite files."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import TypeVar

from matome_tui.core.text import sanitize

T = TypeVar("T")

_WAIT_SECONDS = 5
_REASON_LENGTH = 120
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class StoreError(Exception):
    """Something could not be kept or read back; the message is one line for the user."""


def connect(
    path: Path | None, migrations: Sequence[str], *, check: bool = False
) -> tuple[sqlite3.Connection, Path | None]:
    """Open a database, make or bring up to date its tables, and set a damaged one aside.

    Two running programs can share it: it is in WAL mode and waits for locks. What is kept outlives
    the program however that ends; a loss of power can take the last moments.

    Args:
        path: The file; its folders are made. None: in memory, for as long as the program runs.
        migrations: SQL scripts; those that the file has not seen yet are run, in order.
        check: Whether to look for damage in the whole file, and not just at its start.

    Returns:
        The connection, in autocommit mode, and the new name of the damaged file, if there was one.

    Raises:
        StoreError: The file can not be opened or made, or is of a later version of the program.
    """
    if path is None:
        return open_file(None, migrations), None
    try:
        try:
            return open_file(path, migrations, check=check), None
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            aside = set_aside(path)
            return open_file(path, migrations), aside
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"Cannot open {path}: {reason(error)}") from error


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error says that the file itself is broken."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def set_aside(path: Path) -> Path:
    """Give a database a new name, with its journal, so that a fresh one can take its place.

    Returns:
        The new name, which nothing had.

    Raises:
        OSError: It can not be renamed.
    """
    names = (path.with_name(f"{path.stem}.damaged-{n}{path.suffix}") for n in count(1))
    aside = next(name for name in names if not name.exists())
    path.rename(aside)
    for suffix in ("-wal", "-shm"):
        journal = path.with_name(path.name + suffix)
        if journal.exists():
            journal.rename(aside.with_name(aside.name + suffix))
    return aside


def transact(connection: sqlite3.Connection, work: Callable[[], T]) -> T:
    """Return what `work` does as one transaction: all of it is kept, or nothing.

    Raises:
        sqlite3.Error: It could not be kept, for instance because the disk is full.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = work()
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return done


def reason(error: Exception) -> str:
    """Return what an error says in one short line, without the number the system gives it."""
    text = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return " ".join(sanitize(text[:_REASON_LENGTH]).split()) or type(error).__name__


def open_file(
    path: Path | None, migrations: Sequence[str], *, check: bool = False, waits: bool = True
) -> sqlite3.Connection:
    """Open a database in WAL mode and autocommit, and bring its tables up to date.

    Args:
        path: The file; its folders are made. None: in memory.
        migrations: SQL scripts; those that the file has not seen yet are run, in order.
        check: Whether to look for damage in the whole file, and not just at its start.
        waits: Whether to wait for locks of other programs.

    Raises:
        OSError, sqlite3.Error: It cannot be opened, is damaged, or is of a later version.
    """
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    wait = _WAIT_SECONDS if waits else 0
    connection = sqlite3.connect(
        path or ":memory:", timeout=wait, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = _text
    try:
        if not connection.execute("PRAGMA page_count").fetchone()[0]:
            connection.execute("PRAGMA auto_vacuum = FULL")  # the file shrinks when rows go
        _use_wal(connection, wait)
        connection.execute("PRAGMA synchronous = NORMAL")
        if check:
            _check(connection)
        if _version(connection) != len(migrations):
            transact(connection, lambda: _migrate(connection, migrations))
    except BaseException:
        connection.close()
        raise
    return connection


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _use_wal(connection: sqlite3.Connection, wait: float) -> None:
    """Switch to WAL mode, for which SQLite does not wait where another program does just that."""
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
        raise sqlite3.NotSupportedError("a later version of matome made it")
    for script in migrations[seen:]:
        for statement in script.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(migrations)}")
