"""A text area for Japanese as well as for Latin text."""

from textual import events
from textual.widgets import TextArea

from matome_tui.core.text import sanitize


class ProseArea(TextArea):
    """A soft-wrapping text area that takes whatever an input method commits.

    The stock one drops what Python does not call printable, among it the ideographic space and
    joiners, and takes a composed word for the key that committed it.
    """

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(
            text, id=id, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False
        )
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        typed = event.character
        if typed and not self.read_only and _is_text(typed):
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
        start, end = self.selection
        self.history.checkpoint()
        self.replace(sanitize(event.text), start, end, maintain_selection_offset=False)
        self.history.checkpoint()


def _is_text(typed: str) -> bool:
    """Whether a key event brings text: more than one character, or one that is no control."""
    return len(typed) > 1 or not (ord(typed) < 0x20 or 0x7F <= ord(typed) < 0xA0)
