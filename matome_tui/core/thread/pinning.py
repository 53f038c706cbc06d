"""The replies of a thread that must not move while a part of it is being read."""

from collections.abc import Iterator
from itertools import pairwise

from matome_tui.core.items import CommentId
from matome_tui.core.thread.assembly import Assembly
from matome_tui.core.thread.outline import Outline
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.core.thread.viewport import Viewport


def ids_in_view(view: Viewport) -> set[CommentId]:
    """Return the ids of the comments in view."""
    comments = view.outline.thread.comments
    return {comments[index].id for index, _ in view.frame}


def rebuild_around(assembly: Assembly, view: Viewport) -> Thread:
    """Return a newer snapshot of a thread that leaves what is being read as it is."""
    is_full = len(view.frame) == view.height
    return assembly.rebuild(pinned_parents(view), ids_in_view(view), is_view_full=is_full)


def pinned_parents(view: Viewport) -> set[int]:
    """Return the ids of comments, or the story, whose replies must stay in their order.

    A reply to any other comment can be added or moved without a change of the lines in view.
    """
    thread = view.outline.thread
    shown = list(dict.fromkeys(index for index, _ in view.frame))
    # A missing parent that arrives moves the branch below it.
    pinned = {thread.comments[thread.roots[index]].parent for index in shown}
    pinned.discard(thread.story.id)
    if len(view.frame) < view.height:  # whatever is added above scrolls into view
        pinned.add(thread.story.id)
    for above, below in pairwise(shown):
        pinned.update(_parents_between(view.outline, above, below))
    return pinned


def _parents_between(outline: Outline, above: Index, below: Index) -> Iterator[int]:
    """Yield the ids of parents whose new replies could appear between two adjacent comments."""
    thread = outline.thread
    end = thread.parents[below]
    at: Index | None = thread.parents[above] if outline.is_folded(above) else above
    while at is not None and at != end:
        yield thread.comments[at].id
        at = thread.parents[at]
    yield thread.story.id if end is None else thread.comments[end].id


def nearest_index(old: Thread, new: Thread, index: Index) -> Index:
    """Return the new index of a comment, or of the nearest one above it that is still there."""
    above = (new.find(comment.id) for comment in reversed(old.comments[: index + 1]))
    return next((at for at in above if at is not None), Index(0))
