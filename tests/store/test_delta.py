"""Differences between drafts: JSON from which each draft can be rebuilt."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey, Remark, Section
from matome_tui.store.delta import Delta, apply, blank, difference
from tests.support.drafts import drafts


def _through_json(delta: Delta) -> Delta:
    kept: Delta = json.loads(json.dumps(delta))
    return kept


@given(drafts(), drafts())
def test_applied_to_the_old_draft_it_gives_the_new_one(old: Draft, new: Draft) -> None:
    assert apply(old, _through_json(difference(old, new))) == new


@given(drafts())
def test_all_of_a_draft_is_a_difference_too(draft: Draft) -> None:
    assert apply(blank(1), _through_json(difference(blank(1), draft))) == draft


@given(drafts())
def test_nothing_changed_is_nothing(draft: Draft) -> None:
    assert difference(draft, draft) == {}
    copies = tuple(replace(entry) for entry in draft.entries)
    assert difference(draft, replace(draft, entries=copies)) == {}


def test_only_changes_are_stored() -> None:
    clips = tuple(
        Clip(EntryKey(key), key, "someone", 0, "<p>source", "text") for key in range(1, 91)
    )
    draft = Draft(1, "story", Metadata("title", "2025-01-01"), clips, EntryKey(91))
    assert difference(draft, draft.set_color((EntryKey(7),), "#ff5733")) == {
        "entries": {"7": {"color": "#ff5733"}}
    }
    assert difference(draft, draft.remove((EntryKey(7),))) == {"gone": [7]}
    assert set(difference(draft, draft.move((EntryKey(7),), 3))) == {"keys"}
    title = replace(draft.metadata, title="new")
    assert difference(draft, draft.with_metadata(title)) == {"head": {"title": "new"}}
    assert difference(draft, draft.set_excerpt(EntryKey(7), "te", ((0, 2),))) == {
        "entries": {"7": {"excerpt": "te", "parts": ((0, 2),)}}
    }


def test_remarks_and_sections_are_stored_like_clips() -> None:
    clip = Clip(EntryKey(1), 1, "someone", 0, "<p>source", "text")
    draft = (
        Draft(1, "story", Metadata(), (clip,), EntryKey(2)).add_remark("words", 1).begin_section(2)
    )
    assert difference(draft, draft.add_remark("end", 3)) == {
        "entries": {"4": {"kind": "Remark", "key": 4, "text": "end"}},
        "next_key": 5,
    }
    assert difference(draft, draft.set_text(EntryKey(2), "new")) == {
        "entries": {"2": {"text": "new"}}
    }
    assert difference(draft, draft.set_summary(EntryKey(3), "more")) == {
        "entries": {"3": {"summary": "more"}}
    }
    assert difference(draft, draft.drop_sections()) == {"gone": [3], "has_own_folds": False}


def test_an_entry_of_another_kind_is_stored_whole() -> None:
    old = Draft(1, "", Metadata(), (Remark(EntryKey(1), "words"),), EntryKey(2))
    new = replace(old, entries=(Section(EntryKey(1), "words"),))
    assert difference(old, new)["entries"]["1"]["kind"] == "Fold"
    assert apply(old, _through_json(difference(old, new))) == new


@pytest.mark.parametrize(
    "values", [{"text": "x"}, {"kind": "Book", "key": 1}, {"kind": "Remark", "txt": ""}]
)
def test_an_entry_that_cannot_be_made_is_an_error(values: Delta) -> None:
    with pytest.raises((ValueError, LookupError, TypeError)):
        apply(blank(1), {"entries": {"1": values}})
