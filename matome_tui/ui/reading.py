"""What the user has done with stories: in memory for the screens, and stored in the background."""

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matome_tui.core.items import Story
from matome_tui.core.story_state import UNTOUCHED, StoryState, Visit
from matome_tui.ui.lazy import Lazy

if TYPE_CHECKING:
    from matome_tui.core.thread.navigator import Place
    from matome_tui.store.reading import Mark, ReadingStore, StateChange


class Reading:
    """The states of stories, the places in threads of this session, and the searches.

    A change holds at once; `flush` stores it, and tries again what it could not store before.
    """

    def __init__(self, open_store: "Callable[[], ReadingStore]") -> None:
        """Prepare.

        Args:
            open_store: Opens the store, in a thread.
        """
        self._store = Lazy(open_store)
        self._states: dict[int, StoryState] = {}
        self._is_loaded = False
        self._places: dict[int, Place] = {}
        self._session: dict[int, Visit] = {}
        self._undo: list[tuple[Story, Mark, float]] = []
        self._unsaved: list[StateChange] = []
        self._unsaved_searches: list[str] = []
        self._writing = asyncio.Lock()

    def __getitem__(self, story_id: int) -> StoryState:
        return self._states.get(story_id, UNTOUCHED)

    async def load(self) -> None:
        """Read the states, also those that other programs have stored. Raises StoreError."""
        async with self._writing:
            found = await asyncio.to_thread(lambda: self._store.get().states())
            for change in self._unsaved:
                found[change.story.id] = self[change.story.id]
            self._states, self._is_loaded = found, True

    async def begin(self) -> None:
        """Read the states, unless they were read before. Raises StoreError."""
        if not self._is_loaded:
            await self.load()

    async def marked(self, mark: "Mark") -> list[Story]:
        """Return the bookmarked or hidden stories, the last one first. Raises StoreError."""
        return await asyncio.to_thread(lambda: self._store.get().marked(mark))

    def toggle(self, story: Story, mark: "Mark") -> bool:
        """Bookmark or hide a story, or end that; return whether it is now."""
        before: float = getattr(self[story.id], mark)
        self._undo.append((story, mark, before))
        self._change(story, {mark: 0.0 if before else time.time()})
        return not before

    def undo(self) -> Story | None:
        """Undo the last `toggle` and return its story; None if there is none."""
        if not self._undo:
            return None
        story, mark, before = self._undo.pop()
        self._change(story, {mark: before})
        return story

    def _change(self, story: Story, values: Mapping[str, float]) -> None:
        from matome_tui.store.reading import StateChange

        changed: Mapping[str, Any] = values
        self._states[story.id] = replace(self[story.id], **changed)
        self._unsaved.append(StateChange(story, values))

    # Visits

    def visit(
        self,
        story: Story,
        *,
        seen: int | None = None,
        comment: int | None = None,
        place: "Place | None" = None,
    ) -> None:
        """Note that a thread is being read.

        Args:
            story: The story.
            seen: Number of comments that were shown; None if unknown, or as before.
            comment: Id of the comment at the cursor; None for the one before.
            place: The place and folds, for this session; None for those before.
        """
        now = time.time()
        known = {"seen": seen, "comment": comment}
        values = {name: value for name, value in known.items() if value is not None}
        self._change(story, {"opened": now, **values})
        self._session.pop(story.id, None)  # the last visit comes last
        self._session[story.id] = Visit(story.id, story.title, now)
        if place:
            self._places[story.id] = place

    def place(self, thread: int) -> "Place | None":
        """Return where a thread was left in this session, with its folds."""
        return self._places.get(thread)

    @property
    def visits(self) -> list[Visit]:
        """The visits of this session, the last one first."""
        return [*reversed(self._session.values())]

    @property
    def opened(self) -> Collection[int]:
        """Ids of the threads that were read in this session."""
        return self._session.keys()

    async def title(self, story_id: int) -> str:
        """Return the title of a story that was opened, bookmarked or hidden; or else nothing.

        Raises:
            StoreError: It cannot be read.
        """
        if visit := self._session.get(story_id):
            return visit.title
        return await asyncio.to_thread(lambda: self._store.get().title(story_id))

    async def recent(self, kept: Iterable[Story] = ()) -> list[Visit]:
        """Return the last visit of each thread: of this session, of former ones, then the others.

        Args:
            kept: Stories of threads that are stored, which may have been read before visits were.

        Raises:
            StoreError: The former ones cannot be read.
        """
        stored = await asyncio.to_thread(lambda: self._store.get().visits())
        found = [*self.visits, *stored]
        found += [Visit(story.id, story.title) for story in kept]
        last: dict[int, Visit] = {}
        for visit in found:
            last.setdefault(visit.thread, visit)
        return list(last.values())

    # Searches

    async def searches(self) -> list[str]:
        """Return the searches so far, the last one first. Raises StoreError."""
        stored = await asyncio.to_thread(lambda: self._store.get().searches())
        return [*dict.fromkeys((*reversed(self._unsaved_searches), *stored))]

    def note_search(self, text: str) -> None:
        """Note a search as the user typed it."""
        self._unsaved_searches.append(text)

    async def flush(self) -> None:
        """Store what is not stored yet. Raises StoreError."""
        async with self._writing:
            changes, searches = tuple(self._unsaved), tuple(self._unsaved_searches)
            if changes or searches:
                await asyncio.to_thread(lambda: self._store.get().save(changes, searches))
                del self._unsaved[: len(changes)]
                del self._unsaved_searches[: len(searches)]

    def take_damaged(self) -> Path | None:
        """Return, once, the new name of a damaged file."""
        if (store := self._store.made) is None:
            return None
        aside, store.set_aside = store.set_aside, None
        return aside
