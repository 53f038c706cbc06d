"""The stories screen: the lists of Hacker News."""

import asyncio
import time
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.timer import Timer

from matome_tui.core.items import FoundComment, ListName, Story
from matome_tui.i18n import N_, _, ngettext
from matome_tui.ui.commands import Group, find, first_key
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.story_list import StoryList

if TYPE_CHECKING:
    from matome_tui.core.story_query import StoryQuery
    from matome_tui.hn.service import HackerNews
    from matome_tui.hn.sources import Source

_LISTS: tuple[tuple[ListName, str], ...] = (
    ("top", N_("Top")),
    ("new", N_("New")),
    ("best", N_("Best")),
    ("ask", N_("Ask")),
    ("show", N_("Show")),
    ("job", N_("Jobs")),
)
_PAGE = 30
REST_SECONDS = 0.5
"""Time without a move of the cursor after which the story under it is prefetched."""


@dataclass
class _Loaded:
    """What is loaded of a list.

    Attributes:
        ids: Ids of its items, in order.
        stories: The loaded items by id.
        asked: Ids of items that were requested.
        pages: Number of loaded pages.
        is_fresh: Whether the list is as it is now, not as it was kept.
        has_more: Whether another page follows.
        is_loading: Whether a page is being loaded.
        cursor: The row at the cursor when the list was left.
    """

    ids: list[int] = field(default_factory=list)
    stories: dict[int, Story | FoundComment] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)
    pages: int = 0
    is_fresh: bool = False
    has_more: bool = True
    is_loading: bool = False
    cursor: int = 0


class StoriesScreen(MatomeScreen[None]):
    """Shows a list of stories; Tab goes to the next list."""

    CSS_PATH = style_path("stories")
    BLANK: ClassVar[bool] = True
    GROUPS: ClassVar[tuple[Group, ...]] = ("stories", "everywhere")

    def __init__(self, search: str = "") -> None:
        """Begin with a search, or with the front page. Raises QueryError."""
        super().__init__()
        self._list = 0
        self._loaded = _Loaded()
        self._before_search = _Loaded()
        self._typed = search
        self._query = _parsed(search) if search else None
        self._was_seen = False
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        yield Bar(id="title")
        yield StoryList(self.glyphs, id="stories")
        yield StatusBar("stories", "everywhere", id="status")

    def on_mount(self) -> None:
        """Mark stories with a post when the site's posts are read."""
        self.follow(self.services.site.index_read, lambda _: self._show())

    def on_screen_resume(self) -> None:
        """Load the first list when the screen is first seen: a thread may cover it."""
        if self.is_active and not self._was_seen:
            self._was_seen = True
            self._open_list()

    def action_next_list(self, step: int) -> None:
        """Show the next list (1) or the previous one (-1)."""
        self._query = None
        self._list = (self._list + step) % len(_LISTS)
        self._open_list()

    def _open_list(self) -> None:
        """Show the list as it was last time, then load it."""
        self._show_title()
        self._loaded = _Loaded()
        self._show()  # empty: the cursor does not follow a story of another list
        if self.services.connect and self._query is None:
            kept = self.services.story_lists.load(self._list_name)
            self._loaded.stories.update((story.id, story) for story in kept)
            self._loaded.ids = [story.id for story in kept]
            self._show()
        # The HTTP client takes longer to load than the kept list to show.
        self._load(waits=True)

    def action_refresh_list(self) -> None:
        """Load the list again."""
        self._show_title()
        self._loaded = _Loaded()
        self._show()
        self._load()

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_search(self) -> None:
        """Ask for words and filters, and list what they find."""
        from matome_tui.core.story_query import QueryError
        from matome_tui.ui.widgets.dialogs import TextQuestion

        typed: str | None = self._typed
        while True:
            example = "sqlite by:NAME points>100 site:example.com last:week in:comments sort:date"
            typed = await self.app.push_screen_wait(
                TextQuestion(_("Search Hacker News"), typed or "", example, enter=_("search"))
            )
            if not typed:
                return
            self._typed = typed
            try:
                query = _parsed(typed)
            except QueryError as error:
                self.warn(str(error))
            else:
                self._show_search(query)
                return

    def _show_search(self, query: "StoryQuery") -> None:
        if self._query is None:
            self._loaded.cursor = self._rows.cursor
            self._before_search = self._loaded
        self._query = query
        self.action_refresh_list()

    def action_go_day(self, step: int) -> None:
        """List the best stories of the day before (-1) or after (1); today's is the list."""
        from matome_tui.core.story_query import day_query, neighbouring_day

        day = neighbouring_day(self._query, step, time.time())
        if day is not None:
            self._typed = f"day:{day.isoformat()}"
            self._show_search(day_query(day))
        elif self._query is not None:
            self.action_leave_search()

    def action_leave_search(self) -> None:
        """Cancel loading; return from a search to the list, without requests."""
        self.workers.cancel_group(self, "list")
        if self._query is None:
            key = first_key(find("stories.refresh"), self.matome.keymap)
            if self._loaded.is_loading:
                self._status.say(_("Cancelled; {key} loads the list").format(key=key))
            return
        self._query, self._loaded = None, self._before_search
        if not self._loaded.pages:
            self.action_refresh_list()
            return
        self._show_title()
        self._show()
        self._rows.go_to(self._loaded.cursor)
        self._say_number()
        self._load_details()

    def action_open_link(self) -> None:
        """Open the story's link, or its thread if it has none."""
        if story := self._rows.current:
            self.matome.browse(story.url or self.matome.item_url(story.id))

    def action_open_hn(self) -> None:
        """Open the thread on Hacker News."""
        if story := self._rows.current:
            self.matome.browse(self.matome.item_url(story.id))

    def on_row_list_chosen(self) -> None:
        """Open the thread."""
        if story := self._rows.current:
            self.matome.open_thread(story.id)

    def on_row_list_highlighted(self) -> None:
        """Load what comes into view, and the thread under the cursor if that rests."""
        self._load_details()
        self._await_rest()

    def on_resize(self) -> None:
        """Load what comes into view."""
        self.call_after_refresh(self._load_details)

    def _await_rest(self) -> None:
        """Prefetch the thread under the cursor once that rests, and no other."""
        self.workers.cancel_group(self, "prefetch")
        if self._rest:
            self._rest.stop()
        self._rest = self.set_timer(REST_SECONDS, self._prefetch)

    @work(exclusive=True, group="prefetch", exit_on_error=False)
    async def _prefetch(self) -> None:
        hn, story = self.services.hn, self._rows.current
        is_wanted = self.is_current and self.services.settings.hn.prefetch
        if is_wanted and hn and isinstance(story, Story) and story.comments:
            await hn.threads.prefetch.run(story.id)

    @property
    def _list_name(self) -> ListName:
        return _LISTS[self._list][0]

    @property
    def _rows(self) -> StoryList:
        return self.query_one(StoryList)

    @property
    def _status(self) -> StatusBar:
        return self.query_one(StatusBar)

    def _show(self) -> None:
        index = self.services.site.index
        threads = index.threads.items() if index else ()
        dates = {thread: posts[0].date for thread, posts in threads}
        self._rows.show(self._loaded.ids, self._loaded.stories, dates)

    def _show_title(self) -> None:
        if self._query is not None:
            self.query_one(Bar).show("matome  " + _("Search: {text}").format(text=self._typed))
            return
        if self.services.connect is None:
            self.query_one(Bar).show("matome  " + _("Threads kept on this machine"))
            return
        names = [_(title) for _list, title in _LISTS]
        names[self._list] = f"[{names[self._list]}]"
        self.query_one(Bar).show(f"matome  {'  '.join(names)}")

    @work(exclusive=True, group="list", exit_on_error=False)
    async def _load(self, *, waits: bool = False) -> None:
        """Load the next page of the list, as soon as what is known of it is shown if `waits`."""
        self._status.say(_("Loading"))
        loaded = self._loaded
        loaded.is_loading = True
        try:
            if waits:
                await self._painted()
            if (hn := await self.services.load_hn()) is None:
                await self._show_stored()
            else:
                await self._load_next(hn, loaded)
        finally:
            loaded.is_loading = False
        self._load_details()
        await self._keep()

    async def _painted(self) -> None:
        """Wait for the screen; Textual paints nothing before the app works its queue off."""
        painted = asyncio.Event()
        self.app.call_later(self.call_after_refresh, painted.set)
        await painted.wait()

    async def _load_next(self, hn: "HackerNews", loaded: _Loaded) -> None:
        from matome_tui.hn.http import HNError

        if not loaded.is_fresh:
            self._load_details()  # of the kept list, at the same time
        try:
            page = await self._source(hn).page(loaded.pages)
        except HNError as error:
            self._say_failure(error)
            loaded.has_more = False
            return
        loaded.pages, loaded.has_more = loaded.pages + 1, page.has_more
        before = loaded.ids if loaded.is_fresh else []
        loaded.ids = [*dict.fromkeys((*before, *page.ids))]
        loaded.is_fresh = True
        loaded.stories.update(page.items)
        loaded.asked.update(page.items)
        self._show()
        self._say_number()

    def _source(self, hn: "HackerNews") -> "Source":
        return hn.ranked(self._list_name) if self._query is None else hn.search(self._query)

    def _say_number(self) -> None:
        number = len(self._loaded.ids)
        if self._query is not None and self._query.is_for_comments:
            shown = ngettext("{number:,} comment", "{number:,} comments", number)
        else:
            shown = ngettext("{number:,} story", "{number:,} stories", number)
        self._status.say(shown.format(number=number))

    def _say_failure(self, error: Exception) -> None:
        key = first_key(find("stories.refresh"), self.matome.keymap)
        self._status.say(_("{reason}; {key} tries again").format(reason=error, key=key))

    async def _show_stored(self) -> None:
        from matome_tui.store.database import StoreError

        try:
            stories = await asyncio.to_thread(self.services.threads.stories)
        except StoreError as error:
            self._say_failure(error)
            return
        if self._query is not None:
            stories = [story for story in stories if self._query.matches(story)]
        loaded = self._loaded
        loaded.ids = [story.id for story in stories]
        loaded.stories = {story.id: story for story in stories}
        loaded.asked, loaded.has_more = set(loaded.ids), False
        self._show()
        self._status.say(_("Offline"))

    def _load_details(self) -> None:
        rows, loaded = self._rows.wanted, self._loaded
        is_at_end = self._rows.last_row_in_view() >= len(loaded.ids) - 1
        if loaded.pages and loaded.has_more and is_at_end and not loaded.is_loading:
            loaded.is_loading = True
            self.call_later(self._load)
        wanted = [loaded.ids[row] for row in rows if loaded.ids[row] not in loaded.asked]
        if not wanted:
            return
        start = loaded.ids.index(wanted[0])
        page = [i for i in loaded.ids[start : start + _PAGE] if i not in loaded.asked]
        loaded.asked.update(page)
        self._load_page(loaded, page)

    @work(group="details", exit_on_error=False)
    async def _load_page(self, loaded: _Loaded, ids: list[int]) -> None:
        hn = await self.services.load_hn()
        if hn is None:
            return
        from matome_tui.hn.http import HNError

        try:
            found = await hn.lists.details(ids)
        except HNError as error:
            loaded.asked.difference_update(ids)
            self._say_failure(error)
            return
        loaded.stories.update(found)
        gone = {story_id for story_id in ids if story_id not in found}
        loaded.ids = [story_id for story_id in loaded.ids if story_id not in gone]
        if loaded is self._loaded:
            self._show()
            self._load_details()
            await self._keep()

    async def _keep(self) -> None:
        """Keep the first stories of a list for the next time."""
        loaded = self._loaded
        if loaded.is_fresh and self._query is None:
            found = map(loaded.stories.get, loaded.ids)
            first = [story for story in takewhile(bool, found) if isinstance(story, Story)]
            await asyncio.to_thread(self.services.story_lists.save, self._list_name, first)


def _parsed(search: str) -> "StoryQuery":
    """Return a search. Raises QueryError."""
    from matome_tui.core.story_query import StoryQuery

    return StoryQuery.parse(search, time.time())
