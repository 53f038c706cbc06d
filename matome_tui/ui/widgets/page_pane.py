"""A post as its page reads."""

from bisect import bisect_right
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style

from matome_tui.hugo.post.page import PagePart, read_page
from matome_tui.ui.commands import bindings
from matome_tui.ui.drawing.colors import style_of
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.drawing.spans import StyledSpan
from matome_tui.ui.widgets.prose_pane import ProsePane

_GUTTER = 2
_GAP = "\n\n"


class PagePane(ProsePane, can_focus=True):
    """Shows quotes with an edge in their colour, and sections as closed; scrolls by keys."""

    BINDINGS = bindings("page")
    COMPONENT_CLASSES: ClassVar = {
        f"prose--{name}" for name in ("title", "heading", "author", "strong", "dim")
    }

    def __init__(self, glyphs: Glyphs, measure: int, *, id: str | None = None) -> None:
        """Make an empty pane.

        Args:
            glyphs: Glyphs to draw with.
            measure: The longest line, in cells.
            id: The widget's id.
        """
        super().__init__(measure, gutter=_GUTTER, id=id)
        self._glyphs = glyphs
        self._parts: list[PagePart] = []
        self._starts: list[int] = []

    def show_post(self, source: str) -> None:
        """Show a post by its source; the place in it stays."""
        top = self.top
        self._parts, self._starts = read_page(source), []
        texts: list[str] = []
        spans: list[StyledSpan] = []
        at = 0
        for part in self._parts:
            sign = f"{self._glyphs.folded} " if part.kind == "section" else ""
            self._starts.append(at)
            end = at + len(sign) + len(part.text)
            if style := _STYLES.get(part.kind):
                spans.append((at, end, style))
            spans += [(at + start, at + stop, kind) for start, stop, kind in part.spans]
            texts.append(sign + part.text)
            at = end + len(_GAP)
        self.show_text(_GAP.join(texts), spans)
        self._go_to(top)

    def before_line(self, line: int) -> list[Segment]:
        """Return the edge of a quote's line."""
        base = self.get_component_rich_style("prose--text")
        at = self.lines[line][0]
        part = bisect_right(self._starts, at) - 1
        is_within = part >= 0 and at <= self._starts[part] + len(self._parts[part].text)
        sign, style = self._edge(self._parts[part]) if is_within else (" ", Style())
        return [Segment(sign, base + style), Segment(" " * (_GUTTER - 1), base)]

    def _edge(self, part: PagePart) -> tuple[str, Style]:
        dim = self.overlay("prose--dim")
        if part.kind == "quote":
            return self._glyphs.edge, style_of(part.color) if part.color else dim
        return (self._glyphs.quote, dim) if part.kind == "quoted" else (" ", dim)

    def action_scroll(self, lines: int) -> None:
        """Scroll down, or up if `lines` is negative."""
        self._go_to(self.top + lines)

    def action_page(self, direction: int) -> None:
        """Scroll by one page, down (1) or up (-1)."""
        self._go_to(self.top + direction * max(self.size.height - 1, 1))

    def action_edge(self, direction: int) -> None:
        """Scroll to the end (1) or the start (-1)."""
        self._go_to(len(self.lines) if direction > 0 else 0)


_STYLES = {
    "title": "title",
    "facts": "dim",
    "heading": "heading",
    "quoted": "quote",
    "code": "code",
    "section": "heading",
}
"""Styles of whole parts by their kind."""
