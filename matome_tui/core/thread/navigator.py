"""Moves of the cursor through a thread: jumps and the way back, folds, a filter, a range."""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from matome_tui.core.items import Comment, CommentId
from matome_tui.core.thread.opening import opening_index
from matome_tui.core.thread.outline import Row
from matome_tui.core.thread.pinning import nearest_index
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.core.thread.viewport import ScreenLine, Viewport

_MAX_JUMPS = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a thread to return to, with its folds.

    Attributes:
        folded: Ids of the comments that are folded without the filter.
        cursor: Id of the comment at the cursor.
        y: Screen line at which that comment starts.
        has_moved: Whether the user had moved.
    """

    folded: frozenset[CommentId]
    cursor: CommentId
    y: ScreenLine
    has_moved: bool


class Navigator:
    """Moves through a thread as the user asks.

    Until the first move the view stays at the most wanted comment, or else at the first, whatever
    is loaded meanwhile; from then on, it stays where the user left it.

    Attributes:
        view: The lines in view, and the cursor.
        has_moved: Whether the user has moved, folded or marked.
        range_start: Id of the comment at which a range starts; None without a range.
    """

    __slots__ = ("_jumps", "_wanted", "has_moved", "range_start", "view")

    def __init__(self, view: Viewport, wanted: Iterable[int] = ()) -> None:
        """Open a thread at the first of the `wanted` comments, by id, that is in it."""
        self.view = view
        self.has_moved = False
        self.range_start: CommentId | None = None
        self._wanted = tuple(wanted)
        self._jumps: deque[CommentId] = deque(maxlen=_MAX_JUMPS)
        self._open()

    @property
    def thread(self) -> Thread:
        """The thread."""
        return self.view.outline.thread

    @property
    def current(self) -> Comment:
        """The comment at the cursor."""
        return self.thread.comments[self.view.cursor]

    def replace_thread(self, thread: Thread, wanted: Iterable[int]) -> None:
        """Show a newer snapshot of the thread; the cursor's comment stays on its line."""
        view, self._wanted = self.view, tuple(wanted)
        y = view.screen_line_of(view.cursor) or ScreenLine(0)
        cursor = nearest_index(self.thread, thread, view.cursor)
        view.outline.replace_thread(thread)
        view.align(cursor, y)
        self._open()

    def resize(self, height: int) -> None:
        """Change the height of the view; see `Viewport.resize`."""
        self.view.resize(height)
        self._open()

    def _open(self) -> None:
        if self.has_moved:
            return
        index = opening_index(self.view.outline, self._wanted)
        self.view.align(self.view.outline.visible[0], ScreenLine(0))
        if self.view.go_to(index):  # it was not in view
            self.view.align(index, ScreenLine(0))

    # Jumps and steps

    def go_to(self, index: Index) -> None:
        """Jump to a comment; `go_back` returns."""
        if index != self.view.cursor:
            self._jumps.append(self.current.id)
        self.step_to(index)

    def go_back(self) -> None:
        """Return to where the last jump started."""
        while self._jumps:
            index = self.thread.find(self._jumps.pop())
            if index not in (None, self.view.cursor):
                self.step_to(index)
                return

    def step_to(self, index: Index | None) -> None:
        """Move the cursor to a comment and bring it into view; None stays."""
        self.has_moved = True
        if index is not None:
            self.view.go_to(index)

    def _jump_to(self, index: Index | None) -> None:
        self.has_moved = True
        if index is not None:
            self.go_to(index)

    def step(self, direction: int) -> None:
        """Scroll on through a long comment, or move to the next (1) or previous (-1) one."""
        self.has_moved = True
        if not self.view.scroll_within(direction):
            self.step_row(direction)

    def step_row(self, direction: int) -> None:
        """Move to the next (1) or previous (-1) comment, also from within a long one."""
        outline = self.view.outline
        row = outline.row_of(self.view.cursor) + direction
        self.step_to(outline.visible[row] if 0 <= row < len(outline.visible) else None)

    def go_on(self) -> None:
        """Move to the next comment, or match of the filter, also from within a long one."""
        outline = self.view.outline
        below = outline.visible[outline.row_of(self.view.cursor) + 1 :]
        self.step_to(next(filter(outline.is_match, below), None))

    def next_sibling(self) -> None:
        """Move to the next comment with the same parent."""
        self.step_to(self.thread.next_sibling(self.view.cursor))

    def previous_sibling(self) -> None:
        """Move to the previous comment with the same parent."""
        self.step_to(self.thread.previous_sibling(self.view.cursor))

    def first_reply(self) -> None:
        """Move to the first reply."""
        self.step_to(self.thread.first_reply(self.view.cursor))

    def next_root(self) -> None:
        """Jump to the next top-level comment."""
        self._jump_to(self.thread.next_sibling(self._root))

    def previous_root(self) -> None:
        """Jump to this branch's top-level comment, or from there to the previous one."""
        root = self._root
        self._jump_to(self.thread.previous_sibling(root) if root == self.view.cursor else root)

    def parent(self) -> None:
        """Jump to the parent comment."""
        self._jump_to(self.thread.parents[self.view.cursor])

    def root(self) -> None:
        """Jump to the top-level comment of this branch."""
        self._jump_to(self._root)

    def top(self) -> None:
        """Jump to the first comment."""
        self.go_to(Index(0))

    def bottom(self) -> None:
        """Jump to the last visible comment."""
        self.go_to(self.view.outline.visible[-1])

    def next_of(self, direction: int, ids: Collection[int]) -> None:
        """Jump to the next (1) or previous (-1) comment with one of these ids."""
        indexes, at = self.thread.indexes, self.view.cursor
        others = indexes[at + 1 :] if direction > 0 else indexes[:at][::-1]
        found = (index for index in others if self.thread.comments[index].id in ids)
        self.go_to(next(found, at))

    @property
    def _root(self) -> Index:
        return self.thread.roots[self.view.cursor]

    # Scrolling

    def scroll(self, lines: int) -> None:
        """Scroll down, or up if `lines` is negative; at the end, move the cursor to the edge."""
        self.has_moved = True
        edge, _ = self.view.frame[-1 if lines > 0 else 0]
        if not self.view.scroll(lines) and edge != self.view.cursor:
            self.step_to(edge)

    def scroll_to(self, row: Row, fraction: float) -> None:
        """Scroll a point in a comment to the top; see `Viewport.scroll_to`."""
        self.has_moved = True
        self.view.scroll_to(row, fraction)

    # Folds

    def unfold_or_enter(self) -> None:
        """Unfold the comment, or move to its first reply."""
        if self.view.outline.is_folded(self.view.cursor):
            self.toggle_fold()
        else:
            self.first_reply()

    def fold_or_leave(self) -> None:
        """Fold the comment; if it is folded or has no replies, jump to its parent."""
        at = self.view.cursor
        if self.view.outline.is_folded(at) or not self.thread.reply_count(at):
            self.parent()
        else:
            self.toggle_fold()

    def toggle_fold(self) -> None:
        """Fold the comment and its branch, or unfold it."""
        outline, at = self.view.outline, self.view.cursor
        change = outline.unfold if outline.is_folded(at) else outline.fold
        self._change_folds(lambda: change(at))

    def fold_branch(self) -> None:
        """Fold the whole branch from its top-level comment."""
        root = self._root
        self._change_folds(lambda: self.view.outline.fold(root))

    def toggle_all(self) -> None:
        """Fold all top-level comments, or unfold everything."""
        outline = self.view.outline
        self._change_folds(
            outline.unfold_all if outline.folded else lambda: outline.fold_at_depth(0)
        )

    def change_level(self, levels: int) -> None:
        """Unfold one more level (1), or fold one more level (-1)."""
        outline = self.view.outline
        depth = max(outline.open_depth() + levels, 0)
        self._change_folds(lambda: outline.fold_at_depth(depth))

    def refold(self, folded: Collection[CommentId], unfolded: Collection[CommentId]) -> None:
        """Fold comments and unfold others, by id; not a move of the user."""
        outline = self.view.outline
        ids = (outline.folded | set(folded)) - set(unfolded)
        self.view.change_outline(lambda: outline.set_folded(ids))
        self._open()

    def _change_folds(self, change: Callable[[], None]) -> None:
        self.has_moved = True
        self.view.change_outline(change)

    # Filter

    def filter(self, matches: Collection[CommentId] | None, *, is_flat: bool) -> bool:
        """Show only these comments, and go to the nearest one; see `Outline.filter`."""
        outline, at = self.view.outline, self.view.cursor
        is_done = False

        def change() -> None:
            nonlocal is_done
            is_done = outline.filter(matches, is_flat=is_flat)

        self.view.change_outline(change)
        if is_done and matches is not None:
            self.view.go_to(min(reversed(self._shown), key=lambda match: abs(match - at)))
        self._open()
        return is_done

    @property
    def _shown(self) -> list[Index]:
        """The indexes of the filter's matches; empty without a filter."""
        outline, comments = self.view.outline, self.thread.comments
        return [at for at in outline.visible if comments[at].id in (outline.matches or ())]

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is on."""
        return self.view.outline.matches is not None

    @property
    def matches(self) -> list[Comment]:
        """The comments that the filter lets through; without a filter, all."""
        matches = self.view.outline.matches
        return [c for c in self.thread.comments if matches is None or c.id in matches]

    def ordinal(self) -> tuple[int, int]:
        """Return the cursor's place, from 1, and the number of comments, or of filter matches."""
        if not self.is_filtered:
            return self.view.cursor + 1, len(self.thread)
        shown = self._shown
        return bisect_right(shown, self.view.cursor), len(shown)

    # Places to return to

    def place(self) -> Place:
        """Return the present place and folds."""
        view = self.view
        y = view.screen_line_of(view.cursor) or ScreenLine(0)
        return Place(view.outline.own_folds, self.current.id, y, self.has_moved)

    def return_to(self, place: Place) -> None:
        """Restore a place and its folds, also in a newer snapshot of the thread."""
        self.view.outline.restore_folds(place.folded)
        cursor = self.thread.find(place.cursor)
        self.view.align(self.view.cursor if cursor is None else cursor, place.y)
        self.has_moved = place.has_moved
        self._open()

    # Range

    def toggle_range(self) -> None:
        """Start a range at the cursor, or end it."""
        self.has_moved = True
        self.range_start = self.current.id if self.range_start is None else None

    @property
    def selected(self) -> list[Comment]:
        """The visible comments from the start of the range to the cursor, or the cursor's."""
        outline = self.view.outline
        first, last = (outline.row_of(index) for index in self._range)
        return [self.thread.comments[index] for index in outline.visible[first : last + 1]]

    def is_selected(self, index: Index) -> bool:
        """Return whether a comment is in the range."""
        if self.range_start is None:
            return False
        first, last = self._range
        return first <= index <= last

    @property
    def _range(self) -> tuple[Index, Index]:
        cursor = self.view.cursor
        start = None if self.range_start is None else self.thread.find(self.range_start)
        start = cursor if start is None else self.view.outline.visible_at(start)
        return min(start, cursor), max(start, cursor)
