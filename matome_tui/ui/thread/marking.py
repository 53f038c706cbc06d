"""Making clips of what a reader shows."""

import time
from collections.abc import Callable, Iterable

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.entries import Clip
from matome_tui.core.items import Comment
from matome_tui.core.thread.thread import NOWHERE
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.thread.reader import Reader


class Marking:
    """Marks comments in the draft: one, a range, a branch, an author's, those that are shown."""

    def __init__(
        self, reader: Reader, draft_editor: DraftEditor, warn: Callable[[str], None]
    ) -> None:
        """Prepare.

        Args:
            reader: Shows the thread; its range and its cursor say what is meant.
            draft_editor: Has the draft.
            warn: Tells why something can not be marked.
        """
        self._reader = reader
        self._draft_editor = draft_editor
        self._warn = warn

    def _targets(self) -> list[Comment]:
        """Return the comments of the range, or the cursor's; told where all of them are gone."""
        chosen = self._reader.chosen
        quotable = [comment for comment in chosen if comment.is_quotable]
        if chosen and not quotable:
            self._warn(why_not(chosen[0]))
        return quotable

    def toggle(self) -> None:
        """Mark, or take the marks away where all are marked."""
        self._toggle(self._targets())

    def toggle_branch(self) -> None:
        """Mark the comment and all below it, or take all their marks away."""
        if (thread := self._reader.thread) and (at := self._reader.cursor) != NOWHERE:
            self._toggle(thread.comments[at : at + thread.sizes[at]])

    def toggle_author(self) -> None:
        """Mark all comments of this one's author, or take all their marks away."""
        thread, current = self._reader.thread, self._reader.current
        if thread and current and current.author:
            self._toggle(c for c in thread.comments if c.author == current.author)

    def toggle_shown(self) -> None:
        """Mark what the filter shows, without one all comments, or take all marks away."""
        self._toggle(self._reader.shown)

    def color(self, name: str, color: str) -> None:
        """Give the clips of the targets a colour; what is not marked is marked first."""
        targets, draft = self._targets(), self._draft_editor.draft
        if targets:
            draft = self._with(draft, targets)
            self._draft_editor.edit(name, draft.color(_keys(draft, targets), color))

    def clip(self, comment: Comment) -> Clip | None:
        """Return the first clip of a comment, which is marked where it is not."""
        self._draft_editor.edit(edit_title("mark"), self._with(self._draft_editor.draft, [comment]))
        return next(iter(self._draft_editor.draft.clips_of(comment.id)), None)

    def _toggle(self, comments: Iterable[Comment]) -> None:
        quotable = [comment for comment in comments if comment.is_quotable]
        draft = self._draft_editor.draft
        if fresh := _fresh(draft, quotable):
            self._draft_editor.edit(edit_title("mark", number=len(fresh)), self._with(draft, fresh))
        elif keys := _keys(draft, quotable):
            self._draft_editor.edit(edit_title("unmark", number=len(keys)), draft.remove(keys))

    def _with(self, draft: Draft, comments: Iterable[Comment]) -> Draft:
        thread = self._reader.thread
        fresh = _fresh(draft, comments)
        if thread is None or not fresh:
            return draft
        return draft.add(fresh, thread.find, int(time.time()))


def why_not(comment: Comment) -> str:
    """Return why a comment cannot be clipped."""
    if comment.is_gone:
        return "Nothing to clip: the comment was deleted"
    return "Cannot clip: the comment has no author to quote"


def _fresh(draft: Draft, comments: Iterable[Comment]) -> list[Comment]:
    """Return the comments that are not clipped yet."""
    clipped = {clip.comment for clip in draft.clips}
    return [comment for comment in comments if comment.id not in clipped]


def _keys(draft: Draft, comments: Iterable[Comment]) -> list[int]:
    """Return the keys of the clips of comments."""
    wanted = {comment.id for comment in comments}
    return [clip.key for clip in draft.clips if clip.comment in wanted]
