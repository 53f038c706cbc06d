"""Bounds of untrusted values."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core import fields
from matome_tui.core.items import Comment, Story
from matome_tui.core.text import one_line, sanitize

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([2**31, 2**53, 2**63 - 1, 2**63, 10**400, 253_402_300_800])
    | st.floats()
    | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"


@pytest.mark.parametrize("given_id", [None, True, 0, -1, 1.0, "5", [5], 10**15, 2**63, 10**400])
def test_invalid_ids(given_id: object) -> None:
    assert fields.item_id(given_id) is None


@pytest.mark.parametrize("text", ["", "0", "x", "５", "-1", "1_0", "1.0", "9" * 16, "9" * 5000])
def test_digits_that_are_no_id(text: str) -> None:
    assert fields.parse_id(text) is None


def test_ids_are_read_whole() -> None:
    assert fields.item_id(fields.MOST_ID) == fields.MOST_ID
    assert fields.parse_id(" 0001003\n") == 1003
    assert fields.item_ids([3, "4", 3, None, 2**63, 1]) == (3, 1)
    assert fields.item_ids("12") == ()


@pytest.mark.parametrize("time", [None, False, -1, "5", 253_402_300_800, 10**400])
def test_no_time_is_unknown(time: object) -> None:
    assert fields.moment(time) == 0


def test_long_text_is_cut_and_says_so() -> None:
    cut = fields.line("x" * 10_000_000)
    assert (len(cut), cut[-6:]) == (1000, " [...]")
    cut = fields.text("x" * 10_000_000)
    assert (len(cut), cut[-6:]) == (200_000, " [...]")


@given(st.text(st.sampled_from(f"ab \t{BREAKS}\x1b\ud800\u202e")))
def test_one_line_is_one_safe_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert sanitize(line) == line == one_line(line)
    assert line.replace(" ", "") == sanitize(text).replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("separator", [*BREAKS, "\r\n", "\n\n", " \u2028 "])
def test_a_line_break_becomes_one_space(separator: str) -> None:
    assert one_line(f"one{separator}line") == "one line"


@given(
    JSON, st.dictionaries(st.sampled_from([*Comment.__match_args__, *Story.__match_args__]), JSON)
)
def test_items_of_any_json_have_bounded_values(item_id: Any, values: dict[str, Any]) -> None:
    for read in (Comment.from_json, Story.from_json):
        for each in (read(item_id, values), read(7, values)):
            if each is not None:
                assert 0 < each.id <= fields.MOST_ID
                assert 0 <= each.time <= fields.LATEST
                assert len(each.author.splitlines()) <= 1
