"""Text to share, and its length on X."""

import pytest

from matome_tui.core.draft.share import hashtag, length, share_text

URL = "https://example.org/posts/moss/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("moss", 4),
        ("苔むす", 6),
        ("ｶﾅ", 4),
        ("é", 1),
        ("e\u0301", 1),  # composed first
        ("“a” – b…", 9),  # the ellipsis counts two
        (URL, 23),
        ("http://a.b", 23),
        (f"苔 {URL}。", 2 + 1 + 23 + 2),
        (f"({URL}) x", 1 + 23 + 3),
        ("🌿", 2),
        ("👩‍👩‍👧‍👦", 2),
        ("👍🏽", 2),
        ("🇯🇵🇫🇷", 4),
        ("1️⃣", 2),
        ("☀️", 2),
        ("あ" * 140, 280),
    ],
)
def test_the_length_is_as_x_counts(text: str, expected: int) -> None:
    assert length(text) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("AI", "#AI"),
        ("機械 学習", "#機械学習"),
        ("Node.js", "#Nodejs"),
        ("snake_case", "#snake_case"),
        ("2026", ""),
        ("+++", ""),
        ("か\u3099く", "#がく"),
    ],
)
def test_a_tag_becomes_a_hashtag(tag: str, expected: str) -> None:
    assert hashtag(tag) == expected


def test_fields_are_filled_once() -> None:
    tags = ["AI", "機械 学習", "AI"]
    text = share_text("{title} / {tags}\n{url}", "On {url}", tags, URL)
    assert text == f"On {{url}} / #AI #機械学習\n{URL}"


def test_without_tags_no_gap_stays() -> None:
    assert share_text("{title} {tags} {url}", "Moss", ["+"], URL) == f"Moss {URL}"
    assert share_text("{title} {url} {tags}", "Moss", [], URL) == f"Moss {URL}"
