"""The scroll bar of a thread, with marks for new and marked comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from matome_tui.ui.drawing.colors import style_of
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.thread.position import Landmark
from matome_tui.ui.widgets.pane import Pane

_NO_MARK = "none"
"""Instead of the mark of a landmark: its colour, empty for a plain mark, None for a new comment."""


class PositionBar(Pane, can_focus=False):
    """Shows the part in view as a thumb, and landmarks beside it; takes clicks and drags."""

    DEFAULT_CSS = "PositionBar { width: 2; }"
    COMPONENT_CLASSES: ClassVar = {"bar--thumb", "bar--track", "bar--mark", "bar--new"}

    @dataclass
    class Asked(Message):
        """The user pointed at a position.

        Attributes:
            fraction: The position, from 0 (top) to 1 (bottom).
        """

        fraction: float

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._start = 0.0
        self._end = 1.0
        self._landmarks: Sequence[Landmark] = ()
        self._marks: dict[int, str | None] = {}
        self._painted: dict[tuple[bool, str | None], Strip] = {}

    def show(self, start: float, end: float) -> None:
        """Show the part in view, from `start` to `end`, each from 0 to 1."""
        if (start, end) != (self._start, self._end):
            before = self._thumb()
            self._start, self._end = start, end
            if self._thumb() != before:
                self.refresh()

    def show_landmarks(self, landmarks: Sequence[Landmark]) -> None:
        """Show landmarks; of those on the same line, the last one."""
        if landmarks != self._landmarks:
            self._landmarks = landmarks
            self.refresh()

    def paint_lines(self, lines: range) -> list[Strip]:
        """Return lines of the view, of which most are alike; see `Pane.paint_lines`."""
        height = max(self.size.height, 1)
        self._marks = {
            min(int(landmark.at * height), height - 1): landmark.mark
            for landmark in self._landmarks
        }
        self._painted = {}
        return super().paint_lines(lines)

    def paint(self, y: int) -> Strip:
        """Return a line of the view; see `Pane.paint`."""
        first, last = self._thumb()
        kind = first <= y < last, self._marks.get(y, _NO_MARK)
        if kind not in self._painted:
            self._painted[kind] = self._paint(*kind)
        return self._painted[kind]

    def _paint(self, is_thumb: bool, mark: str | None) -> Strip:
        part = "bar--thumb" if is_thumb else "bar--track"
        style = self.get_component_rich_style(part)
        text = self._glyphs.thumb if is_thumb else self._glyphs.track
        return self.strip([Segment(text, style), self._landmark(mark)], 2, style)

    def _landmark(self, mark: str | None) -> Segment:
        base = self.get_component_rich_style("bar--track")
        if mark == _NO_MARK:
            return Segment(" ", base)
        if mark is None:
            return Segment(self._glyphs.new, base + self.overlay("bar--new"))
        color = style_of(mark) if mark else self.overlay("bar--mark")
        return Segment(self._glyphs.edge, base + color)

    def _thumb(self) -> tuple[int, int]:
        height = self.size.height
        if self._start <= 0 and self._end >= 1:
            return 0, 0
        length = max(round((self._end - self._start) * height), 1)
        first = min(round(self._start * height), height - length)
        return first, first + length

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Ask for the position under the mouse, and follow the mouse until it is released."""
        self.capture_mouse()
        self._ask(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow a drag."""
        if self.app.mouse_captured is self:
            self._ask(event.y)

    def on_mouse_up(self) -> None:
        """End a drag."""
        self.release_mouse()

    def _ask(self, y: int) -> None:
        self.post_message(self.Asked(min(max(y / max(self.size.height - 1, 1), 0.0), 1.0)))
