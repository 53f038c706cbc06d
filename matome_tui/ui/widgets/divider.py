"""The line between two panes, which the mouse moves."""

from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.widgets.pane import Pane


class Divider(Pane, can_focus=False):
    """A vertical line; it moves nothing itself."""

    DEFAULT_CSS = "Divider { width: 1; }"

    @dataclass
    class Dragged(Message):
        """The mouse drags the line.

        Attributes:
            column: The column of the screen to move it to.
        """

        column: int

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs

    def paint_lines(self, lines: range) -> list[Strip]:
        """Return lines of the view; see `Pane.paint_lines`."""
        style = self.rich_style
        return [self.strip([Segment(self._glyphs.track, style)], 1, style)] * len(lines)

    def on_mouse_down(self) -> None:
        """Follow the mouse until it is released."""
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow a drag."""
        if self.app.mouse_captured is self:
            self.post_message(self.Dragged(event.screen_x))

    def on_mouse_up(self) -> None:
        """End a drag."""
        self.release_mouse()
