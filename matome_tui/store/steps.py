"""The steps of a draft as the database holds them: packed, unpacked within bounds, replayed."""

import json
import sqlite3
import zlib
from collections.abc import Iterable
from typing import Any

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.history import History
from matome_tui.store.validation import MAX_TIME, check_keys, check_types
from matome_tui.store.delta import Delta, apply, blank

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
"""What reading stored bytes can raise where they are not what was written."""
MAX_BYTES = 64_000_000
"""The most that one step, or one thread, may unpack to."""

StepRow = tuple[Any, ...]


def pack(delta: Delta) -> bytes:
    """Return a delta as the database holds it."""
    text = json.dumps(delta, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def unpack(blob: bytes) -> Any:
    """Return the JSON value in compressed bytes. Raises one of UNREADABLE if there is none."""
    return json.loads(decompress(blob).decode("utf-8", "surrogatepass"))


def decompress(blob: bytes) -> bytes:
    """Return compressed bytes as they were. Raises one of UNREADABLE if they are not all there."""
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(blob, MAX_BYTES)
    if unpacker.unconsumed_tail:
        raise ValueError("it unpacks to more than can be")
    if not unpacker.eof:
        raise ValueError("its end is missing")
    return data


def replay(rows: Iterable[StepRow]) -> tuple[History[Draft] | None, Exception | None]:
    """Return the history that rows of (number, title, time, delta) tell, as far as it can be read.

    Returns:
        The history up to the first step that cannot be read, None where that is its beginning;
        and what is wrong with that step, None where all can be read.
    """
    history: History[Draft] | None = None
    try:
        for row in rows:
            history = _replay_one(history, row)
        if history is None:
            raise ValueError("it has no beginning")
        check_keys(history.present)
    except UNREADABLE as error:
        return history, error
    return history, None


def _replay_one(history: History[Draft] | None, row: StepRow) -> History[Draft]:
    number, title, moment, blob = row
    if number != (len(history.steps) if history else 0):
        raise ValueError("a step is missing")
    if not isinstance(title, str):
        raise TypeError("a step has no title")
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
