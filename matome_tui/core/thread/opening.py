"""The comment at which a thread opens, before the user has moved."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from matome_tui.core.items import Comment
from matome_tui.core.thread.outline import Outline
from matome_tui.core.thread.thread import Index


def opening_index(outline: Outline, wanted: Iterable[int] = ()) -> Index:
    """Return the index of the first wanted comment that is visible, or else of the first one.

    Under a filter, only its matches count.

    Args:
        outline: The thread with its folds and filter.
        wanted: Ids of comments, the most wanted first; they need not be in the thread.
    """
    found = (outline.thread.find(comment_id) for comment_id in wanted)
    visible = (at for at in found if at is not None and outline.visible_at(at) == at)
    first = (at for at in chain(visible, outline.visible) if outline.is_match(at))
    return next(first)


def with_ancestors(comments: Mapping[int, Comment], comment_id: int) -> Iterator[int]:
    """Yield the id of a comment, of its parent and so on, up to the first unknown one."""
    passed: set[int] = set()
    while comment_id and comment_id not in passed:
        yield comment_id
        passed.add(comment_id)
        comment = comments.get(comment_id)
        comment_id = comment.parent if comment else 0
