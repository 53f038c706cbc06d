"""Drafts as files, to carry from one machine to another."""

import json
from dataclasses import fields
from itertools import pairwise

from matome_tui.core.draft import Draft
from matome_tui.core.entries import Clip
from matome_tui.core.text import sanitize
from matome_tui.store.delta import apply, blank, difference

_FORMAT = "matome-draft"
_VERSION = 1

_MOST = 2**63 - 1  # of a number in SQLite
_LATEST = 253_402_300_799  # the last second of the year 9999
_REASON_LENGTH = 120


class TransferError(Exception):
    """A file holds no draft that can be read; the message is one line."""


def dump(draft: Draft) -> str:
    """Return a draft as JSON: all of it, without its history."""
    head = {"format": _FORMAT, "version": _VERSION, "thread": draft.thread}
    values = {**head, **difference(blank(draft.thread), draft)}
    text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
    # A lone surrogate, which UTF-8 can not hold, becomes an escape of JSON's.
    return text.encode("utf-8", "backslashreplace").decode()


def load(text: str) -> Draft:
    """Return the draft that `dump` wrote.

    Raises:
        TransferError: It is not one, or was made by a later version.
    """
    try:
        values = json.loads(text)
        kind, version = values["format"], values["version"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise TransferError("it is no draft of matome's") from error
    if kind != _FORMAT or not isinstance(version, int):
        raise TransferError("it is no draft of matome's")
    if version > _VERSION:
        raise TransferError("a later version of matome wrote it")
    try:
        draft = apply(blank(values["thread"]), values)
        _check(draft)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        reason = " ".join(sanitize(str(error)[:_REASON_LENGTH]).split())
        raise TransferError(f"the draft in it is damaged: {reason}") from error
    return draft


def _check(draft: Draft) -> None:
    """Raise TypeError or ValueError unless each part of a draft has a value that it can have."""
    for part in (draft, draft.head, *draft.entries):
        for field in fields(part):
            value: object = getattr(part, field.name)
            if field.type in (str, int, bool) and type(value) is not field.type:
                raise TypeError(f"{field.name} is {value!r}")
    if not all(isinstance(tag, str) for tag in draft.head.tags):
        raise TypeError("a tag is no text")
    if draft.order not in ("thread", "time"):
        raise ValueError(f"order is {draft.order!r}")
    keys = sorted(entry.key for entry in draft.entries)
    if any(key >= after for key, after in pairwise([0, *keys, draft.next_key])):
        raise ValueError("entries share keys")
    if not 0 < draft.thread <= _MOST:
        raise ValueError(f"thread is {draft.thread}")
    for clip in draft.clips:
        _check_clip(clip)


def _check_clip(clip: Clip) -> None:
    if clip.comment < 0 or not all(0 <= moment <= _LATEST for moment in (clip.time, clip.taken)):
        raise ValueError("a clip has no comment or no time that can be")
    for part in clip.parts:
        if [type(at) for at in part] != [int, int] or not 0 <= part[0] <= part[1]:
            raise ValueError(f"a part is {part!r}")
