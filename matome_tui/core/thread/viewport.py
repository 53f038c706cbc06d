"""The lines of a thread that are in view, and the cursor."""

from collections.abc import Callable
from typing import NewType

from matome_tui.core.thread.outline import Outline, Row
from matome_tui.core.thread.thread import Index

ScreenLine = NewType("ScreenLine", int)
"""A line of the view, 0 at its top; negative above it."""

CommentLine = tuple[Index, int]
"""A comment, and one of its lines, from 0."""


class Viewport:
    """A view of some lines of the visible comments, which follow each other without a gap.

    The view is anchored to the comment and line at its top. So nothing in view moves if a comment
    above is measured, folded or added, and only comments that come into view are measured.

    Attributes:
        outline: The thread and its folds; it has at least one comment.
        cursor: Index of the comment at the cursor; always a visible one.
        top: Index of the comment at the top of the view.
        top_line: The line of that comment at the top, from 0.
        height: Number of lines in view; at least 1.
    """

    __slots__ = ("_frame", "_measure", "cursor", "height", "outline", "top", "top_line")

    def __init__(self, outline: Outline, measure: Callable[[Index], int], height: int) -> None:
        """Start at the top.

        Args:
            outline: The thread and its folds.
            measure: Returns the height of an unfolded comment in lines; its last line is empty and
                need not be in view. A folded comment has one line.
            height: Number of lines in view.
        """
        self.outline = outline
        self.cursor = self.top = outline.visible[0]
        self.top_line = 0
        self.height = height
        self._measure = measure
        self._frame: list[CommentLine] | None = None

    def height_of(self, index: Index) -> int:
        """Return the height of a comment in lines, folded or not."""
        return 1 if self.outline.is_folded(index) else self._measure(index)

    @property
    def frame(self) -> list[CommentLine]:
        """The comment lines in view, from the top; fewer than `height` at a short thread's end."""
        if self._frame is None:
            self._frame = self._make_frame()
        return self._frame

    def screen_line_of(self, index: Index) -> ScreenLine | None:
        """Return the screen line at which a comment starts; None if it is out of view."""
        for y, (shown, line) in enumerate(self.frame):
            if shown == index:
                return ScreenLine(y - line)
        return None

    def go_to(self, index: Index) -> bool:
        """Move the cursor to a comment, unfolding its ancestors; scroll as little as possible.

        The comment is shown whole if it fits, or else from its start.

        Returns:
            Whether the view scrolled.
        """
        if self.outline.reveal(index):
            self._frame = None
        self.cursor = index
        before = self._anchor
        lowest = max(self.height - self._text_height(index), 0)
        y: int | None = self.screen_line_of(index)
        if y is None:
            y = self.height if index > self.top else -1
        if not 0 <= y <= lowest:
            self._set_top(index, 0)
            self._shift(-lowest if y > 0 else 0)
        return self._anchor != before

    def scroll(self, lines: int) -> bool:
        """Scroll down, or up if `lines` is negative.

        If the start of the cursor's comment leaves the view, the cursor moves to the first comment
        that starts in view.

        Returns:
            Whether the view scrolled.
        """
        before = self._anchor
        self._shift(lines)
        self._keep_cursor_in_view()
        return self._anchor != before

    def scroll_to(self, row: Row, fraction: float) -> None:
        """Scroll a point in a comment, from 0 (its start) to 1, to the top of the view."""
        index = self.outline.visible[row]
        self._set_top(index, int(fraction * (self.height_of(index) - 1)))
        self._clamp()
        self._keep_cursor_in_view()

    def scroll_within(self, direction: int) -> bool:
        """Scroll to a part of the cursor's comment that is out of view, below (1) or above (-1).

        Returns:
            Whether there was such a part.
        """
        if (y := self.screen_line_of(self.cursor)) is None:
            return False
        hidden = y + self._text_height(self.cursor) - self.height if direction > 0 else -y
        if hidden <= 0:
            return False
        self._shift(direction * min(hidden, max(self.height - 2, 1)))
        return True

    def reveal(self, line: int) -> None:
        """Scroll on until a line of the cursor's comment, 0 its first, is in view."""
        y = self.screen_line_of(self.cursor)
        if y is not None and y + line >= self.height:
            self._shift(y + line - self.height // 2)

    def change_outline(self, change: Callable[[], object]) -> None:
        """Call `change`, which folds, unfolds or filters; the cursor's comment does not move.

        If that comment gets hidden, the cursor moves to the comment that hides it.
        """
        y = self.screen_line_of(self.cursor)
        change()
        self.align(self.cursor, ScreenLine(max(y or 0, 0)))

    def change_heights(self, change: Callable[[], object]) -> None:
        """Call `change`, after which comments have other heights.

        The cursor's comment does not move, nor does the top of the view if it is out of view.
        """
        y = self.screen_line_of(self.cursor)
        change()
        if y is None:
            self._clamp()
        else:
            self.align(self.cursor, y)

    def align(self, index: Index, y: ScreenLine) -> None:
        """Move the cursor to a comment, or what hides it, and scroll its start to a screen line."""
        self.cursor = self.outline.visible_at(index)
        self._set_top(self.cursor, 0)
        self._shift(-max(y, 1 - self._text_height(self.cursor)))

    def resize(self, height: int) -> None:
        """Change the height, or measure comments anew if it is the same.

        The cursor's comment stays in view. It scrolls to its start, unless that was above the view.
        """
        self.height = height
        self._clamp()
        y = self.screen_line_of(self.cursor)
        if y is None or y >= 0:
            self.go_to(self.cursor)

    def _text_height(self, index: Index) -> int:
        return max(self.height_of(index) - 1, 1)

    @property
    def _anchor(self) -> CommentLine:
        return self.top, self.top_line

    def _set_top(self, index: Index, line: int) -> None:
        self.top, self.top_line = index, line
        self._frame = None

    def _make_frame(self) -> list[CommentLine]:
        frame: list[CommentLine] = []
        visible = self.outline.visible
        row: int = self.outline.row_of(self.top)
        line = self.top_line
        while len(frame) < self.height and row < len(visible):
            index = visible[row]
            frame.extend((index, at) for at in range(line, self.height_of(index)))
            row, line = row + 1, 0
        return frame[: self.height]

    def _shift(self, lines: int) -> None:
        visible = self.outline.visible
        row: int = self.outline.row_of(self.top)
        line = self.top_line + lines
        while line < 0 and row > 0:
            row -= 1
            line += self.height_of(visible[row])
        while row < len(visible) - 1 and line >= (own := self.height_of(visible[row])):
            row += 1
            line -= own
        self._set_top(visible[row], max(line, 0))
        self._clamp()

    def _clamp(self) -> None:
        """Leave no empty line at the end of the view if there are lines above the view."""
        visible = self.outline.visible
        row: int = self.outline.row_of(self.top)
        line = min(self.top_line, self.height_of(self.top) - 1)
        empty = self.height + line
        for at in range(row, len(visible)):
            empty -= self.height_of(visible[at])
            if empty <= 0:
                break
        else:
            line -= empty
            while line < 0 and row > 0:
                row -= 1
                line += self.height_of(visible[row])
        self._set_top(visible[row], max(line, 0))

    def _keep_cursor_in_view(self) -> None:
        frame = self.frame
        if all(index != self.cursor or line for index, line in frame):
            starts = (index for index, line in frame if line == 0)
            self.cursor = next(starts, frame[0][0])
