"""A visit of a thread: it starts where the thread was left, and ends by noting where."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from matome_tui.core.items import Story
from matome_tui.core.thread.navigator import Place
from matome_tui.i18n import _
from matome_tui.store.error import StoreError
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.reading import Reading
from matome_tui.ui.thread.loading import Feed
from matome_tui.ui.thread.reader import Reader

_KEEP_SECONDS = 0.2


class ThreadVisit:
    """Brings a reader back to where its thread was left, and notes where it is now."""

    def __init__(self, reading: Reading, feed: Feed, reader: Reader) -> None:
        """Prepare.

        Args:
            reading: The visits of all threads.
            feed: The thread.
            reader: Shows it.
        """
        self._reading = reading
        self._feed = feed
        self._reader = reader
        self._is_open = False
        self._has_warned = False
        self._comment = 0
        self._due: Place | None = None

    def starts(self, draft_editor: DraftEditor | None) -> tuple[int | None, ...]:
        """Return the ids of comments to start at, the best first."""
        if not self._is_open and self._feed.assembly:
            self._open(self._feed.assembly.story)
        left_at = draft_editor.cursor if draft_editor else None
        return self._feed.start_at, left_at, self._comment

    def _open(self, story: Story) -> None:
        """Find where the thread was left, and note that it is open."""
        reading = self._reading
        self._comment = reading[story.id].comment
        self._due = reading.place(story.id) if self._feed.start_at is None else None
        self._is_open = True
        reading.visit(story)

    async def keep(self) -> None:
        """Store that the thread was opened and loaded, in case the program is killed."""
        if self._is_open and self._feed.assembly:
            self._reading.visit(self._feed.assembly.story, seen=self._feed.seen_number)
            await self._store()

    async def _store(self) -> None:
        try:
            await self._reading.flush()
        except StoreError as error:
            if not self._has_warned:
                self._has_warned = True
                self._feed.warn(_("The visit is not stored: {reason}").format(reason=error))

    def resume(self) -> None:
        """Return to the place of this session, once its comment is there, unless the user moved."""
        thread, place = self._reader.thread, self._due
        if place and thread and thread.find(place.cursor) is not None:
            self._due = None
            if not self._reader.has_moved:
                self._reader.come_back(place)

    async def end(self, draft_editor: DraftEditor | None) -> None:
        """Store where the reader is, and what came while it was read."""
        works: list[Coroutine[Any, Any, None]] = [self._feed.keep()]
        reader, comment = self._reader, self._reader.current
        if comment and self._feed.assembly:
            if reader.has_moved and draft_editor:
                draft_editor.store_cursor(comment.id)
            left_at = comment.id if reader.has_moved or not self._comment else self._comment
            place = reader.place() if reader.has_moved else None
            seen = self._feed.seen_number
            self._reading.visit(self._feed.assembly.story, seen=seen, comment=left_at, place=place)
            works.append(self._store())
        # They go on by themselves if another program locks a file.
        await asyncio.wait(map(asyncio.ensure_future, works), timeout=_KEEP_SECONDS)
