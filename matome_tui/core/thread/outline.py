"""What of a thread is folded or filtered away, and what is therefore to be seen."""

from bisect import bisect_right
from collections.abc import Collection, Iterable

from matome_tui.core.thread.thread import NOWHERE, Thread


class Outline:
    """The fold state of a thread, a filter over it, and the comments visible for both.

    Under a filter folds hide no comment; what only leads to a match is folded itself.

    Every change makes the visible list anew, which for ten thousand comments takes about a
    millisecond and keeps all look-ups simple.

    Attributes:
        thread: The thread.
        visible: Indices of the visible comments, in order.
        folded: Ids of the folded comments; they outlive a change of the thread.
        matches: Ids of the comments that a filter lets through; None without a filter.
        is_flat: Whether a filter shows the matches alone, without what leads to them.
    """

    __slots__ = ("folded", "is_flat", "matches", "thread", "visible")

    def __init__(self, thread: Thread, folded: Iterable[int] = ()) -> None:
        self.thread = thread
        self.folded = set(folded)
        self.matches: frozenset[int] | None = None
        self.is_flat = False
        self.visible: list[int] = []
        self._rebuild()

    def _rebuild(self) -> None:
        if self.matches is not None:
            self.visible = self._filtered(self.matches)
            if self.visible:
                return
            self.matches = None
        thread, folded = self.thread, self.folded
        sizes, comments = thread.sizes, thread.comments
        if not folded:
            self.visible = list(range(len(comments)))
            return
        visible: list[int] = []
        index = 0
        while index < len(comments):
            visible.append(index)
            index += sizes[index] if comments[index].id in folded else 1
        self.visible = visible

    def _filtered(self, matches: Collection[int]) -> list[int]:
        thread = self.thread
        kept: set[int] = set()
        for comment_id in matches:
            index = thread.find(comment_id)
            while index != NOWHERE and index not in kept:
                kept.add(index)
                index = NOWHERE if self.is_flat else thread.parents[index]
        return sorted(kept)

    def filter(self, matches: Iterable[int] | None, *, is_flat: bool = False) -> bool:
        """Show only these comments, by id, and what leads to them; None ends the filter.

        Args:
            matches: What to show. A filter without any match is not applied.
            is_flat: Whether to leave out what leads to them.

        Returns:
            Whether it was applied, or ended.
        """
        wanted = None if matches is None else frozenset(matches)
        if wanted is not None and all(self.thread.find(at) == NOWHERE for at in wanted):
            return False
        self.matches, self.is_flat = wanted, is_flat
        self._rebuild()
        return True

    def replace_thread(self, thread: Thread) -> None:
        """Show another state of the same thread; what was folded stays folded."""
        self.thread = thread
        self._rebuild()

    def is_folded(self, index: int) -> bool:
        """Whether the comment's replies and text are folded away."""
        comment_id = self.thread.comments[index].id
        leads_only = self.matches is not None and comment_id not in self.matches
        return leads_only or comment_id in self.folded

    def row_of(self, index: int) -> int:
        """Return the place among the visible comments of `index`, or of what hides it.

        For what a filter hides that is the one before it, or the first.
        """
        return max(bisect_right(self.visible, index) - 1, 0)

    def shown(self, index: int) -> int:
        """Return `index`, or the index of the folded comment that hides it."""
        return self.visible[self.row_of(index)]

    def fold(self, index: int) -> None:
        """Fold a comment: one line stays of it and its branch."""
        self.folded.add(self.thread.comments[index].id)
        self._rebuild()

    def unfold(self, index: int) -> None:
        """Unfold a comment; folded comments below it stay folded."""
        self.folded.discard(self.thread.comments[index].id)
        self._rebuild()

    def fold_from(self, depth: int) -> None:
        """Fold each comment at `depth` that has replies and unfold all above it.

        Folded comments deeper down stay so.
        """
        thread = self.thread
        for index, comment in enumerate(thread.comments):
            if thread.depths[index] < depth:
                self.folded.discard(comment.id)
            elif thread.depths[index] == depth and thread.sizes[index] > 1:
                self.folded.add(comment.id)
        self._rebuild()

    def refold(self, folded: Iterable[int]) -> None:
        """Fold exactly the comments with these ids."""
        self.folded = set(folded)
        self._rebuild()

    def unfold_all(self) -> None:
        """Unfold every comment."""
        self.folded.clear()
        self._rebuild()

    def open_depth(self) -> int:
        """Return the smallest depth at which a comment with replies is folded.

        Where none is, the depth of the deepest comment.
        """
        thread = self.thread
        depths = (
            thread.depths[index]
            for index in self.visible
            if self.is_folded(index) and thread.replies(index)
        )
        return min(depths, default=max(thread.depths, default=0))

    def reveal(self, index: int) -> bool:
        """Unfold all that hides a comment; tell whether anything was folded.

        A filter that hides it ends.
        """
        hidden = False
        if self.matches is not None:
            if self.shown(index) == index:
                return False
            hidden = self.filter(None)
        thread = self.thread
        parent = thread.parents[index]
        while parent != NOWHERE:
            hidden |= thread.comments[parent].id in self.folded
            self.folded.discard(thread.comments[parent].id)
            parent = thread.parents[parent]
        if hidden:
            self._rebuild()
        return hidden
