"""Layout of comment text: blocks broken into lines of a given width, with their spans."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from matome_tui.core.comment.markup import Block, BlockKind, Document, Span
from matome_tui.core.comment.syntax import is_prose
from matome_tui.core.comment.wrap import cell_width, graphemes, truncate, wrap


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comment's text.

    Attributes:
        kind: The kind of its block; "gap" for the empty line between blocks; "rendering" for a
            line of a machine's text.
        text: At most as wide as requested, except for a single wide character.
        spans: Those of the block, counted from the start of the line.
    """

    kind: BlockKind | Literal["gap", "rendering"]
    text: str
    spans: tuple[Span, ...] = ()


GAP = Line("gap", "")
_INDENT = re.compile(r" *(?:(?:[-*+•]|[0-9]{1,2}[.)]) +)?")


def lay_out(
    document: Document, width: int, code_from: int | None = None, ellipsis: str = "…"
) -> list[Line]:
    """Return the lines of a document broken to `width` cells.

    Args:
        document: The text.
        width: The most cells in a line.
        code_from: None breaks lines of code. A number shows them from that cell on, cut to the
            width; prose set as code is still broken.
        ellipsis: The end of a line that is cut.

    Raises:
        ValueError: `width` is less than 1.
    """
    lines: list[Line] = []
    for block in document.blocks:
        if lines:
            lines.append(GAP)
        if block.kind != "code":
            lines.extend(_block_lines(block, width))
        elif code_from is None or is_prose(block.text):
            lines.extend(_broken_code(block, width))
        else:
            lines.extend(_cut_code(block, width, code_from, ellipsis))
    return lines


def lay_out_rendering(text: str, width: int) -> list[Line]:
    """Return the lines of a machine's plain text broken to `width` cells, after an empty line."""
    lines = [GAP]
    for paragraph in text.split("\n"):
        lines += [Line("rendering", paragraph[start:end]) for start, end in wrap(paragraph, width)]
    return lines


def _block_lines(block: Block, width: int) -> Iterator[Line]:
    spans = _Spans(block.spans)
    for start, end in wrap(block.text, width):
        yield Line(block.kind, block.text[start:end], spans.within(start, end))


def _broken_code(block: Block, width: int) -> Iterator[Line]:
    """Yield broken lines; continuation lines hang below the start of the text."""
    spans = _Spans(block.spans)
    start = 0
    for text in block.text.split("\n"):
        hang = _hang(text, width)
        for first, last in wrap(text[hang:], width - hang):
            end = hang + last
            if first == 0:
                yield Line("code", text[:end], spans.within(start, start + end))
            else:
                begin = hang + first
                within = spans.within(start + begin, start + end, hang)
                yield Line("code", " " * hang + text[begin:end], within)
        start += len(text) + 1


def _hang(text: str, width: int) -> int:
    """Return the length of a line's indentation and list marker.

    0 if they leave less than half of the width, or no room for a wide character.
    """
    head = _INDENT.match(text)
    return head.end() if head and head.end() <= min(width // 2, width - 2) else 0


def _cut_code(block: Block, width: int, code_from: int, ellipsis: str) -> Iterator[Line]:
    spans = _Spans(block.spans)
    start = 0
    for text in block.text.split("\n"):
        hidden, shown = _split_at_cell(text, code_from)
        first = start + len(hidden)
        cut = truncate(shown, width, ellipsis)
        yield Line("code", cut, spans.within(first, first + len(cut)))
        start += len(text) + 1


def _split_at_cell(text: str, cell: int) -> tuple[str, str]:
    """Split a line at a cell, between graphemes."""
    if cell <= 0:
        return "", text
    used = at = 0
    for grapheme in graphemes(text):
        if used >= cell:
            break
        used += cell_width(grapheme)
        at += len(grapheme)
    return text[:at], text[at:]


class _Spans:
    """Iterator over the spans of a block by line, in time linear in their number."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._waiting = deque(sorted(enumerate(spans), key=lambda entry: entry[1].start))
        self._open: list[tuple[int, Span]] = []

    def within(self, start: int, end: int, column: int = 0) -> tuple[Span, ...]:
        """Return the parts of spans in a range, moved to `column`, in the order of the block.

        Ranges must be requested in ascending order.
        """
        while self._waiting and self._waiting[0][1].start < end:
            self._open.append(self._waiting.popleft())
        if not self._open:
            return ()
        self._open = sorted(entry for entry in self._open if entry[1].end > start)
        shift = column - start
        return tuple(
            replace(span, start=max(span.start, start) + shift, end=min(span.end, end) + shift)
            for _, span in self._open
        )
