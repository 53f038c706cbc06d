"""What is loaded of a list of stories."""

import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from matome_tui.core.items import Story
from matome_tui.core.story_page import Item
from matome_tui.ui.screens.listings import ListError, Listing

_PAGE = 30


class LoadedList:
    """The part of a list that is loaded: pages, and the details of the stories on them.

    Attributes:
        listing: The list.
        ids: Ids of its items, in order.
        items: The loaded items by id.
        is_fresh: Whether the list is as it is now, not as it was kept.
        loaded_at: When it was loaded, in seconds since 1970; 0 if that is not known.
        failure: Why the last page or its details were not loaded; empty if they were.
        has_stand_ins: Whether it has kept threads because it could not be loaded.
        is_loading: Whether a page is being loaded.
        cursor: The row at the cursor when the list was left for a search.
        filter_text: The filter at that time.
    """

    def __init__(self, listing: Listing) -> None:
        """Begin empty."""
        self.listing = listing
        self.ids: list[int] = []
        self.items: dict[int, Item] = {}
        self.is_fresh = self.has_stand_ins = False
        self.loaded_at = 0
        self.failure = ""
        self.is_loading = False
        self.cursor = 0
        self.filter_text = ""
        self._pages = 0
        self._has_more = True
        self._asked: set[int] = set()
        self._is_repeat = False  # its items are those of the time before

    def take_kept(self) -> None:
        """Take the stories of last time."""
        self._take(self.listing.kept())
        self.loaded_at = self.listing.kept_since()

    def again(self) -> "LoadedList":
        """Return the list to be loaded anew; until it is, it has what this one has."""
        anew = LoadedList(self.listing)
        if not self.has_stand_ins:
            anew.ids, anew.items, anew.loaded_at = [*self.ids], {**self.items}, self.loaded_at
            anew._asked, anew._is_repeat = set(self.items), True
        return anew

    async def fail(self, failure: str) -> None:
        """Note why a page was not loaded; if there is nothing to show, take kept threads."""
        self.failure = failure
        if not self.ids:
            self._take(await self.listing.stand_ins())
            self._asked.update(self.ids)
            self.has_stand_ins = bool(self.ids)

    def _take(self, stories: Iterable[Story]) -> None:
        for story in stories:
            self.ids.append(story.id)
            self.items[story.id] = story

    @property
    def wants_page(self) -> bool:
        """Whether there is another page to load, and none is being loaded."""
        return self.is_fresh and self._has_more and not self.is_loading

    async def load_page(self) -> None:
        """Load the next page. Raises ListError; there is no other page then."""
        try:
            page = await self.listing.page(self._pages)
        except ListError:
            self._has_more = False
            raise
        self._pages, self._has_more = self._pages + 1, page.has_more
        if not self.is_fresh:
            self.loaded_at = int(time.time())
        if self._is_repeat:
            self._asked.clear()
            self._is_repeat = False
        self.failure = ""
        before = self.ids if self.is_fresh else []
        self.ids = [*dict.fromkeys((*before, *page.ids))]
        self.is_fresh = True
        self.items.update(page.items)
        if not self.listing.is_own:
            self._asked.update(page.items)

    def take_unasked(self, shown: Iterable[int]) -> list[int]:
        """Return the ids of a page of items from the first of `shown` that was not asked for.

        They count as asked for from then on.
        """
        first = next((item_id for item_id in shown if item_id not in self._asked), None)
        if first is None:
            return []
        start = self.ids.index(first)
        page = [i for i in self.ids[start : start + _PAGE] if i not in self._asked]
        self._asked.update(page)
        return page

    async def load_details(self, ids: list[int]) -> None:
        """Load stories by id; those that Hacker News does not have leave the list.

        The user's own lists keep them.

        Raises:
            ListError: They could not be loaded; they are asked for again.
        """
        try:
            found = await self.listing.details(ids)
        except ListError as error:
            self._asked.difference_update(ids)
            self.failure = str(error)
            raise
        if self.is_fresh:
            self.failure = ""
        self.items.update((story.id, self._with_title(story)) for story in found.values())
        if not self.listing.is_own:
            gone = {story_id for story_id in ids if story_id not in found}
            self.ids = [story_id for story_id in self.ids if story_id not in gone]

    def _with_title(self, story: Story) -> Story:
        """Return a story with the title that it had before Hacker News has hidden it."""
        known = self.items.get(story.id)
        return replace(story, title=known.title) if known and not story.title else story

    async def keep(self) -> None:
        """Keep the first stories for the next time."""
        if self.is_fresh:
            found = map(self.items.get, self.ids)
            first = [story for story in takewhile(bool, found) if isinstance(story, Story)]
            await self.listing.keep(first, self.loaded_at)
