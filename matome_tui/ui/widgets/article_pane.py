"""The text of an article, with a cursor on a paragraph."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from matome_tui.core.comment.markup import Block, Document
from matome_tui.core.comment.passage import Range
from matome_tui.ui.commands import bindings
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.drawing.spans import StyledSpan
from matome_tui.ui.widgets.empty_page import EmptyPage
from matome_tui.ui.widgets.prose_pane import GUTTER, ProsePane

_GAP = len("\n\n")


class ArticlePane(ProsePane, can_focus=True):
    """Shows paragraphs; marked ones have an edge.

    Attributes:
        cursor: The paragraph at the cursor, from 0.
        marked: The marked paragraphs.
    """

    BINDINGS = bindings("article")
    COMPONENT_CLASSES = {f"prose--{name}" for name in ("cursor", "edge", "dim")}  # noqa: RUF012

    class Moved(Message):
        """The cursor moved, or a paragraph was marked."""

    def __init__(self, glyphs: Glyphs, measure: int, *, id: str | None = None) -> None:
        """Make an empty pane.

        Args:
            glyphs: Glyphs to draw with.
            measure: The longest line, in cells.
            id: The widget's id.
        """
        super().__init__(measure, id=id)
        self._glyphs = glyphs
        self._ranges: list[Range] = []
        self._empty = EmptyPage()
        self.cursor = 0
        self.marked: frozenset[int] = frozenset()

    def say(self, *lines: str) -> None:
        """Set what to say in the middle as long as there is no article."""
        self._empty = EmptyPage(lines)
        self.refresh()

    def show_paragraphs(self, paragraphs: Sequence[str]) -> None:
        """Show an article from its start."""
        starts = accumulate((len(text) + _GAP for text in paragraphs), initial=0)
        self._ranges = [
            (start, start + len(text)) for start, text in zip(starts, paragraphs, strict=False)
        ]
        self.cursor, self.marked = 0, frozenset()
        self.show(Document(tuple(Block("paragraph", text) for text in paragraphs)))
        self.post_message(self.Moved())

    def paint(self, y: int) -> Strip:
        """Return a line of the view; see `Pane.paint`."""
        if self._ranges:
            return super().paint(y)
        base, dim = self.get_component_rich_style("prose--text"), self.overlay("prose--dim")
        return self.line_of(self._empty, y, self._glyphs.rule, base, dim)

    def overlays(self) -> Iterator[StyledSpan]:
        """Yield the paragraph at the cursor."""
        if self._ranges:
            yield *self._ranges[self.cursor], "cursor"

    def before_line(self, line: int) -> list[Segment]:
        """Return the edge of a marked paragraph's line, and the cursor's pointer."""
        base = self.get_component_rich_style("prose--text")
        start, end = self.lines[line]
        is_marked = any(
            start < self._ranges[at][1] and self._ranges[at][0] < max(end, start + 1)
            for at in self.marked
        )
        has_pointer = bool(self._ranges) and start == self._ranges[self.cursor][0]
        return [
            Segment(self._glyphs.edge if is_marked else " ", base + self.overlay("prose--edge")),
            Segment(self._glyphs.pointer if has_pointer else " ", base),
            Segment(" " * (GUTTER - 2), base),
        ]

    def go_to(self, paragraph: int) -> None:
        """Move the cursor to a paragraph, or to the nearest one, and show its start."""
        if not self._ranges:
            return
        self.cursor = min(max(paragraph, 0), len(self._ranges) - 1)
        self.scroll_into_view(*reversed(self._lines_of_cursor()))
        self.refresh()
        self.post_message(self.Moved())

    def action_move(self, direction: int) -> None:
        """Go to the next paragraph (1) or the previous one (-1); scroll a long one first."""
        if not self._ranges:
            return
        first, last = self._lines_of_cursor()
        bottom = self.top + self.size.height - 1
        if direction > 0 and last > bottom >= first:
            self._scroll(min(self.size.height // 2, last - bottom))
        elif direction < 0 and first < self.top <= last:
            self._scroll(-min(self.size.height // 2, self.top - first))
        else:
            self.go_to(self.cursor + direction)

    def action_page(self, direction: int) -> None:
        """Scroll by a page, and move the cursor to the first paragraph in view."""
        self._scroll(direction * max(self.size.height - 1, 1))
        inside = [
            at for at in range(len(self._ranges)) if self.line_at(self._ranges[at][0]) >= self.top
        ]
        if inside:
            self.cursor = inside[0]
            self.post_message(self.Moved())

    def action_edge(self, direction: int) -> None:
        """Go to the last paragraph (1) or the first (-1)."""
        self.go_to(len(self._ranges) - 1 if direction > 0 else 0)

    def action_mark(self) -> None:
        """Mark or unmark the paragraph, then go to the next."""
        if self._ranges:
            self.marked ^= {self.cursor}
            self.go_to(self.cursor + 1)

    def unmark(self) -> None:
        """Unmark all paragraphs."""
        self.marked = frozenset()
        self.refresh()

    def _lines_of_cursor(self) -> Range:
        """Return the first and the last line of the paragraph at the cursor."""
        start, end = self._ranges[self.cursor]
        return self.line_at(start), self.line_at(max(end - 1, start))

    def _scroll(self, lines: int) -> None:
        self._go_to(self.top + lines)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked paragraph."""
        line = self.top + event.y
        if line < len(self.lines):
            position = self.lines[line][0]
            at = next((n for n, (_, end) in enumerate(self._ranges) if position <= end), None)
            if at is not None:
                self.go_to(at)
