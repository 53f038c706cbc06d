"""A field for one line of text, shown over several rows where it is long."""

from textual import events
from textual.geometry import Offset, Size
from textual.strip import Strip

from matome_tui.core.comment.wrap import cell_width, graphemes, section_starts
from matome_tui.ui.commands import bindings
from matome_tui.ui.widgets.line_input import LineInput


class WrappedInput(LineInput):
    """A `LineInput` that wraps; its height is automatic, up to its `max-height`."""

    BINDINGS = bindings("rows")

    _top = 0
    _pressed_row = 0

    @property
    def _rows(self) -> list[tuple[int, int]]:
        """The start and end of each row, in code points."""
        starts = [0, *section_starts(self.value, max(self.content_size.width - 1, 1))]
        return [*zip(starts, [*starts[1:], len(self.value)], strict=True)]

    @property
    def _caret(self) -> tuple[int, int]:
        """The row and the cell of the caret."""
        rows, at = self._rows, self.cursor_position
        row = max(row for row, (start, _end) in enumerate(rows) if start <= at)
        return row, cell_width(self.value[rows[row][0] : at])

    def action_move_row(self, rows: int) -> None:
        """Move the caret down, or up if `rows` is negative, as far as there are rows."""
        row, cell = self._caret
        if 0 <= row + rows < len(self._rows):
            self._move(self._index_at(row + rows, cell), select=False)

    def _index_at(self, row: int, cell: int) -> int:
        """Return the start of the character at a cell of a row, or that row's last place."""
        rows = self._rows
        start, end = rows[min(row, len(rows) - 1)]
        cells, index = 0, start
        for character in graphemes(self.value[start:end]):
            cells += cell_width(character)
            is_last = index + len(character) == end < len(self.value)
            if cell < cells or is_last:
                break
            index += len(character)
        return index

    # Size and scrolling

    @property
    def content_width(self) -> int:
        """The width of the content: it never scrolls sideways."""
        return min(super().content_width, max(self.content_size.width, 1))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the number of rows at a width."""
        return len(section_starts(self.value, max(width - 1, 1))) + 1

    def _scroll_to_caret(self) -> None:
        row, height = self._caret[0], max(self.content_size.height, 1)
        top = min(max(self._top, row - height + 1), row)
        self._top = max(min(top, len(self._rows) - height), 0)
        self.refresh()

    # The mouse

    def _on_mouse_down(self, event: events.MouseDown) -> None:  # type: ignore[override]
        self._pressed_row = event.get_content_offset_capture(self).y

    def _on_mouse_move(self, event: events.MouseMove) -> None:  # type: ignore[override]
        self._pressed_row = event.get_content_offset_capture(self).y

    def _cell_offset_to_index(self, offset: int) -> int:
        return self._index_at(self._top + max(self._pressed_row, 0), offset)

    # Drawing

    @property
    def cursor_screen_offset(self) -> Offset:
        """The place of the caret on the screen."""
        row, cell = self._caret
        x, y = self.content_region.offset
        return Offset(x + cell, y + row - self._top)

    def render_line(self, y: int) -> Strip:
        """Draw a row of the text with its selection and caret."""
        rows, row = self._rows, self._top + y
        if not self.value:
            return super().render_line(y)
        if row >= len(rows):
            return Strip.blank(self.size.width, self.rich_style)
        start, end = rows[row]
        text = self._drawn_text()
        if self.has_focus:
            caret_end = self._right
            if self.cursor_position == len(self.value):
                text.pad_right(1)
                caret_end = len(self.value) + 1
            style = self.get_component_rich_style("input--cursor")
            text.stylize(style, self.cursor_position, caret_end)
        last = len(text) if row == len(rows) - 1 else end
        strip = Strip(text[start:last].render(self.app.console, end=""))
        width = self.content_size.width
        return strip.crop(0, width).extend_cell_length(width).apply_style(self.rich_style)
