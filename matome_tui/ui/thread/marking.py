"""Marking comments of a reader, which makes clips of them."""

import time
from collections.abc import Callable, Iterable

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.entries import Clip, EntryKey
from matome_tui.core.items import Comment, CommentId
from matome_tui.i18n import _
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.thread.reader import Reader


class Marking:
    """Marks and unmarks a comment, a range, a branch, an author's comments, or all shown."""

    def __init__(
        self,
        reader: Reader,
        draft_editor: DraftEditor,
        warn: Callable[[str], None],
        done: Callable[[Draft, Draft], None],
        rendering_of: Callable[[Comment], str],
    ) -> None:
        """Prepare.

        Args:
            reader: Shows the thread; its range or its cursor is what is marked.
            draft_editor: The draft.
            warn: Shows why a comment cannot be marked.
            done: Called with the draft before and after each edit.
            rendering_of: Returns a machine's text of a comment, which its clip starts with; empty
                for none.
        """
        self._reader = reader
        self._draft_editor = draft_editor
        self._warn = warn
        self._done = done
        self._rendering_of = rendering_of

    def _targets(self) -> list[Comment]:
        """Return the comments of the range, or the cursor's; warn if none can be marked."""
        chosen = self._reader.chosen
        quotable = [comment for comment in chosen if comment.is_quotable]
        if chosen and not quotable:
            self._warn(_why_not(chosen[0]))
        return quotable

    def toggle(self) -> None:
        """Mark the targets, or unmark them if all are marked."""
        self._toggle(self._targets())

    def toggle_branch(self) -> None:
        """Mark or unmark the comment and all below it."""
        if (thread := self._reader.thread) and (at := self._reader.cursor) is not None:
            self._toggle(thread.comments[at : at + thread.sizes[at]])

    def toggle_author(self) -> None:
        """Mark or unmark all comments of this author."""
        thread, current = self._reader.thread, self._reader.current
        if thread and current and current.author:
            self._toggle(c for c in thread.comments if c.author == current.author)

    def toggle_shown(self) -> None:
        """Mark or unmark the filter's matches, without a filter all comments."""
        self._toggle(self._reader.shown)

    def mark(self, comments: Iterable[Comment]) -> None:
        """Mark comments that are not marked yet."""
        draft = self._draft_editor.draft
        if fresh := _fresh(draft, comments):
            self._edit(edit_title("mark", number=len(fresh)), self._with(draft, fresh))

    def color(self, title: str, color: str) -> None:
        """Give the clips of the targets a colour; mark them first if needed.

        Args:
            title: Of the edit, unless it marks comments.
            color: The colour; empty for none.
        """
        targets, draft = self._targets(), self._draft_editor.draft
        if targets:
            if fresh := _fresh(draft, targets):
                title = edit_title("mark", number=len(fresh))
            draft = self._with(draft, targets)
            self._edit(title, draft.set_color(_keys(draft, targets), color))

    def clip(self) -> Clip | None:
        """Return the first clip of the cursor's comment; mark the comment first if needed.

        Return None, with a warning, if the comment cannot be marked.
        """
        if (clip := self.planned_clip()) is None:
            return None
        draft = self.marked(self._draft_editor.draft, CommentId(clip.comment))
        self._edit(edit_title("mark"), draft)
        return next(iter(self._draft_editor.draft.clips_of(clip.comment)), None)

    def planned_clip(self) -> Clip | None:
        """Return the first clip of the cursor's comment, or the one that a mark would make.

        Return None, with a warning, if the comment cannot be marked.
        """
        if (comment := self._reader.current) is None:
            return None
        if not comment.is_quotable:
            self._warn(_why_not(comment))
            return None
        self._stay_here()
        planned = self._with(self._draft_editor.draft, [comment])
        return next(iter(planned.clips_of(comment.id)), None)

    def marked(self, draft: Draft, comment: CommentId) -> Draft:
        """Return a draft with a clip of the comment with an id."""
        thread = self._reader.thread
        at = thread.find(comment) if thread else None
        return self._with(draft, [thread.comments[at]]) if thread and at is not None else draft

    def _stay_here(self) -> None:
        """Keep the reader at its comment, also when the thread is opened again."""
        self._reader.has_moved = True
        if comment := self._reader.current:
            self._draft_editor.move_cursor(comment.id)

    def _edit(self, title: str, draft: Draft) -> None:
        self._stay_here()
        before = self._draft_editor.draft
        if self._draft_editor.edit(title, draft):
            self._done(before, self._draft_editor.draft)

    def _toggle(self, comments: Iterable[Comment]) -> None:
        quotable = [comment for comment in comments if comment.is_quotable]
        draft = self._draft_editor.draft
        if fresh := _fresh(draft, quotable):
            self._edit(edit_title("mark", number=len(fresh)), self._with(draft, fresh))
        elif keys := _keys(draft, quotable):
            self._edit(edit_title("unmark", number=len(keys)), draft.remove(keys))

    def _with(self, draft: Draft, comments: Iterable[Comment]) -> Draft:
        thread = self._reader.thread
        fresh = _fresh(draft, comments)
        if thread is None or not fresh:
            return draft
        renderings = {comment.id: self._rendering_of(comment) for comment in fresh}
        return draft.add(fresh, thread.find, int(time.time()), renderings)


def _why_not(comment: Comment) -> str:
    """Return why a comment cannot be clipped."""
    if comment.dead:
        return _("Nothing to clip: Hacker News has hidden the comment")
    if comment.is_gone:
        return _("Nothing to clip: the comment was deleted")
    return _("Cannot clip: the comment has no author to quote")


def _fresh(draft: Draft, comments: Iterable[Comment]) -> list[Comment]:
    """Return those comments that are not clipped yet."""
    clipped = {clip.comment for clip in draft.clips}
    return [comment for comment in comments if comment.id not in clipped]


def _keys(draft: Draft, comments: Iterable[Comment]) -> list[EntryKey]:
    """Return the keys of the clips of comments."""
    wanted = {comment.id for comment in comments}
    return [clip.key for clip in draft.clips if clip.comment in wanted]
