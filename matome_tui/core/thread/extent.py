"""How far down a thread something is, without breaking a single line."""

from bisect import bisect_right
from itertools import accumulate

from matome_tui.core.thread.outline import Outline

_HEADER_AND_GAP = 2


class Extent:
    """Where the visible comments are in the whole, in estimated lines.

    An estimate is never corrected by what is measured later, so a position on the scroll bar
    stays true while its surroundings are laid out.

    Attributes:
        total: The length of the whole; at least 1.
    """

    __slots__ = ("_ends", "total")

    def __init__(self, outline: Outline, width: int) -> None:
        """Estimate every visible comment for text `width` cells wide."""
        comments, folded = outline.thread.comments, outline.folded
        self._ends = list(
            accumulate(
                1
                if comments[index].id in folded
                else _HEADER_AND_GAP + len(comments[index].html) // width + 1
                for index in outline.visible
            )
        )
        self.total = self._ends[-1] if self._ends else 1

    def position(self, row: int, fraction: float = 0.0) -> float:
        """Return how far down a place in a visible comment is.

        Args:
            row: Which of the visible comments.
            fraction: How far down within it, from 0 to 1.
        """
        start = self._ends[row - 1] if row else 0
        return start + (self._ends[row] - start) * fraction

    def place(self, position: float) -> tuple[int, float]:
        """Return the row and the fraction at a position; the inverse of `position`."""
        row = min(bisect_right(self._ends, max(position, 0)), len(self._ends) - 1)
        start = self._ends[row - 1] if row else 0
        return row, min(max(position - start, 0) / (self._ends[row] - start), 1.0)
