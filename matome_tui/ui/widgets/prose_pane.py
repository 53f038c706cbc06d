"""The text of a comment in wrapped lines, without the comment's header."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from matome_tui.core.comment.markup import Document
from matome_tui.core.comment.passage import Range
from matome_tui.core.comment.wrap import wrap
from matome_tui.ui.drawing.spans import StyledSpan, styled_segments
from matome_tui.ui.widgets.pane import Pane

GUTTER = 3
"""Cells before each line, for signs."""

_RIGHT_MARGIN = 1
_WHEEL_LINES = 3


class ProsePane(Pane, can_focus=False):
    """Shows a text; scrolls it, unless the pane's height is automatic.

    Attributes:
        text: The text.
        lines: Start and end of each line, in code points.
        top: The first line in view.
    """

    COMPONENT_CLASSES: ClassVar = {
        f"prose--{name}" for name in ("text", "quote", "code", "italic", "link")
    }

    def __init__(self, measure: int, *, gutter: int = GUTTER, id: str | None = None) -> None:
        """Make an empty pane.

        Args:
            measure: The longest line, in cells.
            gutter: Cells before each line.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._measure = measure
        self._gutter = gutter
        self._spans: list[StyledSpan] = []
        self.text = ""
        self.lines: list[Range] = []
        self.top = 0

    def show(self, document: Document) -> None:
        """Show a text from its start."""
        self.show_text(document.plain_text, _spans(document))

    def show_text(self, text: str, spans: Iterable[StyledSpan]) -> None:
        """Show a text with styled spans, from its start."""
        self.text, self._spans = text, list(spans)
        self.top = 0
        self.break_lines()
        if self.styles.is_auto_height:
            self.refresh(layout=True)

    def scroll_into_view(self, *lines: int) -> None:
        """Scroll as little as possible to show lines; if they do not fit, the last ones."""
        for line in lines:
            self._go_to(min(max(self.top, line - self.size.height + 1), line))

    def scroll_to_end(self) -> None:
        """Show the last line."""
        self._go_to(len(self.lines))

    def line_at(self, position: int) -> int:
        """Return the line that a code point is on."""
        return max(bisect_right(self.lines, position, key=lambda line: line[0]) - 1, 0)

    # Painting

    def before_line(self, line: int) -> list[Segment]:  # noqa: ARG002
        """Return the segments of a line's gutter."""
        return [Segment(" " * self._gutter, self.get_component_rich_style("prose--text"))]

    def overlays(self) -> Iterable[StyledSpan]:
        """Return spans to lay over those of the text."""
        return ()

    def paint(self, y: int) -> Strip:
        """Return a line of the view; see `Pane.paint`."""
        base = self.get_component_rich_style("prose--text")
        line = self.top + y
        if line >= len(self.lines):
            return Strip.blank(self.size.width, base)
        start, end = self.lines[line]
        spans = (*self._spans, *self.overlays())
        text = styled_segments(
            self.text,
            spans,
            base,
            lambda name: self.overlay(f"prose--{name}"),
            start=start,
            end=end,
        )
        return self.strip([*self.before_line(line), *text], self.size.width, base)

    # Changes

    def break_lines(self) -> None:
        """Break the text into lines for the pane's width."""
        if not self.size.width:
            return
        self.lines = self._wrapped(self.size.width)
        self._go_to(self.top)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the number of lines at a width, for a pane of automatic height."""
        return len(self._wrapped(width))

    def _wrapped(self, width: int) -> list[Range]:
        room = min(self._measure, width - self._gutter - _RIGHT_MARGIN)
        return wrap(self.text, max(room, 1))

    def _go_to(self, top: int) -> bool:
        """Scroll to a line, or as far as possible; return whether that scrolled."""
        before, self.top = self.top, max(min(top, len(self.lines) - self.size.height), 0)
        if self.top == before:
            return False
        self.refresh()
        return True

    def on_resize(self) -> None:
        """Break the text into lines for the new width."""
        self.break_lines()

    def turn_wheel(self, direction: int) -> bool:
        """Scroll by some lines, as far as possible; see `Pane.turn_wheel`."""
        return self._go_to(self.top + direction * _WHEEL_LINES)


def _spans(document: Document) -> Iterator[StyledSpan]:
    """Yield the styled spans of a document's plain text."""
    start = 0
    for block in document.blocks:
        if block.kind != "paragraph":
            yield start, start + len(block.text), block.kind
        for span in block.spans:
            yield start + span.start, start + span.end, span.kind
        start += len(block.text) + len("\n\n")
