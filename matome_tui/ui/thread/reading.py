"""Reading a thread: it comes in, is moved through, searched and followed to where it links."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from matome_tui.core.comment.links import link_numbers
from matome_tui.core.comment.markup import parse_html
from matome_tui.core.thread.assembly import Assembly
from matome_tui.core.thread.standing import way_up
from matome_tui.core.thread.thread import NOWHERE
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.drawing.formats import count, posted, site_name
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.screens.link_choice import LinkChoice
from matome_tui.ui.thread.loading import Feed
from matome_tui.ui.thread.position_bar import PositionBar
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.search import ThreadSearch
from matome_tui.ui.thread.search_bar import SearchBar
from matome_tui.ui.thread.thread_pane import Position
from matome_tui.ui.widgets.bars import Bar, StatusBar

_SETTLE_SECONDS = 0.1


class ReadingScreen(MatomeScreen[None]):
    """Shows a thread; subclasses say what else is done with it.

    Attributes:
        STATUS_GROUPS: Whose hints stand at the foot.
    """

    STATUS_GROUPS: ClassVar[tuple[Group, ...]] = ("search", "thread", "everywhere")
    BINDINGS = bindings("search")

    def __init__(self, item_id: int) -> None:
        """Open the thread of a story, or of a comment to start at."""
        super().__init__()
        self._item_id = item_id
        self._needs_rebuild = False
        self._shape = 0
        self._note = ""

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        services = self.services
        measure, colors = services.settings.reader.measure, services.color_numbers
        yield Bar(id="title")
        with Horizontal():
            yield Reader(services.glyphs, measure, colors, id="reader")
            yield PositionBar(services.glyphs)
            yield from self.compose_side()
        yield SearchBar(id="find")
        yield StatusBar(*self.STATUS_GROUPS, id="status")

    def compose_side(self) -> ComposeResult:
        """Make what stands beside the thread."""
        yield from ()

    def on_mount(self) -> None:
        """Show what is kept of the thread and bring it up to date."""
        self._feed = Feed(self.services, self._item_id, self._nearness, self._take)
        self._search_state = ThreadSearch(self._reader, self.query_one(SearchBar), self.marked)
        self._reader.focus()
        self.watch(self._reader, "position", self._show_position)
        self.opened()
        self._load()

    @property
    def _reader(self) -> Reader:
        return self.query_one(Reader)

    # What subclasses know

    def marked(self) -> set[int]:
        """Return the ids of the comments that are marked."""
        return set()

    def places(self) -> tuple[int, ...]:
        """Return the ids of the comments to stand at until the user moves, the best first."""
        return (self._feed.start_at,)

    def opened(self) -> None:
        """Show what needs no thread."""

    def known(self, assembly: Assembly) -> None:
        """Take note that something is known of the thread."""

    def shown(self) -> None:
        """Take note that the reader shows another state of the thread."""

    # Loading

    def action_refresh_thread(self) -> None:
        """Load the thread again, and show at once all that is known by then."""
        self._rebuild(everything=True)
        self._load()

    @work(exclusive=True, group="load", exit_on_error=False)
    async def _load(self) -> None:
        await self._feed.load()
        self._rebuild()
        await self._feed.confirm(self.marked())
        await self._feed.keep()
        await self._feed.watch()

    def _take(self, feed: Feed) -> None:
        """Show what came, soon, and at once when it is the first."""
        for warning in feed.warnings:
            self.warn(warning)
        feed.warnings.clear()
        if not self.is_attached:
            return
        if feed.assembly:
            self.known(feed.assembly)
            if self._reader.thread is None:
                self._rebuild()
            elif not self._needs_rebuild:
                self._needs_rebuild = True
                self.set_timer(_SETTLE_SECONDS, self._rebuild)
        self.show_status()

    def _rebuild(self, *, everything: bool = False) -> None:
        """Show what is known, but nothing that would move what is being read."""
        self._needs_rebuild = False
        feed, reader = self._feed, self._reader
        if feed.assembly is None:
            return
        is_reading = reader.has_moved and not everything
        still = (reader.pinned(), reader.in_view()) if is_reading else ()
        thread = feed.assembly.rebuild(*still)
        known = feed.assembly.comments
        reader.show(thread, (at for place in self.places() for at in way_up(known, place)))
        if not reader.has_moved:
            self._catch_up()
        if feed.seen:
            there = {comment.id for comment in thread.comments}
            reader.set_new(there - feed.seen - {thread.story.id})
        self._show_title(feed.assembly)
        self.shown()

    def _nearness(self, comment_id: int) -> float:
        thread = self._reader.thread
        at = thread.find(comment_id) if thread else NOWHERE
        return abs(at - self._reader.cursor) if at != NOWHERE else 0

    # Finding

    def action_search(self) -> None:
        """Let the user type words to find."""
        self._search_state.ask_for_words()

    def action_filter(self) -> None:
        """Let the user type what comments to show."""
        self._search_state.ask_for_filter()

    def action_next_match(self, direction: int) -> None:
        """Go to the next hit (1) or the previous one (-1)."""
        self._search_state.go_to_match(direction)
        self.show_status()

    async def action_toggle_flat(self) -> None:
        """Under a filter, show matches with or without what leads to them."""
        await self._search_state.toggle_flat()

    async def action_filter_author(self) -> None:
        """Show only this author's comments."""
        if (comment := self._reader.current) and comment.author:
            await self._search_state.show_only(f"by:{comment.author}")
            self.show_status()

    def action_end(self) -> None:
        """End the range, the filter or the search, or else the load; what came stays."""
        was_ended = self._reader.end_range() or self._search_state.end()
        if not was_ended and self._feed.is_loading:
            self.workers.cancel_group(self, "load")
            self._feed.note = "Stopped: r goes on"
        self.show_status()

    @on(Input.Changed, "#find")
    def _search_typed(self, event: Input.Changed) -> None:
        self._search(event.value)

    @work(exclusive=True, group="search", exit_on_error=False)
    async def _search(self, text: str) -> None:
        await self._search_state.typed(text)
        self.show_status()

    @work(group="catch up", exit_on_error=False)
    async def _catch_up(self) -> None:
        """Find or show what was asked for before this much of the thread was there."""
        await self._search_state.catch_up()
        self.show_status()

    @on(SearchBar.Ended)
    def _search_ended(self, event: SearchBar.Ended) -> None:
        self._search_state.ended(is_kept=event.is_kept)
        self._reader.focus()
        self._rebuild()
        self.show_status()

    # Following links

    def action_open_link(self) -> None:
        """Open the comment's link, asking which where there are several, or the story's."""
        comment, thread = self._reader.current, self._reader.thread
        links = link_numbers(parse_html(comment.html)) if comment else {}
        if not links and thread and thread.story.url:
            links = {1: thread.story.url}
        if len(links) > 1:
            self.app.push_screen(LinkChoice(links), self._follow)
        elif links:
            self._follow(*links.values())
        else:
            self.say("No link here")

    def _follow(self, link: str | None) -> None:
        if link:
            self.say(link)
            self.matome.browse(link)

    def action_open_hn(self) -> None:
        """Open the comment on Hacker News."""
        if comment := self._reader.current:
            self.matome.browse(self.matome.item_url(comment.id))

    def action_copy_text(self) -> None:
        """Copy the comment's text."""
        if comment := self._reader.current:
            self.app.copy_to_clipboard(parse_html(comment.html).plain_text)
            self.say("Text copied")

    def action_copy_link(self) -> None:
        """Copy the comment's address."""
        if comment := self._reader.current:
            self.app.copy_to_clipboard(self.matome.item_url(comment.id))
            self.say("Address copied")

    # Showing

    def _show_position(self, position: Position) -> None:
        self.query_one(PositionBar).show(position.start, position.end)
        if position.shape != self._shape:
            self._shape = position.shape
            self.show_landmarks()
        self.show_status()

    @on(PositionBar.Asked)
    def _go_to_place(self, event: PositionBar.Asked) -> None:
        self._reader.go_to_fraction(event.fraction)

    def _show_title(self, assembly: Assembly) -> None:
        story = assembly.story
        facts = [site_name(story.url)]
        if story.points is not None:
            facts.append(count(story.points, "point"))
        total = assembly.live if story.comments is None else story.comments
        facts.append(count(total, "comment"))
        if post := self.services.post_of(story.id):
            facts.append(posted(post.date))
        if held := assembly.held():
            facts.append(f"{held} new: r shows them")
        self.query_one(Bar).show(story.title, *facts)

    def site_read(self) -> None:
        """Show whether the site has a post of the thread."""
        if self._feed.assembly:
            self._show_title(self._feed.assembly)

    def show_landmarks(self) -> None:
        """Show where in the whole marks and new comments are."""
        self.query_one(PositionBar).show_landmarks(self._reader.landmarks())

    def without_thread(self) -> list[str]:
        """Return the lines that stand in place of a thread as long as there is none."""
        if self._feed.note:
            return [self._feed.note]
        is_empty = self._feed.assembly is not None and not self._feed.is_loading
        return ["No comments yet: r looks again"] if is_empty else []

    def say(self, text: str) -> None:
        """Show a note at the foot, in place of the last one."""
        self._note = text
        self.show_status()

    def show_status(self) -> None:
        """Show where the reader is, and the notes."""
        thread, comment = self._reader.thread, self._reader.current
        self._reader.say("\n\n".join(self.without_thread()))
        parts: list[str] = []
        if thread and comment:
            parts.append(self._reader.place_of_cursor())
            parts.append(comment.author or "[deleted]")
        parts += [self._search_state.note, self._feed.note, self._note]
        self.query_one(StatusBar).say("  ".join(part for part in parts if part))
