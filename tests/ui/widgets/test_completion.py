"""A field with suggestions: those that fit the typed text, and choosing one."""

from hypothesis import given
from hypothesis import strategies as st

from matome_tui.ui.widgets.completion import SEPARATORS, Choice, matching, part_at, parts

LINES = st.text(st.sampled_from("ab ,、､，苔"), max_size=12)


@given(LINES)
def test_parts_are_what_stands_between_the_separators(text: str) -> None:
    found = parts(text)
    assert parts(", ".join(found)) == found
    assert all(part == part.strip() and not set(part) & set(SEPARATORS) for part in found)


@given(LINES, st.integers(0, 12))
def test_the_part_at_the_cursor_holds_no_separator(text: str, at: int) -> None:
    cursor = min(at, len(text))
    place = part_at(text, cursor)
    assert place.start <= cursor <= place.stop
    assert not set(text[place]) & set(SEPARATORS)
    assert text[: place.start].rstrip(" ")[-1:] in ("", *SEPARATORS)
    assert text[place.stop :][:1] in ("", *SEPARATORS)


def test_the_part_that_is_being_typed() -> None:
    assert part_at("AI, Ru", 6) == slice(4, 6)
    assert part_at("AI, Ru、苔", 5) == slice(4, 6)
    assert part_at("AI, ", 4) == slice(4, 4)


def test_choices_match_in_any_case_and_width_and_beginnings_come_first() -> None:
    choices = [Choice(text) for text in ("生成AI", "AI", "RAID", "ai-agents", "苔")]
    found = [choice.text for choice in matching(choices, "ａＩ")]
    assert found == ["AI", "ai-agents", "生成AI", "RAID"]
    assert matching(choices, "") == choices
    assert matching(choices, "x") == []


def test_hiragana_finds_katakana_where_a_setting_says_so() -> None:
    choices = [Choice("モモ")]
    assert matching(choices, "もも") == []
    assert matching(choices, "もも", same_kana=True) == choices
