"""The thread screen: a thread to read, search and mark, with its clips beside it."""

import time
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import NO_KEY, Clip, EntryKey, Remark, Section
from matome_tui.core.thread.assembly import Assembly
from matome_tui.i18n import _
from matome_tui.store.session import DraftSession
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.draft_editor import DraftEditor, Turn
from matome_tui.ui.drawing.colors import color_names, color_numbers, numbered_color
from matome_tui.ui.flows.cut_links import note_on_cut_links
from matome_tui.ui.styles import style_path
from matome_tui.ui.thread.assisted import AssistedScreen
from matome_tui.ui.thread.bookmark import toggle_bookmark
from matome_tui.ui.thread.clip_actions import ClipActions
from matome_tui.ui.thread.clips import compare, next_unwritten
from matome_tui.ui.thread.display import Display
from matome_tui.ui.thread.draft import archetype_taker, link_draft, new_draft, stored_draft
from matome_tui.ui.thread.draft_actions import DraftActions
from matome_tui.ui.thread.links import LinkActions, Links
from matome_tui.ui.thread.loading import Feed
from matome_tui.ui.thread.marking import Marking
from matome_tui.ui.thread.new_comments import NewComments
from matome_tui.ui.thread.outcome import Outcomes
from matome_tui.ui.thread.panes import READER_HINTS, Panes, PaneScreen
from matome_tui.ui.thread.people import ThreadPeople
from matome_tui.ui.thread.position import Position
from matome_tui.ui.thread.position_bar import PositionBar
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.search import ThreadSearch
from matome_tui.ui.thread.search_actions import SearchActions
from matome_tui.ui.thread.totals_bar import TotalsBar
from matome_tui.ui.thread.tray import Tray
from matome_tui.ui.thread.view import distance, lacks_comments, rebuild
from matome_tui.ui.thread.visit import ThreadVisit
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.covered import Column, Row
from matome_tui.ui.widgets.divider import Divider
from matome_tui.ui.widgets.search_bar import SearchBar

_REBUILD_SECONDS = 0.1


class ThreadScreen(
    LinkActions, ClipActions, DraftActions, PaneScreen, AssistedScreen, SearchActions, NewComments
):
    """Shows a thread and the draft that is made from it.

    Attributes:
        draft_editor: The draft; None until the thread's story is known.
    """

    CSS_PATH = style_path("thread")
    BLANK: ClassVar[bool] = True
    HAS_DRAFT = True
    GROUPS: ClassVar[tuple[Group, ...]] = (
        *("thread", "search", "assist", "clips", "tray", "everywhere"),
    )
    BINDINGS = bindings("search", "clips")

    def __init__(
        self,
        item_id: int,
        session: DraftSession | None = None,
        *,
        comment: int | None = None,
        entry: EntryKey = NO_KEY,
        title: str = "",
    ) -> None:
        """Open a thread.

        Args:
            item_id: Of a story, or of a comment to start at.
            session: The draft; if None, the thread's own is opened or begun.
            comment: Id of the comment to start at; None for the item, or where it was left.
            entry: Key of the draft's entry to start at, in the tray if there is no comment.
            title: The story's title if it is known, to show until the thread is.
        """
        super().__init__()
        self.draft_editor: DraftEditor | None = None
        self._item_id = item_id
        self._session = session
        self._led_to = comment
        self._entry = entry
        self._known_title = title
        self._needs_rebuild = False
        self._has_offered_links = False

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        settings, glyphs = self.services.settings, self.glyphs
        numbers, names = color_numbers(settings.colors), color_names(settings.colors)
        yield Bar(id="title", classes="pane-title")
        yield Bar(id="link")
        with Row():
            yield Reader(glyphs, settings.reader.measure, numbers, id="reader")
            yield PositionBar(glyphs)
            yield Divider(glyphs)
            with Column(id="side", classes="pane"):
                yield TotalsBar(id="totals", classes="pane-title")
                yield Tray(glyphs, names, id="tray")
        yield SearchBar(id="find")
        yield StatusBar(*READER_HINTS, id="status")

    def on_mount(self) -> None:
        """Show what is kept of the thread and the draft, and bring the thread up to date."""
        reader = self._reader
        nearness, title = partial(distance, reader), self._known_title
        key, services = self.shown_key("clips.refresh"), self.services
        self._feed = Feed(services, self._item_id, nearness, self._take, title, refresh_key=key)
        self._visit = ThreadVisit(self.services.reading, self._feed, reader)
        self._people = ThreadPeople(reader, self.services.people)
        self._links = Links(self.app, reader, self.matome, self.show_note, self.quote)
        bar, ui = self.query_one(SearchBar), self.services.settings.ui
        score = self._suggestions.scores
        self._search_state = ThreadSearch(reader, bar, self._marked, score, same_kana=ui.same_kana)
        self._search_state.begin(self._looked_for)
        self._display = Display(self, self._feed, self._search_state, lambda: self.draft)
        self._panes = Panes(self)
        reader.focus()
        self.watch(reader, "position", self._show_position)
        self.follow(self.services.people.changed, self._people.update)
        site = self.services.site
        self.follow(site.index_read, lambda _: self._display.show_title())
        self.follow(site.index_read, lambda _: self._offer_post())
        self.follow(site.post_saved, self._post_saved)
        session = self._session or self._stored_draft(self._item_id)
        if session is not None:
            self._open(session)
        self._load()

    @property
    def thread_id(self) -> int:
        """Id of the story, once that is known."""
        return self._feed.item_id

    @property
    def is_awaited(self) -> bool:
        """Whether the thread, which most keys are for, is still to come."""
        loads = (each for each in self.workers if each.node is self and each.group == "load")
        is_load_done = all(each.is_finished for each in loads)
        return lacks_comments(self._feed, self._reader) and not is_load_done

    @property
    def draft(self) -> Draft | None:
        """The draft as it is now."""
        return self.draft_editor.draft if self.draft_editor else None

    @property
    def _reader(self) -> Reader:
        return self.query_one(Reader)

    @property
    def _tray(self) -> Tray:
        return self.query_one(Tray)

    # Loading

    def action_refresh_thread(self) -> None:
        """Load the thread again, and show at once what is known so far."""
        self.note_if_offline()
        self._rebuild(everything=True)
        self._load()

    @work(exclusive=True, group="load", exit_on_error=False)
    async def _load(self) -> None:
        await self._feed.load()
        self._rebuild()
        await self._visit.keep()
        await self._feed.confirm(self._marked())
        await self._feed.keep()
        await self._feed.watch()

    def _take(self, feed: Feed) -> None:
        """Show what came soon, and the first of it at once."""
        for warning in feed.warnings:
            self.warn(warning)
        feed.warnings.clear()
        if not self.is_live:
            return
        if feed.assembly:
            self._take_draft(feed.assembly)
            if self._reader.thread is None:
                self._rebuild()
            else:
                self._rebuild_soon()
        has_thread = self._reader.thread is not None
        self._panes.note_content(has_thread=has_thread, has_draft=self.draft_editor is not None)
        self._display.show_status()

    def _rebuild_soon(self) -> None:
        if not self._needs_rebuild:
            self._needs_rebuild = True
            self.set_timer(_REBUILD_SECONDS, self._rebuild)

    def _rebuild(self, *, everything: bool = False) -> None:
        self._needs_rebuild = False
        starts = (self._led_to, *self._visit.starts(self.draft_editor))
        thread = rebuild(self._feed, self._reader, starts, everything=everything)
        if thread is None:
            return
        self._catch_up()
        self._people.update()
        self._visit.resume()
        self._tray.thread = thread
        self.assist(thread)
        self._display.show_title()
        self._display.show_draft()

    async def leave(self) -> None:
        """Store where the reader was, and what came while it was read."""
        if self.is_live:
            await super().leave()
            await self._visit.end(self.draft_editor)

    # Searching

    async def action_end(self) -> None:
        """End the range, the filter or the search, or else the load; or go back from a link."""
        reader, search = self._reader, self._search_state
        was_ended = reader.end_range() or search.end() or self.stop_scoring()
        if not was_ended and self._feed.is_loading:
            self.workers.cancel_group(self, "load")
            key = self.shown_key("clips.refresh")
            self._feed.note = _("Stopped: {key} continues").format(key=key)
        elif not was_ended:
            await self.run_action("app.leave_linked")
            return
        self._display.show_status()

    @on(Input.Changed, "#find")
    @work(exclusive=True, group="search", exit_on_error=False)
    async def _search_typed(self, event: Input.Changed) -> None:
        await self._search_state.typed(event.value)
        self._display.show_status()

    @work(group="catch up", exit_on_error=False)
    async def _catch_up(self) -> None:
        """Search or filter the comments that came since."""
        await self._search_state.catch_up()
        self._display.show_status()

    @on(SearchBar.Ended)
    async def _search_ended(self, event: SearchBar.Ended) -> None:
        if not event.is_kept:  # the search for what was typed may not even have begun
            self.workers.cancel_group(self, "search")
        await self._search_state.ended(is_kept=event.is_kept)
        self._reader.focus()
        self._rebuild()
        self._display.show_status()

    @work(group="bookmark", exit_on_error=False)
    async def action_bookmark(self) -> None:
        """Bookmark the story, or remove its bookmark."""
        if assembly := self._feed.assembly:
            reading = self.services.reading
            display, note = self._display, self.show_note
            await toggle_bookmark(reading, assembly.story, display, note, self.warn)

    # The draft

    def _stored_draft(self, thread: int) -> DraftSession | None:
        key = self.shown_key("everywhere.drafts")
        return stored_draft(self.services.drafts, thread, self.warn, key)

    def _open(self, session: DraftSession) -> None:
        self.services.site.find_around(session.publication.path)
        report = partial(self.notify, severity="error")
        self.draft_editor = DraftEditor(self.services.drafts, session, report)
        self.follow(self.draft_editor.changed, lambda _: self._display.show_draft())
        renderings = self._translations.of
        done = self._tray.done = Outcomes(self, self.draft_editor).show
        self._marking = Marking(self._reader, self.draft_editor, self.warn, done, renderings)
        self._tray.group_size = self.post_options.group_size
        self._tray.draft_editor = self.draft_editor
        self._display.show_draft()
        if self._entry:
            self._panes.show_entry(self._entry, is_in_tray=self._led_to is None)
            self._entry = NO_KEY
        self.check_post_file()

    def _take_draft(self, assembly: Assembly) -> None:
        """Open the draft of the thread, or begin one, and link its clips to their comments."""
        if self.draft_editor is None:
            story = assembly.story
            is_other = story.id != self._item_id  # a comment was asked for
            stored = self._stored_draft(story.id) if is_other else None
            self._open(stored or new_draft(self.services, story))
            if stored is None and (begun := self.draft_editor):
                self.follow(self.services.site.archetype_read, archetype_taker(begun))
            self._offer_post()
        self._link()
        self._offer_links()

    def _offer_links(self) -> None:
        """Say once that cut links can be completed from their comments."""
        if self.draft_editor and not self._has_offered_links:
            key = self.shown_key("clips.complete_links")
            if note := note_on_cut_links(self.draft_editor, key):
                self._has_offered_links = True
                self.notify(note)

    def _link(self) -> None:
        if self.draft_editor and self._feed.assembly:
            link_draft(self.draft_editor, self._feed.assembly)

    def _post_saved(self, draft_editor: DraftEditor) -> None:
        if draft_editor is self.draft_editor:
            self._display.show_saved(time.strftime("%H:%M"))

    @work(group="offer", exit_on_error=False)
    async def _offer_post(self) -> None:
        """Offer the site's post of the thread; `on_screen_resume` does if another screen is open.

        Not exclusive: it is called again when its own dialog closes.
        """
        draft_editor = self.draft_editor
        if not (draft_editor and self._feed.assembly and self.is_active):
            return
        if self.services.site.post_of(draft_editor.draft.thread) is None:
            return
        from matome_tui.ui.flows.existing_post import offer_existing_post

        if session := await offer_existing_post(self.matome, self.services, draft_editor):
            self._session = session
            self._open(session)
            self._link()
            self._rebuild()

    def on_screen_resume(self) -> None:
        """Take over changes of the draft by another program or screen, and offer the post."""
        if self.draft_editor:
            self.draft_editor.catch_up()
            self._link()
            self._offer_post()

    # Marking

    def _mark(self, work: Callable[[Marking], None]) -> None:
        """Mark comments; a range ends with that."""
        self.note_if_awaited()
        if self._marking:
            work(self._marking)
            self._reader.end_range()
            self._display.show_status()

    def _marked(self) -> set[int]:
        return {clip.comment for clip in self.draft.clips} if self.draft else set()

    def action_mark(self) -> None:
        """Mark or unmark the comment, then go to the next; or mark the range."""
        self._mark_and_go_on(Marking.toggle)

    def _mark_and_go_on(self, work: Callable[[Marking], None]) -> None:
        is_range = self._reader.has_range
        self._mark(work)
        if not is_range:
            self._reader.go_on()

    def action_mark_branch(self) -> None:
        """Mark or unmark the comment and all below it."""
        self._mark(Marking.toggle_branch)

    def action_mark_author(self) -> None:
        """Mark or unmark all comments of this author."""
        self._mark(Marking.toggle_author)

    def action_mark_shown(self) -> None:
        """Mark or unmark the filter's matches, without a filter all comments."""
        self._mark(Marking.toggle_shown)

    def action_choose_range(self) -> None:
        """Begin a range of comments at the cursor, or end it."""
        self._reader.action_choose_range()
        self._display.show_status()

    def action_color(self, number: int) -> None:
        """Give the comment a colour, or none (0), and go to the next; or the range, or clips."""
        try:
            color, title = numbered_color(self.services.settings.colors, number)
        except LookupError as error:
            self.warn(str(error))
            return
        if self.focused is self._tray:
            self._tray.color(title, color)
        else:
            self._mark_and_go_on(lambda marking: marking.color(title, color))

    def action_undo(self) -> None:
        """Undo the last edit."""
        if self.draft_editor:
            self._show_turn(self.draft_editor.undo())

    def action_redo(self) -> None:
        """Redo the last undone edit."""
        if self.draft_editor:
            self._show_turn(self.draft_editor.redo())
            self._link()

    def _show_turn(self, turn: Turn) -> None:
        self.notify(turn.note)
        self._panes.go_to(turn.entries)

    # The tray

    @on(Tray.Left)
    def action_switch_pane(self) -> None:
        """Go between the thread and the tray."""
        if self._panes.switch() and (comment := self._reader.current):
            self._tray.go_to_comment(comment.id)

    def on_descendant_focus(self) -> None:
        """Note which of the two the user works in, also if the mouse chose it."""
        self._panes.note_focus()

    def on_resize(self) -> None:
        """Hide the tray if there is no room for it."""
        if self.is_live:
            self._panes.arrange()

    @on(Tray.Highlighted)
    def _follow_tray(self) -> None:
        if self.focused is self._tray and isinstance(clip := self._tray.current, Clip):
            at = self._reader.thread.find(clip.comment) if self._reader.thread else None
            self._led_to = clip.comment
            if at is not None:
                self._reader.go_to(at)

    @on(Tray.Chosen)
    def _edit_chosen(self) -> None:
        match self._tray.current:
            case Remark(is_only_heading=True) as heading:
                self._tray.rename_heading(heading)
            case Clip(key) | Remark(key):
                self._open_editor(key)
            case Section(is_open=False):
                self._tray.rename_section()

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_compare(self) -> None:
        """Show how a clip's comment has changed; take its new text or leave the clip."""
        clip, assembly = self._tray.current, self._feed.assembly
        if self.draft_editor and isinstance(clip, Clip):
            comments = assembly.comments if assembly else None
            self.show_note(await compare(self.matome, self.draft_editor, clip, comments))

    # Other screens

    @on(Reader.Chosen)
    def action_edit(self) -> None:
        """Edit the comment's clip; mark the comment first if needed."""
        if clip := self.clip_meant(Marking.clip):
            self._open_editor(clip.key)

    @on(Tray.RemarkWanted)
    def _edit_remark(self, event: Tray.RemarkWanted) -> None:
        self._open_editor(event.key)

    def action_edit_unwritten(self) -> None:
        """Edit the next clip that is not rewritten, in the tray from the entry at the cursor."""
        entry = self._tray.current if self.focused is self._tray else None
        if self.draft and (clip := next_unwritten(self.draft, entry)):
            self._open_editor(clip.key)
        elif self.draft:
            self.show_note(_("No clip is left to rewrite"))

    def _open_editor(self, key: EntryKey) -> None:
        from matome_tui.ui.screens.editor import EditorScreen

        if self.draft_editor:
            screen = EditorScreen(self.draft_editor, key, self._reader.thread)
            self.app.push_screen(screen, self._come_back_to)

    def _come_back_to(self, key: EntryKey | None) -> None:
        """Go to the entry that was edited last."""
        entries = self.draft.entries if self.draft else ()
        self._panes.go_to([entry for entry in entries if entry.key == key])

    # Showing

    def _show_position(self, position: Position) -> None:
        if self.is_live:  # of a closing screen, some widgets go before the reader
            self._display.show_position(position)
            if self._feed.assembly and self._feed.assembly.filling:
                self._rebuild_soon()  # they may no longer be among what is being read

    @on(PositionBar.Asked)
    def _go_to_place(self, event: PositionBar.Asked) -> None:
        self._reader.go_to_fraction(event.fraction)
