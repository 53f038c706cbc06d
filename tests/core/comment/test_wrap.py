import re
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from matome_tui.core.comment import kinsoku
from matome_tui.core.comment import wrap as module
from matome_tui.core.comment.kinsoku import NOT_AT_END, NOT_AT_START
from matome_tui.core.comment.wrap import (
    cell_width,
    graphemes,
    padded,
    section_starts,
    truncate,
    wrap,
)

SPACES = (" ", "\u3000")
FAMILY = "👩\u200d👩\u200d👧"
KEYCAP = "1\ufe0f\u20e3"
PIECES = [
    *"aZ9é/?=_.-,()[]\"'$%“”‘’…—✓☃ｱｰ｡",
    *"日本語です。、・ー々っァ「」『』（）！？％￥〜😀",
    *("word", "don’t", "https://example.com/a-b_c?d=e&f=1", "e\u0301", "か\u3099", "한", "❤\ufe0f"),
    *("👍🏽", "🇯🇵", "🇯", FAMILY, KEYCAP, "‼\ufe0f", " \u0301", "\u200b", "\u200d", "葛\U000e0100"),
    *(" ", " ", "   ", "\u3000", "\n", "。。。。。", "「「「「「「", "ーーーーーーー"),
    *(
        "\xa0",
        "\u2060",
        "３",
        "．",
        "，",
        "㎏",
        "＃",
        "ｶﾞ",
        "ｯ",
        "｣",
        "state-of",
        "あ\u200b",
        "。\u200b",
    ),
    *("字\u2060", " )", " 、", "( ", "（ ", "so—so", "1 ."),
]
NARROW = st.text(st.sampled_from("abc   \n-/.,('’“é"), max_size=80)
WIDE = st.text(st.sampled_from("日本語。、「」（ー！￥😀ab/ (),.“”\u3000\n"), max_size=80)
ANY = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(
    st.characters(exclude_categories=["Cc", "Cs"]), max_size=30
)
TEXTS = NARROW | WIDE | ANY
WIDTHS = st.integers(1, 24)


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


# --- the same rules, slow and plain ---------------------------------------------------------------


def cells(cluster: str) -> int:
    return max(cell_len(cluster), 1)


def marks(clusters: list[str]) -> list[str]:
    """The mark of each cluster: its class."""
    shadow = ["".join(module._mark(cluster, cells(cluster))) for cluster in clusters]
    whole = module._with_whole_urls("".join(shadow))
    starts = [len("".join(shadow[:index])) for index in range(len(shadow))]
    return [whole[start] for start in starts]


def may_break_at_space(marks: list[str], index: int) -> bool:
    """Whether a line may end before the space at `index`, which does not follow a space."""
    rest = "".join(marks[index:]).lstrip(" ")
    if not rest:
        return True
    if marks[index - 1] in "([{（｢" or rest[0] in "。．｡":
        return False
    signs = len(rest) - len(rest.lstrip("!?)]},.:;"))
    return not signs or rest[signs : signs + 1] not in f" {kinsoku.JAPANESE_START}"


def may_break_between(before: str, after: str) -> bool:
    """Whether a line may break between two marks, as far as these tell."""
    may_start = after not in "。．｡\xa0\u200c" + kinsoku.NARROW_NOT_AT_START
    may_end = before not in "（￥｢\xa0" + kinsoku.NARROW_NOT_AT_END
    is_japanese = before in "漢。．０ｱ｡" or after in kinsoku.JAPANESE_START
    return is_japanese and may_start and may_end


def is_hyphen(before: str, after: str) -> bool:
    """Whether a line may break between two texts of marks, the first of which ends in a hyphen."""
    letter = "[A-Za-zÀ-ɏ]"
    return bool(
        (re.search(f"{letter}[–—]$", before) and re.match(letter, after))
        or (re.search(f"{letter}{letter}[-‐]$", before) and re.match(letter * 2, after))
    )


def breaks(clusters: list[str]) -> set[int]:
    """Where a line may end: before the cluster of that index, or at the end."""
    kinds = marks(clusters)
    filled = [mark + "〃" * (cells(c) - 1) for mark, c in zip(kinds, clusters, strict=True)]
    result = {len(clusters)}
    for index in range(1, len(clusters)):
        before, after = kinds[index - 1], kinds[index]
        if before == " ":
            continue
        text = "".join(kinds[max(index - 3, 0) : index])
        is_in_number = after == "０" and text.endswith(("０", "０．"))
        if after == " " and clusters[index] in SPACES:
            allowed = may_break_at_space(kinds, index) or before in "\u200b\u200c"
        else:
            allowed = (
                (may_break_between(before, after) and not is_in_number)
                or before in "\u200b\u200c"
                or is_hyphen("".join(filled[:index]), "".join(filled[index:]))
            )
        if allowed:
            result.add(index)
    return result


def plain_line(clusters: list[str], width: int) -> list[tuple[int, int]]:
    """Lines of a text without line feeds, in clusters."""
    if all(cluster in SPACES for cluster in clusters):
        return [(0, 0)]
    allowed, kinds = breaks(clusters), marks(clusters)
    result = []
    start = 0
    while start < len(clusters):
        room = width
        fit = start
        while fit < len(clusters) and cells(clusters[fit]) <= room:
            room -= cells(clusters[fit])
            fit += 1
        ends = [
            end
            for end in range(start + 1, fit + 1)
            if end in allowed and clusters[end - 1] not in SPACES
        ]
        cuts = [
            end
            for end in range(start + 1, min(fit + 1, len(clusters)))
            if kinds[end - 1] in "/?&=_.-\u2011"
            and re.fullmatch("[0-9A-Za-z]", kinds[end])
            and sum(map(cells, clusters[start:end])) > width // 2
        ]
        spaces = [
            end
            for end in range(start + 1, min(fit + 1, len(clusters)))
            if clusters[end] in SPACES and clusters[end - 1] not in SPACES
        ]
        if ends or clusters[start] not in SPACES:
            end = (ends or spaces or cuts or [max(fit, start + 1)])[-1]
            result.append((start, end))
            start = end
        while start < len(clusters) and clusters[start] in SPACES:
            start += 1
    return result


def plain_wrap(text: str, width: int) -> list[tuple[int, int]]:
    result = []
    offset = 0
    for line in text.split("\n"):
        clusters = graphemes(line)
        starts = [offset + len("".join(clusters[:index])) for index in range(len(clusters) + 1)]
        result += [(starts[start], starts[end]) for start, end in plain_line(clusters, width)]
        offset += len(line) + 1
    return result


# --- properties -----------------------------------------------------------------------------------


@settings(max_examples=400)
@given(TEXTS, WIDTHS)
@example("ーーーーーーーーーーーーー", 8)
@example("日（（（（（（（日", 6)
@example("日‘’“日”", 2)
@example("１，０００円", 6)
@example("word )日", 6)
@example("https://example.com/a-b_c?d=e&f=1\u200b", 8)
@example(" ( ", 2)
@example("\u200d\u200d⺀0", 2)
def test_wrap_does_what_the_plain_rules_say(text: str, width: int) -> None:
    assert wrap(text, width) == plain_wrap(text, width)


@given(TEXTS, WIDTHS)
def test_a_line_is_too_wide_only_when_it_is_one_grapheme(text: str, width: int) -> None:
    for line in lines(text, width):
        assert cell_len(line) <= width or len(graphemes(line)) == 1


@given(TEXTS, WIDTHS)
def test_lines_are_in_order_and_leave_out_only_white_space(text: str, width: int) -> None:
    end = 0
    for start, next_end in wrap(text, width):
        assert start <= next_end
        assert set(text[end:start]) <= {*SPACES, "\n"}
        end = next_end
    assert set(text[end:]) <= {*SPACES, "\n"}


@given(NARROW | WIDE, WIDTHS)
def test_the_fast_ways_agree_with_the_slow_one(text: str, width: int) -> None:
    # A combining mark anywhere sends the whole text the slow way.
    assert wrap(text, width) == wrap(text + "\n\u0301", width)[:-1]


PHRASES = ["「日本」", "です。", "ちょっと", "コーヒー、", "（例）", "何！？", "人々", "￥九％"]


@given(st.lists(st.sampled_from([*PHRASES, "word", "3.12"])).map("".join), st.integers(20, 40))
def test_no_line_of_prose_breaks_kinsoku(text: str, width: int) -> None:
    ranges = wrap(text, width)
    for _, end in ranges[:-1]:
        assert text[end] not in NOT_AT_START
        assert text[end - 1] not in NOT_AT_END


@given(
    st.lists(
        st.sampled_from(["word", "don’t", "“so”", "(x)", "a-b", "日本", "x-ray", "3-way"]),
        min_size=1,
    )
)
def test_words_that_fit_stay_whole(words: list[str]) -> None:
    text = " ".join(words)
    assert [word for line in lines(text, 5) for word in line.split(" ")] == words


# --- the tables -----------------------------------------------------------------------------------


def test_the_tables_hold_the_common_characters() -> None:
    assert set("、。，．・：；？！ー々）」』】〕〉》］｝”’ぁぃぅぇぉっゃゅょゎ％") <= set(
        NOT_AT_START
    )
    assert set("ァィゥェォッャュョヮヵヶ、。？！)]},.!?｡､｣ｰ") <= set(NOT_AT_START)
    assert set("（「『【〔〈《［｛“‘([{｢￥") <= set(NOT_AT_END)


@pytest.mark.parametrize("char", NOT_AT_START)
def test_no_line_starts_with(char: str) -> None:
    assert lines(f"日本語{char}", 6) == ["日本", f"語{char}"]


@pytest.mark.parametrize("char", sorted(set(NOT_AT_END) - set(NOT_AT_START)))
def test_no_line_ends_with(char: str) -> None:
    assert lines(f"日本{char}語", 4 + cell_len(char)) == ["日本", f"{char}語"]


def test_a_straight_quote_holds_on_to_both_sides() -> None:
    assert set(NOT_AT_START) & set(NOT_AT_END) == {"'", '"'}
    assert lines('日本語"A"と', 8) == ["日本", '語"A"と']


def test_other_characters_may_start_and_end_a_line() -> None:
    assert lines("日本語で書く", 6) == ["日本語", "で書く"]


def test_narrow_text_is_one_cell_a_character() -> None:
    chars = map(chr, range(sys.maxunicode + 1))
    narrow = [char for char in chars if not module._NOT_NARROW.match(char)]
    assert set("az09 ’“—é…\n") <= set(narrow)
    assert {get_character_cell_size(char) for char in narrow if char != "\n"} == {1}


def test_marks_cannot_come_from_narrow_text() -> None:
    wide = kinsoku.IDEOGRAPH + kinsoku.NON_STARTER + kinsoku.STOP
    wide += kinsoku.OPENING + kinsoku.PREFIX + kinsoku.DIGIT + module._FILLER + module._ODD
    assert [cell_len(mark) for mark in wide] == [2] * 8


# --- examples -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 5, [""]),
        ("\n", 5, ["", ""]),
        ("one\n\ntwo\n", 5, ["one", "", "two", ""]),
        ("the quick brown fox", 9, ["the quick", "brown fox"]),
        ("the quick brown fox", 10, ["the quick", "brown fox"]),
        ("a  b   c", 4, ["a  b", "c"]),
        ("trailing   ", 8, ["trailing"]),
        ("trailing   \nmore", 20, ["trailing", "more"]),
        ("     ", 3, [""]),
        ("  two spaces in", 8, ["  two", "spaces", "in"]),
        ("    deep", 6, ["deep"]),
        ("internationalization is", 8, ["internat", "ionaliza", "tion is"]),
        ("a internationalization", 8, ["a", "internat", "ionaliza", "tion"]),
        ("abc", 1, ["a", "b", "c"]),
        ("see https://e.co/a", 14, ["see", "https://e.co/a"]),
        (
            "https://example.com/one/two?three=4",
            16,
            ["https://example.", "com/one/two?", "three=4"],
        ),
        ("https://example.com/one", 22, ["https://example.com/", "one"]),
        ("example.org/internationalization", 24, ["example.org/internationa", "lization"]),
        ("example.org/(international)", 16, ["example.org/(int", "ernational)"]),
        ("https://e.co/some-title-of-it", 22, ["https://e.co/some-", "title-of-it"]),
        ("日本語です。次の文。", 10, ["日本語で", "す。次の", "文。"]),
        ("これは「引用」です。", 8, ["これは", "「引用」", "です。"]),
        ("ちょっとコーヒーを", 10, ["ちょっと", "コーヒーを"]),
        ("日本語", 5, ["日本", "語"]),
        ("日本", 1, ["日", "本"]),
        ("日。", 2, ["日", "。"]),
        ("　字下げした段落", 8, ["　字下げ", "した段落"]),
        ("日　本", 4, ["日", "本"]),
        ("何！？　次の文", 6, ["何！？", "次の文"]),
        ("えーーーーーーーーーーーー", 10, ["えーーーー", "ーーーーー", "ーーー"]),
        ("Python3.12とRustを使う", 12, ["Python3.12と", "Rustを使う"]),
        ("日本Python語", 9, ["日本", "Python語"]),
        ("彼は“so it’s”と", 8, ["彼は“so", "it’s”と"]),
        ("日本語(JP)、です", 8, ["日本語", "(JP)、で", "す"]),
        ("👍🏽👍🏽🇯🇵🇯🇵", 4, ["👍🏽👍🏽", "🇯🇵🇯🇵"]),
        (FAMILY + FAMILY, 3, [FAMILY, FAMILY]),
        (FAMILY + "a", 1, [FAMILY, "a"]),
        ("🇯🇵🇯🇵", 3, ["🇯🇵", "🇯🇵"]),
        (KEYCAP + "abc", 4, [KEYCAP, "abc"]),
        ("a \u0301b", 2, ["a \u0301", "b"]),
        ("か\u3099き\u3099く\u3099", 4, ["か\u3099き\u3099", "く\u3099"]),
        ("cafe\u0301 cafe\u0301", 4, ["cafe\u0301", "cafe\u0301"]),
    ],
)
def test_examples(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


@pytest.mark.parametrize("width", [0, -1])
def test_a_line_needs_a_cell(width: int) -> None:
    with pytest.raises(ValueError, match="at least one cell"):
        wrap("text", width)
    with pytest.raises(ValueError, match="at least one cell"):
        wrap("日本", width)


# --- graphemes and widths -------------------------------------------------------------------------


@given(TEXTS)
def test_graphemes_make_up_the_text(text: str) -> None:
    clusters = graphemes(text)
    assert "".join(clusters) == text
    assert "" not in clusters


@pytest.mark.parametrize(
    "cluster",
    [
        "a",
        "日",
        "e\u0301",
        "か\u3099",
        "한",
        FAMILY,
        "👍🏽",
        "🇯🇵",
        KEYCAP,
        "❤\ufe0f",
        "\n",
        "葛\U000e0100",
    ],
)
def test_a_grapheme_is_one(cluster: str) -> None:
    assert graphemes(f"x{cluster}{cluster}y") == ["x", cluster, cluster, "y"]


def test_a_third_flag_letter_stands_alone() -> None:
    assert graphemes("🇯🇵🇺") == ["🇯🇵", "🇺"]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("日本", 4),
        ("e\u0301", 1),
        (FAMILY, 2),
        ("🇯🇵", 2),
        (KEYCAP, 2),
        ("“…”", 3),
    ],
)
def test_cell_width(text: str, width: int) -> None:
    assert cell_width(text) == width


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("hello", 5, "hello"),
        ("hello", 4, "hel…"),
        ("hello", 1, "…"),
        ("hello", 0, ""),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("日本語", 2, "…"),
        ("cafe\u0301s", 4, "caf…"),
        ("ae\u0301is", 3, "ae\u0301…"),
        (FAMILY + "日本", 4, FAMILY + "…"),
    ],
)
def test_truncate_examples(text: str, width: int, expected: str) -> None:
    assert truncate(text, width) == expected


def test_truncate_leaves_the_ellipsis_out_where_it_has_no_room() -> None:
    assert truncate("hello", 2, "...") == "he"
    assert truncate("日本", 1, "...") == ""


@given(
    TEXTS.filter(lambda text: "\n" not in text),
    st.integers(0, 24),
    st.sampled_from(["…", "", "..."]),
)
def test_truncate_cuts_between_graphemes(text: str, width: int, ellipsis: str) -> None:
    cut = truncate(text, width, ellipsis)
    assert cell_len(cut) <= width
    if cell_len(text) <= width:
        assert cut == text
        return
    if cell_len(ellipsis) <= width:
        assert cut.endswith(ellipsis)
        cut = cut.removesuffix(ellipsis)
    clusters = graphemes(text)
    assert cut in ["".join(clusters[:count]) for count in range(len(clusters))]


# --- sections -------------------------------------------------------------------------------------

LINES = TEXTS.map(lambda text: text.replace("\n", " "))


def sections(line: str, width: int) -> list[str]:
    starts = section_starts(line, width)
    return [line[a:b] for a, b in zip([0, *starts], [*starts, None], strict=True)]


@given(LINES, WIDTHS)
def test_sections_hold_the_whole_line(line: str, width: int) -> None:
    starts = section_starts(line, width)
    assert "".join(sections(line, width)) == line
    assert starts == sorted(set(starts))


@given(LINES, WIDTHS)
def test_a_cursor_stands_within_one_cell_more_than_the_width(line: str, width: int) -> None:
    split = sections(line, width)
    for section in split:
        clusters = graphemes(section)
        stops = len(clusters) + (section is split[-1])
        for stop in range(stops):
            before = clusters[:stop]
            assert cell_len("".join(before)) <= width or len(before) == 1


@given(LINES, WIDTHS)
def test_sections_begin_where_lines_do(line: str, width: int) -> None:
    starts = set(section_starts(line, width))
    assert {start for start, _ in wrap(line, width)} - {0} <= starts


@pytest.mark.parametrize(
    ("line", "width", "expected"),
    [
        ("", 5, [""]),
        ("hello world", 5, ["hello ", "world"]),
        ("hello ", 5, ["hello", " "]),
        ("hell ", 5, ["hell "]),
        ("hello   world", 5, ["hello ", "  ", "world"]),
        ("    deep", 5, ["    ", "deep"]),
        ("日本語です。次", 10, ["日本語で", "す。次"]),
        ("何！？　次の文", 6, ["何！？　", "次の文"]),
        ("　字下げ", 6, ["　字下", "げ"]),
        ("日本　", 4, ["日本", "　"]),
    ],
)
def test_section_examples(line: str, width: int, expected: list[str]) -> None:
    assert sections(line, width) == expected


def test_text_is_padded_by_cells() -> None:
    assert padded("苔a", 5) == "苔a  "
    assert padded("苔a", 5, at_right=True) == "  苔a"
    assert padded("苔a", 2) == "苔a"
