"""Word-by-word comparison of two versions of a text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.comment.word_diff import changes, is_comparable, near_changes, since_change

TEXTS = st.text("ab 苔緑。\n'_é\u0301", max_size=20) | st.text(max_size=20)


@given(TEXTS, TEXTS)
def test_the_stretches_are_the_two_texts(old: str, new: str) -> None:
    stretches = list(changes(old, new))
    assert "".join(text for kind, text in stretches if kind != "added") == old
    assert "".join(text for kind, text in stretches if kind != "removed") == new
    assert all(text for _, text in stretches)
    assert all(first != second for (first, _), (second, _) in pairwise(stretches))


@given(TEXTS)
def test_unchanged_words_are_one_stretch(text: str) -> None:
    assert list(changes(text, text)) == ([("same", text)] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a cat sat", "a dog sat", "a [cat]{dog} sat"),
        ("don't go", "do go", "[don't]{do} go"),
        ("苔は緑だ", "苔は青だ", "苔は[緑]{青}だ"),
        ("one two", "one two three", "one two{ three}"),
        ("so (two) is", "no (two ) was", "[so]{no} (two{ }) [is]{was}"),
        ("", "new", "{new}"),
        ("old", "", "[old]"),
        ("a\n\nb", "a b", "a[\n\n]{ }b"),
        ("snake_case2", "snake_case3", "[snake_case2]{snake_case3}"),
    ],
)
def test_words_change_whole_and_japanese_by_the_character(
    old: str, new: str, expected: str
) -> None:
    marks = {"same": "{}", "removed": "[{}]", "added": "{{{}}}"}
    assert "".join(marks[kind].format(text) for kind, text in changes(old, new)) == expected


def test_common_words_of_a_long_text_are_still_found() -> None:
    old = "the cat " * 150
    assert list(changes(old, f"x {old}")) == [("added", "x "), ("same", old)]


def test_what_differs_is_one_change_if_it_is_too_long_to_compare() -> None:
    old, new = "moss " * 600, "stone " * 600
    assert not is_comparable(f"a {old}b", f"a {new}b")
    assert list(changes(f"a {old}b", f"a {new}b")) == [
        ("same", "a "),
        ("removed", old.rstrip()),
        ("added", new.rstrip()),
        ("same", " b"),
    ]
    assert is_comparable(f"{old}moss", f"{old}stone")


@pytest.mark.parametrize(
    ("old", "new", "expected", "line"),
    [
        ("a cat sat", "a dog sat", "a [cat]{dog} sat", "a dog sat"),
        (
            "so it is said that cats sit",
            "so it is said that cats sleep",
            "~that cats [sit]{sleep}",
            "~ cats sleep",
        ),
        (
            "one, two or twenty, three, four",
            "won, two or twenty, three, for",
            "[one]{won}, two or ~, three, [four]{for}",
            "won, two or twenty, three, for",
        ),
        (
            "苔はまだ石の上に生える。",
            "苔はまだ石の上に育つ。",
            "苔はまだ石の上に[生える]{育つ}。",
            "~まだ石の上に育つ。",
        ),
        ("same", "same", "same", "same"),
    ],
)
def test_only_what_is_near_a_change_is_kept(old: str, new: str, expected: str, line: str) -> None:
    marks = {"same": "{}", "removed": "[{}]", "added": "{{{}}}"}
    near = near_changes(changes(old, new), 10, "~")
    assert "".join(marks[kind].format(text) for kind, text in near) == expected
    assert since_change(old, new, 6, "~") == line
