import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.text import sanitize

ANYTHING = st.text(st.characters(exclude_categories=[])) | st.text(
    st.sampled_from("a\r\n\t\x00\x1b\x85\u2028\u202e\ufeff\ud800\udc00\u200d😀"), max_size=20
)


@given(ANYTHING)
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert sanitize(sanitize(text)) == sanitize(text)


@given(ANYTHING)
def test_nothing_that_steers_is_left(text: str) -> None:
    clean = sanitize(text)
    kinds = {unicodedata.category(char) for char in clean if char != "\n"}
    assert not kinds & {"Cc", "Cs", "Zl", "Zp"}
    bidi = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not {unicodedata.bidirectional(char) for char in clean} & bidi
    clean.encode()


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp"])))
def test_ordinary_text_is_kept(text: str) -> None:
    assert sanitize(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "日本語、ｶﾞ\u3000か\u3099",
        "e\u0301 ท\u0e35\u0e48",
        "👩\u200d👩\u200d👧 ❤\ufe0f 👍🏽 🇯🇵",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "葛\U000e0100 می\u200cخواهم a\u00adb x\u2060y z\u200bz \xa0",
        "שלום العربية",
        "\ue000 \U000f0000 \U0010fffd",
        "two\n\nlines",
    ],
)
def test_kept(text: str) -> None:
    assert sanitize(text) == text


@pytest.mark.parametrize(
    "char",
    [
        *("\x00", "\x08", "\x0e", "\x1b", "\x1f", "\x7f", "\x80", "\x9b", "\x9f"),
        *("\u061c", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069"),
        *("\ufeff", "\ufdd0", "\ufdef", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff"),
    ],
)
def test_dropped(char: str) -> None:
    assert sanitize(f"a{char}b") == "ab"


@pytest.mark.parametrize(
    ("char", "replacement"),
    [
        *(
            (line_break, "\n")
            for line_break in ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")
        ),
        ("\n\r", "\n\n"),
        ("\t", " "),
        ("\ud800", "\ufffd"),
    ],
)
def test_replaced(char: str, replacement: str) -> None:
    assert sanitize(f"a{char}b") == f"a{replacement}b"
