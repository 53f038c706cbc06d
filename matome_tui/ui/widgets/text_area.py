"""A text area for Japanese and Latin text."""

import unicodedata
from itertools import accumulate, pairwise

from textual import events
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Location

from matome_tui.core.comment.passage import word_left, word_right
from matome_tui.core.comment.wrap import graphemes
from matome_tui.core.text import sanitize
from matome_tui.ui.widgets.prose_lines import KinsokuArea


class ProseArea(KinsokuArea):
    """A soft-wrapping `TextArea` that accepts everything an input method commits.

    `TextArea` drops characters that `str.isprintable` rejects, such as the ideographic space and
    joiners, takes a composed word for the key that committed it, and moves into grapheme clusters.
    """

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(
            text, id=id, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False
        )
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        typed = event.character
        if typed and not self.read_only and is_text(typed):
            event.stop()
            event.prevent_default()
            start, end = self.selection
            self.replace(sanitize(typed), start, end, maintain_selection_offset=False)
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        if self.read_only:
            return
        event.stop()
        event.prevent_default()
        text = unicodedata.normalize("NFC", sanitize(event.text))
        start, end = self.selection
        self.history.checkpoint()
        self.replace(text, start, end, maintain_selection_offset=False)
        self.history.checkpoint()

    def _on_resize(self) -> None:
        super()._on_resize()
        self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        self.scroll_cursor_visible()
        place_cursor(self)

    def _recompute_cursor_offset(self) -> None:
        # An undo can shorten the text, and so move the scroll bar, before the cursor follows:
        # `TextArea` then looks for the cursor beyond the text (Textualize/textual#6686).
        location = self.clamp_visitable(self.cursor_location)
        self._cursor_offset = self.wrapped_document.location_to_offset(location)

    # Whole grapheme clusters

    def move_cursor(
        self,
        location: Location,
        select: bool = False,
        center: bool = False,
        record_width: bool = True,
    ) -> None:
        """Move the cursor, but never into a grapheme cluster; see `TextArea.move_cursor`."""
        super().move_cursor(self._outside(location)[0], select, center, record_width)

    def get_target_document_location(self, event: events.MouseEvent) -> Location:
        """Return the location under the mouse, at the start of its grapheme cluster."""
        return self._outside(super().get_target_document_location(event))[0]

    def get_cursor_left_location(self) -> Location:
        """Return the location left of the cursor, to which backspace deletes."""
        return self._outside(super().get_cursor_left_location())[0]

    def get_cursor_right_location(self) -> Location:
        """Return the location right of the cursor, to which delete deletes."""
        return self._outside(super().get_cursor_right_location())[1]

    def get_cursor_word_left_location(self) -> Location:
        """Return the start of the word on the left, or the end of the line above."""
        row, column = self.cursor_location
        if column == 0:
            return self.get_cursor_left_location()
        return row, word_left(self.document.get_line(row), column)

    def get_cursor_word_right_location(self) -> Location:
        """Return the end of the word on the right, or the start of the line below."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        if column == len(line):
            return self.get_cursor_right_location()
        return row, word_right(line, column)

    def action_delete_word_right(self) -> None:
        """Delete the selection, or up to the end of the word on the right."""
        start, end = self.selection
        self._delete_via_keyboard(
            start, end if start != end else self.get_cursor_word_right_location()
        )

    def _outside(self, location: Location) -> tuple[Location, Location]:
        """Return the start and end of the grapheme cluster that a location is inside.

        Both are the location itself if it is not inside one.
        """
        row, column = location = self.clamp_visitable(location)
        edges = accumulate(map(len, graphemes(self.document.get_line(row))), initial=0)
        for start, end in pairwise(edges):
            if start < column < end:
                return (row, start), (row, end)
        return location, location


def place_cursor(field: Input | TextArea) -> None:
    """Put the terminal's cursor on a field's cursor: an input method opens its window there.

    Textual does so when the cursor moves, but not when the field itself is moved.
    """
    if field.has_focus:
        field.app.cursor_position = field.cursor_screen_offset
        field.refresh()


def is_text(typed: str) -> bool:
    """Return whether the character of a key event is text and not a control character."""
    return len(typed) > 1 or not (ord(typed) < 0x20 or 0x7F <= ord(typed) < 0xA0)
