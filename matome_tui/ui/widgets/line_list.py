"""A list of one-line rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from matome_tui.core.comment.wrap import cell_width, truncate
from matome_tui.core.text import sanitize
from matome_tui.ui.commands import bindings
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.widgets.row_list import ListRow, RowList

_GAP = 2


@dataclass(frozen=True, slots=True)
class ListLine:
    """A row of a `LineList`.

    Attributes:
        before: A few dimmed characters before the text, such as a time.
        text: The text.
        behind: Dimmed facts at the right edge.
        is_marked: Whether the text has a sign and the accent colour.
        is_dim: Whether the text is dimmed.
    """

    before: str
    text: str
    behind: str = ""
    is_marked: bool = False
    is_dim: bool = False


class LineList(RowList):
    """Shows one-line rows."""

    BINDINGS = bindings("list")

    def __init__(self, glyphs: Glyphs, empty: str, *, id: str | None = None) -> None:
        """Make an empty list, which shows the text `empty`."""
        super().__init__(id=id)
        self._glyphs = glyphs
        self._empty = empty
        self._lines: Sequence[ListLine] = ()

    def show(self, lines: Sequence[ListLine]) -> None:
        """Show lines, without their control characters."""
        self._lines = lines
        self.rows_changed()

    def row_count(self) -> int:
        """Return the number of lines."""
        return len(self._lines)

    def paint_row(self, row: ListRow, line: int, base: Style) -> Strip:  # noqa: ARG002
        """Return a line."""
        shown, width = self._lines[row], self.size.width
        dim = base + self.overlay("row--dim")
        accent = base + self.overlay("row--accent")
        pointer = self._glyphs.pointer if row == self.cursor else " "
        sign = self._glyphs.new if shown.is_marked else " "
        before = f" {sanitize(shown.before)}  "
        behind = f"{sanitize(shown.behind)} "
        room = width - cell_width(pointer + sign + before + behind) - _GAP
        text = truncate(
            sanitize(shown.text).replace("\n", " "), max(room, 1), self._glyphs.ellipsis
        )
        space = " " * (max(room - cell_width(text), 0) + _GAP)
        style = accent if shown.is_marked else dim if shown.is_dim else base
        return self.strip(
            [
                Segment(pointer, base),
                Segment(sign, accent),
                Segment(before, dim),
                Segment(text, style),
                Segment(space + behind, dim),
            ],
            width,
            base,
        )

    def empty_text(self) -> Sequence[str]:
        """Return the text of an empty list."""
        return (self._empty,)
