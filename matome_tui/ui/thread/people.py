"""Followed and muted people in a thread."""

from matome_tui.core.items import CommentId
from matome_tui.ui.people import People
from matome_tui.ui.thread.reader import Reader


class ThreadPeople:
    """Marks followed people in a reader, and folds each comment of a muted one once."""

    def __init__(self, reader: Reader, people: People) -> None:
        """Prepare.

        Args:
            reader: Shows the thread.
            people: The followed and the muted.
        """
        self._reader = reader
        self._people = people
        self._muted: set[CommentId] = set()

    def update(self, _changed: object = None) -> None:
        """Show who is followed or muted now, in all that is known of the thread."""
        names, thread = self._people.muted, self._reader.thread
        self._reader.set_people(self._people.followed, names)
        if thread is None or not (names or self._muted):
            return
        muted = {comment.id for comment in thread.comments if comment.author in names}
        muted.discard(CommentId(thread.story.id))  # the thread was opened to be read
        if muted != self._muted:
            self._reader.refold(muted - self._muted, self._muted - muted)
            self._muted = muted
