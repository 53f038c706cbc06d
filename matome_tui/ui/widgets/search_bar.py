"""The input line for a search or filter, at the foot of a screen."""

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Input

from matome_tui.ui.widgets.line_input import LineInput


class SearchBar(LineInput):
    """An input line that is shown only while it is used."""

    @dataclass
    class Ended(Message):
        """The user is done.

        Attributes:
            is_kept: Whether with Enter, not with Escape.
        """

        is_kept: bool

    def on_mount(self) -> None:
        """Hide until it is used."""
        super().on_mount()
        self.display = False

    def ask(self, prompt: str, text: str = "") -> None:
        """Take text; `prompt` is shown while it is empty."""
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
