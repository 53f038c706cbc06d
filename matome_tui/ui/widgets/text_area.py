"""A text area for Japanese and Latin text."""

from itertools import accumulate, pairwise

from textual import events
from textual.document._history import EditHistory
from textual.message import Message
from textual.widgets.text_area import Location

from matome_tui.core.comment.passage import word_left, word_right
from matome_tui.core.comment.wrap import graphemes
from matome_tui.core.text import sanitize
from matome_tui.ui.input_method import COMMIT, compose_at, is_composed, is_text
from matome_tui.ui.widgets.prose_lines import KinsokuArea

_PAUSE_SECONDS = 1.0
"""Without typing, after which undo begins another step."""
_MOST_STEPS = 10_000
_LONGEST_STEP = 1_000_000  # characters


class ProseArea(KinsokuArea):
    """A soft-wrapping `TextArea` that accepts everything an input method commits.

    `TextArea` drops characters that `str.isprintable` rejects, such as the ideographic space and
    joiners, takes a composed word for the key that committed it, and moves into grapheme clusters.
    Undo takes back a commit, or a run of typing without a pause.

    Attributes:
        is_one_line: Whether Enter ends the line rather than begins another.
    """

    class Entered(Message):
        """Enter ended the only line."""

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(
            text, id=id, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False
        )
        self.cursor_blink = False
        self.is_one_line = False
        self.history = EditHistory(_MOST_STEPS, _PAUSE_SECONDS, _LONGEST_STEP)

    async def _on_key(self, event: events.Key) -> None:
        typed = event.character
        if typed and not self.read_only and is_text(typed):
            event.stop()
            event.prevent_default()
            is_commit = event.key == COMMIT or is_composed(typed)
            if is_commit:
                self.history.checkpoint()
            self._put(typed)
            if is_commit:
                self.history.checkpoint()
            return
        if event.key == "enter" and self.is_one_line:
            event.stop()
            event.prevent_default()
            self.post_message(self.Entered())
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        if self.read_only:
            return
        event.stop()
        event.prevent_default()
        self.history.checkpoint()
        self._put(event.text)
        self.history.checkpoint()

    def _put(self, text: str) -> None:
        """Replace the selection with a text."""
        (row, column), end = sorted(self.selection)
        before = self.document.get_line(row)[:column]
        replaced, text = compose_at(before, sanitize(text))
        self.replace(text, (row, column - replaced), end, maintain_selection_offset=False)

    def insert_apart(self, word: str) -> None:
        """Insert a word at the cursor, with spaces between it and other ASCII words."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        before, after = line[:column][-1:], line[column:][:1]
        lead, tail = (" " if at.isascii() and at.strip() else "" for at in (before, after))
        self.insert(f"{lead}{word}{tail}", (row, column))

    def _on_resize(self) -> None:
        super()._on_resize()
        self.call_after_refresh(self.scroll_cursor_visible)

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
