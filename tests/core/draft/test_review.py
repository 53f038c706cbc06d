"""Review of a clip's text."""

import pytest

from matome_tui.core.draft.entries import Clip, EntryKey
from matome_tui.core.draft.review import excess, has_shortcode, issues, length


def issues_of(
    text: str, source: str = "The original.", *, target: int = 20, language: str = "ja"
) -> list[str]:
    return issues(Clip(EntryKey(1), 1, "ann", 0, source, text), target, language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("abc", 3),
        ("苔は緑。", 4),
        ("a\n\nb\n", 2),
        ("か\u3099", 1),
        ("👩\u200d🌾🇯🇵", 2),
        ("https://example.com/a?b=1", 0),
        ("見て https://example.com/a と", 5),
        ("http://a.example「苔」", 3),
        ("（https://a.example/x）", 2),
        ("https://a.example/xを見て", 3),
        ("https://", 8),
    ],
)
def test_length_counts_what_is_read(text: str, expected: int) -> None:
    assert length(text) == expected


@pytest.mark.parametrize(
    ("written", "expected"), [(0, 0), (20, 0), (21, 1), (30, 1), (31, 2), (999, 2)]
)
def test_excess_grows_beyond_the_target_and_far_beyond(written: int, expected: int) -> None:
    assert excess(written, 20) == expected


@pytest.mark.parametrize("text", ["", " \n", "\u3000"])
def test_an_empty_text_is_that_and_nothing_else(text: str) -> None:
    assert issues_of(text) == ["empty"]


def test_an_untouched_text_is_that_and_nothing_else() -> None:
    assert issues_of(
        "The original, and far too long a one.", "The original, and far too long a one."
    ) == ["not rewritten"]


def test_the_original_of_an_excerpt_is_the_excerpt() -> None:
    clip = Clip(
        EntryKey(1), 1, "ann", 0, "See https://a.example. Words.", "Words.", excerpt="Words."
    )
    assert issues(clip, 20, "") == ["not rewritten"]
    written = Clip(
        EntryKey(1), 1, "ann", 0, "See https://a.example. Words.", "訳", excerpt="Words."
    )
    assert issues(written, 20, "ja") == []


def test_a_text_beyond_the_target_is_too_long() -> None:
    assert issues_of("苔" * 20) == []
    assert issues_of("苔" * 21) == ["too long"]


LINK = '<a href="https:&#x2F;&#x2F;a.example&#x2F;x">https:&#x2F;&#x2F;a.example&#x2F;x</a>'


@pytest.mark.parametrize(
    ("text", "is_missing"),
    [
        ("見て", True),
        ("見て https://a.example/x", False),
        ("https://a.example/x。", False),
        ("https://a.example/", True),
    ],
)
def test_a_link_of_the_original_that_is_missing(text: str, is_missing: bool) -> None:
    expected = ["a link of the original is missing"] if is_missing else []
    assert issues_of(f"{text}苔", f"See {LINK}. Or not.", target=99) == expected
    assert issues_of(f"{text}苔", f"({LINK}), no", target=99) == expected


@pytest.mark.parametrize("text", ["green", "moss 2.0!", "（…）"])
def test_no_japanese_in_a_japanese_draft(text: str) -> None:
    assert issues_of(text) == ["no Japanese"]
    assert issues_of(text, language="") == []


@pytest.mark.parametrize(
    "text", ["こけ", "コケ", "苔", "ｺｹ", "𠮷", "moss は", "〇", "々", "㈱", "㍻", "㌔", "神"]
)
def test_japanese(text: str) -> None:
    assert issues_of(text) == []


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("苔 мох", "мох"),
        ("苔 이끼", "이끼"),
        ("苔 атака атак", "атк"),
        ("苔 é ñ ß", ""),
        ("苔 α Ｗ ｱ ー 々 〆", ""),
        ("苔 … 「」 ！ 🌿 １", ""),
        ("苔 \U0003fff0", ""),
    ],
)
def test_letters_that_neither_japanese_nor_the_original_has(text: str, letters: str) -> None:
    assert issues_of(text) == ([f"foreign letters: {letters}"] if letters else [])
    assert issues_of(text, f"Moss: {letters}") == []
    assert issues_of(text, language="") == []


def test_only_some_foreign_letters_are_named() -> None:
    (issue,) = issues_of("苔 абвгдежзий")
    assert issue == "foreign letters: абвгдежз"


def test_all_issues_are_reported_together() -> None:
    assert issues_of("мох" * 8, LINK) == [
        "too long",
        "a link of the original is missing",
        "no Japanese",
        "foreign letters: мох",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [("{{< figure >}}", True), ("a {{% ref %}}", True), ("{{ x }}", False), ("<b>", False)],
)
def test_text_that_hugo_would_run_is_noticed(text: str, found: bool) -> None:
    assert has_shortcode(text) is found
