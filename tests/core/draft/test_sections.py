"""Sections, made by counting clips or by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import NO_KEY, Clip, Entry, EntryKey, Remark, Section
from matome_tui.core.draft.sections import entries_with_sections, make_sections_manual

SIGNS = st.lists(st.sampled_from("ccccw#"), max_size=12).map("".join)


def draft_of(signs: str) -> Draft:
    """A draft by its signs: `c` a clip, `w` words, `#` a heading, `|` and `/` sections."""
    entries = tuple(_entry(key, sign) for key, sign in enumerate(signs, start=1))
    return Draft(9, "A story", Metadata(), entries, EntryKey(len(signs) + 1))


def _entry(key: int, sign: str) -> Entry:
    match sign:
        case "c":
            return Clip(EntryKey(key), key, "ann", key, "", "text")
        case "|" | "/":
            return Section(EntryKey(key), is_open=sign == "/")
    return Remark(EntryKey(key), sign)


def signs_of(entries: tuple[Entry, ...]) -> str:
    def sign(entry: Entry) -> str:
        match entry:
            case Clip():
                return "c"
            case Remark():
                return entry.text
            case Section():
                return "/" if entry.is_open else "|"

    return "".join(map(sign, entries))


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        ("", ""),
        ("c", "c"),
        ("cc", "cc"),
        ("ccc", "cc|c"),
        ("ccccc", "cc|cc|c"),
        ("wcwcwcw", "wcwcw|c/w"),
        ("cc#c", "cc|#c"),
        ("ccw##c", "ccw|##c"),
        ("cc#wc", "cc#w|c"),
        ("ccw", "ccw"),
        ("#cc#", "#cc#"),
        ("cccww", "cc|c/ww"),
        ("w#", "w#"),
    ],
)
def test_each_section_has_a_group_of_clips(signs: str, expected: str) -> None:
    assert signs_of(entries_with_sections(draft_of(signs), 2)) == expected


@given(SIGNS, st.integers(1, 4))
def test_counting_adds_only_sections(signs: str, size: int) -> None:
    draft = draft_of(signs)
    entries = entries_with_sections(draft, size)
    assert tuple(entry for entry in entries if not isinstance(entry, Section)) == draft.entries
    assert {entry for entry in entries if isinstance(entry, Section)} <= {
        Section(NO_KEY),
        Section(NO_KEY, is_open=True),
    }
    groups = signs_of(entries).partition("/")[0].split("|")
    counts = [group.count("c") for group in groups]
    assert counts[:-1] == [size] * (len(groups) - 1)
    assert counts[-1] <= size


@pytest.mark.parametrize("signs", ["", "|ccc", "c/c|", "cccc"])
def test_manual_sections_replace_counting(signs: str) -> None:
    draft = replace(draft_of(signs), has_manual_sections=True)
    assert entries_with_sections(draft, 2) == draft.entries
    assert make_sections_manual(draft, 2) is draft


@given(SIGNS, st.integers(1, 4))
def test_counted_sections_become_the_drafts_own(signs: str, size: int) -> None:
    draft = draft_of(signs)
    own = make_sections_manual(draft, size)
    assert own.has_manual_sections
    assert signs_of(own.entries) == signs_of(entries_with_sections(draft, size))
    keys = [entry.key for entry in own.entries]
    assert len(set(keys)) == len(keys)
    assert all(0 < key < own.next_key for key in keys)
    counted = own.drop_sections()
    assert (counted.entries, counted.has_manual_sections) == (draft.entries, False)
