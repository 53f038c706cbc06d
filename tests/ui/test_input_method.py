"""Characters of an input method: keys, composed text, and kana that meet."""

import pytest

from matome_tui.ui.input_method import command_key, compose_at, is_composed, loses_text


@pytest.mark.parametrize(
    ("typed", "keys"),
    [("。、「」・ー\u3000", ".,[]/- "), ("｡､｢｣･ｰ", ".,[]/-"), ("ｊＺ１？＃", "jZ1?#")],
)
def test_signs_and_full_width_characters_are_on_keys(typed: str, keys: str) -> None:
    assert "".join(command_key(character) or "" for character in typed) == keys
    assert not is_composed(typed)


@pytest.mark.parametrize(
    "text", ["漢", "か", "カ", "ｶ", "〇", "々", "㈱", "〜", "AIと", "𠮟", "\ufa19", "※", "①", "→"]
)
def test_other_japanese_is_composed(text: str) -> None:
    assert is_composed(text)


@pytest.mark.parametrize("text", ["j", "é", "я", "α", "\ufffd", "“", "§", ""])
def test_letters_of_other_keyboards_are_not_composed(text: str) -> None:
    assert not is_composed(text)


@pytest.mark.parametrize(
    ("before", "text", "composed"),
    [
        ("", "か\u3099", (0, "が")),
        ("あか", "\u3099い", (1, "がい")),
        ("は", "\u309a", (1, "ぱ")),
        ("あ", "\u3099", (0, "\u3099")),
        ("e", "\u0301", (0, "\u0301")),
        ("ab", "c", (0, "c")),
    ],
)
def test_kana_are_composed_where_texts_meet(
    before: str, text: str, composed: tuple[int, str]
) -> None:
    assert compose_at(before, text) == composed


def test_terminals_that_lose_text() -> None:
    assert loses_text({"TERM_PROGRAM": "iTerm.app"})
    assert loses_text({"LC_TERMINAL": "iTerm2"})
    assert not loses_text({"TERM_PROGRAM": "ghostty"})
    assert not loses_text({})
