"""Positions in a thread, as fractions of its whole height."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matome_tui.core.items import CommentId
from matome_tui.core.thread.heights import EstimatedHeights
from matome_tui.core.thread.thread import Index
from matome_tui.core.thread.viewport import Viewport


@dataclass(frozen=True, slots=True)
class Position:
    """The cursor, and the part of the thread that is in view.

    Attributes:
        cursor: Index of the comment at the cursor; None without a thread.
        start: Where the view starts, from 0 to 1.
        end: Where it ends, from 0 to 1.
        total: Estimated height of the whole in lines; changes with each fold.
    """

    cursor: Index | None = None
    start: float = 0.0
    end: float = 1.0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Landmark:
    """A comment to show on the position bar.

    Attributes:
        at: Where it is, from 0 to 1.
        mark: The colour of its mark, empty for a mark without colour; None for a new comment.
    """

    at: float
    mark: str | None


def position_of(view: Viewport, heights: EstimatedHeights) -> Position:
    """Return the position of a view that has at least one line."""

    def fraction(line_of_view: int, edge: int) -> float:
        index, line = view.frame[line_of_view]
        row = view.outline.row_of(index)
        return heights.offset_of(row, (line + edge) / view.height_of(index)) / heights.total

    return Position(view.cursor, fraction(0, 0), fraction(-1, 1), heights.total)


def landmarks_of(
    view: Viewport,
    heights: EstimatedHeights,
    new: Iterable[int],
    marks: Mapping[int, str],
) -> list[Landmark]:
    """Return landmarks for the new comments, then for the marked ones.

    Args:
        view: The view of the thread.
        heights: Its heights.
        new: Ids of the new comments.
        marks: Colours of the marked comments, by id.
    """
    found: list[Landmark] = []
    for comment_id in (*new, *marks):
        if (index := view.outline.thread.find(comment_id)) is not None:
            at = heights.offset_of(view.outline.row_of(index)) / heights.total
            found.append(Landmark(at, marks.get(CommentId(comment_id))))
    return found
