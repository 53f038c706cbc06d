"""The text of a comment, to choose parts of it with a cursor."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message

from matome_tui.core.comment.passage import Range
from matome_tui.core.comment.wrap import cell_width, graphemes
from matome_tui.core.draft.excerpt import Selection
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.drawing.spans import StyledSpan
from matome_tui.ui.widgets.prose_pane import GUTTER, ProsePane


class ChoicePane(ProsePane, can_focus=True):
    """Shows a text with a selection; selected lines have an edge."""

    COMPONENT_CLASSES: ClassVar = {f"prose--{name}" for name in ("chosen", "cursor", "edge")}

    @dataclass
    class Pressed(Message):
        """The mouse was pressed on the text.

        Attributes:
            position: The position in the text, in code points.
            is_double: Whether it was a double click.
        """

        position: int
        is_double: bool

    def __init__(self, glyphs: Glyphs, measure: int, *, id: str | None = None) -> None:
        """Make an empty pane.

        Args:
            glyphs: Glyphs to draw with.
            measure: The longest line, in cells.
            id: The widget's id.
        """
        super().__init__(measure, id=id)
        self._glyphs = glyphs
        self._chosen: tuple[Range, ...] = ()
        self._cursor: Range = (0, 0)
        self._focus = 0

    def select(self, selection: Selection) -> None:
        """Show a selection, and scroll its cursor into view."""
        self._chosen = selection.ranges
        self._cursor = selection.cursor_range
        self._focus = selection.focus
        self._follow_cursor()
        self.refresh()

    def overlays(self) -> Iterator[StyledSpan]:
        """Yield the cursor, and over it the selected parts."""
        yield *self._cursor, "cursor"
        for start, end in self._chosen:
            yield start, end, "chosen"

    def before_line(self, line: int) -> list[Segment]:
        """Return the edge of a line with a selected part, and the cursor's pointer."""
        base = self.get_component_rich_style("prose--text")
        start, end = self.lines[line]
        is_chosen = any(
            first < max(end, start + 1) and start < last for first, last in self._chosen
        )
        has_pointer = line == self.line_at(self._focus)
        return [
            Segment(self._glyphs.edge if is_chosen else " ", base + self.overlay("prose--edge")),
            Segment(self._glyphs.pointer if has_pointer else " ", base),
            Segment(" " * (GUTTER - 2), base),
        ]

    def _follow_cursor(self) -> None:
        start, end = self._cursor
        self.scroll_into_view(*map(self.line_at, (start, max(end - 1, 0), self._focus)))

    def break_lines(self) -> None:
        """Break the text into lines; the cursor stays in view."""
        super().break_lines()
        self._follow_cursor()

    def on_click(self, event: events.Click) -> None:
        """Post the position that was clicked."""
        line = self.top + event.y
        if line < len(self.lines):
            position = self._position_at(line, event.x - GUTTER)
            self.post_message(self.Pressed(position, is_double=event.chain > 1))

    def _position_at(self, line: int, cell: int) -> int:
        start, end = self.lines[line]
        for cluster in graphemes(self.text[start:end]):
            cell -= cell_width(cluster)
            if cell < 0:
                break
            start += len(cluster)
        return start
