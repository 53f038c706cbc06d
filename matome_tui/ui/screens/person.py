"""The person screen: a user's profile, submissions and comments."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.message import Message

from matome_tui.core.comment.links import link_numbers
from matome_tui.core.comment.markup import Document, parse_html
from matome_tui.core.items import FoundComment, Story
from matome_tui.core.person import Person
from matome_tui.core.story_query import StoryQuery
from matome_tui.files import plain
from matome_tui.i18n import N_, _
from matome_tui.store.error import StoreError
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.drawing.formats import age, item_count
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.screens.link_choice import LinkChoice
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.prose_pane import ProsePane
from matome_tui.ui.widgets.story_list import StoryList

if TYPE_CHECKING:
    from matome_tui.hn.service import HackerNews

_TITLES = (N_("Submissions"), N_("Comments"))
_ABOUT_GUTTER = 1


@dataclass
class _Listing:
    """What is loaded of one of the two lists.

    Attributes:
        query: Finds its items, the newest first.
        ids: Ids of the loaded items, in order.
        items: The loaded items by id.
        pages: Number of loaded pages.
        has_more: Whether another page follows.
        is_loading: Whether a page is being loaded.
        note: One line on what is loaded, or why it is not.
        cursor: The row at the cursor when the list was left.
    """

    query: StoryQuery
    ids: list[int] = field(default_factory=list)
    items: dict[int, Story | FoundComment] = field(default_factory=dict)
    pages: int = 0
    has_more: bool = True
    is_loading: bool = False
    note: str = ""
    cursor: int = 0


class About(ProsePane):
    """What a person says about themselves."""

    class Fitted(Message):
        """The pane has another size."""

    def on_resize(self) -> None:
        """Report that more or less of the text is in view."""
        self.post_message(self.Fitted())


class PersonItems(StoryList, inherit_bindings=False):
    """What a person has written; without the keys of the stories screen."""

    BINDINGS = bindings("list", "person")


class PersonScreen(MatomeScreen[None]):
    """Shows a person, and what they have written as lists that load as they scroll."""

    CSS_PATH: ClassVar = [style_path("stories"), style_path("person")]
    GROUPS: ClassVar[tuple[Group, ...]] = ("person", "list", "everywhere")

    def __init__(self, name: str) -> None:
        """Show the user of that name."""
        super().__init__()
        self._user_name = name
        self._person: Person | None = None
        self._about = Document(())
        self._number = 0
        self._begin()

    def _begin(self) -> None:
        by = StoryQuery(author=self._user_name, is_by_date=True)
        comments = StoryQuery(author=self._user_name, is_by_date=True, is_for_comments=True)
        self._listings = (_Listing(by), _Listing(comments))

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        yield Bar(id="title")
        measure = self.services.settings.reader.measure
        about = About(measure, gutter=_ABOUT_GUTTER, id="about")
        about.display = False
        yield about
        yield Bar(id="lists")
        yield PersonItems(self.glyphs, id="items")
        yield StatusBar("list", "person", "everywhere", id="status")

    def on_mount(self) -> None:
        """Load the profile and the submissions."""
        self.follow(self.services.people.changed, lambda _: self._show())
        self._rows.focus()
        self._show()
        self._load_person()
        self._load()

    @property
    def _rows(self) -> PersonItems:
        return self.query_one(PersonItems)

    @property
    def _pane(self) -> ProsePane:
        return self.query_one(ProsePane)

    @property
    def _listing(self) -> _Listing:
        return self._listings[self._number]

    # Loading

    @work(exclusive=True, group="person", exit_on_error=False)
    async def _load_person(self) -> None:
        """Load the profile."""
        if (hn := await self.services.load_hn()) is None:
            return
        from matome_tui.hn.http import HNError

        try:
            self._person = await hn.person(self._user_name)
        except HNError as error:
            self.warn(_("The profile was not loaded: {reason}").format(reason=error))
            return
        if self._person is None:
            self.warn(_("Hacker News has no public profile of {name}").format(name=self._user_name))
            return
        self._about = parse_html(self._person.about)
        self._pane.show(self._about)
        self._pane.display = bool(self._about.blocks)
        self._show()

    def _load(self) -> None:
        """Load the next page of the list."""
        listing = self._listing
        listing.is_loading, listing.note = True, _("Loading")
        self._show()
        self._load_next(listing)

    @work(exclusive=True, group="list", exit_on_error=False)
    async def _load_next(self, listing: _Listing) -> None:
        try:
            if (hn := await self.services.load_hn()) is None:
                await self._take_kept(listing)
            else:
                await self._load_page(hn, listing)
        except StoreError as error:
            listing.note = str(error)
        finally:
            listing.is_loading = False
        self._show()

    async def _load_page(self, hn: "HackerNews", listing: _Listing) -> None:
        from matome_tui.hn.http import HNError

        try:
            page = await hn.search(listing.query).page(listing.pages)
        except HNError as error:
            line = _("{reason}; {key} tries again")
            listing.note = line.format(reason=error, key=self.shown_key("person.refresh"))
            listing.has_more = False
            return
        listing.pages, listing.has_more, listing.note = listing.pages + 1, page.has_more, ""
        listing.ids = [*dict.fromkeys((*listing.ids, *page.ids))]
        listing.items.update(page.items)

    async def _take_kept(self, listing: _Listing) -> None:
        """List what the person has written in the kept threads."""
        threads, items = self.services.threads, listing.items
        listing.has_more, listing.note = False, _("Offline: only what is in kept threads")
        if listing.query.is_for_comments:
            comments = await asyncio.to_thread(threads.comments_by, self._user_name)
            items.update((found.id, found) for found in comments)
        else:
            kept = filter(listing.query.matches, await asyncio.to_thread(threads.stories))
            items.update((story.id, story) for story in kept)
        listing.ids = list(items)

    def action_refresh(self) -> None:
        """Load profile and list again."""
        self._begin()
        self._load_person()
        self._load()

    def action_next_list(self) -> None:
        """Show the comments, or the submissions again."""
        self.workers.cancel_group(self, "list")
        self._listing.cursor, self._listing.is_loading = self._rows.cursor, False
        self._number = 1 - self._number
        self._rows.clear()  # the cursor does not follow an item of the other list
        self._show()
        self._rows.go_to(self._listing.cursor)
        self._load_more()

    @on(StoryList.Highlighted)
    def _load_more(self) -> None:
        """Load the next page if the end of the list is in view."""
        listing = self._listing
        is_at_end = self._rows.last_row_in_view() >= len(listing.ids) - 1
        if listing.has_more and is_at_end and not listing.is_loading:
            self._load()

    def on_resize(self) -> None:
        """Load what comes into view."""
        if self.is_live and self._listing.pages:
            self.call_after_refresh(self._load_more)

    @on(About.Fitted)
    def _about_fitted(self) -> None:
        self._show()

    # What can be done

    @on(StoryList.Chosen)
    def _open(self) -> None:
        if item := self._rows.current:
            self.matome.open_thread(item.id, title=item.title)

    def action_open_link(self) -> None:
        """Open the story's link, or the thread if it has none."""
        if item := self._rows.current:
            self.matome.follow_link(item.url or self.matome.item_url(item.id))

    def action_open_hn(self) -> None:
        """Open the story or comment on Hacker News."""
        if item := self._rows.current:
            self.matome.browse(self.matome.item_url(item.id))

    def action_show_about(self) -> None:
        """Show all of the person's text, then what of it is still below, then its start again."""
        pane = self._pane
        if not pane.has_class("-whole"):
            pane.add_class("-whole")
            return
        before = pane.top
        pane.scroll_into_view(min(before + 2 * pane.size.height - 1, len(pane.lines) - 1))
        if pane.top == before:
            pane.remove_class("-whole")
            pane.show(self._about)

    def action_open_about_link(self) -> None:
        """Open the link of the person's text, asking which if it has several."""
        links = link_numbers(self._about)
        if len(links) > 1:
            self.app.push_screen(LinkChoice(links), self._follow_link)
        else:
            self._follow_link(next(iter(links.values()), None))

    def _follow_link(self, link: str | None) -> None:
        if link:
            self.matome.follow_link(link)

    def action_follow_person(self) -> None:
        """Follow the person, or no longer."""
        is_followed = self.services.people.toggle_follow(self._user_name)
        line = _("You follow {name}") if is_followed else _("You no longer follow {name}")
        self._keep(line.format(name=self._user_name))

    def action_mute_person(self) -> None:
        """Mute the person, or no longer."""
        is_muted = self.services.people.toggle_mute(self._user_name)
        line = _("{name} is muted") if is_muted else _("{name} is no longer muted")
        self._keep(line.format(name=self._user_name))

    @work(group="keep", exit_on_error=False)
    async def _keep(self, done: str) -> None:
        """Save who is followed or muted, and say so."""
        try:
            await asyncio.to_thread(self.services.people.save)
        except (OSError, ValueError) as error:
            line = _("{done}, until you quit: the configuration cannot be written ({reason})")
            self.warn(line.format(done=done, reason=plain(error)))
        else:
            self.notify(done)

    # Showing

    @property
    def _status(self) -> StatusBar:
        return self.query_one(StatusBar)

    def _show(self) -> None:
        if not self.is_live:
            return
        self.query_one("#title", Bar).show(self._user_name, *self._facts())
        titles = [_(title) for title in _TITLES]
        titles[self._number] = f"[{titles[self._number]}]"
        is_cut = len(self._pane.lines) > self._pane.size.height > 0
        more = _("{key} shows all of the text").format(key=self.shown_key("person.about"))
        self.query_one("#lists", Bar).show("  ".join(titles), more if is_cut else "")
        listing = self._listing
        nothing = _("No comments") if listing.query.is_for_comments else _("No submissions")
        self._rows.say((listing.note or nothing,))
        self._rows.show(listing.ids, listing.items, {})
        number = item_count(len(listing.ids), is_for_comments=listing.query.is_for_comments)
        self._status.say("" if listing.note else number, listing.note)

    def _facts(self) -> list[str]:
        people, person = self.services.people, self._person
        facts = []
        if person and person.karma is not None:
            facts.append(_("{number:,} karma").format(number=person.karma))
        if person and person.created:
            facts.append(_("joined {age} ago").format(age=age(person.created, time.time())))
        if self._user_name in people.followed:
            facts.append(_("followed"))
        if self._user_name in people.muted:
            facts.append(_("muted"))
        return facts
