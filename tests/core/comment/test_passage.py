"""Sentences and words of a comment."""

import re
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.comment.markup import Block, BlockKind, Document
from matome_tui.core.comment.passage import Passage, word_left, word_right
from matome_tui.core.comment.wrap import graphemes
from tests.support.japanese_words import SENTENCE, WORDS

FAMILY = "👩\u200d👩\u200d👧"
PIECES = [
    *("word", "Word", "e.g.", "U.S.", "3.14", "don’t", "https://e.co/a.b?c=d.", "...", "A.", "1,"),
    *(
        "日本語",
        "です",
        "らーめん",
        "コンピューター",
        "。",
        "！？",
        "「",
        "」",
        "、",
        "（",
        "）",
        "．",
    ),
    *('."', "!)", "?", ".", "…", ":-)", "[1]", "e\u0301", "か\u3099", "\u200b", "\u0301"),
    *(FAMILY, "👍🏽", "🇯🇵", "🇯", "1\ufe0f\u20e3", " ", " ", "  ", ">", ">\u0338", "\u3000", "\xa0"),
]
LINES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Text as of `parse_html`: no white space at ends, line feeds and indentation in code only."""
    blocks = []
    for line in draw(st.lists(LINES, max_size=4)):
        kind: BlockKind = draw(st.sampled_from(["paragraph", "code"]))
        more = draw(st.lists(LINES, max_size=3)) if kind == "code" else []
        text = "\n".join(each.rstrip() for each in (line, *more)).strip("\n")
        text = text if kind == "code" else text.strip()
        if text:
            blocks.append(Block(kind, text))
    return Document(tuple(blocks))


def sentences(text: str, kind: BlockKind = "paragraph") -> list[str]:
    passage = Passage.from_document(Document((Block(kind, text),)))
    words = passage.words
    return [passage.text[words[first][0] : words[end - 1][1]] for first, end in passage.sentences]


def words(text: str) -> list[str]:
    passage = Passage.from_document(Document((Block("paragraph", text),)))
    return [text[start:end] for start, end in passage.words]


@pytest.mark.parametrize(
    "text",
    [
        "One.| Two, really!| Three?| four",
        "(Six.)| \"Seven.\"| “Eight!”| 'Nine?'| Ten",
        "Really?!| Yes...| No!!!",
        "all in small letters.| and so on?| yes",
        "They ran it, e.g. here, i.e. there.| Done.",
        "The U.S. Army, at 9 a.m. sharp, fired 3.14 shots.| Then it slept.",
        "J. R. R. Roe and Dr. Doe vs. Mr. Poe.| So am I.| Good.",
        "Foo, bar, etc. were there.| Baz, etc.| Then none.",
        "See fig. 3 in No. 5.| I said no.| Then yes.",
        "It takes 5 ms.| More, etc.",
        "1. First.| 2. Second.",
        "Read https://e.co/a.html?b=c!d first.| Then https://e.co/.| Then sleep.",
        '"What?" she asked.| Well... maybe.| Hm...| Yes',
        "Fast.[1]| Slow.[12]| [3] is a note.",
        "Nice!| :-) Great. ;)",
        "... Well.| — \U0001f600 yes. —",
        "これは文です。|これも？|はい！！|そう。。。|終わり",
        "「そうだ。」と言った。|「え？」|「はい。」|（本当です。）|次",
        "「行く。」、「来る。」は動詞。|名詞",
        "円周率は３．１４です．|次の文．",
        "これはOK.次の文です.|その次!|最後",
        "Mixed です。|And English.| 日本語。| End",
    ],
)
def test_where_sentences_end(text: str) -> None:
    assert sentences(text.replace("|", "")) == [part.strip() for part in text.split("|")]


def test_a_line_ends_a_sentence() -> None:
    assert sentences("no stop\nin sight\n\nhere") == ["no stop", "in sight", "here"]


def test_each_line_of_code_is_a_sentence() -> None:
    code = "if a. b:\n    return 1. 2\n\n# Yes. No."
    assert sentences(code, "code") == ["if a. b:", "return 1. 2", "# Yes. No."]


def test_prose_set_as_code_has_sentences() -> None:
    line = "This is a quotation that somebody set as code. It has long lines of plain words only. "
    assert len(sentences((line * 3).strip(), "code")) == 6


@pytest.mark.parametrize(
    "text",
    [
        "don't| well-known| foo_bar| 1,000.5| 3.14|,| x86| (|ok|)|!!| node.js|...",
        "2024|年|3|月|に|更新|しました|。",
        "らーめん|屋|コンピューター|・|サイエンス|、|ーン| 漢字|の|人々|ｶﾞﾗｽ",
        "Ａｐｐ|です|「|東京都|」|(|e\u0301te\u0301|か\u3099|)",
        "see| https://e.co/a.b?c=d#e|.| (|http://e.co/|)|、|https://e.co|だよ",
        f"{FAMILY}|👍🏽|🇯🇵|1\ufe0f\u20e3| a",
        "Привет| мир| 한국어| größe",
    ],
)
def test_words(text: str) -> None:
    assert words(text.replace("|", "")) == [part.strip() for part in text.split("|")]


def test_the_signs_of_a_quotation_are_no_words() -> None:
    assert words("> > He said > she. said") == ["He", "said", ">", "she", ".", "said"]
    assert words(">>") == [">"]


@given(documents())
def test_units_leave_out_white_space_and_leads_only(document: Document) -> None:
    passage = Passage.from_document(document)
    text = passage.text
    end = 0
    for start, following in passage.words:
        assert end <= start < following
        left_out = text[end:start]
        assert not left_out.rpartition("\n")[0].strip()
        assert re.fullmatch(r"[\s>]*" if end == 0 or "\n" in left_out else r"\s*", left_out)
        end = following
    assert not text[end:].strip()


@given(documents())
def test_sentences_part_the_words(document: Document) -> None:
    passage = Passage.from_document(document)
    edges = [0, *(end for _, end in passage.sentences)]
    assert [first for first, _ in passage.sentences] == edges[:-1]
    assert edges[-1] == len(passage.words)
    assert all(first < end for first, end in passage.sentences)


@given(documents())
def test_no_unit_begins_or_ends_inside_a_character(document: Document) -> None:
    passage = Passage.from_document(document)
    bounds, at = {0}, 0
    for cluster in graphemes(passage.text):
        at += len(cluster)
        bounds.add(at)
    assert {at for word in passage.words for at in word} <= bounds


@given(documents())
def test_no_sentence_goes_over_a_line(document: Document) -> None:
    passage = Passage.from_document(document)
    for first, end in passage.sentences:
        assert "\n" not in passage.text[passage.words[first][0] : passage.words[end - 1][1]]


# --- moving by words ------------------------------------------------------------------------------


def test_word_right_stops_after_each_run_of_a_script() -> None:
    at, stops = 0, []
    while at < len(SENTENCE):
        end = word_right(SENTENCE, at)
        stops.append(SENTENCE[at:end])
        at = end
    assert stops == WORDS


def test_word_left_stops_before_each_run_of_a_script() -> None:
    at, stops = len(SENTENCE), []
    while at:
        start = word_left(SENTENCE, at)
        stops.append(SENTENCE[start:at])
        at = start
    assert stops == WORDS[::-1]


@pytest.mark.parametrize(
    ("text", "position", "left", "right"),
    [
        ("", 0, 0, 0),
        ("   ", 1, 0, 3),
        ("one  two", 3, 0, 8),
        ("one  two", 5, 0, 8),
        ("日本　語", 3, 0, 4),
        ("日本語", 1, 0, 3),
        ("1,000円", 5, 0, 6),
        (f"a{FAMILY}b", 1, 0, 6),
    ],
)
def test_moving_by_words(text: str, position: int, left: int, right: int) -> None:
    assert word_left(text, position) == left
    assert word_right(text, position) == right


@given(LINES, st.integers(0, 40))
def test_moving_by_words_goes_on_to_the_edge_of_a_grapheme(line: str, position: int) -> None:
    position = min(position, len(line))
    edges = {0, *accumulate(map(len, graphemes(line)))}
    left, right = word_left(line, position), word_right(line, position)
    assert left in edges
    assert right in edges
    assert left < position or position == 0
    assert right > position or position == len(line)
