"""What the user has done with stories: in memory for the lists, and stored in the background."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from matome_tui.core.items import Story
from matome_tui.core.story_state import UNTOUCHED, StoryState
from matome_tui.store.reading import Mark, ReadingStore, StateChange


class Reading:
    """The states of stories, and the searches.

    A change holds at once; `flush` stores it, and tries again what it could not store before.
    """

    def __init__(self, store: ReadingStore) -> None:
        self._store = store
        self._states: dict[int, StoryState] = {}
        self._undo: list[tuple[Story, Mark, int]] = []
        self._unsaved: list[StateChange] = []
        self._unsaved_searches: list[str] = []
        self._writing = asyncio.Lock()

    def __getitem__(self, story_id: int) -> StoryState:
        return self._states.get(story_id, UNTOUCHED)

    async def load(self) -> None:
        """Read the states, also those that other programs have stored. Raises StoreError."""
        async with self._writing:
            found = await asyncio.to_thread(self._store.states)
            for change in self._unsaved:
                found[change.story.id] = self[change.story.id]
            self._states = found

    async def marked(self, mark: Mark) -> list[Story]:
        """Return the bookmarked or hidden stories, the last one first. Raises StoreError."""
        return await asyncio.to_thread(self._store.marked, mark)

    def visit(self, story: Story, seen: int | None) -> None:
        """Note a visit to a thread, and the number of comments that were seen, if known."""
        known = {} if seen is None else {"seen": seen}
        self._change(story, {"opened": int(time.time())} | known)

    def toggle(self, story: Story, mark: Mark) -> bool:
        """Bookmark or hide a story, or end that; return whether it is now."""
        before: int = getattr(self[story.id], mark)
        self._undo.append((story, mark, before))
        self._change(story, {mark: 0 if before else int(time.time())})
        return not before

    def undo(self) -> Story | None:
        """Undo the last `toggle` and return its story; None if there is none."""
        if not self._undo:
            return None
        story, mark, before = self._undo.pop()
        self._change(story, {mark: before})
        return story

    def _change(self, story: Story, values: Mapping[str, int]) -> None:
        changed: Mapping[str, Any] = values
        self._states[story.id] = replace(self[story.id], **changed)
        self._unsaved.append(StateChange(story, values))

    async def searches(self) -> list[str]:
        """Return the searches so far, the last one first. Raises StoreError."""
        stored = await asyncio.to_thread(self._store.searches)
        return [*dict.fromkeys((*reversed(self._unsaved_searches), *stored))]

    def note_search(self, text: str) -> None:
        """Note a search as the user typed it."""
        self._unsaved_searches.append(text)

    async def flush(self) -> None:
        """Store what is not stored yet. Raises StoreError."""
        async with self._writing:
            changes, searches = tuple(self._unsaved), tuple(self._unsaved_searches)
            if changes or searches:
                await asyncio.to_thread(self._store.save, changes, searches)
                del self._unsaved[: len(changes)]
                del self._unsaved_searches[: len(searches)]

    def take_damaged(self) -> Path | None:
        """Return, once, the new name of a damaged file."""
        aside, self._store.set_aside = self._store.set_aside, None
        return aside
