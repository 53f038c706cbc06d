"""A one-line field for Japanese and Latin text."""

from textual import events
from textual.widgets import Input

from matome_tui.core.text import sanitize
from matome_tui.ui.widgets.text_area import is_text, place_cursor


class LineInput(Input):
    """An `Input` that accepts everything an input method commits, but no control characters.

    `Input` drops characters that `str.isprintable` rejects, such as the ideographic space and
    joiners, and draws control characters of its first text. Without focus it shows its start.
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
        super().__init__(one_line(text), placeholder=hint, max_length=most or 0, id=id)
        self.cursor_blink = False
        self._left_at = self.selection

    def on_mount(self) -> None:
        """Show the start."""
        self.cursor_position = 0

    def on_focus(self, event: events.Focus) -> None:
        """Go to the end, or to the old place if only the terminal had lost the focus."""
        if event.from_app_focus:
            self.selection = self._left_at
        else:
            self.cursor_position = len(self.value)
        self.call_after_refresh(place_cursor, self)

    def on_blur(self) -> None:
        """Show the start."""
        self._left_at = self.selection
        self.cursor_position = 0

    def on_resize(self) -> None:
        """Move the terminal's cursor along."""
        self.call_after_refresh(place_cursor, self)

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

    def _put(self, text: str) -> None:
        self.replace(one_line(text), *sorted(self.selection))


def one_line(text: str) -> str:
    """Return a text as one line without control characters."""
    return " ".join(sanitize(text).strip("\n").split("\n"))
