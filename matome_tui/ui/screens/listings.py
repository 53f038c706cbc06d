"""The lists of the stories screen: where each comes from, and what is said if it is empty."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from matome_tui.core.items import ListName, Story
from matome_tui.core.story_page import Page
from matome_tui.core.story_state import StoryState
from matome_tui.core.story_view import ORDERS, Order
from matome_tui.i18n import N_, _
from matome_tui.store.error import StoreError
from matome_tui.ui.services import Services

if TYPE_CHECKING:
    from matome_tui.core.story_query import StoryQuery
    from matome_tui.store.reading import Mark

T = TypeVar("T")
KeyOf = Callable[[str], str]
"""Returns the key of a command by its id."""

_RANKED: tuple[tuple[ListName, str], ...] = (
    ("top", N_("Top")),
    ("new", N_("New")),
    ("best", N_("Best")),
    ("ask", N_("Ask")),
    ("show", N_("Show")),
    ("job", N_("Jobs")),
)


class ListError(Exception):
    """A part of a list cannot be loaded; the message is one line."""


class Listing:
    """A list of stories; subclasses say which.

    Attributes:
        title: In the user's language.
        is_own: Whether the user made it: a story stays even if Hacker News has it no more.
        is_for_comments: Whether it has comments instead of stories.
        order: The order that the user has chosen for it.
        words: What was searched for in the comments that it has; empty for nothing.
        author: User name, if it was asked for what they have written: then they are not muted.
    """

    is_own = False
    is_for_comments = False
    words = ""
    author = ""

    def __init__(self, services: Services, title: str) -> None:
        self.title = title
        self.order: Order = "rank"
        self._services = services

    def next_order(self) -> None:
        """Go to the next order."""
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]

    def kept(self) -> list[Story]:
        """Return the stories of last time, to show until the list is loaded."""
        return []

    def kept_since(self) -> int:
        """Return when these were loaded, in seconds since 1970; 0 if that is not known."""
        return 0

    async def page(self, number: int) -> Page:
        """Load a page, counted from 0. Raises ListError."""
        raise NotImplementedError

    async def details(self, ids: Sequence[int]) -> Mapping[int, Story]:
        """Return stories by id, without those that Hacker News does not have. Raises ListError.

        Offline, return those that are kept.
        """
        hn = await self._services.load_hn()
        return await _asked(hn.lists.details(ids)) if hn else {}

    async def keep(self, stories: Sequence[Story], loaded: int) -> None:
        """Keep its first stories, and when they were loaded, for the next time."""

    async def stand_ins(self) -> list[Story]:
        """Return what to show if the list cannot be loaded: the threads kept on this machine."""
        try:
            return [] if self.is_own else await _kept(self._services)
        except ListError:
            return []  # why the list was not loaded says enough

    def has_place_for(self, state: StoryState) -> bool:
        """Return whether a story in a state is in the list."""
        return not state.hidden

    def empty_text(self, key: KeyOf) -> tuple[str, ...]:
        """Return what to say if there is nothing in it: what it is, and what can be done.

        Args:
            key: Returns the key of a command by its id.
        """
        again = _("{key} loads the list again").format(key=key("stories.refresh"))
        return (_("No stories here now"), again)


class RankedListing(Listing):
    """One of today's lists of Hacker News."""

    def __init__(self, services: Services, name: ListName, title: str) -> None:
        super().__init__(services, title)
        self._name = name

    def kept(self) -> list[Story]:
        """Return the stories of last time."""
        return self._services.story_lists.load(self._name)

    def kept_since(self) -> int:
        """Return when these were loaded; see `Listing.kept_since`."""
        return self._services.story_lists.loaded(self._name)

    async def page(self, number: int) -> Page:
        """Load a page; see `Listing.page`."""
        hn = await self._services.load_hn()
        return await _asked(hn.ranked(self._name).page(number)) if hn else Page(())

    async def keep(self, stories: Sequence[Story], loaded: int) -> None:
        """Keep its first stories; see `Listing.keep`."""
        await asyncio.to_thread(self._services.story_lists.save, self._name, stories, loaded)


class KeptListing(Listing):
    """The threads kept on this machine."""

    async def page(self, number: int) -> Page:  # noqa: ARG002
        """Read the threads; there is one page."""
        return _page(await _kept(self._services))

    def empty_text(self, key: KeyOf) -> tuple[str, ...]:  # noqa: ARG002
        """Return what to say if there is nothing in it."""
        return (
            _("No threads kept on this machine yet"),
            _("Threads that you open without --offline are kept"),
        )


class MarkedListing(Listing):
    """The stories that the user has bookmarked, or hidden."""

    is_own = True

    def __init__(self, services: Services, mark: "Mark") -> None:
        super().__init__(services, _("Bookmarks") if mark == "bookmarked" else _("Hidden"))
        self._mark = mark

    async def page(self, number: int) -> Page:  # noqa: ARG002
        """Read the stories; there is one page."""
        try:
            return _page(await self._services.reading.marked(self._mark))
        except StoreError as error:
            raise ListError(str(error)) from error

    def has_place_for(self, state: StoryState) -> bool:
        """Return whether a story in a state is in the list."""
        return bool(state.bookmarked if self._mark == "bookmarked" else state.hidden)

    def empty_text(self, key: KeyOf) -> tuple[str, ...]:
        """Return what to say if there is nothing in it."""
        if self._mark == "bookmarked":
            line = _("{key} on a story or in its thread sets one")
            return (_("No bookmarks"), line.format(key=key("stories.bookmark")))
        line = _("{key} on a story hides it in all lists")
        return (_("No hidden stories"), line.format(key=key("stories.hide")))


class SearchListing(Listing):
    """What a search finds; offline, among the threads kept on this machine."""

    def __init__(self, services: Services, query: "StoryQuery", typed: str) -> None:
        super().__init__(services, _("Search: {text}").format(text=typed))
        self.query = query
        self.is_for_comments = query.is_for_comments
        self.words = query.words if query.is_for_comments else ""
        self.author = query.author
        self._typed = typed

    async def page(self, number: int) -> Page:
        """Load a page; see `Listing.page`."""
        if hn := await self._services.load_hn():
            return await _asked(hn.search(self.query).page(number))
        return _page([s for s in await _kept(self._services) if self.query.matches(s)])

    async def stand_ins(self) -> list[Story]:
        """Return the kept threads that match."""
        return [story for story in await super().stand_ins() if self.query.matches(story)]

    def empty_text(self, key: KeyOf) -> tuple[str, ...]:
        """Return what to say if there is nothing in it."""
        if self._services.connect is None:
            found = _("No thread kept on this machine matches: {text}")
        elif self.is_for_comments:
            found = _("No comment on Hacker News matches: {text}")
        else:
            found = _("No story on Hacker News matches: {text}")
        line = _("{search} changes the search, {leave} goes back to the list")
        keys = {"search": key("stories.search"), "leave": key("stories.leave_search")}
        return (found.format(text=self._typed), line.format(**keys))


def listings(services: Services) -> list[Listing]:
    """Return the lists to go through, the first to begin with."""
    marked = [MarkedListing(services, "bookmarked"), MarkedListing(services, "hidden")]
    if services.connect is None:
        return [KeptListing(services, _("Kept on this machine")), *marked]
    return [*(RankedListing(services, name, _(title)) for name, title in _RANKED), *marked]


async def _asked(answer: Awaitable[T]) -> T:
    """Return what Hacker News answers. Raises ListError."""
    from matome_tui.hn.http import HNError  # quick: whoever asks has loaded it

    try:
        return await answer
    except HNError as error:
        raise ListError(str(error)) from error


async def _kept(services: Services) -> list[Story]:
    """Return the stories of the threads kept on this machine. Raises ListError."""
    try:
        return await asyncio.to_thread(services.threads.stories)
    except StoreError as error:
        raise ListError(str(error)) from error


def _page(stories: Sequence[Story]) -> Page:
    return Page(tuple(story.id for story in stories), {story.id: story for story in stories})
