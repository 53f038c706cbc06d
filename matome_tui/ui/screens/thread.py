"""A thread, its clips beside it."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from matome_tui.core.assembly import Assembly
from matome_tui.core.draft import Draft
from matome_tui.core.entries import Clip, Fold, Remark
from matome_tui.core.items import Story
from matome_tui.core.links import link_numbers
from matome_tui.core.markup import parse_html
from matome_tui.core.thread import NOWHERE
from matome_tui.store.database import StoreError
from matome_tui.store.session import DraftSession
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.desk import Desk
from matome_tui.ui.feed import Feed
from matome_tui.ui.finding import Finding
from matome_tui.ui.formats import count, site_name
from matome_tui.ui.marking import Marking
from matome_tui.ui.screens.base import MatomeScreen, style_path
from matome_tui.ui.screens.comparison import comparison
from matome_tui.ui.screens.editor import EditorScreen
from matome_tui.ui.screens.excerpt import ExcerptScreen
from matome_tui.ui.screens.history import HistoryScreen
from matome_tui.ui.screens.link_choice import LinkChoice
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.find_bar import FindBar
from matome_tui.ui.widgets.position_bar import PositionBar
from matome_tui.ui.widgets.reader import Reader
from matome_tui.ui.widgets.thread_pane import Position
from matome_tui.ui.widgets.totals_bar import TotalsBar
from matome_tui.ui.widgets.tray import Tray

_SETTLE_SECONDS = 0.1


class ThreadScreen(MatomeScreen[None]):
    """Reads a thread and picks from it."""

    CSS_PATH = style_path("thread")
    GROUPS: ClassVar[tuple[Group, ...]] = ("thread", "find", "clips", "tray", "everywhere")
    BINDINGS = bindings("clips", "find")

    def __init__(self, item_id: int, session: DraftSession | None = None) -> None:
        """Open a thread.

        Args:
            item_id: Of a story, or of a comment to start at.
            session: The draft; without one, the thread's own is opened or begun.
        """
        super().__init__()
        self._item_id = item_id
        self._session = session
        self._desk: Desk | None = None
        self._marking: Marking | None = None
        self._has_moved = False
        self._in_tray = False
        self._needs_settling = False
        self._shape = 0
        self._save_note = ""

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        services = self.services
        settings, colors = services.settings, services.color_numbers
        yield Bar(id="title")
        with Horizontal():
            yield Reader(services.glyphs, settings.reader.measure, colors, id="reader")
            yield PositionBar(services.glyphs)
            with Vertical(id="side"):
                size = settings.post.group_size
                yield Tray(services.glyphs, services.color_names, size, id="tray")
                yield TotalsBar(id="totals")
        yield FindBar(id="find")
        yield StatusBar("clips", "find", "thread", "everywhere", id="status")

    def on_mount(self) -> None:
        """Show what is kept of the thread and bring it up to date."""
        self._feed = Feed(self.services, self._item_id, self._nearness, self._take)
        self._finding = Finding(self._reader, self.query_one(FindBar), self._marked)
        self._reader.focus()
        self.watch(self._reader, "position", self._show_position)
        self._load()

    # Parts

    @property
    def _reader(self) -> Reader:
        return self.query_one(Reader)

    @property
    def _tray(self) -> Tray:
        return self.query_one(Tray)

    # Loading

    def action_refresh_thread(self) -> None:
        """Load the thread again, and show at once all that is known by then."""
        self._settle(everything=True)
        self._load()

    @work(exclusive=True, group="load", exit_on_error=False)
    async def _load(self) -> None:
        await self._feed.load()
        self._settle()
        await self._feed.confirm(self._marked())
        await self._feed.keep()
        await self._feed.watch()

    def _take(self, feed: Feed) -> None:
        """Show what came, soon, and at once when it is the first."""
        for warning in feed.warnings:
            self.warn(warning)
        feed.warnings.clear()
        if feed.assembly:
            self._open_draft(feed.assembly)
            if self._reader.thread is None:
                self._settle()
            elif not self._needs_settling:
                self._needs_settling = True
                self.set_timer(_SETTLE_SECONDS, self._settle)
        self._show_status()

    def _settle(self, *, everything: bool = False) -> None:
        """Show what is known, but nothing that would move what is being read."""
        self._needs_settling = False
        feed, reader = self._feed, self._reader
        if feed.assembly is None:
            return
        is_reading = self._has_moved and not everything
        thread = feed.assembly.settle(reader.pinned() if is_reading else ())
        start = NOWHERE
        if not self._has_moved:
            start = thread.find(feed.start_at or (self._desk.session.cursor if self._desk else 0))
        reader.show(thread, start)
        self._tray.thread = thread
        if feed.seen:
            reader.set_new({c.id for c in thread.comments if c.id not in feed.seen})
        self._show_title(feed.assembly)
        self._show_clips()

    def _nearness(self, comment_id: int) -> float:
        thread = self._reader.thread
        at = thread.find(comment_id) if thread else NOWHERE
        return abs(at - self._reader.cursor) if at != NOWHERE else 0

    # Finding

    def action_find(self) -> None:
        """Let the user type words to find."""
        self._finding.ask_what_to_find()

    def action_filter(self) -> None:
        """Let the user type what comments to show."""
        self._finding.ask_what_to_show()

    def action_next_hit(self, direction: int) -> None:
        """Go to the next hit (1) or the previous one (-1)."""
        self._finding.go_to_hit(direction)
        self._show_status()

    async def action_toggle_flat(self) -> None:
        """Under a filter, show matches with or without what leads to them."""
        await self._finding.toggle_flat()

    async def action_filter_author(self) -> None:
        """Show only this author's comments."""
        if (comment := self._reader.current) and comment.author:
            await self._finding.show_only(f"by:{comment.author}")
            self._show_status()

    def action_end(self) -> None:
        """End the range, the filter or the search, or else the load; what came stays."""
        if self._reader.end_range() or self._finding.end():
            return
        if self._feed.is_loading:
            self.workers.cancel_group(self, "load")
            self._feed.note = "Stopped: r goes on"
        self._show_status()

    @on(Input.Changed, "#find")
    def _find_typed(self, event: Input.Changed) -> None:
        self._search(event.value)

    @work(exclusive=True, group="search", exit_on_error=False)
    async def _search(self, text: str) -> None:
        await self._finding.typed(text)
        self._show_status()

    @on(FindBar.Ended)
    def _find_ended(self, event: FindBar.Ended) -> None:
        self._finding.ended(is_kept=event.is_kept)
        self._reader.focus()
        self._show_status()

    # The draft

    def _marked(self) -> set[int]:
        return {clip.comment for clip in self._draft.clips} if self._draft else set()

    @property
    def _draft(self) -> Draft | None:
        return self._desk.draft if self._desk else None

    def _open_draft(self, assembly: Assembly) -> None:
        story = assembly.story
        if self._desk is None and (session := self._session or self._begin(story)):
            self._desk = Desk(self.services.drafts, session, self.notify)
            self._marking = Marking(self._reader, self._desk, self.warn)
            self._tray.desk = self._desk
        if self._desk:
            draft = self._desk.draft.link(assembly.comments.values())
            draft = replace(draft, story_title=draft.story_title or story.title)
            if draft != self._desk.draft:
                self._desk.amend(draft)

    def _begin(self, story: Story) -> DraftSession | None:
        services, drafts = self.services, self.services.drafts
        try:
            return drafts.of_thread(story.id) or drafts.begin(Draft.begin(story, services.today))
        except StoreError as error:
            self.warn(str(error))
            return None

    def _mark(self, work: Callable[[Marking], None]) -> None:
        """Mark comments and show it; a range that was chosen has served then."""
        if self._marking:
            self._remember_cursor()
            work(self._marking)
            self._reader.end_range()
            self._show_clips()

    def action_mark(self) -> None:
        """Mark the comment or take its mark away, then go to the next; or mark the range."""
        is_range = len(self._reader.chosen) > 1
        self._mark(Marking.toggle)
        if not is_range:
            self._reader.action_next()

    def action_mark_branch(self) -> None:
        """Mark the comment and all below it, or take all their marks away."""
        self._mark(Marking.toggle_branch)

    def action_mark_author(self) -> None:
        """Mark all comments of this author, or take all their marks away."""
        self._mark(Marking.toggle_author)

    def action_mark_shown(self) -> None:
        """Mark what the filter shows, without one all comments, or take all marks away."""
        self._mark(Marking.toggle_shown)

    def action_choose_range(self) -> None:
        """Begin a range of comments at the cursor, or end it."""
        self._reader.action_choose_range()

    def action_color(self, number: int) -> None:
        """Give comments, or the tray's clips, a colour, or none (0)."""
        colors = self.services.settings.colors
        if number > len(colors):
            self.warn(f"There is no colour {number}: see [[colors]] in the configuration")
            return
        color = colors[number - 1].value if number else ""
        name = f"Colour {colors[number - 1].name or number}" if number else "No colour"
        if self.focused is self._tray:
            self._tray.color(name, color)
        else:
            self._mark(lambda marking: marking.color(name, color))

    def action_undo(self) -> None:
        """Take back the last edit."""
        if self._desk:
            self._say(self._desk.undo())
            self._show_clips()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        if self._desk:
            self._say(self._desk.redo())
            self._show_clips()

    # The tray

    def action_switch_pane(self) -> None:
        """Go between the thread and the tray."""
        self._in_tray = not self._in_tray
        self._arrange()
        if not self._in_tray:
            self._reader.focus()
            return
        self._tray.focus()
        if comment := self._reader.current:
            self._tray.go_to_comment(comment.id)

    def on_descendant_focus(self) -> None:
        """Keep in mind which of the two the user works in, also when the mouse chose it."""
        if self.focused in (self._tray, self._reader):
            self._in_tray = self.focused is self._tray

    @on(Tray.Highlighted)
    def _follow_tray(self) -> None:
        if self.focused is self._tray and isinstance(clip := self._tray.current, Clip):
            at = self._reader.thread.find(clip.comment) if self._reader.thread else NOWHERE
            if at != NOWHERE:
                self._reader.go_to(at)

    @on(Tray.Edited)
    def _tray_edited(self) -> None:
        self._show_clips()

    @on(Tray.Left)
    def _leave_tray(self) -> None:
        self.action_switch_pane()

    @on(Tray.Chosen)
    def _edit_chosen(self) -> None:
        entry = self._tray.current
        if isinstance(entry, Clip | Remark):
            self._open_editor(entry.key)
        elif isinstance(entry, Fold) and not entry.is_open:
            self._tray.rename_fold()

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_compare(self) -> None:
        """Show how a clip's comment has changed, and take its new text or leave the clip."""
        clip, desk, assembly = self._tray.current, self._desk, self._feed.assembly
        if desk is None or assembly is None or not isinstance(clip, Clip):
            return
        comment = assembly.comments.get(clip.comment)
        if comment is None or clip.key not in desk.draft.changed(assembly.comments):
            self._say("The comment is as it was clipped")
        elif comment.is_gone:
            self._say("The comment was deleted; the clip keeps what it said")
        elif await self.app.push_screen_wait(comparison(clip, comment)):
            desk.edit("Take the edited text", desk.draft.update_source(clip.key, comment.html))
            self._show_clips()

    @on(Tray.RemarkWanted)
    def _edit_remark(self, event: Tray.RemarkWanted) -> None:
        self._open_editor(event.key)

    # Other screens

    def action_edit(self) -> None:
        """Edit the comment's clip; the comment is marked first where it is not."""
        if clip := self._clip_meant():
            self._open_editor(clip.key)

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_excerpt(self) -> None:
        """Choose parts of a clip's comment; a comment that is not marked is marked with them."""
        if (clip := self._clip_meant()) is None or self._desk is None:
            return
        if not clip.source:
            self.warn("The original is not at hand")
            return
        chosen = await self.app.push_screen_wait(
            ExcerptScreen(clip.source, clip.parts, f"Excerpt of {clip.author}")
        )
        if chosen is not None:
            draft = self._desk.draft.cut(clip.key, chosen.text, chosen.ranges)
            self._desk.edit("Choose an excerpt", draft)
            self._show_clips()

    def _clip_meant(self) -> Clip | None:
        """Return the tray's clip, or the one of the reader's comment, which is marked for it."""
        if self.focused is self._tray:
            entry = self._tray.current
            return entry if isinstance(entry, Clip) else None
        comment = self._reader.current
        if self._marking is None or comment is None:
            return None
        if comment.is_gone:
            self.warn("Nothing to clip: the comment was deleted")
            return None
        self._remember_cursor()
        clip = self._marking.clip(comment)
        self._show_clips()
        return clip

    def _open_editor(self, key: int) -> None:
        if self._desk:
            self.app.push_screen(EditorScreen(self._desk, key, self._reader.thread))

    def action_post(self) -> None:
        """Show the post."""
        from matome_tui.ui.screens.post import PostScreen

        if self._desk:
            self.app.push_screen(PostScreen(self._desk))

    def action_history(self) -> None:
        """List all that was done, to go back or forward to any step."""
        if self._desk:
            self.app.push_screen(HistoryScreen(self._desk))

    def on_screen_resume(self) -> None:
        """Show what was done on another screen."""
        self._show_clips()

    def action_save(self) -> None:
        """Save the post in the site."""
        if self._desk:
            self.matome.save(self._desk)

    def saved(self) -> None:
        """Show that the post was saved."""
        self._save_note = f"saved {time.strftime('%H:%M')}"
        self._show_status()

    def action_open_link(self) -> None:
        """Open the comment's link, asking which where there are several, or the story's."""
        comment, thread = self._reader.current, self._reader.thread
        links = link_numbers(parse_html(comment.html)) if comment else {}
        if not links and thread and thread.story.url:
            links = {1: thread.story.url}
        if len(links) > 1:
            self.app.push_screen(LinkChoice(links), self._open_chosen)
        elif links:
            self._open_chosen(*links.values())
        else:
            self._say("No link here")

    def _open_chosen(self, link: str | None) -> None:
        if link:
            self._say(link)
            self.matome.browse(link)

    def action_open_hn(self) -> None:
        """Open the comment on Hacker News."""
        if comment := self._reader.current:
            self.matome.browse(self.matome.item_url(comment.id))

    def action_copy_text(self) -> None:
        """Copy the comment's text."""
        if comment := self._reader.current:
            self.app.copy_to_clipboard(parse_html(comment.html).plain_text)
            self._say("Text copied")

    def action_copy_link(self) -> None:
        """Copy the comment's address."""
        if comment := self._reader.current:
            self.app.copy_to_clipboard(self.matome.item_url(comment.id))
            self._say("Address copied")

    async def leave(self) -> None:
        """Remember where the reader was, and what came while it was read."""
        self._remember_cursor(keep=True)
        await self._feed.keep()

    def _remember_cursor(self, *, keep: bool = False) -> None:
        comment = self._reader.current
        if self._desk is None or comment is None:
            return
        self._desk.session.cursor = comment.id
        if keep:
            self._desk.keep_cursor(comment.id)

    # Showing

    def on_resize(self) -> None:
        """Fold the tray away where there is no room for it."""
        self._arrange()

    def _arrange(self) -> None:
        side = self.query_one("#side")
        side.display = self._in_tray or not self.is_narrow
        side.set_class(self.is_narrow, "-whole")
        self._reader.display = not (self.is_narrow and self._in_tray)

    def _show_position(self, position: Position) -> None:
        self.query_one(PositionBar).show(position.start, position.end)
        if position.shape != self._shape:
            self._shape = position.shape
            self._show_landmarks()
        self._show_status()

    @on(PositionBar.Asked)
    def _go_to_place(self, event: PositionBar.Asked) -> None:
        self._reader.go_to_fraction(event.fraction)

    def on_key(self) -> None:
        """Note that the user has begun to read: from now on nothing in view may move."""
        self._has_moved = True

    def on_mouse_down(self) -> None:
        """Note it likewise for the mouse."""
        self._has_moved = True

    def _show_title(self, assembly: Assembly) -> None:
        story, thread = assembly.story, self._reader.thread
        facts = [site_name(story.url)]
        if story.points is not None:
            facts.append(count(story.points, "point"))
        total = story.comments if story.comments is not None else len(thread or ())
        facts.append(count(total, "comment"))
        if held := assembly.held():
            facts.append(f"{held} new: r shows them")
        self.query_one(Bar).show(story.title, *facts)

    def _show_clips(self) -> None:
        if (draft := self._draft) is None:
            return
        self._reader.set_marks({clip.comment: clip.color for clip in reversed(draft.clips)})
        known = self._feed.assembly.comments if self._feed.assembly else {}
        changed = draft.changed(known)
        edited = {clip.comment for clip in draft.clips if changed.get(clip.key) == "edited"}
        self._reader.set_edited(edited)
        self._tray.show(draft, changed)
        self.query_one(TotalsBar).sum_up(draft)
        self._show_landmarks()
        self._show_status()

    def _show_landmarks(self) -> None:
        self.query_one(PositionBar).show_landmarks(self._reader.landmarks())

    def _say(self, text: str) -> None:
        self._save_note = text
        self._show_status()

    def _show_status(self) -> None:
        thread, comment = self._reader.thread, self._reader.current
        parts: list[str] = []
        if thread and comment:
            parts.append(f"{self._reader.cursor + 1}/{len(thread)}")
            parts.append(comment.author or "[deleted]")
        parts += [self._finding.note, self._feed.note, self._save_note]
        self.query_one(StatusBar).say("  ".join(part for part in parts if part))
