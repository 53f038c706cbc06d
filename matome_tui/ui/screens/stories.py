"""The stories screen: the lists of Hacker News, and the user's own."""

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Static

from matome_tui.core.comment.wrap import truncate
from matome_tui.core.items import FoundComment, Story
from matome_tui.i18n import N_, _
from matome_tui.store.error import StoreError
from matome_tui.ui.commands import Group
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.screens.list_display import ListDisplay
from matome_tui.ui.screens.listings import ListError, SearchListing, listings
from matome_tui.ui.screens.loaded_list import LoadedList
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.bars import StatusBar
from matome_tui.ui.widgets.name_bar import NameBar
from matome_tui.ui.widgets.story_list import StoryList

if TYPE_CHECKING:
    from textual.widgets import Input

    from matome_tui.core.story_query import StoryQuery
    from matome_tui.store.reading import Mark
    from matome_tui.ui.widgets.search_bar import SearchBar

_TITLE_CELLS = 32
"""Of a title in a note, which then fits into 80 cells, in Japanese too."""
_DONE: "dict[tuple[Mark, bool], str]" = {
    ("bookmarked", True): N_("Bookmarked {title}; {key} undoes"),
    ("bookmarked", False): N_("Bookmark of {title} removed; {key} undoes"),
    ("hidden", True): N_("Hidden {title}; {key} brings it back"),
    ("hidden", False): N_("{title} is shown again; {key} undoes"),
}
REST_SECONDS = 0.5
"""Time without a move of the cursor after which the story under it is prefetched."""


class StoriesScreen(MatomeScreen[None]):
    """Shows a list of stories; Tab goes to the next list."""

    CSS_PATH = style_path("stories")
    BLANK: ClassVar[bool] = True
    GROUPS: ClassVar[tuple[Group, ...]] = ("stories", "everywhere")

    def __init__(self, search: str = "") -> None:
        """Begin with a search, or with the front page. Raises QueryError."""
        super().__init__()
        self._typed = search
        self._begin_with = _parsed(search) if search else None
        self._list = 0
        self._was_seen = False
        self._rest: Timer | None = None
        self._filter_before, self._place_before = "", (0, 0)

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        yield NameBar(id="title")
        yield Static(id="failure", markup=False)
        yield StoryList(self.glyphs, id="stories")
        yield StatusBar("stories", "everywhere", id="status")

    def on_mount(self) -> None:
        """Show what changes of posts and people."""
        self._display = ListDisplay(self, listings(self.services))
        self._loaded = self._before_search = LoadedList(self._display.listings[0])
        self._rows.focus()
        if self.services.connect is None:
            status = self.query_one(StatusBar)
            status.offer("stories", "everywhere", without=("stories.refresh",))
        self.follow(self.services.site.index_read, lambda _: self._show())
        self.follow(self.services.people.changed, lambda _: self._show_and_load())

    def on_screen_resume(self) -> None:
        """Load the first list when the screen is first seen: a thread may cover it."""
        if self.is_active and self._was_seen:
            self._find_drafts()
            self._show()  # the state of a story may have changed
        elif self.is_active:
            self._was_seen = True
            if self._begin_with:
                self.services.reading.note_search(self._typed)
                self._store()
                self._open(LoadedList(SearchListing(self.services, self._begin_with, self._typed)))
            else:
                self._open_list()

    # Lists

    def action_next_list(self, step: int) -> None:
        """Show the next list (1) or the previous one (-1)."""
        self._list = (self._list + step) % len(self._display.listings)
        self._open_list()

    @on(NameBar.Chosen)
    def _open_named_list(self, event: NameBar.Chosen) -> None:
        self._list = event.number
        self._open_list()

    def _open_list(self) -> None:
        """Show the list as it was last time, then load it."""
        loaded = LoadedList(self._display.listings[self._list])
        loaded.take_kept()
        self._open(loaded)

    def action_refresh_list(self) -> None:
        """Load the list again."""
        self.note_if_offline()
        self._open(self._loaded.again())

    def _open(self, loaded: LoadedList) -> None:
        """Show what is kept of a list, then load it."""
        if loaded.listing is not self._loaded.listing:
            self._display.narrow("")
        self._switch(loaded)
        # The HTTP client takes longer to load than the kept list to show.
        self._load(waits=True)

    def _switch(self, loaded: LoadedList) -> None:
        self._loaded = loaded
        self._display.show_title(loaded.listing)
        self._rows.clear()  # the cursor does not follow a story of another list
        self._show()

    def _show(self) -> None:
        self._display.show(self._loaded)

    # Searches

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_search(self) -> None:
        """Ask for words and filters, and list what they find."""
        from matome_tui.ui.flows.search import ask_for_search

        if asked := await ask_for_search(self.matome, self.services.reading, self._typed):
            self._store()
            self._search(*asked)

    def _search(self, typed: str, query: "StoryQuery") -> None:
        if self._query is None:
            self._begin_with = None
            self._loaded.cursor = self._rows.cursor
            self._loaded.filter_text = self._display.filter_text
            self._before_search = self._loaded
        self._typed = typed
        self._open(LoadedList(SearchListing(self.services, query, typed)))

    @property
    def _query(self) -> "StoryQuery | None":
        listing = self._loaded.listing
        return listing.query if isinstance(listing, SearchListing) else None

    def action_go_day(self, step: int) -> None:
        """List the best stories of the day before (-1) or after (1); today's is the list."""
        from matome_tui.core.story_query import day_query, neighbouring_day

        day = neighbouring_day(self._query, step, time.time())
        if day is not None:
            self._search(f"day:{day.isoformat()}", day_query(day))
        elif self._query is not None:
            self.action_leave_search()

    def action_leave_search(self) -> None:
        """End the filter; or cancel loading, and return from a search to the list."""
        if self._display.is_narrowed:
            self._narrow("")
            return
        self.workers.cancel_group(self, "list")
        if self._query is not None:
            self._return_to_list()
        elif self._loaded.is_loading:
            line = _("Cancelled; {key} loads the list")
            self._display.say("", line.format(key=self.shown_key("stories.refresh")))

    def go_back(self) -> bool:
        """Return from a search to the list that it was made on; see `MatomeScreen.go_back`."""
        if self._query is None or self._begin_with is not None:
            return False
        self.workers.cancel_group(self, "list")
        self._return_to_list()
        return True

    def _return_to_list(self) -> None:
        """Show the list as it was before the search, without requests if it was loaded."""
        self._switch(self._before_search)
        self._narrow(self._loaded.filter_text)
        self._rows.go_to(self._loaded.cursor)
        if self._loaded.is_fresh:
            self._load_details()
        else:
            self._load()

    # Order, filter, muting

    def action_sort(self) -> None:
        """Sort what is loaded in the next order."""
        self._loaded.listing.next_order()
        self._display.show_title(self._loaded.listing)
        self._show()
        self._display.show_state(self._loaded)
        self._rows.go_to(0)

    async def action_filter(self) -> None:
        """Let the user type which of the loaded stories to show."""
        from matome_tui.ui.widgets.search_bar import SearchBar

        if not self.query(SearchBar):
            await self.mount(SearchBar(id="find"), before=self.query_one(StatusBar))
        self._filter_before, self._place_before = self._display.filter_text, self._rows.place()
        hint = _("Show only: words, by:NAME, points>100, site:example.com")
        self.query_one(SearchBar).ask(hint, self._filter_before)

    def on_input_changed(self, event: "Input.Changed") -> None:
        """Show only what matches what is typed so far."""
        self._narrow(event.value)

    def on_search_bar_ended(self, event: "SearchBar.Ended") -> None:
        """Keep the filter, or go back to the one before, if any, and to the story."""
        if not event.is_kept:
            self._narrow(self._filter_before)
            self._rows.return_to(self._place_before)
        self._rows.focus()

    def action_toggle_muted(self) -> None:
        """Show muted stories too, or no longer."""
        self._display.shows_muted = not self._display.shows_muted
        self._show_and_load()

    def _show_and_load(self) -> None:
        self._show()
        self._load_details()

    def _narrow(self, text: str) -> None:
        """Show only what matches a text; all if it is empty."""
        from matome_tui.core.story_query import QueryError

        try:
            self._display.narrow(text)
        except QueryError as error:
            self._show()
            self._display.say("", str(error))
        else:
            self._show()
            self._display.show_state(self._loaded)

    # Bookmarks and hidden stories

    def action_bookmark(self) -> None:
        """Bookmark the story, or remove its bookmark."""
        self._mark("bookmarked")

    def action_hide(self) -> None:
        """Hide the story in all lists, or show it again."""
        self._mark("hidden")

    def _mark(self, mark: "Mark") -> None:
        if item := self._rows.current:
            story = item.story() if isinstance(item, FoundComment) else item
            is_now = self.services.reading.toggle(story, mark)
            key = self.shown_key("stories.undo")
            title = truncate(story.title, _TITLE_CELLS, self.glyphs.ellipsis)
            self._say_done(_(_DONE[mark, is_now]).format(title=title, key=key))

    def action_undo(self) -> None:
        """Undo the last bookmark or hiding."""
        if story := self.services.reading.undo():
            self._say_done(_("Undone: {title}").format(title=story.title))
            self._rows.go_to_story(story.id)
        else:
            self.notify(_("Nothing to undo"))

    def _say_done(self, done: str) -> None:
        self._show()
        if not self._loaded.is_loading:
            self._display.show_state(self._loaded)
        self.notify(done)
        self._store()

    @work(group="reading", exit_on_error=False)
    async def _store(self) -> None:
        try:
            await self.services.reading.flush()
        except StoreError as error:
            self.warn(_("Not stored: {reason}").format(reason=error))

    # Opening

    def action_open_link(self) -> None:
        """Open the story's link, or its thread if it has none."""
        if story := self._rows.current:
            if story.url:
                self.matome.follow_link(story.url)
            else:
                self.matome.browse(self.matome.item_url(story.id))

    def action_open_person(self) -> None:
        """Open the profile of the story's or comment's author."""
        if story := self._rows.current:
            self.matome.open_person(story.author)

    def action_read_article(self) -> None:
        """Show the text of the story's page."""
        from matome_tui.ui.screens.article import ArticleScreen

        if (story := self._rows.current) and story.url:
            self.app.push_screen(ArticleScreen(story.url))
        else:
            self.notify(_("No link here"))

    def action_open_hn(self) -> None:
        """Open the thread on Hacker News."""
        if story := self._rows.current:
            self.matome.browse(self.matome.item_url(story.id))

    def on_row_list_chosen(self) -> None:
        """Open the thread."""
        if story := self._rows.current:
            found = self._rows.words_at_cursor()
            self.matome.open_thread(story.id, title=story.title, looked_for=found)

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
    def _rows(self) -> StoryList:
        return self.query_one(StoryList)

    # Loading

    @work(exclusive=True, group="list", exit_on_error=False)
    async def _load(self, *, waits: bool = False) -> None:
        """Load the next page of the list, as soon as what is known of it is shown if `waits`."""
        self._display.say("", _("Loading"))
        self._display.spin(True)
        loaded = self._loaded
        loaded.is_loading = True
        try:
            if waits:
                await self._painted()
            await self._load_states()
            await self._load_page(loaded)
        finally:
            loaded.is_loading = False
            self._display.spin(self._loaded.is_loading)
        self._load_details()
        await loaded.keep()

    async def _painted(self) -> None:
        """Wait for the screen; Textual paints nothing before the app works its queue off."""
        painted = asyncio.Event()
        self.app.call_later(self.call_after_refresh, painted.set)
        await painted.wait()

    async def _load_states(self) -> None:
        """Read what the user has done with stories, also in other programs."""
        reading = self.services.reading
        try:
            await reading.load()
        except StoreError as error:
            self.warn(_("Bookmarks and visits cannot be read: {reason}").format(reason=error))
        if aside := reading.take_damaged():
            line = _("The file of bookmarks and visits was damaged; it is now {path}")
            self.warn(line.format(path=aside))
        self._find_drafts()
        self._show()

    def _find_drafts(self) -> None:
        drafts = self.services.drafts
        with suppress(StoreError):  # the drafts report that themselves
            self._display.drafted, self._display.saved = drafts.threads(), drafts.saved_threads()

    async def _load_page(self, loaded: LoadedList) -> None:
        if not loaded.is_fresh:
            self._load_details()  # of the kept list, at the same time
        try:
            await loaded.load_page()
        except ListError as error:
            await loaded.fail(str(error))
        self._show()
        self._display.show_state(loaded)

    def _load_details(self) -> None:
        """Load the stories that come into view, and the next page near the end of the list."""
        loaded, shown = self._loaded, self._display.shown
        is_at_end = self._rows.last_row_in_view() >= len(shown) - 1
        loads_more = is_at_end and not self._display.is_narrowed
        if loads_more and loaded.wants_page:
            loaded.is_loading = True
            self.call_later(self._load)
        seen = [shown[row] for row in self._rows.wanted]
        # In another order the stories that follow are not in view before they are loaded.
        if ids := loaded.take_unasked([*seen, *(loaded.ids if loads_more else ())]):
            self._load_stories(loaded, ids)

    @work(group="details", exit_on_error=False)
    async def _load_stories(self, loaded: LoadedList, ids: list[int]) -> None:
        failed_before = loaded.failure
        try:
            await loaded.load_details(ids)
        except ListError:
            if loaded is self._loaded and not loaded.is_loading:
                self._display.show_state(loaded)
            return
        if loaded is self._loaded:
            self._show()
            # In another order more is shown than before.
            if loaded.listing.order != "rank" or loaded.failure != failed_before:
                self._display.show_state(loaded)
            self._load_details()
            await loaded.keep()


def _parsed(search: str) -> "StoryQuery":
    """Return a search. Raises QueryError."""
    from matome_tui.core.story_query import StoryQuery

    return StoryQuery.parse(search, time.time())
