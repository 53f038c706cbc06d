"""The text of a comment as wrapped lines."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from matome_tui.core.comment.markup import Document
from matome_tui.core.comment.passage import Range
from matome_tui.core.comment.wrap import wrap
from matome_tui.ui.widgets.pane import Pane

GUTTER = 3
"""Cells before each line."""

_RIGHT_MARGIN = 1
_WHEEL_LINES = 3

Part = tuple[int, int, str]
"""A range of code points, and the name of the component class that it is shown with."""


class ProsePane(Pane, can_focus=False):
    """Shows a text.

    Attributes:
        text: The text.
        lines: Where its lines are, in code points.
        top: The first line in view.
    """

    COMPONENT_CLASSES: ClassVar = {
        f"prose--{name}" for name in ("text", "quote", "code", "italic", "link")
    }

    def __init__(self, measure: int, *, id: str | None = None) -> None:
        """Make an empty one.

        Args:
            measure: The longest line, in cells.
            id: The widget's.
        """
        super().__init__(id=id)
        self._measure = measure
        self._parts: list[Part] = []
        self.text = ""
        self.lines: list[Range] = []
        self.top = 0

    def show(self, document: Document) -> None:
        """Show another text, from its start."""
        self.text = document.plain_text
        self._parts = list(_parts(document))
        self.top = 0
        self.break_lines()

    def scroll_into_view(self, *lines: int) -> None:
        """Scroll as little as shows lines; where there is no room for all, the last ones."""
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
        """Return what stands before a line."""
        return [Segment(" " * GUTTER, self.get_component_rich_style("prose--text"))]

    def overlays(self) -> Iterable[Part]:
        """Return what is shown over the text's own looks."""
        return ()

    def paint(self, y: int) -> Strip:
        """Return a line of the view; see `Pane.paint`."""
        base = self.get_component_rich_style("prose--text")
        line = self.top + y
        if line >= len(self.lines):
            return Strip.blank(self.size.width, base)
        segments = [*self.before_line(line), *self._segments(*self.lines[line], base)]
        return self.strip(segments, self.size.width, base)

    def _segments(self, start: int, end: int, base: Style) -> Iterator[Segment]:
        parts = [p for p in (*self._parts, *self.overlays()) if p[0] < end and start < p[1]]
        edges = {at for part in parts for at in part[:2] if start < at < end}
        for first, last in pairwise(sorted({start, end, *edges})):
            style = base
            for part_start, part_end, name in parts:
                if part_start <= first and last <= part_end:
                    style += self.overlay(f"prose--{name}")
            yield Segment(self.text[first:last], style)

    # Changes

    def break_lines(self) -> None:
        """Break the text into lines as wide as there is room for."""
        if not self.size.width:
            return
        width = min(self._measure, self.size.width - GUTTER - _RIGHT_MARGIN)
        self.lines = wrap(self.text, max(width, 1))
        self._go_to(self.top)
        self.refresh()

    def _go_to(self, top: int) -> None:
        top = max(min(top, len(self.lines) - self.size.height), 0)
        if top != self.top:
            self.top = top
            self.refresh()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.break_lines()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self._go_to(self.top + _WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self._go_to(self.top - _WHEEL_LINES)


def _parts(document: Document) -> Iterator[Part]:
    """Yield what of a document's plain text looks other than plain."""
    start = 0
    for block in document.blocks:
        if block.kind != "paragraph":
            yield start, start + len(block.text), block.kind
        for span in block.spans:
            yield start + span.start, start + span.end, span.kind
        start += len(block.text) + len("\n\n")
