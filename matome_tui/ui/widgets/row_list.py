"""A list of rows, each some lines high, with one cursor."""

from typing import ClassVar

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from matome_tui.ui.widgets.pane import Pane

_WHEEL_ROWS = 1


class RowList(Pane):
    """Paints the rows that are in view; subclasses say how many there are and what each is.

    Attributes:
        row_height: Lines a row.
        cursor: The row that the cursor is on; 0 in an empty list.
    """

    row_height = 1
    COMPONENT_CLASSES: ClassVar = {
        "row--text",
        "row--dim",
        "row--cursor",
        "row--mark",
        "row--accent",
        "row--alert",
    }

    class Highlighted(Message):
        """The cursor came to another row."""

        def __init__(self, rows: "RowList") -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> "RowList":
            """The list."""
            return self.rows

    class Chosen(Highlighted):
        """The user chose the row that the cursor is on."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cursor = 0
        self._top = 0

    def row_count(self) -> int:
        """Return how many rows there are."""
        raise NotImplementedError

    def paint_row(self, row: int, line: int, base: Style) -> Strip:
        """Return one line of a row, 0 the first; `base` tells whether the cursor is there."""
        raise NotImplementedError

    def paint_empty(self, line: int) -> Strip:  # noqa: ARG002
        """Return line `line` of the view below the last row, from 0."""
        return Strip.blank(self.size.width, self.get_component_rich_style("row--text"))

    def paint(self, y: int) -> Strip:
        """Return a line of the view; see `Pane.paint`."""
        row, line = divmod(y, self.row_height)
        row += self._top
        if row >= self.row_count():
            return self.paint_empty(y - (self.row_count() - self._top) * self.row_height)
        is_cursor = row == self.cursor and self.has_focus
        base = self.get_component_rich_style(f"row--{'cursor' if is_cursor else 'text'}")
        return self.paint_row(row, line, base)

    def rows_changed(self) -> None:
        """Show other rows; the cursor stays where it is as long as there is a row."""
        self.cursor = min(self.cursor, max(self.row_count() - 1, 0))
        self._scroll_to_cursor()
        self.refresh()

    def go_to(self, row: int) -> None:
        """Put the cursor on a row, or on the nearest there is."""
        row = min(max(row, 0), max(self.row_count() - 1, 0))
        if row == self.cursor:
            return
        before, self.cursor = self.cursor, row
        if self._scroll_to_cursor():
            self.refresh()
        else:
            for changed in (before, row):
                first = (changed - self._top) * self.row_height
                self.refresh_lines(first, first + self.row_height - 1)
        self.post_message(self.Highlighted(self))

    def action_move(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.go_to(self.cursor + rows)

    def action_page(self, direction: int) -> None:
        """Move the cursor by one view, down (1) or up (-1)."""
        self.go_to(self.cursor + direction * max(self._rows_in_view() - 1, 1))

    def action_edge(self, direction: int) -> None:
        """Move the cursor to the last row (1) or the first (-1)."""
        self.go_to(self.row_count() - 1 if direction > 0 else 0)

    def action_choose(self) -> None:
        """Choose the row that the cursor is on."""
        if self.row_count():
            self.post_message(self.Chosen(self))

    def last_row_in_view(self) -> int:
        """Return the last row of which at least a line is in view."""
        return min(self._top + self._rows_in_view(), self.row_count()) - 1

    def _rows_in_view(self) -> int:
        return max(self.size.height // self.row_height, 1)

    def _scroll_to_cursor(self) -> bool:
        before = self._top
        room = self._rows_in_view()
        self._top = min(max(self._top, self.cursor - room + 1), self.cursor)
        self._top = max(min(self._top, self.row_count() - room), 0)
        return self._top != before

    def _scroll(self, rows: int) -> None:
        room = self._rows_in_view()
        top = max(min(self._top + rows, self.row_count() - room), 0)
        if top != self._top:
            self._top = top
            self.refresh()
            self.go_to(min(max(self.cursor, top), top + room - 1))

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._scroll_to_cursor()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self._scroll(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self._scroll(-_WHEEL_ROWS)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a row; a second click on it chooses it."""
        row = self._top + event.y // self.row_height
        if row >= self.row_count():
            return
        if row == self.cursor and event.chain > 1:
            self.action_choose()
        self.go_to(row)
