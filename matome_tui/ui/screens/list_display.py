"""A list of stories, shown in the widgets of the stories screen."""

import time

from textual.widgets import Static

from matome_tui.core.items import FoundComment
from matome_tui.core.muting import Muting
from matome_tui.core.story_view import Order, StoryView
from matome_tui.i18n import N_, _, ngettext
from matome_tui.ui.drawing.formats import ago, item_count
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.screens.listings import Listing
from matome_tui.ui.screens.loaded_list import LoadedList
from matome_tui.ui.widgets.bars import StatusBar
from matome_tui.ui.widgets.name_bar import NameBar
from matome_tui.ui.widgets.spinner import Spinner
from matome_tui.ui.widgets.story_list import StoryList

_ORDERS: dict[Order, str] = {
    "rank": N_("by rank"),
    "points": N_("by points"),
    "comments": N_("by comments"),
    "age": N_("by age"),
    "rate": N_("by comments/h"),
}


class ListDisplay:
    """Brings the widgets up to date with what is loaded of a list.

    Attributes:
        listings: The lists to go through.
        shown: Ids of the items that are shown, in order.
        filter_text: The filter as the user typed it; empty for none.
        shows_muted: Whether muted items are shown too.
        drafted: Ids of the threads with a draft.
        saved: Ids of the threads with a draft that has a post, which need not be in the site.
    """

    def __init__(self, screen: MatomeScreen[None], listings: list[Listing]) -> None:
        """Prepare; `screen` has the widgets."""
        self.listings = listings
        self.shown: list[int] = []
        self.filter_text = ""
        self.shows_muted = False
        self.drafted: set[int] = set()
        self.saved: set[int] = set()
        self._hidden = self._muted = 0  # numbers of items that are left out
        self._said: tuple[str, ...] = ("",)
        self._spinner = Spinner(screen, screen.glyphs, self._show_sign)
        self._failure = screen.query_one("#failure", Static)
        self._services = screen.services
        self._key = screen.shown_key
        self._view = StoryView(same_kana=screen.services.settings.ui.same_kana)
        self._title = screen.query_one(NameBar)
        self._rows = screen.query_one(StoryList)
        self._status = screen.query_one(StatusBar)

    def narrow(self, text: str) -> None:
        """Show only what matches a text; all if it is empty.

        Raises:
            QueryError: It has a filter that is not valid, or not yet; then all is shown.
        """
        self.filter_text, self._view.filter = text.strip(), None
        if self.filter_text:
            from matome_tui.core.story_query import StoryQuery

            self._view.filter = StoryQuery.parse(self.filter_text, time.time())

    @property
    def is_narrowed(self) -> bool:
        """Whether there is a filter."""
        return bool(self.filter_text)

    def show(self, loaded: LoadedList) -> None:
        """Show the items that are in the list and match the filter, in order."""
        reading, people = self._services.reading, self._services.people
        hidden, muted = self._hidden_in(loaded), self._muted_in(loaded)
        left_out = hidden | muted
        self._view.order = loaded.listing.order
        self.shown = self._view.arrange(
            loaded.ids, loaded.items, lambda item_id: item_id not in left_out, time.time()
        )
        index = self._services.site.index
        threads = index.threads.items() if index else ()
        dates = dict.fromkeys(self.saved, "")
        dates |= {thread: posts[0].date for thread, posts in threads}
        ranks = {item_id: rank for rank, item_id in enumerate(loaded.ids, 1)}
        self._rows.show(
            self.shown,
            loaded.items,
            dates,
            drafted=self.drafted,
            followed=people.followed,
            state=reading.__getitem__,
            ranks=ranks,
            words=loaded.listing.words,
        )
        self._rows.say(self._empty_text(loaded))
        self._show_why(loaded)
        self._hidden = len(hidden)
        if len(muted) != self._muted:
            self._muted = len(muted)
            self.say(*self._said)

    def _hidden_in(self, loaded: LoadedList) -> set[int]:
        """Return the ids of items that have no place in the list, as the user has hidden them."""
        reading, listing = self._services.reading, loaded.listing

        def story_of(item_id: int) -> int:
            item = loaded.items.get(item_id)
            return item.story_id if isinstance(item, FoundComment) else item_id

        return {i for i in loaded.ids if not listing.has_place_for(reading[story_of(i)])}

    def _muted_in(self, loaded: LoadedList) -> set[int]:
        """Return the ids of loaded items that are muted; none while they are shown."""
        if self.shows_muted or loaded.listing.is_own:
            return set()
        lists, people = self._services.settings.lists, self._services.people
        muting = Muting(people.muted - {loaded.listing.author}, lists.mute_words, lists.mute_sites)
        items = map(loaded.items.get, loaded.ids)
        return {item.id for item in items if item and muting.hides(item)}

    def spin(self, is_busy: bool) -> None:
        """Show that the list is being loaded, or no longer."""
        self._spinner.show(is_busy)

    def _show_sign(self) -> None:
        self._rows.wait(bool(self._spinner.sign))
        self.say(*self._said)

    def say(self, text: str, *states: str) -> None:
        """Show how much is in the list, what lasts, and how many items are muted."""
        self._said = text, *states
        states = (self._spinner.sign, *states)
        if number := self._muted:
            muted = ngettext("{number} muted ({key} shows)", "{number} muted ({key} shows)", number)
            text = f"{text}  {muted.format(number=number, key=self._key('stories.muted'))}".lstrip()
        self._status.say(text, *states)

    def _empty_text(self, loaded: LoadedList) -> tuple[str, ...]:
        if loaded.items and self.is_narrowed:
            line = _("Nothing that is loaded matches: {text}").format(text=self.filter_text)
            way_out = _("{key} shows all").format(key=self._key("stories.leave_search"))
            return (line, way_out)
        if loaded.failure:
            again = _("{key} tries again").format(key=self._key("stories.refresh"))
            return (loaded.failure, again, _("No threads kept on this machine yet"))
        return loaded.listing.empty_text(self._key) if loaded.is_fresh else ()

    def _show_why(self, loaded: LoadedList) -> None:
        """Show above kept threads why they stand for a list."""
        self._failure.display = loaded.has_stand_ins
        if loaded.has_stand_ins:
            line = _("{key} tries again. The threads kept on this machine:")
            again = line.format(key=self._key("stories.refresh"))
            self._failure.update(f"{loaded.failure}\n{again}")

    def show_title(self, listing: Listing) -> None:
        """Show the names of the lists, or that of a search, and the order."""
        titles, order = [one.title for one in self.listings], _(_ORDERS[listing.order])
        if listing in self.listings:
            self._title.show_names("matome", titles, listing.title, order)
        else:
            self._title.show_names(f"matome  {listing.title}", (), "", order)

    def show_state(self, loaded: LoadedList) -> None:
        """Show the number of items, the filter, and whether the program is offline."""
        shown, parts = len(self.shown), []
        states = [_("Offline")] if self._services.connect is None else []
        if self.is_narrowed:
            line = _("Filter {filter}: {number} of {total} ({key} ends)")
            key, total = self._key("stories.leave_search"), len(loaded.items)
            text = self.filter_text
            states.append(line.format(filter=text, number=shown, total=total, key=key))
        else:
            parts.append(item_count(shown, is_for_comments=loaded.listing.is_for_comments))
            if loaded.listing.order != "rank" and shown < len(loaded.ids) - self._hidden:
                parts[-1] = _("{number} loaded").format(number=parts[-1])
            if self._hidden and not loaded.listing.is_own:
                parts.append(_("{number} hidden").format(number=f"{self._hidden:,}"))
        self.say("  ".join(parts), *states, self._failure_of(loaded))

    def _failure_of(self, loaded: LoadedList) -> str:
        """Return what is not loaded of a list that is shown, and since when it is kept."""
        if not loaded.failure or not loaded.ids or loaded.has_stand_ins:
            return ""  # said where the list would be
        key, reason = self._key("stories.refresh"), loaded.failure
        if loaded.is_fresh:
            line = _("Not all is loaded ({key} tries again): {reason}")
            return line.format(key=key, reason=reason)
        age = ago(loaded.loaded_at, time.time())
        line = _("Kept list, {age} ({key} tries again): {reason}")
        return line.format(age=age, key=key, reason=reason)
