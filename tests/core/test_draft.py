import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.draft import Draft, Head
from matome_tui.core.entries import Clip
from matome_tui.core.items import Comment, Story
from matome_tui.core.thread import NOWHERE
from tests.support.threads import STORY, comment

EMPTY = Draft(STORY, "A story", Head("A story", "2025-01-02"))
COMMENTS = [comment(101 + at) for at in range(9)]


def place(comment_id: int) -> int:
    return comment_id - 101 if 101 <= comment_id <= 109 else NOWHERE


def clipped(*numbers: int) -> Draft:
    return EMPTY.add((COMMENTS[number] for number in numbers), place)


def numbers(draft: Draft) -> list[int]:
    return [place(clip.comment) for clip in draft.clips]


def unlinked(key: int, author: str = "ann", seconds: int = 0) -> Clip:
    """A clip that only a post tells of."""
    return Clip(key, 0, author, seconds, "", "本文")


# --- beginning ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "date"),
    [(1735689599, "2024-12-31"), (1735689600, "2025-01-01"), (0, "1970-01-01")],
)
def test_a_draft_begins_on_the_storys_day_in_utc(seconds: int, date: str) -> None:
    draft = Draft.begin(Story(7, "Ask HN: <why>?", time=seconds))
    head = Head(title="Ask HN: <why>?", date=date)
    assert draft == Draft(7, "Ask HN: <why>?", head, (), 1)


def test_the_day_is_that_of_utc_wherever_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    noon = Story(7, "T", time=1735732800)
    with monkeypatch.context() as patch:
        dates = []
        for zone in ("UTC+13", "UTC-13"):
            patch.setenv("TZ", zone)
            time.tzset()
            dates.append(Draft.begin(noon).head.date)
    time.tzset()
    assert dates == ["2025-01-01"] * 2


# --- adding ---------------------------------------------------------------------------------------


def test_a_clip_holds_the_comment_whole() -> None:
    source = "<i>one</i><p>&gt; two"
    draft = EMPTY.add([comment(105, author="bob", html=source)], place)
    assert draft.clips == (Clip(1, 105, "bob", 105, source, "one\n\n> two"),)
    assert draft.next_key == 2


@given(st.lists(st.lists(st.integers(0, 8), max_size=4), max_size=4))
def test_clips_stand_by_their_place_in_the_thread(marks: list[list[int]]) -> None:
    draft = EMPTY
    for some in marks:
        draft = draft.add((COMMENTS[number] for number in some), place)
    added = [number for some in marks for number in some]
    assert numbers(draft) == sorted(added)
    assert [clip.key for clip in sorted(draft.clips, key=lambda clip: clip.key)] == list(
        range(1, draft.next_key)
    )
    for number in added:
        keys = [clip.key for clip in draft.clips_of(COMMENTS[number].id)]
        assert keys == sorted(keys)


@given(st.permutations(range(9)), st.integers(1, 8))
def test_after_hand_moves_a_clip_comes_behind_the_nearest_before_it(
    order: list[int], count: int
) -> None:
    moved, new = order[:count], order[count]
    clips = [replace(clipped(number).clips[0], key=number + 1) for number in moved]
    draft = replace(EMPTY, entries=tuple(clips), next_key=10).add([COMMENTS[new]], place)
    before = [number for number in moved if number < new]
    at = moved.index(max(before)) + 1 if before else 0
    assert numbers(draft) == [*moved[:at], new, *moved[at:]]


@pytest.mark.parametrize(
    ("layout", "new", "expected"),
    [
        ("uu", 3, "uu3"),
        ("u5", 3, "u35"),
        ("5u", 3, "35u"),
        ("2u5", 3, "2u35"),
        ("25u", 3, "235u"),
    ],
)
def test_a_clip_without_a_comment_belongs_to_the_one_above_it(
    layout: str, new: int, expected: str
) -> None:
    clips = [
        unlinked(key) if sign == "u" else replace(clipped(int(sign)).clips[0], key=key)
        for key, sign in enumerate(layout, start=1)
    ]
    draft = replace(EMPTY, entries=tuple(clips), next_key=9).add([COMMENTS[new]], place)
    assert "".join("u" if at == NOWHERE else str(at) for at in numbers(draft)) == expected


# --- editing --------------------------------------------------------------------------------------

EDITS: list[Callable[[Draft, int], Draft]] = [
    lambda draft, key: draft.remove([key]),
    lambda draft, key: draft.color([key], "#ff5733"),
    lambda draft, key: draft.write(key, "別の本文"),
    lambda draft, key: draft.move([key], 2),
    lambda draft, key: draft.add(COMMENTS[key % 9 : key % 9 + 2], place),
]


@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 20)), max_size=15))
def test_no_edit_gives_a_key_twice(edits: list[tuple[Callable[[Draft, int], Draft], int]]) -> None:
    draft = clipped(1, 4, 7)
    known: dict[int, int] = {}
    for edit, choice in edits:
        known.update((clip.key, clip.comment) for clip in draft.clips)
        keys = [clip.key for clip in draft.clips] or [99]
        if draft.clips or edit is EDITS[-1]:
            draft = edit(draft, keys[choice % len(keys)])
        after = [clip.key for clip in draft.clips]
        assert len(after) == len(set(after))
        assert all(key < draft.next_key for key in after)
        assert all(known.get(clip.key, clip.comment) == clip.comment for clip in draft.clips)


def test_a_removed_clips_key_is_not_given_again() -> None:
    draft = clipped(1, 2).remove([2]).add([COMMENTS[5]], place)
    assert [clip.key for clip in draft.clips] == [1, 3]


def test_remove_takes_out_several() -> None:
    assert numbers(clipped(1, 2, 3).remove(key for key in (1, 3))) == [2]


def test_color_and_write_change_their_clips_alone() -> None:
    draft = clipped(1, 2, 3)
    colored = draft.color([1, 3], "#ff5733").write(2, "訳")
    assert [clip.color for clip in colored.clips] == ["#ff5733", "", "#ff5733"]
    assert [clip.text for clip in colored.clips] == ["text 102", "訳", "text 104"]
    assert colored.color([1, 3], "").write(2, "text 103") == draft


@given(st.integers(1, 5), st.integers(-7, 7))
def test_move_goes_as_far_as_it_can(key: int, offset: int) -> None:
    moved = [clip.key for clip in clipped(0, 1, 2, 3, 4).move([key], offset).clips]
    assert moved.index(key) == min(max(key - 1 + offset, 0), 4)
    assert [other for other in moved if other != key] == [k for k in range(1, 6) if k != key]


def test_a_clip_is_found_by_its_key() -> None:
    draft = clipped(1, 2)
    assert draft.clip(2).comment == 103
    remarked = draft.remark("words", 1)
    for key in (3, 4):
        with pytest.raises(KeyError):
            remarked.clip(key)


def test_edits_leave_the_old_draft_as_it_was() -> None:
    draft = clipped(1, 2)
    edited = draft.write(1, "x").remove([2]).with_head(Head("題"))
    assert (len(draft.clips), draft.clips[0].text) == (2, "text 102")
    assert edited.head == Head("題")


def test_a_clip_is_untouched_while_its_text_is_the_comments_own() -> None:
    draft = EMPTY.add([comment(101, html="a &lt; b<p>c")], place)
    assert draft.clip(1).is_untouched
    assert not draft.write(1, "a < b").clip(1).is_untouched
    assert draft.write(1, "x").write(1, "a < b\n\nc").clip(1).is_untouched
    assert not unlinked(1).is_untouched


def test_what_became_of_the_clipped_comments_is_told_by_key() -> None:
    comments = [Comment(at, 1, "ann", at, f"text {at}") for at in (2, 3, 4, 5)]
    draft = Draft(1, "t", Head()).add(comments, lambda comment_id: comment_id)
    now = {
        2: comments[0],
        3: replace(comments[1], html="other"),
        4: replace(comments[2], author="", html="", deleted=True),
    }
    assert draft.changed(now) == {2: "edited", 3: "deleted"}


# --- linking --------------------------------------------------------------------------------------


def linked(clips: Sequence[Clip], comments: Sequence[Comment]) -> list[int]:
    draft = replace(EMPTY, entries=tuple(clips), next_key=99)
    return [clip.comment for clip in draft.link(comments).clips]


def at(comment_id: int, author: str, seconds: int) -> Comment:
    return Comment(comment_id, STORY, author, seconds, f"source {comment_id}")


def test_a_clip_finds_its_comment_by_author_and_second() -> None:
    comments = [at(101, "ann", 5), at(102, "bob", 5), at(103, "ann", 6)]
    clips = [unlinked(1, "ann", 6), unlinked(2, "bob", 5), unlinked(3, "bob", 6)]
    assert linked(clips, comments) == [103, 102, 0]


def test_comments_of_the_same_second_are_found_in_order_and_once() -> None:
    comments = [at(103, "ann", 5), at(101, "ann", 5), at(102, "ann", 5)]
    clips = [unlinked(key, "ann", 5) for key in range(1, 6)]
    assert linked(clips, comments) == [101, 102, 103, 0, 0]


def test_a_comment_that_has_its_clip_is_not_found_again() -> None:
    comments = [at(101, "ann", 5), at(102, "ann", 5)]
    known = replace(unlinked(1, "ann", 5), comment=101)
    assert linked([unlinked(2, "ann", 5), known], comments) == [102, 101]


def test_a_found_comment_brings_its_source_and_leaves_the_text() -> None:
    draft = replace(EMPTY, entries=(replace(unlinked(4, "ann", 5), color="#38d3d3"),), next_key=5)
    clip = draft.link([at(101, "ann", 5)]).clip(4)
    assert clip == Clip(4, 101, "ann", 5, "source 101", "本文", "#38d3d3")


def test_linking_again_changes_nothing() -> None:
    draft = replace(EMPTY, entries=(unlinked(1, "ann", 5), unlinked(2, "bob", 5)), next_key=3)
    once = draft.link([at(101, "ann", 5)])
    assert once.link([at(101, "ann", 5), at(102, "ann", 5)]) == once
    full = clipped(1, 2)
    assert full.link(COMMENTS) is full


def test_a_site_may_want_todays_date() -> None:
    assert Draft.begin(Story(7, "T"), date(2026, 11, 24)).head.date == "2026-11-24"
