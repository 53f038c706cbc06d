"""A list of rows of any height, with a cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NewType

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from matome_tui.ui.drawing.glyphs import UNICODE, Glyphs
from matome_tui.ui.widgets.empty_page import EmptyPage
from matome_tui.ui.widgets.pane import Pane

ListRow = NewType("ListRow", int)
"""A row's place in a list, from 0."""


class RowList(Pane):
    """Paints the rows in view; subclasses provide them.

    Attributes:
        cursor: The row at the cursor; 0 in an empty list.
    """

    COMPONENT_CLASSES: ClassVar = {
        "row--text",
        "row--dim",
        "row--cursor",
        "row--mark",
        "row--accent",
        "row--match",
        "row--alert",
    }

    @dataclass
    class Highlighted(Message):
        """The cursor moved to another row."""

        rows: "RowList"

        @property
        def control(self) -> "RowList":
            """The list."""
            return self.rows

    class Chosen(Highlighted):
        """The user chose the row at the cursor."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cursor = ListRow(0)
        self._top = ListRow(0)
        self._below = EmptyPage()

    def row_count(self) -> int:
        """Return the number of rows."""
        raise NotImplementedError

    def height_of(self, row: ListRow) -> int:  # noqa: ARG002
        """Return the height of a row in lines."""
        return 1

    def paint_row(self, row: ListRow, line: int, base: Style) -> Strip:
        """Return one line of a row, 0 the first; `base` is the style of the row or the cursor."""
        raise NotImplementedError

    def empty_text(self) -> Sequence[str]:
        """Return the lines to show in the middle of an empty list."""
        return ()

    def empty_page(self) -> EmptyPage:
        """Return what to show instead of rows."""
        return EmptyPage(self.empty_text())

    def _paint_below(self, line: int) -> Strip:
        glyphs: Glyphs = getattr(self.app, "glyphs", UNICODE)
        base, dim = self.get_component_rich_style("row--text"), self.overlay("row--dim")
        return self.line_of(self._below, line, glyphs.rule, base, dim)

    def paint_lines(self, lines: range) -> list[Strip]:
        """Return lines of the view; see `Pane.paint_lines`."""
        self._below = EmptyPage() if self.row_count() else self.empty_page()
        return super().paint_lines(lines)

    def paint(self, y: int) -> Strip:
        """Return a line of the view; see `Pane.paint`."""
        row, line = self._row_at(y)
        if row >= self.row_count():
            return self._paint_below(line)
        is_cursor = row == self.cursor and self.shows_cursor
        base = self.get_component_rich_style(f"row--{'cursor' if is_cursor else 'text'}")
        return self.paint_row(row, line, base)

    @property
    def shows_cursor(self) -> bool:
        """Whether the row at the cursor is highlighted."""
        return self.has_focus

    def rows_changed(self) -> None:
        """Show changed rows; the cursor stays on its row, or moves to the last one."""
        self.cursor = self._nearest(self.cursor)
        self._scroll_to_cursor()
        self.refresh()

    def go_to(self, row: int) -> None:
        """Move the cursor to a row, or to the nearest one."""
        if (to := self._nearest(row)) == self.cursor:
            return
        before, self.cursor = self.cursor, to
        if self._scroll_to_cursor():
            self.refresh()
        else:
            for changed in (before, to):
                first = self._line_of(changed)
                self.refresh_lines(first, first + self.height_of(changed) - 1)
        self.post_message(self.Highlighted(self))

    def action_move(self, rows: int) -> None:
        """Move the cursor down, or up if `rows` is negative."""
        self.go_to(self.cursor + rows)

    def action_page(self, direction: int) -> None:
        """Move the cursor by one page, down (1) or up (-1)."""
        if self.row_count():
            self.go_to(self.cursor + direction * max(self._last_from(self._top) - self._top, 1))

    def action_edge(self, direction: int) -> None:
        """Move the cursor to the last row (1) or the first (-1)."""
        self.go_to(self.row_count() - 1 if direction > 0 else 0)

    def action_choose(self) -> None:
        """Choose the row at the cursor."""
        if self.row_count():
            self.post_message(self.Chosen(self))

    def last_row_in_view(self) -> ListRow:
        """Return the last row that is at least partly in view; -1 in an empty list."""
        return ListRow(min(self._row_at(self.size.height - 1)[0], self.row_count() - 1))

    @property
    def _last(self) -> ListRow:
        return ListRow(self.row_count() - 1)

    def _nearest(self, row: int) -> ListRow:
        return ListRow(min(max(row, 0), max(self.row_count() - 1, 0)))

    def _row_at(self, y: int) -> tuple[ListRow, int]:
        """Return the row, and the line within it, at a line of the view.

        Below the last row, return the number of rows and the line counted from there.
        """
        row = self._top
        while row < self.row_count() and y >= self.height_of(row):
            y -= self.height_of(row)
            row = ListRow(row + 1)
        return row, y

    def _line_of(self, row: ListRow) -> int:
        """Return the line of the view at which a row starts; it may be below the view."""
        return sum(self.height_of(ListRow(above)) for above in range(self._top, row))

    def _last_from(self, top: ListRow) -> ListRow:
        """Return the last row that fits into the view below `top`."""
        room, row = self.size.height - self.height_of(top), top
        while (below := ListRow(row + 1)) < self.row_count():
            room -= self.height_of(below)
            if room < 0:
                break
            row = below
        return row

    def _first_to(self, last: ListRow) -> ListRow:
        """Return the first row with which `last` still fits into the view."""
        room, row = self.size.height - self.height_of(last), last
        while row:
            above = ListRow(row - 1)
            room -= self.height_of(above)
            if room < 0:
                break
            row = above
        return row

    def _scroll_to_cursor(self) -> bool:
        before = self._top
        if not self.row_count():
            self._top = ListRow(0)
        else:
            top = min(max(self._top, self._first_to(self.cursor)), self.cursor)
            self._top = min(top, self._first_to(self._last))
        return self._top != before

    def _scroll(self, rows: int) -> None:
        if not self.row_count():
            return
        top = ListRow(max(min(self._top + rows, self._first_to(self._last)), 0))
        if top != self._top:
            self._top = top
            self.refresh()
            self.go_to(min(max(self.cursor, top), self._last_from(top)))

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        if self._scroll_to_cursor():
            self.refresh()

    def turn_wheel(self, direction: int) -> bool:
        """Scroll by one row; see `Pane.turn_wheel`."""
        self._scroll(direction)
        return True

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to a row; a double click chooses it."""
        row, _ = self._row_at(event.y)
        if row >= self.row_count():
            return
        if row == self.cursor and event.chain > 1:
            self.action_choose()
        self.go_to(row)
