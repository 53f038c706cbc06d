"""A thread, its clips beside it."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import color_title, edit_title
from matome_tui.core.draft.entries import Clip, Remark, Section
from matome_tui.core.items import Story
from matome_tui.core.thread.assembly import Assembly
from matome_tui.core.thread.thread import NOWHERE
from matome_tui.store.database import StoreError
from matome_tui.store.session import DraftSession
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.drawing.formats import count
from matome_tui.ui.screens.base import style_path
from matome_tui.ui.screens.comparison import comparison
from matome_tui.ui.screens.editor import EditorScreen
from matome_tui.ui.screens.excerpt import ExcerptScreen
from matome_tui.ui.screens.history import HistoryScreen
from matome_tui.ui.thread.marking import Marking, why_not
from matome_tui.ui.thread.reading import ReadingScreen
from matome_tui.ui.thread.totals_bar import TotalsBar
from matome_tui.ui.thread.tray import Tray
from matome_tui.ui.widgets.bars import Bar, StatusBar

_KEEP_SECONDS = 0.2


class ThreadScreen(ReadingScreen):
    """Reads a thread and picks from it."""

    CSS_PATH = style_path("thread")
    GROUPS: ClassVar[tuple[Group, ...]] = ("thread", "search", "clips", "tray", "everywhere")
    STATUS_GROUPS: ClassVar[tuple[Group, ...]] = ("clips", "search", "thread", "everywhere")
    BINDINGS = bindings("clips")

    def __init__(self, item_id: int, session: DraftSession | None = None) -> None:
        """Open a thread.

        Args:
            item_id: Of a story, or of a comment to start at.
            session: The draft; without one, the thread's own is opened or begun.
        """
        super().__init__(item_id)
        self._session = session
        self._draft_editor: DraftEditor | None = None
        self._marking: Marking | None = None
        self._in_tray = False
        self._led_to = 0

    def compose_side(self) -> ComposeResult:
        """Make the tray and what stands below it."""
        services = self.services
        with Vertical(id="side"):
            size = services.post_options.group_size
            yield Tray(services.glyphs, services.color_names, size, id="tray")
            yield TotalsBar(id="totals")

    @property
    def _tray(self) -> Tray:
        return self.query_one(Tray)

    # The draft

    def marked(self) -> set[int]:
        """Return the ids of the comments that are clipped."""
        return {clip.comment for clip in self._draft.clips} if self._draft else set()

    @property
    def _draft(self) -> Draft | None:
        return self._draft_editor.draft if self._draft_editor else None

    def places(self) -> tuple[int, ...]:
        """Return the ids of the comments to stand at until the user moves, the best first.

        The tray leads: before the clip that it shows, no other comment is meant.
        """
        left_at = self._draft_editor.session.cursor if self._draft_editor else 0
        return (self._led_to, *super().places(), left_at)

    def opened(self) -> None:
        """Show the draft, which needs no thread."""
        session = self._session or self._kept_draft(self._item_id)
        if session is not None:
            self._open(session)
            draft = session.draft
            self.query_one("#title", Bar).show(draft.story_title or draft.metadata.title)
            self._show_clips()

    def _open(self, session: DraftSession) -> None:
        self._draft_editor = DraftEditor(self.services.drafts, session, self.notify)
        self._marking = Marking(self._reader, self._draft_editor, self.warn)
        self._tray.draft_editor = self._draft_editor
        if self._session:
            self.matome.check_post_file(self._draft_editor)

    def known(self, assembly: Assembly) -> None:
        """Open the draft of the thread, or begin one, and let its clips find their comments."""
        story = assembly.story
        if self._draft_editor is None:
            self._open(self._begin(story))
            self._offer_post()
        self._link()

    def _link(self) -> None:
        """Let clips find their comments, but not while that would lose what can be redone."""
        draft_editor, assembly = self._draft_editor, self._feed.assembly
        if draft_editor and assembly and draft_editor.position == len(draft_editor.steps) - 1:
            draft = draft_editor.draft.link(assembly.comments.values())
            draft = replace(draft, story_title=draft.story_title or assembly.story.title)
            if draft != draft_editor.draft:
                draft_editor.amend(draft)

    def site_read(self) -> None:
        """Show whether the site has a post of the thread, and offer it."""
        super().site_read()
        self._offer_post()

    @work(exclusive=True, group="offer", exit_on_error=False)
    async def _offer_post(self) -> None:
        draft_editor, assembly = self._draft_editor, self._feed.assembly
        if not (draft_editor and assembly and self.is_current and self.services.index):
            return
        from matome_tui.ui.flows.existing_post import offer_existing_post

        if session := await offer_existing_post(self.matome, draft_editor):
            self._session = session
            self._open(session)
            self.known(assembly)
            self._rebuild()

    def _begin(self, story: Story) -> DraftSession:
        kept = self._kept_draft(story.id) if story.id != self._item_id else None
        return kept or self.services.drafts.begin(Draft.begin(story, self.services.day_of(story)))

    def _kept_draft(self, thread: int) -> DraftSession | None:
        drafts = self.services.drafts
        try:
            return drafts.of_thread(thread)
        except StoreError as error:
            session = drafts.copy_readable(thread)
            what = "A copy up to its last readable step" if session else "A new draft"
            self.warn(f"{error}. {what} was opened; the unreadable one stays in the list (D)")
            return session

    def _mark(self, work: Callable[[Marking], None]) -> None:
        """Mark comments and show it; a range that was chosen has served then."""
        if self._marking:
            self._reader.has_moved = True
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
        name = color_title(colors[number - 1].name or str(number) if number else "")
        if self.focused is self._tray:
            self._tray.color(name, color)
        else:
            self._mark(lambda marking: marking.color(name, color))

    def action_undo(self) -> None:
        """Take back the last edit."""
        if self._draft_editor:
            self.say(self._draft_editor.undo())
            self._show_clips()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        if self._draft_editor:
            self.say(self._draft_editor.redo())
            self._link()
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
            groups = ("tray", "everywhere") if self._in_tray else self.STATUS_GROUPS
            self.query_one(StatusBar).offer(*groups)

    @on(Tray.Highlighted)
    def _follow_tray(self) -> None:
        if self.focused is self._tray and isinstance(clip := self._tray.current, Clip):
            at = self._reader.thread.find(clip.comment) if self._reader.thread else NOWHERE
            self._led_to = clip.comment
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
        elif isinstance(entry, Section) and not entry.is_open:
            self._tray.rename_section()

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_compare(self) -> None:
        """Show how a clip's comment has changed, and take its new text or leave the clip."""
        clip, draft_editor, assembly = self._tray.current, self._draft_editor, self._feed.assembly
        if draft_editor is None or not isinstance(clip, Clip):
            return
        if assembly is None:
            self.say("The thread is not at hand")
            return
        comment = assembly.comments.get(clip.comment)
        if comment is None or clip.key not in draft_editor.draft.changed(assembly.comments):
            self.say("The comment is as it was clipped")
        elif comment.is_gone:
            self.say("The comment was deleted; the clip keeps what it said")
        elif await self.app.push_screen_wait(comparison(clip, comment)):
            draft_editor.edit(
                edit_title("take_source"),
                draft_editor.draft.update_source(clip.key, comment.html),
            )
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
        if (clip := self._clip_meant()) is None or self._draft_editor is None:
            return
        if not clip.source:
            self.warn("The original is not at hand")
            return
        chosen = await self.app.push_screen_wait(
            ExcerptScreen(clip.source, clip.parts, f"Excerpt of {clip.author}")
        )
        if chosen is not None:
            draft = self._draft_editor.draft.cut(clip.key, chosen.text, chosen.ranges)
            self._draft_editor.edit(edit_title("excerpt"), draft)
            self._show_clips()

    def _clip_meant(self) -> Clip | None:
        """Return the tray's clip, or the one of the reader's comment, which is marked for it."""
        if self.focused is self._tray:
            entry = self._tray.current
            return entry if isinstance(entry, Clip) else None
        comment = self._reader.current
        if self._marking is None or comment is None:
            return None
        if not comment.is_quotable:
            self.warn(why_not(comment))
            return None
        self._reader.has_moved = True
        self._remember_cursor()
        clip = self._marking.clip(comment)
        self._show_clips()
        return clip

    def _open_editor(self, key: int) -> None:
        if self._draft_editor:
            self.app.push_screen(EditorScreen(self._draft_editor, key, self._reader.thread))

    def action_post(self) -> None:
        """Show the post."""
        from matome_tui.ui.screens.post import PostScreen

        if self._draft_editor:
            self.app.push_screen(PostScreen(self._draft_editor))

    def action_history(self) -> None:
        """List all that was done, to go back or forward to any step."""
        if self._draft_editor:
            self.app.push_screen(HistoryScreen(self._draft_editor))

    def on_screen_resume(self) -> None:
        """Show what was done on another screen, also to the same draft opened there once more."""
        if self._draft_editor:
            self._draft_editor.catch_up()
            self._link()
        self._show_clips()

    def action_save(self) -> None:
        """Save the post in the site."""
        if self._draft_editor:
            self.matome.save(self._draft_editor)

    def action_preview(self) -> None:
        """Show the post in the browser, or end that."""
        if self._draft_editor:
            self.matome.preview(self._draft_editor)

    def draft_changed(self) -> None:
        """Show the clips as they now are."""
        self._show_clips()

    def saved(self) -> None:
        """Show that the post was saved."""
        self.say(f"saved {time.strftime('%H:%M')}")

    async def leave(self) -> None:
        """Remember where the reader was, and what came while it was read."""
        self._remember_cursor(keep=True)
        # It goes on by itself where another program locks the file.
        await asyncio.wait([asyncio.create_task(self._feed.keep())], timeout=_KEEP_SECONDS)

    def _remember_cursor(self, *, keep: bool = False) -> None:
        comment = self._reader.current
        if self._draft_editor is None or comment is None or not self._reader.has_moved:
            return
        self._draft_editor.session.cursor = comment.id
        if keep:
            self._draft_editor.keep_cursor(comment.id)

    # Showing

    def on_resize(self) -> None:
        """Fold the tray away where there is no room for it."""
        self._arrange()

    def _arrange(self) -> None:
        side = self.query_one("#side")
        side.display = self._in_tray or not self.is_narrow
        side.set_class(self.is_narrow, "-whole")
        self._reader.display = not (self.is_narrow and self._in_tray)

    def without_thread(self) -> list[str]:
        """Return the lines that stand in place of a thread as long as there is none."""
        clips = len(self._draft.clips) if self._draft else 0
        return super().without_thread() + [f"{count(clips, 'clip')}: tab goes there"] * bool(clips)

    def shown(self) -> None:
        """Show the clips on the thread as it is shown now."""
        self._tray.thread = self._reader.thread
        self._show_clips()

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
        self.show_landmarks()
        self.show_status()
