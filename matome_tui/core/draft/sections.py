"""Which entries of a post are folded away."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Clip, Entry, Remark, Section


def entries_with_sections(draft: Draft, group_size: int) -> tuple[Entry, ...]:
    """Return the entries of a draft with all the folds that the post will have.

    Args:
        draft: The draft. Its own folds count; without them folds are made by counting, with 0 for
            a key: so many clips stand open, each further so many are in a fold, and what the
            blogger says after the last of them stands open again.
        group_size: How many.
    """
    if draft.has_manual_sections:
        return draft.entries
    return tuple(_counted(draft.entries, group_size))


def make_sections_manual(draft: Draft, group_size: int) -> Draft:
    """Return the draft with all the folds that the post will have as its own; see `entries_with_sections`."""
    if draft.has_manual_sections:
        return draft
    keys = count(draft.next_key)
    entries = tuple(
        replace(entry, key=next(keys)) if isinstance(entry, Section) else entry
        for entry in entries_with_sections(draft, group_size)
    )
    return replace(draft, entries=entries, next_key=next(keys), has_manual_sections=True)


def _counted_places(entries: Sequence[Entry], group_size: int) -> list[int]:
    """Return before which entries a fold begins; the headings above its first clip are in it."""
    places: list[int] = []
    clips = 0
    for at, entry in enumerate(entries):
        if isinstance(entry, Clip):
            if clips and clips % group_size == 0:
                places.append(_above_headings(entries, at))
            clips += 1
    return places


def _counted(entries: Sequence[Entry], group_size: int) -> Iterator[Entry]:
    places = set(_counted_places(entries, group_size))
    last = max((at for at, entry in enumerate(entries) if isinstance(entry, Clip)), default=-1)
    for at, entry in enumerate(entries):
        if at in places:
            yield Section(0)
        if places and at == last + 1:
            yield Section(0, is_open=True)
        yield entry


def _above_headings(entries: Sequence[Entry], at: int) -> int:
    while at and isinstance(above := entries[at - 1], Remark) and above.is_heading:
        at -= 1
    return at
