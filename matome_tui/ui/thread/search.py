"""Search and filter of a thread."""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum

from matome_tui.core.items import CommentId
from matome_tui.core.thread.navigator import Place
from matome_tui.core.thread.scores import Score
from matome_tui.core.thread.search import Filter, Query
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.i18n import N_, _, ngettext
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.widgets.search_bar import SearchBar


class _Mode(Enum):
    SEARCH = N_("Search words; enter stays, escape goes back")
    FILTER = N_("Show only: words, by:NAME, op, marked, new, faded, score:50")


class ThreadSearch:
    """Moves a reader to matches of a search, or shows only matches of a filter, or both."""

    def __init__(
        self,
        reader: Reader,
        bar: SearchBar,
        marked: Callable[[], Collection[int]],
        score: Callable[[Thread], Mapping[CommentId, Score]],
        *,
        same_kana: bool,
    ) -> None:
        """Prepare.

        Args:
            reader: Shows the thread.
            bar: Takes the user's text.
            marked: Returns the ids of the marked comments.
            score: Returns the scores of the thread's comments.
            same_kana: Whether hiragana and katakana match each other.
        """
        self._search_note = self._filter_note = ""
        self._reader = reader
        self._bar = bar
        self._marked = marked
        self._score = score
        self._same_kana = same_kana
        self._mode = _Mode.SEARCH
        self._matches: list[CommentId] = []
        self._query = Query("")
        self._filter_text = ""
        self._is_flat = self._stays = False
        self._before: Place | None = None
        self._text_before = ""

    @property
    def notes(self) -> Sequence[str]:
        """A line on the filter and one on the search, as far as there are."""
        return [note for note in (self._filter_note, self._search_note) if note]

    def begin(self, text: str) -> None:
        """Search for a text that is in the comment at which the thread opens; do not move."""
        self._query, self._stays = Query(text, self._same_kana), True

    def ask_for_words(self) -> None:
        """Let the user type words to search for."""
        self._stays = False
        self._ask(_Mode.SEARCH, self._query.text)

    def ask_for_filter(self) -> None:
        """Let the user type which comments to show."""
        self._ask(_Mode.FILTER, self._filter_text)

    def _ask(self, mode: _Mode, text: str) -> None:
        self._mode, self._text_before, self._before = mode, text, self._reader.place()
        self._bar.ask(_(mode.value), text)

    async def typed(self, text: str) -> None:
        """Search or filter by the text as it is now."""
        if self._mode is _Mode.SEARCH:
            await self._search(text)
        else:
            await self.show_only(text)

    async def catch_up(self) -> None:
        """Search or filter again after more of the thread has come.

        Once the user has moved, only count again: nothing that is being read moves.
        """
        has_moved = self._reader.has_moved
        if self._filter_text and not has_moved:
            await self.show_only(self._filter_text)
        if self._query.text:
            await self._search(self._query.text, stays=has_moved)

    async def ended(self, *, is_kept: bool) -> None:
        """Keep the search or filter, or go back to the one before, if any, and to the place."""
        if is_kept:
            return
        await self.typed(self._text_before)
        if self._before:
            self._reader.come_back(self._before)

    def end(self) -> bool:
        """End the search, or else the filter; return whether there was one."""
        if self._query.text:
            self._end_search()
            return True
        if self._filter_text:
            self._end_filter()
            return True
        return False

    def go_to_match(self, direction: int) -> None:
        """Go to the next match (1) or the previous one (-1), wrapping around."""
        at = self._reader.cursor
        if at is not None and (matches := self._places()):
            place = bisect_right(matches, at) if direction > 0 else bisect_left(matches, at) - 1
            self._go(matches, place % len(matches))

    async def show_only(self, text: str) -> None:
        """Show only the comments that match a text; all if it is empty."""
        self._filter_text = text
        if not text.strip():
            self._end_filter()
            return
        if (thread := self._reader.thread) is None:
            return
        wanted = Filter.parse(text, same_kana=self._same_kana)
        marked, new = frozenset(self._marked()), self._reader.new
        matches = await asyncio.to_thread(wanted.find, thread, marked, new, self._score)
        if text != self._filter_text:
            return
        ids = [thread.comments[index].id for index in matches]
        is_shown = self._reader.filter(ids, is_flat=self._is_flat)
        if is_shown:
            note = ngettext(
                "Filter {filter}: {number} comment", "Filter {filter}: {number} comments", len(ids)
            )
        else:
            note = _("Filter {filter}: no comment, so all are shown")
        self._filter_note = note.format(filter=text.strip(), number=f"{len(ids):,}")

    async def toggle_flat(self) -> None:
        """Show a filter's matches with or without the comments above them."""
        self._is_flat = not self._is_flat
        if self._filter_text:
            await self.show_only(self._filter_text)

    def _end_filter(self) -> None:
        self._filter_text = self._filter_note = ""
        self._reader.filter(None)

    def _end_search(self) -> None:
        self._query, self._matches, self._search_note = Query(""), [], ""
        self._reader.highlight(None)

    async def _search(self, text: str, *, stays: bool = False) -> None:
        query = self._query = Query(text, self._same_kana)
        if (thread := self._reader.thread) is None:
            return
        matches = await asyncio.to_thread(query.find, thread)
        if self._query is not query:
            return
        self._matches = [thread.comments[index].id for index in matches]
        self._reader.highlight(query if text.strip() else None)
        places = self._places()
        if places and (stays or self._stays):
            self._note(places, bisect_left(places, self._reader.cursor or 0) % len(places))
            if not self._reader.has_moved:
                self._reader.reveal_match()
        elif places:
            start = self._index_of(self._before.cursor) if self._before else None
            self._go(places, bisect_left(places, start or 0) % len(places))
        else:
            self._search_note = _("{text}: no match").format(text=text) if text.strip() else ""

    def _places(self) -> list[Index]:
        """Return the indexes of the matches that the filter shows in the thread as it is now."""
        shown = view.outline.matches if (view := self._reader.view) else None
        matches = (id_ for id_ in self._matches if shown is None or id_ in shown)
        return sorted(at for id_ in matches if (at := self._index_of(id_)) is not None)

    def _index_of(self, comment_id: CommentId) -> Index | None:
        thread = self._reader.thread
        return thread.find(comment_id) if thread else None

    def _go(self, matches: list[Index], place: int) -> None:
        self._note(matches, place)
        self._open(matches[place])
        self._reader.go_to(matches[place])
        self._reader.reveal_match()

    def _note(self, matches: list[Index], place: int) -> None:
        line = _("{text}: {number} of {total}")
        self._search_note = line.format(text=self._query.text, number=place + 1, total=len(matches))

    def _open(self, index: Index) -> None:
        """Unfold a match, whose text is what was looked for."""
        thread, view = self._reader.thread, self._reader.view
        if thread and view and view.outline.is_folded(index):
            self._reader.refold((), (thread.comments[index].id,))
