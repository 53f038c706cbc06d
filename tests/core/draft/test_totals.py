"""Totals over a draft."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import EntryKey
from matome_tui.core.draft.totals import Totals
from tests.support.threads import STORY, comment


def draft_of(*texts: str) -> Draft:
    """A draft of one clip for each text."""
    comments = [comment(101 + at) for at in range(len(texts))]
    draft = Draft(STORY, "A story", Metadata()).add(comments, lambda comment_id: comment_id)
    for key, text in enumerate(texts, start=1):
        draft = draft.set_text(EntryKey(key), text)
    return draft


def test_nothing_amounts_to_nothing() -> None:
    assert Totals.from_draft(draft_of()) == Totals(0, 0, 0, 0, 0)


def test_clips_and_those_with_a_text_of_their_own() -> None:
    totals = Totals.from_draft(draft_of("訳", "text 102", "x"))
    assert (totals.clips, totals.rewritten) == (3, 2)


def test_characters_are_those_of_clips_and_remarks_without_line_breaks() -> None:
    draft = draft_of("苔は\n緑", "abc").add_remark("## 見出し\n\n", 1).begin_section(1)
    assert Totals.from_draft(draft).characters == 3 + 3 + 6


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 0),
        ("。、！？ \n", 0),
        ("あ", 1),
        ("あ" * 500, 1),
        ("あ" * 501, 2),
        ("word " * 200, 1),
        ("word " * 201, 2),
        ("don't snake_case e-mail " * 100, 2),
        ("あ" * 250 + "word " * 100, 1),
        ("あ" * 251 + "word " * 100, 2),
        ("ア漢ｱ" * 167, 2),
    ],
)
def test_minutes_of_reading(text: str, minutes: int) -> None:
    assert Totals.from_draft(draft_of(text)).minutes == minutes
    assert Totals.from_draft(draft_of().add_remark(text, 0)).minutes == minutes


@given(st.lists(st.text(max_size=20), max_size=4), st.randoms())
def test_the_order_does_not_matter(texts: list[str], chance: random.Random) -> None:
    shuffled = chance.sample(texts, len(texts))
    assert Totals.from_draft(draft_of(*texts)) == Totals.from_draft(draft_of(*shuffled))
