"""Finding and filtering in a thread: what the user typed, and what came of it."""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection
from enum import Enum

from matome_tui.core.items import CommentId
from matome_tui.core.thread.navigator import Place
from matome_tui.core.thread.search import Filter, Query
from matome_tui.core.thread.thread import Index
from matome_tui.ui.drawing.formats import count
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.search_bar import SearchBar


class _Mode(Enum):
    FIND = "Find words; enter stays, escape goes back"
    FILTER = "Show only: words, by:NAME, op, marked, new"


class ThreadSearch:
    """Leads a reader to hits and narrows it to matches.

    Attributes:
        note: One line on what is found or shown; empty when nothing is.
    """

    def __init__(
        self, reader: Reader, bar: SearchBar, marked: Callable[[], Collection[int]]
    ) -> None:
        """Prepare.

        Args:
            reader: Who shows the thread.
            bar: Where the user types.
            marked: Gives the ids of the marked comments.
        """
        self.note = ""
        self._reader = reader
        self._bar = bar
        self._marked = marked
        self._mode = _Mode.FIND
        self._matches: list[CommentId] = []
        self._query = Query("")
        self._filter_text = ""
        self._is_flat = False
        self._before: Place | None = None

    def ask_for_words(self) -> None:
        """Let the user type words to find."""
        self._mode = _Mode.FIND
        self._before = self._reader.place()
        self._bar.ask(_Mode.FIND.value)

    def ask_for_filter(self) -> None:
        """Let the user type what comments to show."""
        self._mode = _Mode.FILTER
        self._bar.ask(_Mode.FILTER.value, self._filter_text)

    async def typed(self, text: str) -> None:
        """Find or show what the text says now."""
        if self._mode is _Mode.FIND:
            await self._find(text)
        else:
            await self.show_only(text)

    async def catch_up(self) -> None:
        """Find or show the same where more of the thread has come."""
        if self._filter_text:
            await self.show_only(self._filter_text)
        elif self._query.text:
            await self._find(self._query.text)

    def ended(self, *, is_kept: bool) -> None:
        """Stay at the hit, or undo what was found or shown."""
        if not is_kept and self._mode is _Mode.FIND:
            self._end_find()
            if self._before:
                self._reader.come_back(self._before)
        elif not is_kept:
            self._end_filter()

    def end(self) -> bool:
        """End the filter, or else the search; tell whether there was one."""
        if self._filter_text:
            self._end_filter()
            return True
        if self._query.text:
            self._end_find()
            return True
        return False

    def go_to_match(self, direction: int) -> None:
        """Go to the next hit (1) or the previous one (-1), round the end."""
        at = self._reader.cursor
        if at is not None and (matches := self._places()):
            place = bisect_right(matches, at) if direction > 0 else bisect_left(matches, at) - 1
            self._go(matches, place % len(matches))

    async def show_only(self, text: str) -> None:
        """Show only the comments that the text asks for; all for an empty one."""
        self._filter_text = text
        if not text.strip():
            self._end_filter()
            return
        if (thread := self._reader.thread) is None:
            return
        wanted = Filter.parse(text)
        marked, new = frozenset(self._marked()), self._reader.new
        found = await asyncio.to_thread(wanted.find, thread, marked, new)
        if text != self._filter_text:
            return
        ids = [thread.comments[index].id for index in found]
        is_shown = self._reader.filter(ids, is_flat=self._is_flat)
        note = count(len(ids), "comment") if is_shown else "no comment, so all are shown"
        self.note = f"only {text.strip()}: {note}"

    async def toggle_flat(self) -> None:
        """Show matches with or without what leads to them."""
        self._is_flat = not self._is_flat
        if self._filter_text:
            await self.show_only(self._filter_text)

    def _end_filter(self) -> None:
        self._filter_text = self.note = ""
        self._reader.filter(None)

    def _end_find(self) -> None:
        self._query, self._matches, self.note = Query(""), [], ""
        self._reader.highlight(None)

    async def _find(self, text: str) -> None:
        query = self._query = Query(text)
        if (thread := self._reader.thread) is None:
            return
        found = await asyncio.to_thread(query.find, thread)
        if self._query is not query:
            return
        self._matches = [thread.comments[index].id for index in found]
        self._reader.highlight(query if text.strip() else None)
        if matches := self._places():
            start = self._index_of(self._before.cursor) if self._before else None
            self._go(matches, bisect_left(matches, start or 0) % len(matches))
        else:
            self.note = f"{text}: not found" if text.strip() else ""

    def _places(self) -> list[Index]:
        """Return the indexes of the matches in the thread as it is now."""
        return sorted(at for id_ in self._matches if (at := self._index_of(id_)) is not None)

    def _index_of(self, comment_id: CommentId) -> Index | None:
        thread = self._reader.thread
        return thread.find(comment_id) if thread else None

    def _go(self, matches: list[Index], place: int) -> None:
        self.note = f"{self._query.text}: {place + 1} of {len(matches)}"
        self._reader.go_to(matches[place])
