"""A one-line field for Japanese and Latin text."""

from itertools import accumulate

from rich.text import Text
from textual import events
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from matome_tui.core.comment.passage import word_left, word_right
from matome_tui.core.comment.wrap import cell_width, graphemes
from matome_tui.core.text import sanitize
from matome_tui.ui.input_method import compose_at, is_text


class LineInput(Input):
    """An `Input` that accepts everything an input method commits, and edits whole characters.

    `Input` drops characters that `str.isprintable` rejects, such as the ideographic space and
    joiners, moves into grapheme clusters, takes a Japanese clause for a word, and reports its
    caret one cell too far right at the end. Without focus the field shows its start.

    Attributes:
        is_selected_on_focus: Whether the focus selects the text, so that typing replaces it.
    """

    def __init__(
        self, text: str = "", *, hint: str = "", most: int | None = None, id: str | None = None
    ) -> None:
        """Show a text.

        Args:
            text: The text to begin with.
            hint: Shown while the field is empty.
            most: Maximum length in code points; None for no limit.
            id: Of the widget.
        """
        super().__init__(
            one_line(text),
            placeholder=hint,
            max_length=most or 0,
            select_on_focus=False,
            id=id,
        )
        self.is_selected_on_focus = True
        self.cursor_blink = False
        self._left_at = self.selection

    def on_mount(self) -> None:
        """Show the start."""
        self.cursor_position = 0

    def on_focus(self, event: events.Focus) -> None:
        """Select the text, or go to its end; to the old place if the terminal had lost the focus.

        The selection is backwards: the first composition is drawn where it will land.
        """
        end = len(self.value)
        if event.from_app_focus:
            self.selection = self._left_at
        else:
            self.selection = Selection(end, 0 if self.is_selected_on_focus else end)

    def on_blur(self) -> None:
        """Show the start."""
        self._left_at = self.selection
        self.cursor_position = 0

    def on_resize(self) -> None:
        """Keep the caret in view."""
        self.call_after_refresh(self._show_caret)

    def watch_selection(self) -> None:
        """Keep the caret in view."""
        if self.is_mounted:
            self._show_caret()

    def _show_caret(self) -> None:
        """Scroll the caret into view, and the field in what it is in."""
        self._scroll_to_caret()
        if self.has_focus:
            self.scroll_visible(animate=False)

    def _scroll_to_caret(self) -> None:
        under = self.value[self.cursor_position : self._right]
        caret = Region(self._position_to_cell(self.cursor_position), 0, cell_width(under) or 1, 1)
        self.scroll_to_region(caret, force=True, animate=False)

    # Typing

    async def _on_key(self, event: events.Key) -> None:
        typed = event.character
        if typed and is_text(typed):
            event.stop()
            event.prevent_default()
            self._put(typed)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._put(event.text)

    def action_paste(self) -> None:
        """Paste what was cut or copied in the program."""
        self._put(self.app.clipboard)

    def _put(self, text: str) -> None:
        start, end = sorted(self.selection)
        replaced, text = compose_at(self.value[:start], one_line(text))
        self.replace(text, start - replaced, end)

    # Whole characters and words

    def _edges(self) -> list[int]:
        """Return the edges between the characters, as a reader sees them."""
        return list(accumulate(map(len, graphemes(self.value)), initial=0))

    @property
    def _left(self) -> int:
        """The edge on the left of the caret; the start if there is none."""
        return max((edge for edge in self._edges() if edge < self.cursor_position), default=0)

    @property
    def _right(self) -> int:
        """The edge on the right of the caret; the end if there is none."""
        edges = (edge for edge in self._edges() if edge > self.cursor_position)
        return next(edges, len(self.value))

    def action_cursor_left(self, select: bool = False) -> None:
        """Move left, or to the start of the selection."""
        is_within = select or self.selection.is_empty
        self._move(self._left if is_within else min(self.selection), select=select)

    def action_cursor_right(self, select: bool = False) -> None:
        """Move right, or to the end of the selection."""
        is_within = select or self.selection.is_empty
        self._move(self._right if is_within else max(self.selection), select=select)

    def action_delete_left(self) -> None:
        """Delete the selection, or the character on the left."""
        self._delete_to(self._left)

    def action_delete_right(self) -> None:
        """Delete the selection, or the character on the right."""
        self._delete_to(self._right)

    def action_cursor_left_word(self, select: bool = False) -> None:
        """Move to the start of the word on the left."""
        self._move(word_left(self.value, self.cursor_position), select=select)

    def action_cursor_right_word(self, select: bool = False) -> None:
        """Move to the end of the word on the right."""
        self._move(word_right(self.value, self.cursor_position), select=select)

    def action_delete_left_word(self) -> None:
        """Delete the selection, or to the start of the word on the left."""
        self._delete_to(word_left(self.value, self.cursor_position))

    def action_delete_right_word(self) -> None:
        """Delete the selection, or to the end of the word on the right."""
        self._delete_to(word_right(self.value, self.cursor_position))

    def _move(self, to: int, *, select: bool) -> None:
        self.selection = Selection(self.selection.start if select else to, to)

    def _delete_to(self, to: int) -> None:
        if self.selection.is_empty:
            self.delete(self.cursor_position, to)
        else:
            self.delete_selection()

    def _cell_offset_to_index(self, offset: int) -> int:
        """Return the start of the character at a cell of the field; the end beyond the text."""
        wanted, index, cells = offset + self.scroll_offset.x, 0, 0
        for character in graphemes(self.value):
            cells += cell_width(character)
            if wanted < cells:
                return index
            index += len(character)
        return index

    # Drawing

    @property
    def cursor_screen_offset(self) -> Offset:
        """The place of the caret on the screen."""
        x, y = self.content_region.offset
        return Offset(x + self._position_to_cell(self.cursor_position) - self.scroll_offset.x, y)

    def render_line(self, y: int) -> Strip:
        """Draw the text with its selection and caret."""
        if y != 0:
            return Strip.blank(self.size.width, self.rich_style)
        width = self.scrollable_content_region.width + 1
        text = self._drawn_text()
        if self.has_focus:
            first, end = (self.cursor_position, self._right) if self.value else (0, 0)
            if not self.value:
                end = len("".join(graphemes(self.placeholder)[:1]))
            if first == end:
                text.pad_right(1)
                end += 1
            text.stylize(self.get_component_rich_style("input--cursor"), first, end)
        strip = Strip(text.render(self.app.console, end=""))
        scrolled = self.scroll_offset.x
        strip = strip.crop(scrolled, scrolled + width).extend_cell_length(width)
        return strip.apply_style(self.rich_style)

    def _drawn_text(self) -> Text:
        """Return the text with its selection, or the hint."""
        if not self.value:
            return Text(self.placeholder, self.get_component_rich_style("input--placeholder"))
        text = Text(self.value)
        if self.has_focus:
            style = self.get_component_rich_style("input--selection")
            text.stylize(style, *sorted(self.selection))
        return text


def one_line(text: str) -> str:
    """Return a text as one line without control characters."""
    return " ".join(sanitize(text).strip("\n").split("\n"))
