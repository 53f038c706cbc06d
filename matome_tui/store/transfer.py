"""Drafts as files, to carry from one machine to another."""

import json

from matome_tui.core.draft.draft import Draft
from matome_tui.store.validation import check
from matome_tui.store.database import reason
from matome_tui.store.delta import apply, blank, difference

_FORMAT = "matome-draft"
_VERSION = 1


class TransferError(Exception):
    """A file holds no draft that can be read; the message is one line."""


def dump(draft: Draft) -> str:
    """Return a draft as JSON: all of it, without its history."""
    metadata = {"format": _FORMAT, "version": _VERSION, "thread": draft.thread}
    values = {**metadata, **difference(blank(draft.thread), draft)}
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
        check(draft)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise TransferError(f"the draft in it is damaged: {reason(error)}") from error
    return draft
