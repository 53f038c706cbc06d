"""Showing a feed's state in the reader."""

from collections.abc import Iterable

from matome_tui.core.thread.opening import with_ancestors
from matome_tui.core.thread.pinning import rebuild_around
from matome_tui.core.thread.thread import Thread
from matome_tui.ui.thread.loading import Feed
from matome_tui.ui.thread.reader import Reader


def rebuild(
    feed: Feed, reader: Reader, starts: Iterable[int | None], *, everything: bool
) -> Thread | None:
    """Show what is known of a thread, and return it as shown; None if nothing is known.

    Args:
        feed: The thread.
        reader: Shows it.
        starts: The ids of comments to start at until the user moves, the best first.
        everything: Whether to show also what moves the text being read.
    """
    if (assembly := feed.assembly) is None:
        return None
    is_reading = reader.has_moved and not everything
    view = reader.view if is_reading else None
    thread = rebuild_around(assembly, view) if view else assembly.rebuild()
    known = [start for start in starts if start is not None]
    reader.show(thread, (at for start in known for at in with_ancestors(assembly.comments, start)))
    if feed.seen:
        there = {comment.id for comment in thread.comments}
        reader.set_new(there - feed.seen - {thread.story.id})
    return thread


def lacks_comments(feed: Feed, reader: Reader) -> bool:
    """Return whether a thread is still to load, and shows at most the story's own text so far."""
    is_loading = feed.assembly is None or feed.is_loading
    return is_loading and not (reader.thread and reader.thread.has_comments)


def distance(reader: Reader, comment_id: int) -> float:
    """Return how far a comment is from the cursor; 0 if it is not in the thread yet."""
    at = reader.thread.find(comment_id) if reader.thread else None
    return 0 if at is None or reader.cursor is None else abs(at - reader.cursor)
