from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matome_tui.core.comment.markup import parse_html
from matome_tui.core.thread.search import Filter, Query, words_found
from tests.support.threads import comment, thread

PIECES = st.sampled_from(
    [
        *("word", "Word", "amp", "quot", "href", "example", "日本語", "w", "ord", " ", "\n", "<p>"),
        *("<i>", "</i>", "&amp;", "&quot;", "&#119;", "wo&#x72;d", "<", "<3", "<!-- word -->"),
        *("<pre><code>", "</code></pre>", "\x1b", "\u202e", "\ud800", "..."),
        '<a href="https://example.com/word/and/so/on" rel="nofollow">https://example.com/wo...</a>',
        '<a href="javascript:word">amp</a>',
    ]
)
HTML = st.lists(PIECES, max_size=12).map("".join)
QUERIES = st.sampled_from(
    [
        "word",
        "Word",
        "WORD",
        "amp",
        "quot",
        "href",
        "rel",
        "word word",
        "日本",
        "w",
        "...",
        "javascript",
    ]
)


def texts(html: str) -> list[str]:
    return [block.text for block in parse_html(html).blocks]


@given(HTML, QUERIES)
@example("wo\u202erd", "word")
def test_a_comment_has_what_a_reader_of_it_sees(html: str, words: str) -> None:
    query = Query(words)
    expected = any(query.spans(text) for text in texts(html))
    raw_has_all = all(word in html.casefold() for word in words.casefold().split())
    found = query.is_in(comment(101, html=html or " "))
    assert found == expected or (expected and not raw_has_all)


@given(HTML, QUERIES)
def test_matches_are_marked(html: str, words: str) -> None:
    query = Query(words)
    document = parse_html(html)
    marked = query.highlight(document)
    assert [block.text for block in marked.blocks] == texts(html)
    for before, after in zip(document.blocks, marked.blocks, strict=True):
        matches = after.spans[len(before.spans) :]
        assert after.spans[: len(before.spans)] == before.spans
        assert [(s.start, s.end) for s in matches] == query.spans(before.text)


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("moss", "Some MOSS grows", True),
        ("Moss", "Some MOSS grows", False),
        ("moss grows", "moss\n grows", True),
        ("moss grows", "moss <i>grows</i>", True),
        ("", "anything", False),
        ("  ", "anything", False),
        ("a+b", "a+b=c", True),
        ("苔", "苔が生える", True),
    ],
)
def test_case_matters_where_there_are_capitals(words: str, text: str, expected: bool) -> None:
    assert Query(words).is_in(comment(101, html=text)) is expected


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("ＡＩ", "An AI", ["AI"]),
        ("ai", "Ｘ ＡＩ", ["ＡＩ"]),
        ("ｱｲ", "アイ", ["アイ"]),
        ("アイ", "ｱｲ", ["ｱｲ"]),
        ("ガ", "ｶﾞとカ\u3099", ["ｶﾞ", "カ\u3099"]),
        ("don't", "I don’t, you don&#x27;t", ["don’t", "don't"]),
        ('"moss"', "“moss”", ["“moss”"]),
        ("株", "㈱苔", ["㈱"]),
        ("葛飾", "葛\U000e0100飾", ["葛\U000e0100飾"]),
        ("e", "é e\u0301 e", ["e"]),
        ("もす", "モス", []),
        ("苔　苔", "苔 苔", ["苔 苔"]),
    ],
)
def test_forms_do_not_matter(words: str, text: str, found: list[str]) -> None:
    query = Query(words)
    assert query.is_in(comment(101, html=text)) is bool(found)
    (block,) = query.highlight(parse_html(text)).blocks
    assert [block.text[span.start : span.end] for span in block.spans] == found


def test_hiragana_and_katakana_match_where_a_setting_says_so() -> None:
    query = Query("もす", same_kana=True)
    assert query.is_in(comment(101, html="モスとﾓｽ"))
    assert query.spans("モスとﾓｽ") == [(0, 2), (3, 5)]
    assert Filter.parse("もす", same_kana=True).find(
        thread(comment(101, html="モス")), marked=(), new=()
    ) == [0]


def test_nothing_is_found_in_what_is_gone() -> None:
    gone = replace(comment(101, html="word"), deleted=True)
    assert not Query("word").is_in(gone)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("by:ANN", [0, 2]),
        ("op", [1]),
        ("marked", [2]),
        ("new", [0]),
        ("moss", [0, 1]),
        ('"two words"', [2]),
        ("「two words」", [2]),
        ("『two words", [2]),
        ("“two words” by:ann", [2]),
        ("by：Ａｎｎ", [0, 2]),
        ("ｏｐ", [1]),
        ("ＭＯＳＳ", []),
        ("ｍｏｓｓ　op", [1]),
        ("moss by:ann", [0]),
        ("new marked", []),
        ("faded", [1]),
        ("faded by:ann", []),
    ],
)
def test_a_filter_holds_in_all_its_parts(text: str, found: list[int]) -> None:
    shown = thread(
        comment(101, author="ann", html="moss"),
        replace(comment(102, author="sue", html="Moss"), faded=3),
        comment(103, author="Ann", html="these two words"),
    )
    assert Filter.parse(text).find(shown, marked={103}, new={101}) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["Two", "words"], "two words"),
        (["words", "two"], "words"),
        (["moss", "two"], "two"),
        (["two words", "these"], "two words"),
        (["moss"], ""),
        ([], ""),
    ],
)
def test_another_search_goes_on_with_what_is_found(words: list[str], found: str) -> None:
    assert words_found(words, "these two words") == found
