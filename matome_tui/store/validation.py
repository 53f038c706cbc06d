"""Checks of stored drafts: values have the right types and are in range."""

from dataclasses import fields
from itertools import pairwise

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, Entry
from matome_tui.i18n import _

MAX_INTEGER = 2**63 - 1
"""The largest integer that SQLite can hold."""
MAX_TIME = 253_402_300_799
"""The last second of the year 9999, since 1970."""


def check(draft: Draft) -> None:
    """Raise TypeError or ValueError if a value of a draft is not valid."""
    for part in (draft, draft.metadata, *draft.entries):
        check_types(part)
    check_keys(draft)
    if not 0 < draft.thread <= MAX_INTEGER:
        raise ValueError(_invalid("thread", draft.thread))
    for clip in draft.clips:
        _check_ranges(clip)


def check_types(part: Draft | Metadata | Entry) -> None:
    """Raise TypeError or ValueError if a value of one part has the wrong type."""
    for field in fields(part):
        value: object = getattr(part, field.name)
        wanted = getattr(field.type, "__supertype__", field.type)  # of a NewType
        if wanted in (str, int, bool) and type(value) is not wanted:
            raise TypeError(_invalid(field.name, value))
        if isinstance(value, int) and abs(value) > MAX_INTEGER:
            raise ValueError(_("{name} is too large").format(name=field.name))
    if isinstance(part, Metadata) and not all(isinstance(tag, str) for tag in part.tags):
        raise TypeError(_("a tag is not text"))
    if isinstance(part, Draft) and part.order not in ("thread", "time"):
        raise ValueError(_invalid("order", part.order))
    for span in part.parts if isinstance(part, Clip) else ():
        if [type(at) for at in span] != [int, int] or not 0 <= span[0] <= span[1]:
            raise ValueError(_invalid("parts", span))


def check_keys(draft: Draft) -> None:
    """Raise ValueError if entries share a key, or the next entry would."""
    keys = sorted(entry.key for entry in draft.entries)
    if any(key >= after for key, after in pairwise([0, *keys, draft.next_key])):
        raise ValueError(_("entries share keys"))


def _check_ranges(clip: Clip) -> None:
    if clip.comment < 0 or not all(0 <= moment <= MAX_TIME for moment in (clip.time, clip.taken)):
        raise ValueError(_("a clip has an invalid comment or time"))


def _invalid(name: str, value: object) -> str:
    return _("{name} is {value}").format(name=name, value=repr(value))
