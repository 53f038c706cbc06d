"""Where a reader stands in a thread before it has moved."""

from collections.abc import Iterable, Iterator, Mapping

from matome_tui.core.items import Comment
from matome_tui.core.thread.outline import Outline
from matome_tui.core.thread.thread import NOWHERE


def standing(outline: Outline, wanted: Iterable[int] = ()) -> int:
    """Return the index of the first wanted comment that is visible, else of the first visible.

    Args:
        outline: The thread, its folds and its filter.
        wanted: Ids of comments, the most wanted first; they need not be in the thread.
    """
    found = (outline.thread.find(comment_id) for comment_id in wanted)
    visible = (at for at in found if at != NOWHERE and outline.shown(at) == at)
    return next(visible, outline.visible[0])


def way_up(comments: Mapping[int, Comment], comment_id: int) -> Iterator[int]:
    """Yield the id of a comment, then of what it answers, up to the first that is not known."""
    passed: set[int] = set()
    while comment_id and comment_id not in passed:
        yield comment_id
        passed.add(comment_id)
        comment_id = comments[comment_id].parent if comment_id in comments else 0
