"""A text area for Japanese as well as for Latin text."""

import unicodedata
from itertools import accumulate, pairwise

from textual import events
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Location

from matome_tui.core.comment.wrap import graphemes
from matome_tui.core.text import sanitize


class ProseArea(TextArea):
    """A soft-wrapping text area that takes whatever an input method commits.

    The stock one drops what Python does not call printable, among it the ideographic space and
    joiners, takes a composed word for the key that committed it, and steps into grapheme clusters.
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
        # An undo can make the text shorter, and thereby move the scroll bar, before the cursor
        # follows: the stock one then looks for the cursor where no text is left (Textual #6686).
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
        """Return where the mouse points, before a grapheme cluster rather than in it."""
        return self._outside(super().get_target_document_location(event))[0]

    def get_cursor_left_location(self) -> Location:
        """Return where the cursor goes to the left, and backspace deletes to."""
        return self._outside(super().get_cursor_left_location())[0]

    def get_cursor_right_location(self) -> Location:
        """Return where the cursor goes to the right, and delete deletes to."""
        return self._outside(super().get_cursor_right_location())[1]

    def get_cursor_word_left_location(self) -> Location:
        """Return the start of the word at the left."""
        return self._outside(super().get_cursor_word_left_location())[0]

    def get_cursor_word_right_location(self) -> Location:
        """Return the end of the word at the right."""
        return self._outside(super().get_cursor_word_right_location())[1]

    def _outside(self, location: Location) -> tuple[Location, Location]:
        """Return where the grapheme cluster that a location is in starts and ends.

        Both are the location where it is in none.
        """
        row, column = location = self.clamp_visitable(location)
        edges = accumulate(map(len, graphemes(self.document.get_line(row))), initial=0)
        for start, end in pairwise(edges):
            if start < column < end:
                return (row, start), (row, end)
        return location, location


def place_cursor(field: Input | TextArea) -> None:
    """Put the terminal's cursor where that of a field is: an input method opens its window there.

    The stock fields do so when their cursor moves, but not when they are moved themselves.
    """
    if field.has_focus:
        field.app.cursor_position = field.cursor_screen_offset
        field.refresh()


def is_text(typed: str) -> bool:
    """Tell whether a key event brings text: more than one character, or one that is no control."""
    return len(typed) > 1 or not (ord(typed) < 0x20 or 0x7F <= ord(typed) < 0xA0)
