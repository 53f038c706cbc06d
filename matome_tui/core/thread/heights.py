"""Estimated heights of comments, by which the scroll bar measures a thread without layout."""

from bisect import bisect_right
from itertools import accumulate

from matome_tui.core.thread.outline import Outline, Row

HEADER_AND_GAP = 2
"""Lines of an unfolded comment besides its text: the header above it, an empty line below."""


class EstimatedHeights:
    """Estimated heights of the visible comments, in lines, and offsets from the first one's top.

    Estimates are not corrected by later measurements, so the scroll bar does not jump while
    comments are laid out.

    Attributes:
        total: Height of all visible comments; at least 1.
    """

    __slots__ = ("_ends", "total")

    def __init__(self, outline: Outline, width: int) -> None:
        """Estimate the height of every visible comment for text `width` cells wide."""
        comments, folded = outline.thread.comments, outline.folded
        self._ends = list(
            accumulate(
                1
                if comments[index].id in folded
                else HEADER_AND_GAP + len(comments[index].html) // width + 1
                for index in outline.visible
            )
        )
        self.total = self._ends[-1] if self._ends else 1

    def offset_of(self, row: Row, fraction: float = 0.0) -> float:
        """Return the offset of a point in a comment.

        Args:
            row: Row of the comment.
            fraction: How far down the comment, from 0 to 1.
        """
        start = self._ends[row - 1] if row else 0
        return start + (self._ends[row] - start) * fraction

    def at(self, offset: float) -> tuple[Row, float]:
        """Return the row and the fraction at an offset; the inverse of `offset_of`."""
        row = min(bisect_right(self._ends, max(offset, 0)), len(self._ends) - 1)
        start = self._ends[row - 1] if row else 0
        return Row(row), min(max(offset - start, 0) / (self._ends[row] - start), 1.0)
