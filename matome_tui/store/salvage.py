"""Salvage of a damaged drafts file, draft by draft and step by step."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.history import History
from matome_tui.core.text import sanitize
from matome_tui.i18n import _, ngettext
from matome_tui.store.database import journals, lenient_text, open_file, transact
from matome_tui.store.draft_file import MIGRATIONS
from matome_tui.store.steps import QUERY, StepRow, replay
from matome_tui.store.validation import MAX_INTEGER, MAX_TIME
from matome_tui.temporary import temporary_folder

_MAX_IDS = 100_000
_DEFAULT_IDS = 10_000  # tried if nothing says how many there were
_PAGE = 4096
_COLUMNS = ("position", "version", "cursor", "path", "published", "saved", "touched", "deleted")


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a salvage; as text, a sentence.

    Attributes:
        drafts: Number of drafts that were read.
        cut: Number of drafts without their last steps.
    """

    drafts: int = 0
    cut: int = 0

    def __str__(self) -> str:
        """Return the result as a message."""
        if not self.drafts:
            return _("No draft could be read")
        message = ngettext("{number} draft recovered", "{number} drafts recovered", self.drafts)
        message = message.format(number=self.drafts)
        if not self.cut:
            return message
        return _("{result}, {number} without the last steps").format(
            result=message, number=self.cut
        )


def salvage(damaged: Path, into: sqlite3.Connection) -> Found:
    """Copy all readable drafts to a new file; the damaged one is unchanged.

    A draft keeps its id, and its steps up to the first unreadable one. If its own row is
    unreadable, the draft is rebuilt from its steps.

    Raises:
        OSError, sqlite3.Error: The new file cannot be written.
    """
    with temporary_folder("salvage") as folder:
        copy = folder / "damaged.sqlite"
        shutil.copyfile(damaged, copy)
        if (journal := journals(damaged)[0]).exists():
            shutil.copyfile(journal, journals(copy)[0])
        if not _has_tables(copy):
            _graft_first_page(copy, folder / "blank.sqlite")
        with closing(sqlite3.connect(copy, isolation_level=None)) as source:
            source.text_factory = lenient_text
            return transact(into, lambda: _copy_drafts(source, into))


def _has_tables(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as db:
        names = _try(db, "SELECT count(*) FROM sqlite_master WHERE name IN ('draft', 'step')")
    return names == [(2,)]


def _graft_first_page(path: Path, blank: Path) -> None:
    """Replace the lost first page of a file with that of a new one, which has the same tables."""
    open_file(blank, MIGRATIONS).close()
    size = path.stat().st_size
    page = bytearray(blank.read_bytes()[:_PAGE])
    page[28:32] = (size // _PAGE).to_bytes(4)
    page[32:40] = bytes(8)  # no free pages
    with path.open("r+b") as file:
        file.write(page)


def _copy_drafts(source: sqlite3.Connection, into: sqlite3.Connection) -> Found:
    drafts = cut = 0
    for draft_id in range(1, _last_id(source) + 1):
        rows: list[StepRow] = []
        history, fault = replay(_steps(source, draft_id, rows))
        if history is None:
            continue
        _insert(into, draft_id, history, rows, _row(source, draft_id))
        drafts += 1
        cut += fault is not None
    return Found(drafts, cut)


def _last_id(db: sqlite3.Connection) -> int:
    queries = (
        "SELECT seq FROM sqlite_sequence WHERE name = 'draft'",
        "SELECT max(id) FROM draft NOT INDEXED",
        "SELECT max(draft) FROM step",
    )
    found = [row[0] for query in queries for row in _try(db, query)]
    ids = [value for value in found if isinstance(value, int) and value > 0]
    return min(max(ids, default=_DEFAULT_IDS), _MAX_IDS)


def _steps(db: sqlite3.Connection, draft_id: int, rows: list[StepRow]) -> Iterator[StepRow]:
    """Yield the rows of a draft's steps, and append each to `rows`."""
    for row in db.execute(QUERY, (draft_id,)):
        rows.append(row)
        yield row


def _row(db: sqlite3.Connection, draft_id: int) -> dict[str, Any]:
    """Return a draft's row, as far as it can be read."""
    query = f"SELECT {', '.join(_COLUMNS)} FROM draft NOT INDEXED WHERE id = ?"  # noqa: S608
    found = _try(db, query, draft_id)
    return dict(zip(_COLUMNS, found[0], strict=True)) if found else {}


def _insert(
    db: sqlite3.Connection,
    draft_id: int,
    history: History[Draft],
    rows: list[StepRow],
    row: dict[str, Any],
) -> None:
    last = len(history.steps) - 1
    history.go(_number(row, "position", last, last))
    draft = history.present
    path, published = row.get("path"), row.get("published")
    is_posted = isinstance(path, bytes) and isinstance(published, str)
    touched = max(step.time for step in history.steps)
    values = (
        draft_id,
        draft.thread,
        history.position,
        _number(row, "version", MAX_INTEGER - 1, 1),
        _number(row, "cursor", MAX_INTEGER, 0),
        path if is_posted else b"",
        published if is_posted else "",
        _number(row, "saved", last, -1) if is_posted else -1,
        _number(row, "touched", MAX_TIME, touched),
        sanitize(draft.metadata.title),
        len(draft.clips),
        _number(row, "deleted", MAX_TIME, 0),
    )
    db.execute("INSERT INTO draft VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    for number, title, moment, blob in rows[: last + 1]:
        step = (draft_id, number, title, moment if isinstance(moment, int) else 0, blob)
        db.execute("INSERT INTO step VALUES (?, ?, ?, ?, ?)", step)


def _number(row: dict[str, Any], name: str, most: int, default: int) -> int:
    value = row.get(name)
    return value if isinstance(value, int) and 0 <= value <= most else default


def _try(db: sqlite3.Connection, query: str, *values: int) -> list[tuple[Any, ...]]:
    """Return the rows of a query, none if it meets damage."""
    try:
        return db.execute(query, values).fetchall()
    except sqlite3.Error:
        return []
