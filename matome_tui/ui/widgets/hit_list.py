"""A list of texts that a search of the archive found, two lines each."""

import time
from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from matome_tui.core.archive import ArchiveQuery
from matome_tui.core.comment.wrap import cell_width, truncate
from matome_tui.core.text import one_line
from matome_tui.i18n import _
from matome_tui.store.archive import Hit
from matome_tui.ui.commands import bindings
from matome_tui.ui.drawing.columns import Columns
from matome_tui.ui.drawing.formats import TEXT_KINDS, age
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.drawing.spans import styled_segments
from matome_tui.ui.widgets.row_list import ListRow, RowList

_MARGIN = 3
_GAP = 2
_LEAST_TITLE = 10


class HitList(RowList):
    """Shows hits: the title of their thread or post with facts, and the text around the match."""

    BINDINGS = bindings("list")

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._query = ArchiveQuery()
        self._hits: Sequence[Hit] = ()
        self._columns = Columns(())
        self._empty = ""

    def show(self, hits: Sequence[Hit], query: ArchiveQuery, empty: str) -> None:
        """Show the hits of a search, or the text `empty` if there are none."""
        self._hits, self._query, self._empty = hits, query, empty
        self._columns = Columns(map(_facts, hits), at_right={2})
        self.rows_changed()

    @property
    def current(self) -> Hit | None:
        """The hit at the cursor."""
        return self._hits[self.cursor] if self._hits else None

    def row_count(self) -> int:
        """Return the number of hits."""
        return len(self._hits)

    def height_of(self, row: ListRow) -> int:  # noqa: ARG002
        """Return the number of lines of a hit."""
        return 2

    def paint_row(self, row: ListRow, line: int, base: Style) -> Strip:
        """Return the title with facts (0) or the text around the match (1)."""
        hit, width = self._hits[row], self.size.width
        is_pointed_at = row == self.cursor and line == 0
        margin = f" {self._glyphs.pointer if is_pointed_at else ' '} "
        text = self._excerpt(hit, base) if line else self._title(hit, base)
        return self.strip([Segment(margin, base), *text], width, base)

    def _title(self, hit: Hit, base: Style) -> list[Segment]:
        width, shown = self.size.width - _MARGIN - 1, self._columns.join(_facts(hit))
        room = max(width - cell_width(shown) - _GAP, _LEAST_TITLE)
        title = truncate(one_line(hit.source.title) or _("(no title)"), room, self._glyphs.ellipsis)
        gap = " " * (max(room - cell_width(title), 0) + _GAP)
        accent, dim = base + self.overlay("row--accent"), base + self.overlay("row--dim")
        return [Segment(title, accent), Segment(gap + shown, dim)]

    def _excerpt(self, hit: Hit, base: Style) -> list[Segment]:
        ellipsis = self._glyphs.ellipsis
        excerpt, matches = self._query.excerpt(hit.text.text, ellipsis)
        shown = truncate(excerpt, max(self.size.width - _MARGIN - 1, 1), ellipsis)
        spans = [(start, end, "row--match") for start, end in matches]
        return list(styled_segments(shown, spans, base + self.overlay("row--dim"), self.overlay))

    def empty_text(self) -> Sequence[str]:
        """Return the text of an empty list."""
        return (self._empty,)


def _facts(hit: Hit) -> tuple[str, str, str]:
    """Return the kind, the author and the age of a hit."""
    text = hit.text
    when = age(text.time or hit.source.moment, time.time())
    return _(TEXT_KINDS[text.kind]), one_line(text.author), when
