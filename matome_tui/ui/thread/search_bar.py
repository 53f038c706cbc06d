"""The line at the foot of a thread in which the user types what to find or to show."""

from textual import events
from textual.message import Message
from textual.widgets import Input

from matome_tui.ui.widgets.line_input import LineInput


class SearchBar(LineInput):
    """A line of text that is there only while it is typed in."""

    class Ended(Message):
        """The user is done: with Enter (`is_kept`), or with Escape."""

        def __init__(self, *, is_kept: bool) -> None:
            super().__init__()
            self.is_kept = is_kept

    def on_mount(self) -> None:
        """Wait out of sight."""
        super().on_mount()
        self.display = False

    def ask(self, prompt: str, text: str = "") -> None:
        """Take text, with a prompt where there is none yet."""
        self.placeholder = prompt
        with self.prevent(Input.Changed):
            self.value = text
        self.display = True
        self.focus()

    def on_key(self, event: events.Key) -> None:
        """End on Escape."""
        if event.key == "escape":
            event.stop()
            self._end(is_kept=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """End on Enter."""
        event.stop()
        self._end(is_kept=True)

    def _end(self, *, is_kept: bool) -> None:
        self.display = False
        self.post_message(self.Ended(is_kept=is_kept))
