"""Which lines of a thread are in view, and how moving and folding change that."""

from collections.abc import Callable

from matome_tui.core.thread.outline import Outline

Place = tuple[int, int]


class Viewport:
    """A view of so many lines on the visible comments, one below the other.

    It hangs on the comment and the line within it that are at its top, so nothing moves when
    something above is measured, folded or added; and only what comes into view is measured.

    Attributes:
        outline: The thread and its folds; it has at least one comment.
        cursor: Index of the comment that the cursor is on; always a visible one.
        top: Index of the comment at the top of the view.
        top_line: Which of its lines is there, from 0.
        height: Lines of the view; at least 1.
    """

    __slots__ = ("_frame", "_measure", "cursor", "height", "outline", "top", "top_line")

    def __init__(self, outline: Outline, measure: Callable[[int], int], height: int) -> None:
        """Begin at the top.

        Args:
            outline: The thread and its folds.
            measure: Gives how many lines an unfolded comment has. The last of them is an empty one
                that need not be in view. A folded comment has one line.
            height: Lines of the view.
        """
        self.outline = outline
        self.cursor = self.top = outline.visible[0]
        self.top_line = 0
        self.height = height
        self._measure = measure
        self._frame: list[Place] | None = None

    def lines_of(self, index: int) -> int:
        """Return how many lines a comment has as it is, folded or not."""
        return 1 if self.outline.is_folded(index) else self._measure(index)

    @property
    def frame(self) -> list[Place]:
        """The comment and the line within it of each line in view; short at a thread's end."""
        if self._frame is None:
            self._frame = self._make_frame()
        return self._frame

    def row_of(self, index: int) -> int | None:
        """Return the line of the view that a comment starts on; None when it is out of view.

        A comment that starts above the view has a negative one.
        """
        for y, (shown, line) in enumerate(self.frame):
            if shown == index:
                return y - line
        return None

    def go_to(self, index: int) -> bool:
        """Put the cursor on a comment and scroll as little as shows it; tell whether it scrolled.

        What hides the comment is unfolded. It is shown whole, or from its start.
        """
        if self.outline.reveal(index):
            self._frame = None
        self.cursor = index
        before = self._place
        lowest = max(self.height - self._text_lines(index), 0)
        y = self.row_of(index)
        if y is None:
            y = self.height if index > self.top else -1
        if not 0 <= y <= lowest:
            self._set_top(index, 0)
            self._shift(-lowest if y > 0 else 0)
        return self._place != before

    def scroll(self, lines: int) -> bool:
        """Scroll by so many lines, negative for up; tell whether it could.

        The cursor moves to the first comment that starts in view when its own no longer does.
        """
        before = self._place
        self._shift(lines)
        self._take_cursor_along()
        return self._place != before

    def scroll_to(self, row: int, fraction: float) -> None:
        """Bring a place to the top: so far (0 to 1) into the visible comment `row`."""
        index = self.outline.visible[row]
        self._set_top(index, int(fraction * (self.lines_of(index) - 1)))
        self._clamp()
        self._take_cursor_along()

    def scroll_within(self, direction: int) -> bool:
        """Scroll on (1) or back (-1) to what of the cursor's comment is out of view.

        Returns:
            Whether there was anything of it left to show.
        """
        if (y := self.row_of(self.cursor)) is None:
            return False
        hidden = y + self._text_lines(self.cursor) - self.height if direction > 0 else -y
        if hidden <= 0:
            return False
        self._shift(direction * min(hidden, max(self.height - 2, 1)))
        return True

    def refold(self, change: Callable[[], None]) -> None:
        """Let `change` fold or unfold; the cursor's line stays where it is in the view.

        Where the cursor's comment is folded away, the one that hides it takes the cursor.
        """
        y = self.row_of(self.cursor)
        change()
        self.hold(self.cursor, max(y or 0, 0))

    def hold(self, index: int, y: int) -> None:
        """Put the cursor on a comment, or on what hides it, and scroll it to a line of the view.

        Args:
            index: Of the comment.
            y: The line that the comment starts on; negative where it starts above the view.
        """
        self.cursor = self.outline.shown(index)
        self._set_top(self.cursor, 0)
        self._shift(-max(y, 1 - self._text_lines(self.cursor)))

    def resize(self, height: int) -> None:
        """Take another height, or the same where comments changed their numbers of lines.

        The cursor's comment comes into view, but for one that was scrolled on beyond its start.
        """
        self.height = height
        self._clamp()
        y = self.row_of(self.cursor)
        if y is None or y >= 0:
            self.go_to(self.cursor)

    def _text_lines(self, index: int) -> int:
        return max(self.lines_of(index) - 1, 1)

    @property
    def _place(self) -> Place:
        return self.top, self.top_line

    def _set_top(self, index: int, line: int) -> None:
        self.top, self.top_line = index, line
        self._frame = None

    def _make_frame(self) -> list[Place]:
        frame: list[Place] = []
        visible = self.outline.visible
        row, line = self.outline.row_of(self.top), self.top_line
        while len(frame) < self.height and row < len(visible):
            index = visible[row]
            frame.extend((index, at) for at in range(line, self.lines_of(index)))
            row, line = row + 1, 0
        return frame[: self.height]

    def _shift(self, lines: int) -> None:
        visible = self.outline.visible
        row, line = self.outline.row_of(self.top), self.top_line + lines
        while line < 0 and row > 0:
            row -= 1
            line += self.lines_of(visible[row])
        while row < len(visible) - 1 and line >= (own := self.lines_of(visible[row])):
            row += 1
            line -= own
        self._set_top(visible[row], max(line, 0))
        self._clamp()

    def _clamp(self) -> None:
        """Leave no empty lines below the last comment while there is something above."""
        visible = self.outline.visible
        row = self.outline.row_of(self.top)
        line = min(self.top_line, self.lines_of(self.top) - 1)
        empty = self.height + line
        for at in range(row, len(visible)):
            empty -= self.lines_of(visible[at])
            if empty <= 0:
                break
        else:
            line -= empty
            while line < 0 and row > 0:
                row -= 1
                line += self.lines_of(visible[row])
        self._set_top(visible[row], max(line, 0))

    def _take_cursor_along(self) -> None:
        frame = self.frame
        if all(index != self.cursor or line for index, line in frame):
            starts = (index for index, line in frame if line == 0)
            self.cursor = next(starts, frame[0][0])
