"""Sections of a post (`details` blocks), manual or made by counting clips."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import NO_KEY, Clip, Entry, EntryKey, Remark, Section


def entries_with_sections(draft: Draft, group_size: int) -> tuple[Entry, ...]:
    """Return the entries of a draft with all sections that the post will have.

    Without manual sections, the first `group_size` clips are outside of sections, each further
    `group_size` in a section without a key, and remarks after the last clip outside again.
    """
    if draft.has_manual_sections:
        return draft.entries
    return tuple(_counted(draft.entries, group_size))


def make_sections_manual(draft: Draft, group_size: int) -> Draft:
    """Return the draft with the sections made by counting turned into manual ones."""
    if draft.has_manual_sections:
        return draft
    keys = map(EntryKey, count(draft.next_key))
    entries = tuple(
        replace(entry, key=next(keys)) if isinstance(entry, Section) else entry
        for entry in entries_with_sections(draft, group_size)
    )
    return replace(draft, entries=entries, next_key=next(keys), has_manual_sections=True)


def _counted_places(entries: Sequence[Entry], group_size: int) -> list[int]:
    """Return the indexes at which sections begin; headings above the first clip are inside."""
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
            yield Section(NO_KEY)
        if places and at == last + 1:
            yield Section(NO_KEY, is_open=True)
        yield entry


def _above_headings(entries: Sequence[Entry], at: int) -> int:
    while at and isinstance(above := entries[at - 1], Remark) and above.is_heading:
        at -= 1
    return at
