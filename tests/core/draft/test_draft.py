import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, Entry, EntryKey, Remark, Section
from matome_tui.core.items import Comment, CommentId, Story
from tests.support.threads import STORY, comment

EMPTY = Draft(STORY, "A story", Metadata("A story", "2025-01-02"))
COMMENTS = [comment(101 + at) for at in range(9)]


def place(comment_id: int) -> int | None:
    return comment_id - 101 if 101 <= comment_id <= 109 else None


def clipped(*numbers: int) -> Draft:
    return EMPTY.add((COMMENTS[number] for number in numbers), place)


def numbers(draft: Draft) -> list[int | None]:
    return [place(clip.comment) for clip in draft.clips]


def layout(draft: Draft) -> str:
    """The entries of a draft: a clip's number in the thread, words, `|` and `/` for sections."""

    def sign(entry: Entry) -> str:
        match entry:
            case Clip():
                return str(place(entry.comment)) if entry.comment else "u"
            case Remark():
                return entry.text
            case Section():
                return "/" if entry.is_open else "|"

    return " ".join(map(sign, draft.entries))


def laid_out(text: str) -> Draft:
    """The draft with that layout, its entries numbered from 1."""

    def entry(key: int, sign: str) -> Entry:
        if sign == "u":
            return unlinked(key)
        if sign.isdecimal():
            return replace(clipped(int(sign)).clips[0], key=EntryKey(key))
        return (
            Section(EntryKey(key), is_open=sign == "/")
            if sign in "|/"
            else Remark(EntryKey(key), sign)
        )

    signs = enumerate(text.split(), start=1)
    entries = tuple(entry(key, sign) for key, sign in signs)
    return replace(EMPTY, entries=entries, next_key=EntryKey(len(entries) + 1))


LAYOUTS = st.lists(st.sampled_from([*"012345678u|/", "words"]), max_size=9).map(" ".join)


def unlinked(key: int, author: str = "ann", seconds: int = 0) -> Clip:
    """A clip that is known only from a post."""
    return Clip(EntryKey(key), 0, author, seconds, "", "本文")


# --- beginning ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "date"),
    [(1735689599, "2024-12-31"), (1735689600, "2025-01-01")],
)
def test_a_draft_begins_on_the_storys_day_in_utc(seconds: int, date: str) -> None:
    draft = Draft.begin(Story(7, "Ask HN: <why>?", time=seconds))
    metadata = Metadata(title="Ask HN: <why>?", date=date)
    assert draft == Draft(7, "Ask HN: <why>?", metadata, (), EntryKey(1))


def test_the_day_is_that_of_utc_wherever_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    noon = Story(7, "T", time=1735732800)
    with monkeypatch.context() as patch:
        dates = []
        for zone in ("UTC+13", "UTC-13"):
            patch.setenv("TZ", zone)
            time.tzset()
            dates.append(Draft.begin(noon).metadata.date)
    time.tzset()
    assert dates == ["2025-01-01"] * 2


# --- adding ---------------------------------------------------------------------------------------


def test_a_clip_holds_the_comment_whole() -> None:
    source = "<i>one</i><p>&gt; two"
    draft = EMPTY.add([comment(105, author="bob", html=source)], place)
    assert draft.clips == (Clip(EntryKey(1), 105, "bob", 105, source, "one\n\n> two"),)
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
    clips = [replace(clipped(number).clips[0], key=EntryKey(number + 1)) for number in moved]
    draft = replace(EMPTY, entries=tuple(clips), next_key=EntryKey(10)).add([COMMENTS[new]], place)
    before = [number for number in moved if number < new]
    at = moved.index(max(before)) + 1 if before else 0
    assert numbers(draft) == [*moved[:at], new, *moved[at:]]


@pytest.mark.parametrize(
    ("before", "new", "expected"),
    [
        ("u u", 3, "u u 3"),
        ("u 5", 3, "u 3 5"),
        ("5 u", 3, "3 5 u"),
        ("2 u 5", 3, "2 u 3 5"),
        ("2 5 u", 3, "2 3 5 u"),
        ("words", 3, "words 3"),
        ("2 words | 5", 3, "2 words | 3 5"),
        ("5 words", 3, "3 5 words"),
        ("| 2 / words 5", 3, "| 2 / 3 words 5"),
        ("2 words 5", 3, "2 3 words 5"),
        ("words w 5", 3, "3 words w 5"),
        ("2 words u 5", 3, "2 words u 3 5"),
    ],
)
def test_entries_without_a_place_belong_to_the_clip_above_and_remarks_to_that_below(
    before: str, new: int, expected: str
) -> None:
    assert layout(laid_out(before).add([COMMENTS[new]], place)) == expected


def test_a_clip_has_the_time_it_was_taken() -> None:
    draft = EMPTY.add(COMMENTS[:2], place, 1_700_000_000)
    assert [clip.taken for clip in draft.clips] == [1_700_000_000] * 2


@given(st.lists(st.integers(0, 8), max_size=6))
def test_in_the_order_of_time_a_clip_stands_by_its_time(marks: list[int]) -> None:
    draft = replace(EMPTY, order="time")
    for number in marks:
        backwards = replace(COMMENTS[number], time=50 - number)
        draft = draft.add([backwards], place)
    assert numbers(draft) == sorted(marks, reverse=True)


# --- editing --------------------------------------------------------------------------------------


def _clipped_again(draft: Draft, key: int) -> Draft:
    return draft.clip_again(EntryKey(key)) if key in {clip.key for clip in draft.clips} else draft


EDITS: list[Callable[[Draft, int], Draft]] = [
    lambda draft, key: draft.remove([EntryKey(key)]),
    lambda draft, key: draft.set_color([EntryKey(key)], "#ff5733"),
    lambda draft, key: draft.set_text(EntryKey(key), "別の本文"),
    lambda draft, key: draft.render({EntryKey(key): "機械の訳"}),
    lambda draft, key: draft.accept([EntryKey(key)]),
    lambda draft, key: draft.move([EntryKey(key)], 2),
    lambda draft, key: draft.move_to([EntryKey(key)], 0),
    _clipped_again,
    lambda draft, key: draft.add_remark("words", key % 4),
    lambda draft, key: draft.begin_section(key % 4),
    lambda draft, _: draft.drop_sections(),
    lambda draft, key: draft.add(COMMENTS[key % 9 : key % 9 + 2], place),
]


@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 20)), max_size=15))
def test_no_edit_gives_a_key_twice(edits: list[tuple[Callable[[Draft, int], Draft], int]]) -> None:
    draft = clipped(1, 4, 7)
    known: dict[int, object] = {}
    for edit, choice in edits:
        known.update((entry.key, _identity(entry)) for entry in draft.entries)
        keys = [entry.key for entry in draft.entries]
        draft = edit(draft, keys[choice % len(keys)] if keys else 99)
        after = [entry.key for entry in draft.entries]
        assert len(after) == len(set(after))
        assert all(key < draft.next_key for key in after)
        assert all(known.get(e.key, _identity(e)) == _identity(e) for e in draft.entries)


def _identity(entry: Entry) -> object:
    return entry.comment if isinstance(entry, Clip) else type(entry)


def test_a_removed_clips_key_is_not_given_again() -> None:
    draft = clipped(1, 2).remove([EntryKey(2)]).add([COMMENTS[5]], place)
    assert [clip.key for clip in draft.clips] == [1, 3]


def test_remove_takes_out_several() -> None:
    assert numbers(clipped(1, 2, 3).remove(EntryKey(key) for key in (1, 3))) == [2]


def test_color_and_write_change_their_clips_alone() -> None:
    draft = clipped(1, 2, 3)
    colored = draft.set_color([EntryKey(1), EntryKey(3)], "#ff5733").set_text(EntryKey(2), "訳")
    assert [clip.color for clip in colored.clips] == ["#ff5733", "", "#ff5733"]
    assert [clip.text for clip in colored.clips] == ["text 102", "訳", "text 104"]
    assert (
        colored.set_color([EntryKey(1), EntryKey(3)], "").set_text(EntryKey(2), "text 103") == draft
    )


def test_a_clip_is_found_by_its_key() -> None:
    draft = clipped(1, 2)
    assert draft.clip(EntryKey(2)).comment == 103
    remarked = draft.add_remark("words", 1)
    for key in (3, 4):
        with pytest.raises(KeyError):
            remarked.clip(EntryKey(key))


def test_edits_leave_the_old_draft_as_it_was() -> None:
    draft = clipped(1, 2)
    edited = draft.set_text(EntryKey(1), "x").remove([EntryKey(2)]).with_metadata(Metadata("題"))
    assert (len(draft.clips), draft.clips[0].text) == (2, "text 102")
    assert edited.metadata == Metadata("題")


def test_a_clip_is_untouched_while_its_text_is_the_comments_own() -> None:
    draft = EMPTY.add([comment(101, html="a &lt; b<p>c")], place)
    assert draft.clip(EntryKey(1)).is_untouched
    assert not draft.set_text(EntryKey(1), "a < b").clip(EntryKey(1)).is_untouched
    assert (
        draft.set_text(EntryKey(1), "x")
        .set_text(EntryKey(1), "a < b\n\nc")
        .clip(EntryKey(1))
        .is_untouched
    )
    assert not unlinked(1).is_untouched


def test_changes_of_the_clipped_comments_are_returned_by_key() -> None:
    comments = [Comment(CommentId(at), 1, "ann", at, f"text {at}") for at in (2, 3, 4, 5)]
    draft = Draft(1, "t", Metadata()).add(comments, lambda comment_id: comment_id)
    now = {
        2: comments[0],
        3: replace(comments[1], html="other"),
        4: replace(comments[2], author="", html="", deleted=True),
    }
    assert draft.source_changes(now) == {2: "edited", 3: "deleted"}


# --- another text ---------------------------------------------------------------------------------

WHOLE = "One. Two. Three."


def whole() -> Draft:
    return EMPTY.add([comment(101, html=WHOLE)], place)


def test_chosen_parts_become_the_text_and_the_original() -> None:
    clip = whole().set_excerpt(EntryKey(1), "One. … Three.", ((0, 4), (10, 16))).clip(EntryKey(1))
    assert (clip.text, clip.original) == ("One. … Three.",) * 2
    assert clip.parts == ((0, 4), (10, 16))
    assert clip.is_untouched


def test_clips_to_rewrite_come_in_a_circle() -> None:
    one, two, three = (EntryKey(key) for key in (1, 2, 3))
    draft = clipped(0, 1, 2).add_remark("remark", 1).set_text(two, "訳").render({three: "機械"})

    def after(key: int) -> EntryKey | None:
        clip = draft.unwritten_after(EntryKey(key))
        return clip.key if clip else None

    assert [after(key) for key in range(5)] == [one, three, three, one, three]
    draft = draft.set_text(one, "訳")
    assert [after(key) for key in (1, 3)] == [three, three]
    draft = draft.accept([three])
    assert after(0) is None


def test_parts_can_be_chosen_anew_and_given_up() -> None:
    cut = (
        whole()
        .set_excerpt(EntryKey(1), "One.", ((0, 4),))
        .set_excerpt(EntryKey(1), "Two.", ((5, 9),))
    )
    assert cut.clip(EntryKey(1)).text == "Two."
    assert cut.set_excerpt(EntryKey(1), "", ()) == whole()


def test_a_written_text_stays_whatever_parts_are_chosen() -> None:
    clip = (
        whole()
        .set_text(EntryKey(1), "訳")
        .set_excerpt(EntryKey(1), "One.", ((0, 4),))
        .clip(EntryKey(1))
    )
    assert (clip.text, clip.original) == ("訳", "One.")
    assert not clip.is_untouched


def test_a_new_source_brings_its_text_unless_another_was_written() -> None:
    cut = whole().set_excerpt(EntryKey(1), "One.", ((0, 4),))
    for draft, text in ((cut, "Four."), (cut.set_text(EntryKey(1), "訳"), "訳")):
        clip = draft.update_source(EntryKey(1), "<i>Four.</i>").clip(EntryKey(1))
        assert (clip.source, clip.text, clip.original) == ("<i>Four.</i>", text, "Four.")
        assert clip.parts == ()


def test_a_comment_is_clipped_again_whole_behind_its_clip() -> None:
    draft = (
        whole()
        .add([COMMENTS[3]], place)
        .set_color([EntryKey(1)], "#ff5733")
        .set_excerpt(EntryKey(1), "One.", ((0, 4),))
    )
    again = draft.clip_again(EntryKey(1))
    assert [clip.key for clip in again.clips] == [1, 3, 2]
    assert again.clip(EntryKey(3)) == replace(whole().clip(EntryKey(1)), key=EntryKey(3))
    assert again.remove([EntryKey(3)]).entries == draft.entries


def test_a_clip_known_only_from_a_post_is_doubled_with_its_text() -> None:
    draft = laid_out("u").set_color([EntryKey(1)], "#ff5733")
    assert draft.clip_again(EntryKey(1)).clip(EntryKey(2)) == unlinked(2)


# --- a machine's texts ----------------------------------------------------------------------------


def test_a_machines_text_is_flagged_until_it_is_edited_or_accepted() -> None:
    key = EntryKey(1)
    draft = Draft(STORY, "A story", Metadata()).add(
        COMMENTS[:2], place, renderings={COMMENTS[0].id: "機械の訳"}
    )
    first, second = draft.clips
    assert (first.text, first.is_machine, first.is_untouched) == ("機械の訳", True, False)
    assert (second.is_machine, second.is_untouched) == (False, True)
    assert not draft.set_text(key, "機械の訳。").clip(key).is_machine
    assert not draft.accept([key]).clip(key).is_machine
    assert draft.accept([key]).clip(key).text == "機械の訳"
    assert not draft.clip_again(key).clips[1].is_machine
    assert draft.set_excerpt(key, "text", ((0, 4),)).clip(key).is_machine
    assert draft.render({EntryKey(2): "訳"}).clip(EntryKey(2)).is_machine


# --- remarks and manual sections -----------------------------------------------------------------


@pytest.mark.parametrize(("at", "expected"), [(0, "w 1 | 2"), (2, "1 | w 2"), (3, "1 | 2 w")])
def test_a_remark_stands_before_the_entry_at_its_place(at: int, expected: str) -> None:
    draft = laid_out("1 | 2").add_remark("w", at)
    assert layout(draft) == expected
    assert draft.entries[at] == Remark(EntryKey(4), "w")
    assert numbers(draft) == [1, 2]


def test_a_remark_is_written_and_taken_out_as_a_clip_is() -> None:
    draft = laid_out("1 w 2")
    assert (
        layout(draft.set_text(EntryKey(2), "x").set_color([EntryKey(1), EntryKey(2)], "#ff5733"))
        == "1 x 2"
    )
    assert layout(draft.remove([EntryKey(2), EntryKey(3)])) == "1"
    assert draft.set_text(EntryKey(2), "x").clips == draft.clips
    with pytest.raises(KeyError):
        draft.entry(EntryKey(9))


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [("## 見出し", True), ("# x", True), ("\n  # x", True), ("x # y", False), ("", False)],
)
def test_a_heading_is_one_of_markdown(text: str, is_heading: bool) -> None:
    assert Remark(EntryKey(1), text).is_heading == is_heading


def test_sections_are_entries_and_manual() -> None:
    draft = laid_out("1 2 3").begin_section(1).begin_section(3, is_open=True)
    assert layout(draft) == "1 | 2 / 3"
    assert draft.has_manual_sections
    assert [entry.key for entry in draft.entries] == [1, 4, 2, 5, 3]
    assert draft.set_summary(EntryKey(4), "more").entry(EntryKey(4)) == Section(EntryKey(4), "more")
    assert draft.set_text(EntryKey(4), "x").set_color([EntryKey(4)], "#ff5733") == draft
    assert draft.set_summary(EntryKey(1), "x") == draft


def test_counting_drops_manual_sections() -> None:
    draft = replace(laid_out("| 1 w / 2"), has_manual_sections=True).drop_sections()
    assert layout(draft) == "1 w 2"
    assert not draft.has_manual_sections


# --- order ----------------------------------------------------------------------------------------


@given(LAYOUTS, st.sets(st.integers(1, 10)), st.integers(-3, 12))
def test_entries_move_together_in_their_order(text: str, keys: set[EntryKey], at: int) -> None:
    draft = laid_out(text)
    moved = [entry for entry in draft.entries if entry.key in keys]
    others = [entry for entry in draft.entries if entry.key not in keys]
    new = list(draft.move_to(keys, at).entries)
    start = min(max(at, 0), len(others))
    assert new[start : start + len(moved)] == moved
    assert new[:start] + new[start + len(moved) :] == others


@given(LAYOUTS, st.sets(st.integers(1, 10), min_size=1), st.integers(-12, 12))
def test_a_move_goes_as_far_as_it_can(text: str, keys: set[EntryKey], offset: int) -> None:
    draft = laid_out(text)
    at = next((at for at, entry in enumerate(draft.entries) if entry.key in keys), 0)
    assert draft.move(keys, offset) == draft.move_to(keys, at + offset)


PARENTS = {102: 101, 103: 102, 104: 101, 105: 104, 107: 106, 108: 103}
"""0 is answered by 1 and 3, 1 by 2, 3 by 4, 5 by 6, 2 by 7; 8 answers nothing."""


@pytest.mark.parametrize(
    ("before", "moved", "expected"),
    [
        ("4 0 3", "4", "0 3 4"),
        ("0 3 4 1", "1", "0 3 4 1"),
        ("1 0 3 4 5", "1", "0 3 4 1 5"),
        ("3 0 1 2 5", "3", "0 1 2 3 5"),
        ("7 0 5", "7", "0 7 5"),
        ("0 1 5 7", "7", "0 1 7 5"),
        ("0 1 w 2 3", "3", "0 1 3 w 2"),
        ("0 0 5 3", "3", "0 0 3 5"),
        ("8 0", "8", "8 0"),
        ("0 6", "6", "0 6"),
        ("u 0", "u", "u 0"),
    ],
)
def test_a_clip_moves_behind_what_it_answers(before: str, moved: str, expected: str) -> None:
    draft = laid_out(before)
    key = before.split().index(moved) + 1
    assert layout(draft.move_below_parent(EntryKey(key), PARENTS.get)) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("5 2 8", "2 5 8"),
        ("5 w | 2", "2 w | 5"),
        ("5 w 2", "w 2 5"),
        ("w 5 w | 2 w", "2 w | w 5 w"),
        ("5 u 2", "2 5 u"),
        ("u 5 2", "u 2 5"),
        ("2 2 1", "1 2 2"),
    ],
)
def test_clips_stand_in_the_order_of_the_thread_with_the_remarks_above_them(
    before: str, expected: str
) -> None:
    draft = laid_out(before).sort_clips("thread", place)
    assert layout(draft) == expected
    assert draft.order == "thread"


def above_clips(entries: Sequence[Entry]) -> set[tuple[EntryKey, EntryKey]]:
    """Return the keys of the clips with those of the remarks right above them."""
    pairs = pairwise(entries)
    return {
        (clip.key, above.key)
        for above, clip in pairs
        if isinstance(clip, Clip) and isinstance(above, Remark)
    }


@given(LAYOUTS, st.permutations(range(9)))
def test_clips_stand_in_the_order_of_time(text: str, times: list[int]) -> None:
    draft = laid_out(text)
    timed = tuple(
        replace(entry, time=times[-1 if (at := place(entry.comment)) is None else at])
        if isinstance(entry, Clip)
        else entry
        for entry in draft.entries
    )
    new = replace(draft, entries=timed).sort_clips("time", place)
    seconds = [clip.time for clip in new.clips]
    assert seconds == sorted(seconds)
    assert sorted(clip.key for clip in new.clips) == sorted(clip.key for clip in draft.clips)
    assert sorted(entry.key for entry in new.entries) == sorted(entry.key for entry in timed)
    assert above_clips(new.entries) == above_clips(timed)
    assert new.order == "time"
    assert new.sort_clips("time", place) == new


# --- linking --------------------------------------------------------------------------------------


def linked(clips: Sequence[Clip], comments: Sequence[Comment]) -> list[int]:
    draft = replace(EMPTY, entries=tuple(clips), next_key=EntryKey(99))
    return [clip.comment for clip in draft.link_comments(comments).clips]


def at(comment_id: int, author: str, seconds: int) -> Comment:
    return Comment(CommentId(comment_id), STORY, author, seconds, f"source {comment_id}")


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
    draft = replace(
        EMPTY, entries=(replace(unlinked(4, "ann", 5), color="#38d3d3"),), next_key=EntryKey(5)
    )
    clip = draft.link_comments([at(101, "ann", 5)]).clip(EntryKey(4))
    assert clip == Clip(EntryKey(4), 101, "ann", 5, "source 101", "本文", "#38d3d3")


def test_a_comment_that_the_post_names_brings_its_source() -> None:
    named = [replace(unlinked(key, "ann", 5), comment=100 + key) for key in (1, 2, 3)]
    draft = replace(EMPTY, entries=tuple(named), next_key=EntryKey(4))
    clips = draft.link_comments([at(101, "ann", 5), at(102, "bob", 5)]).clips
    assert [clip.source for clip in clips] == ["source 101", "", ""]
    assert [clip.comment for clip in clips] == [101, 102, 103]


def test_linking_again_changes_nothing() -> None:
    draft = replace(
        EMPTY, entries=(unlinked(1, "ann", 5), unlinked(2, "bob", 5)), next_key=EntryKey(3)
    )
    once = draft.link_comments([at(101, "ann", 5)])
    assert once.link_comments([at(101, "ann", 5), at(102, "ann", 5)]) == once
    full = clipped(1, 2)
    assert full.link_comments(COMMENTS) is full


def test_a_site_may_want_todays_date() -> None:
    assert Draft.begin(Story(7, "T"), date(2026, 11, 24)).metadata.date == "2026-11-24"


def test_a_story_of_unknown_time_gives_no_date() -> None:
    assert Draft.begin(Story(1, "T")).metadata.date == ""
