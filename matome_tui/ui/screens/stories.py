"""The stories screen: the lists of Hacker News."""

import asyncio
from itertools import takewhile
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.timer import Timer

from matome_tui.core.items import ListName, Story
from matome_tui.i18n import N_, _, ngettext
from matome_tui.store.database import StoreError
from matome_tui.ui.commands import Group, find, first_key
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.story_list import StoryList

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


class StoriesScreen(MatomeScreen[None]):
    """Shows a list of stories; Tab goes to the next list."""

    CSS_PATH = style_path("stories")
    GROUPS: ClassVar[tuple[Group, ...]] = ("stories", "everywhere")

    def __init__(self) -> None:
        """Begin with the front page."""
        super().__init__()
        self._list = 0
        self._ids: list[int] = []
        self._stories: dict[int, Story] = {}
        self._asked: set[int] = set()
        self._is_fresh = False  # whether the list is as it is now, not as it was kept
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
        self._list = (self._list + step) % len(_LISTS)
        self._open_list()

    def _open_list(self) -> None:
        """Show the list as it was last time, then load it."""
        self._show_title()
        self._clear()
        if self.services.connect:
            kept = self.services.story_lists.load(self._list_name)
            self._stories = {story.id: story for story in kept} | self._stories
            self._ids = [story.id for story in kept]
            self._show()
        # The HTTP client takes longer to load than the kept list to show.
        self.call_after_refresh(self._load)

    def _clear(self) -> None:
        self._ids, self._asked, self._is_fresh = [], set(), False
        self._show()

    def action_refresh_list(self) -> None:
        """Load the list again."""
        self._clear()
        self._load()

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
        if is_wanted and hn and story and story.comments:
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
        self._rows.show(self._ids, self._stories, dates)

    def _show_title(self) -> None:
        if self.services.connect is None:
            self.query_one(Bar).show("matome  " + _("Threads kept on this machine"))
            return
        names = [_(title) for _list, title in _LISTS]
        names[self._list] = f"[{names[self._list]}]"
        self.query_one(Bar).show(f"matome  {'  '.join(names)}")

    @work(exclusive=True, group="list", exit_on_error=False)
    async def _load(self) -> None:
        self._status.say(_("Loading"))
        if (hn := await self.services.load_hn()) is None:
            await self._show_stored()
            return
        from matome_tui.hn.http import HNError

        self._load_details()  # of the kept list, at the same time
        try:
            self._ids = await hn.lists.ids(self._list_name)
        except HNError as error:
            self._say_failure(error)
            return
        self._is_fresh = True
        self._show()
        number = len(self._ids)
        shown = ngettext("{number:,} story", "{number:,} stories", number)
        self._status.say(shown.format(number=number))
        self._load_details()
        await self._keep()

    def _say_failure(self, error: Exception) -> None:
        key = first_key(find("stories.refresh"), self.matome.keymap)
        self._status.say(_("{reason}; {key} tries again").format(reason=error, key=key))

    async def _show_stored(self) -> None:
        try:
            stories = await asyncio.to_thread(self.services.threads.stories)
        except StoreError as error:
            self._say_failure(error)
            return
        self._ids = [story.id for story in stories]
        self._stories = {story.id: story for story in stories}
        self._asked = set(self._ids)
        self._show()
        self._status.say(_("Offline"))

    def _load_details(self) -> None:
        rows = self._rows.wanted
        wanted = [self._ids[row] for row in rows if self._ids[row] not in self._asked]
        if not wanted:
            return
        start = self._ids.index(wanted[0])
        page = [i for i in self._ids[start : start + _PAGE] if i not in self._asked]
        self._asked.update(page)
        self._load_page(page)

    @work(group="details", exit_on_error=False)
    async def _load_page(self, ids: list[int]) -> None:
        hn = await self.services.load_hn()
        if hn is None:
            return
        from matome_tui.hn.http import HNError

        try:
            found = await hn.lists.details(ids)
        except HNError as error:
            self._asked.difference_update(ids)
            self._say_failure(error)
            return
        self._stories.update(found)
        gone = {story_id for story_id in ids if story_id not in found}
        self._ids = [story_id for story_id in self._ids if story_id not in gone]
        self._show()
        self._load_details()
        await self._keep()

    async def _keep(self) -> None:
        """Keep the first stories for the next time."""
        if self._is_fresh:
            found = (self._stories.get(story_id) for story_id in self._ids)
            loaded = [story for story in takewhile(bool, found) if story]
            await asyncio.to_thread(self.services.story_lists.save, self._list_name, loaded)
