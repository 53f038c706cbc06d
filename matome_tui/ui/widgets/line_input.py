"""A field of one line for Japanese as well as for Latin text."""

from textual import events
from textual.widgets import Input

from matome_tui.core.text import sanitize
from matome_tui.ui.widgets.text_area import is_text, place_cursor


class LineInput(Input):
    """A line of text that takes whatever an input method commits, and no control characters.

    The stock one drops what Python does not call printable, among it the ideographic space and
    joiners, and draws whatever it was given at first. While nobody types in it, its start is seen.
    """

    def __init__(
        self, text: str = "", *, hint: str = "", most: int = 0, id: str | None = None
    ) -> None:
        """Show a text.

        Args:
            text: What stands in it at first.
            hint: What is shown where nothing stands in it.
            most: Code points that it takes; 0 for any number.
            id: Of the widget.
        """
        super().__init__(one_line(text), placeholder=hint, max_length=most, id=id)
        self.cursor_blink = False
        self._left_at = self.selection

    def on_mount(self) -> None:
        """Show the start."""
        self.cursor_position = 0

    def on_focus(self, event: events.Focus) -> None:
        """Go to the end, or to where the user was when the terminal lost the focus."""
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
        """Let the terminal's cursor follow."""
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
    """Return a text as one line, without what could steer a terminal."""
    return " ".join(sanitize(text).strip("\n").split("\n"))
