"""Folding: what is the same to a reader, and where it stands in the original."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matome_tui.core.folding import Folded, fold, has_words

TEXTS = st.text(
    st.sampled_from("aAßé’“Ａ１㈱ｶﾞﾟか\u3099\u309a\u0301한\u1112\u1161\u11ab葛\U000e0100‼ﬁ…")
    | st.characters()
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＩ", "ai"),
        ("ｱｲ", "アイ"),
        ("か\u3099 ｶﾞ は\u309a", "が ガ ぱ"),
        ("don’t “x” ‘y’", "don't \"x\" 'y'"),
        ("㈱ ㎏ ①", "(株) kg 1"),
        ("Straße", "strasse"),
        ("葛\U000e0100城", "葛城"),
        (unicodedata.normalize("NFD", "한é"), "한é"),
        ("もモ", "もモ"),
    ],
)
def test_one_form_of_all(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_options() -> None:
    assert fold("ＡＩ", keeps_case=True) == "AI"
    assert fold("AI", keeps_case=True) == "AI"
    assert fold("もすゞ ﾓｽ", same_kana=True) == "モスヾ モス"


def test_words_are_found_in_any_order_kana_width_and_case() -> None:
    assert has_words("マークしてメモ Export", "めも　ｅｘｐ まーく")
    assert not has_words("マークしてメモ", "めも なし")


@given(TEXTS, st.booleans(), st.booleans())
@example("\u3099か", False, False)
@example("\uffff", False, True)
def test_folded_text_knows_its_original(text: str, keeps_case: bool, same_kana: bool) -> None:
    folded = Folded.of(text, keeps_case=keeps_case, same_kana=same_kana)
    assert folded.text == fold(text, keeps_case=keeps_case, same_kana=same_kana)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    for index, character in enumerate(folded.text):
        start, end = folded.original(index, index + 1)
        assert character in fold(text[start:end], keeps_case=keeps_case, same_kana=same_kana)
    if folded.text:
        start, end = folded.original(0, len(folded.text))
        assert fold(text[:start] + text[end:]) == ""


@pytest.mark.parametrize("same_kana", [False, True])
def test_characters_fold_alike_in_both_ways(same_kana: bool) -> None:
    characters = map(chr, (*range(0x3400), *range(0x4E00, 0xA000, 7), *range(0xA000, 0xD800, 7)))
    for character in characters:
        folded = Folded.of(character, same_kana=same_kana)
        assert folded.text == fold(character, same_kana=same_kana)
