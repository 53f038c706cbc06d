"""The threads that the user read: where each was left."""

import time
from collections.abc import Collection, Iterable

from matome_tui.core.items import Story
from matome_tui.core.thread.navigator import Place
from matome_tui.store.visits import Visit, VisitStore


class Visits:
    """Visits of this session, with the place and folds of each thread, and those of the store."""

    def __init__(self, store: VisitStore) -> None:
        """Begin a session."""
        self._store = store
        self._places: dict[int, Place] = {}
        self._session: dict[int, Visit] = {}

    def place(self, thread: int) -> Place | None:
        """Return where a thread was left in this session, with its folds."""
        return self._places.get(thread)

    def comment(self, thread: int) -> int:
        """Return the id of the comment that a thread was left at, also by others; 0 for none."""
        visit = self._session.get(thread)
        if visit is None:
            visit = next((v for v in self._store.recent() if v.thread == thread), None)
        return visit.comment if visit else 0

    def note(self, story: Story, comment: int, place: Place | None) -> Visit:
        """Note a visit for this session; return it, for `save`.

        Args:
            story: The story.
            comment: Id of the comment at the cursor, 0 for none.
            place: The place and folds; None if the thread was just opened.
        """
        visit = Visit(story.id, story.title, int(time.time()), comment)
        self._session.pop(story.id, None)  # the last visit comes last
        self._session[story.id] = visit
        if place:
            self._places[story.id] = place
        return visit

    def save(self, visit: Visit) -> None:
        """Keep a visit for later sessions, which takes a moment."""
        self._store.save(visit)

    @property
    def opened(self) -> Collection[int]:
        """Ids of the threads that were read in this session."""
        return self._session.keys()

    def recent(self, kept: Iterable[Story] = ()) -> list[Visit]:
        """Return the last visit of each thread: of this session, of former ones, then the others.

        Args:
            kept: Stories of threads that are stored, which may have been read before visits were.
        """
        found = [*reversed(self._session.values()), *self._store.recent()]
        found += [Visit(story.id, story.title) for story in kept]
        last: dict[int, Visit] = {}
        for visit in found:
            last.setdefault(visit.thread, visit)
        return list(last.values())
