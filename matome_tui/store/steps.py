"""The stored steps of a draft's history: packing, bounded unpacking, replay."""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.history import History
from matome_tui.i18n import _
from matome_tui.store.database import reason
from matome_tui.store.delta import Delta, apply, blank
from matome_tui.store.validation import MAX_TIME, check_keys, check_types

UNREADABLE = (
    sqlite3.Error,
    zlib.error,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""Errors of reading damaged data."""
_WITHOUT_WORDS = (
    zlib.error,
    json.JSONDecodeError,
    UnicodeError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
)
"""Those of them whose messages mean nothing to a user."""
MAX_BYTES = 64_000_000
"""Limit for one step, or one thread, unpacked."""
_PIECE = 1 << 16

QUERY = "SELECT number, title, time, delta FROM step WHERE draft = ? ORDER BY number"
"""Selects the rows of a draft's steps."""

StepRow = tuple[Any, ...]


def pack(delta: Delta) -> bytes:
    """Return a delta in its stored form, compressed JSON."""
    text = json.dumps(delta, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def unpack(blob: bytes) -> Any:
    """Return the value of compressed JSON. Raises one of UNREADABLE if it is damaged."""
    return json.loads(decompress(blob).decode("utf-8", "surrogatepass"))


def decompress(blob: bytes) -> bytes:
    """Return decompressed bytes. Raises one of UNREADABLE if they are damaged or too many."""
    return b"".join(decompressed(blob, MAX_BYTES))


def decompressed(blob: bytes, size: int = _PIECE) -> Iterator[bytes]:
    """Yield decompressed bytes in pieces of at most `size`. Raises as `decompress`."""
    unpacker, total = zlib.decompressobj(), 0
    while blob and not unpacker.eof:
        piece = unpacker.decompress(blob, size)
        blob = unpacker.unconsumed_tail
        total += len(piece)
        if total > MAX_BYTES or (blob and total == MAX_BYTES):
            raise ValueError(_("too large when unpacked"))
        yield piece
    if not unpacker.eof:
        raise ValueError(_("the end is missing"))


def why_unreadable(error: Exception) -> str:
    """Return the message about an error of UNREADABLE, as one short line."""
    return _("it is damaged") if isinstance(error, _WITHOUT_WORDS) else reason(error)


def replay(rows: Iterable[StepRow]) -> tuple[History[Draft] | None, Exception | None]:
    """Rebuild a history from the rows of `QUERY`, as far as they can be read.

    Returns:
        The history up to the first unreadable step, None if the beginning is unreadable; and the
        error of that step, None if all are readable.
    """
    history: History[Draft] | None = None
    try:
        for row in rows:
            history = _replay_one(history, row)
        if history is None:
            raise ValueError(_("the beginning is missing"))
        check_keys(history.present)
    except UNREADABLE as error:
        return history, error
    return history, None


def present(drafts: sqlite3.Connection, draft_id: int) -> Draft:
    """Return the present state of a draft. Raises one of UNREADABLE if it is damaged."""
    history, fault = replay(drafts.execute(QUERY, (draft_id,)))
    if history is None or fault is not None:
        raise ValueError(why_unreadable(fault) if fault else "")
    for (position,) in drafts.execute("SELECT position FROM draft WHERE id = ?", (draft_id,)):
        history.go(position)
    return history.present


def _replay_one(history: History[Draft] | None, row: StepRow) -> History[Draft]:
    number, title, moment, blob = row
    if number != (len(history.steps) if history else 0):
        raise ValueError(_("a step is missing"))
    if not isinstance(title, str):
        raise TypeError(_("a step has no title"))
    delta = unpack(blob)
    draft = apply(history.present if history else blank(delta["thread"]), delta)
    check_types(draft)
    check_types(draft.metadata)
    changed = set(map(int, delta.get("entries", {})))
    for entry in draft.entries:
        if entry.key in changed:
            check_types(entry)
    if history is None:
        return History(draft)
    history.record(title, draft, moment if _is_time(moment) else 0)
    return history


def _is_time(value: object) -> bool:
    return isinstance(value, int) and 0 <= value <= MAX_TIME
