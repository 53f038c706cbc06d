"""The text of a comment as lines of a given width."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from matome_tui.core.markup import Block, BlockKind, Document, Span
from matome_tui.core.wrap import cell_width, graphemes, truncate, wrap


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comment's text.

    Attributes:
        kind: Of the block that it is part of, or "gap" for the empty line between blocks.
        text: At most as wide as was asked for, but for a single wide character.
        spans: As those of the block, counted from the start of the line.
    """

    kind: BlockKind | Literal["gap"]
    text: str
    spans: tuple[Span, ...] = ()


_GAP = Line("gap", "")


def lay_out(document: Document, width: int, code_from: int | None = None) -> list[Line]:
    """Return the lines of a document broken to `width` cells.

    Args:
        document: The text.
        width: Cells a line may have.
        code_from: With a number, lines of code are not broken but shown from that cell on, cut
            where they do not fit.

    Raises:
        ValueError: The width is less than 1.
    """
    lines: list[Line] = []
    for block in document.blocks:
        if lines:
            lines.append(_GAP)
        if block.kind == "code" and code_from is not None:
            lines.extend(_code_lines(block, width, code_from))
        else:
            lines.extend(_block_lines(block, width))
    return lines


def _block_lines(block: Block, width: int) -> Iterator[Line]:
    for start, end in wrap(block.text, width):
        spans = tuple(_clipped(block.spans, start, end)) if block.spans else ()
        yield Line(block.kind, block.text[start:end], spans)


def _code_lines(block: Block, width: int, code_from: int) -> Iterator[Line]:
    start = 0
    for text in block.text.split("\n"):
        hidden, shown = _split_at_cell(text, code_from)
        first = start + len(hidden)
        cut = truncate(shown, width)
        spans = tuple(_clipped(block.spans, first, first + len(cut)))
        yield Line("code", cut, spans)
        start += len(text) + 1


def _split_at_cell(text: str, cell: int) -> tuple[str, str]:
    """Return the parts of a line before and from a cell on, parted between graphemes."""
    if cell <= 0:
        return "", text
    used = at = 0
    for grapheme in graphemes(text):
        if used >= cell:
            break
        used += cell_width(grapheme)
        at += len(grapheme)
    return text[:at], text[at:]


def _clipped(spans: tuple[Span, ...], start: int, end: int) -> Iterator[Span]:
    for span in spans:
        if span.start < end and span.end > start:
            first, last = max(span.start, start), min(span.end, end)
            yield replace(span, start=first - start, end=last - start)
