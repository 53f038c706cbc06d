from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from matome_tui.core.comment.layout import Line, lay_out
from matome_tui.core.comment.markup import Block, BlockKind, Document, Span, parse_html
from matome_tui.core.comment.wrap import graphemes

TEXTS = st.text(st.sampled_from("abc   日本、。😀e\u0301-/.👍🏽"), min_size=1, max_size=60)
WIDTHS = st.integers(1, 30)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    kind: BlockKind = draw(st.sampled_from(get_args(BlockKind)))
    text = draw(TEXTS)
    if kind == "code":
        return Block("code", "\n".join(draw(st.lists(TEXTS, min_size=1, max_size=4))))
    points = st.integers(0, len(text))
    drawn = draw(st.lists(st.tuples(points, points, st.booleans()), max_size=4))
    spans = tuple(
        Span(start, end, "link", "https://e.co") if is_link else Span(start, end, "italic")
        for start, end, is_link in sorted(drawn)
        if start < end
    )
    return Block(kind, text, spans)


DOCUMENTS = st.lists(blocks(), max_size=4).map(lambda blocks: Document(tuple(blocks)))


def lines_of(document: Document, width: int) -> list[list[Line]]:
    """The lines of each block."""
    groups: list[list[Line]] = [[]]
    for line in lay_out(document, width):
        if line.kind == "gap":
            groups.append([])
        else:
            groups[-1].append(line)
    return groups if document.blocks else groups[1:]


def without_spaces(text: str) -> str:
    return "".join(text.split())


@example(Document((Block("code", " 、"),)), 2)
@given(DOCUMENTS, WIDTHS)
def test_no_line_is_wider_than_asked_but_for_one_wide_character(
    document: Document, width: int
) -> None:
    for line in lay_out(document, width):
        assert cell_len(line.text) <= width or len(graphemes(line.text)) == 1


@given(DOCUMENTS, WIDTHS)
def test_every_block_keeps_its_kind_and_its_text(document: Document, width: int) -> None:
    groups = lines_of(document, width)
    assert len(groups) == len(document.blocks)
    for block, lines in zip(document.blocks, groups, strict=True):
        assert {line.kind for line in lines} == {block.kind}
        text = "".join(line.text for line in lines)
        assert without_spaces(text) == without_spaces(block.text)


@given(DOCUMENTS, WIDTHS)
def test_spans_cover_the_same_characters(document: Document, width: int) -> None:
    for block, lines in zip(document.blocks, lines_of(document, width), strict=True):
        for line in lines:
            assert all(0 <= span.start < span.end <= len(line.text) for span in line.spans)
        for kind, href in {(span.kind, span.href) for span in block.spans}:
            covered = [False] * len(block.text)
            for span in block.spans:
                if (span.kind, span.href) == (kind, href):
                    covered[span.start : span.end] = [True] * (span.end - span.start)
            assert marked_in(lines, kind) == [
                (char, is_covered)
                for char, is_covered in zip(block.text, covered, strict=True)
                if not char.isspace()
            ]


def marked_in(lines: list[Line], kind: str) -> list[tuple[str, bool]]:
    """Each character but white space, and whether a span of that kind covers it."""
    return [
        (char, any(s.kind == kind and s.start <= at < s.end for s in line.spans))
        for line in lines
        for at, char in enumerate(line.text)
        if not char.isspace()
    ]


def test_blocks_are_parted_by_a_gap() -> None:
    document = parse_html("one <i>two three</i><p>&gt; four<p><pre><code>  a\n\n   b</code></pre>")
    assert lay_out(document, 8) == [
        Line("paragraph", "one two", (Span(4, 7, "italic"),)),
        Line("paragraph", "three", (Span(0, 5, "italic"),)),
        Line("gap", ""),
        Line("quote", "> four"),
        Line("gap", ""),
        Line("code", "a"),
        Line("code", ""),
        Line("code", " b"),
    ]


def code(*lines: str) -> Document:
    return Document((Block("code", "\n".join(lines), (Span(0, len(lines[0]), "comment"),)),))


def test_broken_code_goes_on_below_where_its_text_began() -> None:
    document = code("- one two three", "12. four five", "  six seven")
    assert lay_out(document, 9) == [
        Line("code", "- one two", (Span(0, 9, "comment"),)),
        Line("code", "  three", (Span(2, 7, "comment"),)),
        Line("code", "12. four"),
        Line("code", "    five"),
        Line("code", "  six"),
        Line("code", "  seven"),
    ]


def test_an_indentation_that_leaves_no_room_is_not_kept() -> None:
    assert [line.text for line in lay_out(code("      one two"), 8)] == ["one two"]


def test_code_is_cut_and_shown_from_a_cell_on() -> None:
    document = code("x = 日本語", "", "return x + y")
    assert [line.text for line in lay_out(document, 8, 0)] == ["x = 日…", "", "return …"]
    assert [line.text for line in lay_out(document, 8, 5, "~")] == ["本語", "", "n x + y"]
    assert lay_out(document, 8, 5)[0].spans == (Span(0, 2, "comment"),)


def test_prose_set_as_code_is_broken_even_where_code_is_cut() -> None:
    words = "a list of words, as long as this one, is set as code by many who would have bullets"
    assert [line.text for line in lay_out(code(f"- {words}"), 50, 8)] == [
        "- a list of words, as long as this one, is set as",
        "  code by many who would have bullets",
    ]


def test_no_text_has_no_lines() -> None:
    assert lay_out(parse_html(""), 10) == []


def test_a_line_needs_a_cell() -> None:
    with pytest.raises(ValueError, match="at least one cell"):
        lay_out(parse_html("text"), 0)
