"""Selection of an excerpt."""

import re
from collections.abc import Callable

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from matome_tui.core.comment.markup import Block, Document, parse_html
from matome_tui.core.comment.passage import Passage
from matome_tui.core.comment.wrap import graphemes
from matome_tui.core.draft.excerpt import Excerpt, Selection
from tests.core.comment.test_passage import documents

ELLIPSIS = " … "
PROSE = "One two. Three four. Five six."
STEPS: list[Callable[[Selection], Selection]] = [
    Selection.toggle,
    Selection.take_all,
    Selection.drop_all,
    lambda s: s.move("sentence", 1),
    lambda s: s.move("sentence", -1),
    lambda s: s.move("word", 1),
    lambda s: s.move("word", -1),
    lambda s: s.extend("sentence", 1),
    lambda s: s.extend("sentence", -1),
    lambda s: s.extend("word", 1),
    lambda s: s.extend("word", -1),
    lambda s: s.go_to(len(s.passage.text) // 2),
]


def selection_of(html: str, *chosen: str) -> Selection:
    """Choose these parts of a comment, each found behind the one before."""
    passage = Passage.from_document(parse_html(html))
    ranges = []
    at = 0
    for part in chosen:
        start = passage.text.index(part, at)
        at = start + len(part)
        ranges.append((start, at))
    return Selection.from_ranges(passage, ranges)


def under_cursor(selection: Selection) -> str:
    start, end = selection.cursor_range
    return selection.passage.text[start:end]


def text_of(selection: Selection) -> str:
    return selection.text(ELLIPSIS)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    """A selection that any steps lead to."""
    selection = Selection.from_ranges(Passage.from_document(draw(documents())))
    for step in draw(st.lists(st.sampled_from(STEPS), max_size=12)):
        selection = step(selection)
    return selection


# Moving


def test_sentences_one_after_the_other() -> None:
    selection = selection_of(PROSE)
    assert under_cursor(selection) == "One two."
    selection = selection.move("sentence", 1)
    assert under_cursor(selection) == "Three four."
    assert under_cursor(selection.move("sentence", -1)) == "One two."
    assert under_cursor(selection.move("sentence", 1).move("sentence", 1)) == "Five six."


def test_a_sentence_is_entered_by_word_at_its_near_end() -> None:
    selection = selection_of(PROSE).move("sentence", 1)
    assert under_cursor(selection.move("word", 1)) == "Three"
    assert under_cursor(selection.move("word", -1)) == "."
    assert under_cursor(selection.move("word", 1).move("word", 1)) == "four"
    assert under_cursor(selection.move("word", 1).move("word", -1)) == "."


def test_from_a_word_back_to_its_sentence_or_on_to_the_next() -> None:
    word = selection_of(PROSE).move("sentence", 1).move("word", 1)
    assert under_cursor(word.move("sentence", -1)) == "Three four."
    assert under_cursor(word.move("sentence", 1)) == "Five six."


def test_goes_to_what_is_at_a_place() -> None:
    selection = selection_of(PROSE)
    places = (0, 8, 9, 15, len(PROSE), -1)
    texts = [under_cursor(selection.go_to(place)) for place in places]
    assert texts == ["One two.", "One two.", "Three four.", "Three four.", "Five six.", "One two."]


def test_starts_where_something_is_chosen() -> None:
    assert under_cursor(selection_of(PROSE, "four")) == "Three four."


# Choosing


def test_takes_and_drops_a_sentence() -> None:
    taken = selection_of(PROSE).toggle()
    assert taken.ranges == ((0, 8),)
    assert taken.toggle().ranges == ()


def test_takes_what_is_chosen_in_part_as_a_whole() -> None:
    assert text_of(selection_of(PROSE, "Three").toggle()) == "Three four."


def test_drops_a_word_from_within() -> None:
    selection = selection_of("Cats, being clever, sleep.").toggle().move("word", 1)
    selection = selection.move("word", 1).extend("word", 1).extend("word", 1).toggle()
    assert text_of(selection) == "Cats … , sleep."


def test_a_stretch_is_chosen_as_it_grows_and_given_back_as_it_shrinks() -> None:
    selection = selection_of(PROSE).extend("sentence", 1)
    assert text_of(selection) == "One two. Three four."
    selection = selection.extend("word", -1)
    assert text_of(selection) == "One two. Three four"
    selection = selection.extend("sentence", -1)
    assert text_of(selection) == "One two."
    assert text_of(selection.extend("sentence", -1)) == "One two."


def test_a_stretch_back_begins_at_a_sentence_then_goes_by_words() -> None:
    selection = selection_of(PROSE).go_to(len(PROSE)).extend("word", -1).extend("word", -1)
    assert text_of(selection) == "four. Five six."
    selection = selection.extend("sentence", -1)
    assert text_of(selection) == "Three four. Five six."
    assert text_of(selection.extend("sentence", 1)) == "Five six."


def test_a_stretch_from_a_word_goes_to_the_end_of_its_sentence() -> None:
    word = selection_of(PROSE).move("word", 1).move("word", 1)
    assert text_of(word.extend("sentence", 1)) == "two."
    assert text_of(word.extend("sentence", 1).extend("sentence", 1)) == "two. Three four."
    assert text_of(word.extend("sentence", -1)) == "One two"


def test_a_stretch_stays_chosen_when_the_cursor_moves_on() -> None:
    selection = selection_of(PROSE).extend("word", 1).move("sentence", 1).move("sentence", 1)
    assert text_of(selection.toggle()) == "One two. Three … Five six."


def test_a_stretch_is_dropped_as_one() -> None:
    selection = selection_of(PROSE, PROSE).move("sentence", 1).extend("sentence", 1).toggle()
    assert text_of(selection) == "One two."


def test_japanese_goes_by_groups_of_one_script() -> None:
    selection = selection_of("今日はコーヒーを飲んだ。明日も。").move("word", 1)
    for expected in ("今日は", "今日はコーヒー", "今日はコーヒーを"):
        selection = selection.extend("word", 1)
        assert text_of(selection) == expected


# Text


@pytest.mark.parametrize(
    ("html", "chosen", "text"),
    [
        (PROSE, ["One two.", "Five"], "One two. … Five"),
        ("A one. B two.<p>C.", ["A one.", "C."], "A one.\n\n…\n\nC."),
        ("A one. B two.<p>C.", ["A one.", "B two.", "C."], "A one. B two.\n\nC."),
        ("<pre><code>a = 1\n  b = 2\n  c = 3</code></pre>", ["a = 1", "c"], "a = 1\n…\n  c"),
        ("一つ。二つ。三つ。", ["一つ。", "三つ。"], "一つ。…三つ。"),
        ("一つ。Two. Three.", ["一つ。", "Three."], "一つ。… Three."),
        ("&gt; Said he. And she.<p>No. Yes.", ["And she.", "No."], "> And she.\n\nNo."),
        ("&gt; Said he. And she. So.", ["he", "So."], "> he … So."),
        ("No.<p>&gt;&gt; Said he.", ["No.", "Said"], "No.\n\n>> Said"),
    ],
)
def test_how_parts_are_joined(html: str, chosen: list[str], text: str) -> None:
    assert text_of(selection_of(html, *chosen)) == text


@pytest.mark.parametrize(
    ("ellipsis", "text"),
    [
        (" [...] ", "One [...] Five\n\n[...]\n\nIt."),
        (" ", "One Five\n\nIt."),
        ("", "OneFive\n\nIt."),
    ],
)
def test_the_ellipsis_is_as_one_likes(ellipsis: str, text: str) -> None:
    selection = selection_of(f"{PROSE}<p>So. It.", "One", "Five", "It.")
    assert selection.text(ellipsis) == text


def test_the_whole_comment_is_no_excerpt() -> None:
    selection = selection_of(PROSE)
    assert selection.excerpt(ELLIPSIS) == Excerpt()
    assert selection.take_all().excerpt(ELLIPSIS) == Excerpt()
    assert selection.toggle().excerpt(ELLIPSIS) == Excerpt(((0, 8),), "One two.")


def test_nothing_can_be_chosen_of_nothing() -> None:
    empty = Selection.from_ranges(Passage.from_document(Document(())), [(0, 5)])
    for step in STEPS:
        assert step(empty).ranges == ()
        assert step(empty).cursor_range == (0, 0)
        assert step(empty).excerpt(ELLIPSIS) == Excerpt()


@example(Document((Block("quote", "> >\u0338 a", ()),)))
@example(Document((Block("code", "  \u200b", ()),)))
@given(documents())
def test_all_of_it_is_the_text(document: Document) -> None:
    assert (
        text_of(Selection.from_ranges(Passage.from_document(document)).take_all())
        == document.plain_text
    )


@given(selections())
def test_ranges_are_in_order_and_apart_by_more_than_white_space(selection: Selection) -> None:
    text = selection.passage.text
    end = 0
    for start, following in selection.ranges:
        assert start == 0 or end == 0 or re.search(r"[^\s>]", text[end:start])
        assert end <= start < following <= len(text)
        assert text[start:following].strip()
        end = following


@given(selections())
def test_ranges_never_cut_a_character(selection: Selection) -> None:
    bounds, at = {0}, 0
    for cluster in graphemes(selection.passage.text):
        at += len(cluster)
        bounds.add(at)
    assert {at for part in selection.ranges for at in part} <= bounds


@given(selections())
def test_a_choice_comes_back_from_its_ranges(selection: Selection) -> None:
    again = Selection.from_ranges(selection.passage, selection.ranges)
    assert again.words == selection.words
    assert again.ranges == selection.ranges


@given(selections())
def test_toggling_twice_changes_nothing(selection: Selection) -> None:
    once = selection.toggle()
    covered = set(range(*selection.cursor))
    assume(covered <= selection.words or not covered & selection.words)
    assert once.toggle().words == selection.words
    assert not once.passage.words or once.words != selection.words


@given(selections(), st.sampled_from(["sentence", "word"]), st.sampled_from([1, -1]))
def test_a_move_leaves_the_choice_alone(selection: Selection, unit: str, direction: int) -> None:
    moved = selection.move(unit, direction)  # type: ignore[arg-type]
    assert moved.words == selection.words
    for step in STEPS:
        assert 0 <= step(moved).cursor[0] <= step(moved).cursor[1] <= len(moved.passage.words)


@given(selections(), st.sampled_from(["sentence", "word"]), st.sampled_from([1, -1]))
def test_a_stretch_only_adds_to_what_was_taken(
    selection: Selection, unit: str, direction: int
) -> None:
    longer = selection.extend(unit, direction)  # type: ignore[arg-type]
    assert selection.selected <= longer.words
    assert set(range(*longer.cursor)) <= longer.words
