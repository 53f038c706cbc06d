"""Folds and filters of a thread, and the comments that they leave visible."""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from typing import NewType, cast

from matome_tui.core.items import CommentId
from matome_tui.core.thread.thread import Index, Thread

Row = NewType("Row", int)
"""A comment's place among the visible comments, from 0."""


class Outline:
    """A thread with folded comments and an optional filter.

    A filter shows its matches even inside folded branches, and unfolds them until it ends.
    Ancestors of a match that do not match themselves are shown folded.

    Each change computes the visible comments anew, about a millisecond for ten thousand comments.

    Attributes:
        thread: The thread.
        visible: Indexes of the visible comments, in order; replaced, never modified.
        folded: Ids of the folded comments; kept when the thread is replaced.
        matches: Ids of the comments that the filter lets through; None without a filter.
        is_flat: Whether the filter shows matches without their ancestors.
    """

    __slots__ = ("_opened", "folded", "is_flat", "matches", "thread", "visible")

    def __init__(self, thread: Thread, folded: Iterable[CommentId] = ()) -> None:
        self.thread = thread
        self.folded = set(folded)
        self.matches: frozenset[CommentId] | None = None
        self.is_flat = False
        self._opened: set[CommentId] = set()  # folded again when the filter ends
        self.visible: list[Index] = []
        self._rebuild()

    def _rebuild(self) -> None:
        if self.matches is not None:
            self.visible = self._filtered(self.matches)
            if self.visible:
                return
            self._match(None)
        thread, folded = self.thread, self.folded
        if not folded:
            self.visible = list(thread.indexes)
            return
        sizes, comments = thread.sizes, thread.comments
        visible: list[int] = []
        index = 0
        while index < len(comments):
            visible.append(index)
            index += sizes[index] if comments[index].id in folded else 1
        self.visible = cast("list[Index]", visible)  # calls of `Index` would double the time

    def _filtered(self, matches: Collection[CommentId]) -> list[Index]:
        thread = self.thread
        kept: set[Index] = set()
        for comment_id in matches:
            index = thread.find(comment_id)
            while index is not None and index not in kept:
                kept.add(index)
                index = None if self.is_flat else thread.parents[index]
        return sorted(kept)

    def filter(self, matches: Iterable[CommentId] | None, *, is_flat: bool = False) -> bool:
        """Show only these comments and their ancestors; None ends the filter.

        Args:
            matches: Ids of the comments to show. A filter without a match is not applied.
            is_flat: Whether to leave out ancestors.

        Returns:
            Whether the filter was applied, or ended.
        """
        wanted = None if matches is None else frozenset(matches)
        if wanted is not None and all(self.thread.find(at) is None for at in wanted):
            return False
        self._match(wanted)
        self.is_flat = is_flat
        self._rebuild()
        return True

    def _match(self, matches: frozenset[CommentId] | None) -> None:
        self.folded |= self._opened
        self._opened = self.folded & (matches or frozenset())
        self.folded -= self._opened
        self.matches = matches

    def replace_thread(self, thread: Thread) -> None:
        """Show a newer snapshot of the same thread; folds stay."""
        self.thread = thread
        self._rebuild()

    def is_folded(self, index: Index) -> bool:
        """Return whether a comment is shown as one line, without its text and replies."""
        return not self.is_match(index) or self.thread.comments[index].id in self.folded

    def is_match(self, index: Index) -> bool:
        """Return whether the filter lets a comment through; true without a filter."""
        return self.matches is None or self.thread.comments[index].id in self.matches

    def row_of(self, index: Index) -> Row:
        """Return the row of a comment, or of the comment that hides it.

        For a comment hidden by the filter, that is the visible one before it, or else the first.
        """
        return Row(max(bisect_right(self.visible, index) - 1, 0))

    def visible_at(self, index: Index) -> Index:
        """Return `index` if that comment is visible, otherwise the comment that hides it."""
        return self.visible[self.row_of(index)]

    def fold(self, index: Index) -> None:
        """Fold a comment and its branch to one line."""
        self.folded.add(self.thread.comments[index].id)
        self._rebuild()

    def unfold(self, index: Index) -> None:
        """Unfold a comment; folded comments below it stay folded."""
        self.folded.discard(self.thread.comments[index].id)
        self._rebuild()

    def fold_at_depth(self, depth: int) -> None:
        """Fold all comments with replies at `depth` and unfold those above; deeper folds stay."""
        thread = self.thread
        for index, comment in enumerate(thread.comments):
            if thread.depths[index] < depth:
                self.folded.discard(comment.id)
            elif thread.depths[index] == depth and thread.sizes[index] > 1:
                self.folded.add(comment.id)
        self._rebuild()

    @property
    def own_folds(self) -> frozenset[CommentId]:
        """Ids of the comments that are folded without the filter."""
        return frozenset(self.folded | self._opened)

    def restore_folds(self, folded: Iterable[CommentId]) -> None:
        """Fold exactly these comments; matches of a filter are unfolded until it ends."""
        self.folded, self._opened = set(folded), set()
        self._match(self.matches)
        self._rebuild()

    def set_folded(self, folded: Iterable[CommentId]) -> None:
        """Fold exactly these comments."""
        self.folded = set(folded)
        self._opened -= self.folded
        self._rebuild()

    def unfold_all(self) -> None:
        """Unfold every comment."""
        self.folded.clear()
        self._opened.clear()
        self._rebuild()

    def open_depth(self) -> int:
        """Return the smallest depth of a folded comment with replies, or else the largest depth."""
        thread = self.thread
        depths = (
            thread.depths[index]
            for index in self.visible
            if self.is_folded(index) and thread.reply_count(index)
        )
        return min(depths, default=max(thread.depths, default=0))

    def reveal(self, index: Index) -> bool:
        """Unfold the ancestors of a comment, and end a filter that hides it.

        Returns:
            Whether anything changed.
        """
        has_changed = False
        if self.matches is not None:
            if self.visible_at(index) == index:
                return False
            has_changed = self.filter(None)
        thread = self.thread
        parent = thread.parents[index]
        while parent is not None:
            has_changed |= thread.comments[parent].id in self.folded
            self.folded.discard(thread.comments[parent].id)
            parent = thread.parents[parent]
        if has_changed:
            self._rebuild()
        return has_changed
