"""Drafts as files, to carry from one machine to another."""

import json
from dataclasses import fields
from typing import Any

from matome_tui.core.draft import Draft
from matome_tui.core.text import sanitize
from matome_tui.store.delta import apply, blank, difference

_FORMAT = "matome-draft"
_VERSION = 1


class TransferError(Exception):
    """A file holds no draft that can be read; the message is one line."""


def dump(draft: Draft) -> str:
    """Return a draft as JSON: all of it, without its history."""
    head = {"format": _FORMAT, "version": _VERSION, "thread": draft.thread}
    values = {**head, **difference(blank(draft.thread), draft)}
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


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
        raise TransferError(f"the draft in it is damaged: {sanitize(str(error))}") from error
    return draft


def _check(draft: Draft) -> None:
    """Raise TypeError or ValueError unless each part of a draft has a value that it can have."""
    wanted: dict[str, type | tuple[type, ...]] = {"str": str, "int": int, "bool": bool}
    for part in (draft, draft.head, *draft.entries):
        for field in fields(part):
            value: Any = getattr(part, field.name)
            kind = wanted.get(str(getattr(field.type, "__name__", field.type)), object)
            if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
                raise TypeError(f"{field.name} is {value!r}")
    if not all(isinstance(tag, str) for tag in draft.head.tags):
        raise TypeError("a tag is no text")
    if draft.order not in ("thread", "time"):
        raise ValueError(f"order is {draft.order!r}")
    keys = [entry.key for entry in draft.entries]
    if len(set(keys)) < len(keys) or max(keys, default=0) >= draft.next_key:
        raise ValueError("entries share keys")
