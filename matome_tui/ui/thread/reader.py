"""The thread as one long page of comments, to move through, fold and search."""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from textual import events

from matome_tui.core.items import Comment
from matome_tui.core.thread.thread import NOWHERE, Thread
from matome_tui.core.thread.viewport import Viewport
from matome_tui.ui.commands import bindings
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.thread.thread_pane import ThreadPane

_WHEEL_LINES = 3
_LONGEST_TRAIL = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader is, exactly, and what is folded.

    Attributes:
        folded: Ids of the folded comments.
        cursor: Id of the comment that the cursor is on.
        y: The line of the view that it starts on; negative where it starts above the view.
        has_moved: Whether the user had moved.
    """

    folded: frozenset[int]
    cursor: int
    y: int
    has_moved: bool


class Reader(ThreadPane):
    """Moves through a thread, folds it, and shows only parts of it."""

    BINDINGS = bindings("thread")

    def __init__(
        self,
        glyphs: Glyphs,
        measure: int,
        color_numbers: Mapping[str, int],
        *,
        id: str | None = None,
    ) -> None:
        """Make an empty reader; see `ThreadPane`."""
        super().__init__(glyphs, measure, color_numbers, id=id)
        self._trail: deque[int] = deque(maxlen=_LONGEST_TRAIL)
        self._anchor: int | None = None

    # Moving

    def go_to(self, index: int) -> None:
        """Jump to a comment: as a step, and the way back is remembered."""
        if self.current and index != self.cursor:
            self._trail.append(self.current.id)
        self._step_to(index)

    def action_go_back(self) -> None:
        """Go back to where the last jump started."""
        while self._trail and self.thread:
            index = self.thread.find(self._trail.pop())
            if index not in (NOWHERE, self.cursor):
                self._step_to(index)
                return

    def _step_to(self, index: int) -> None:
        """Put the cursor on a comment, unfolding what hides it, and bring it into view."""
        if (view := self._view) is None:
            return
        self.has_moved = True
        before, shown = view.cursor, len(view.outline.visible)
        has_scrolled = view.go_to(index)
        if len(view.outline.visible) != shown:
            self._extent = None
            self._forget_paint()
            has_scrolled = True
        if has_scrolled or self._anchor is not None:
            self._changed()
        else:
            self._repaint(before)
            self._repaint(index)
            self._tell()

    def action_next(self) -> None:
        """Go on: through a comment that is longer than the view, then to the next one."""
        self._go_row(1)

    def action_previous(self) -> None:
        """Go back: through a comment that is longer than the view, then to the previous one."""
        self._go_row(-1)

    def action_next_sibling(self) -> None:
        """Go to the next comment under the same parent."""
        self._go_if(Thread.next_sibling, self._step_to)

    def action_previous_sibling(self) -> None:
        """Go to the previous comment under the same parent."""
        self._go_if(Thread.previous_sibling, self._step_to)

    def action_next_root(self) -> None:
        """Go to the next top-level comment."""
        self._go_if(lambda thread, index: thread.next_sibling(thread.roots[index]))

    def action_previous_root(self) -> None:
        """Go to this branch's top-level comment, or from there to the one before."""

        def target(thread: Thread, index: int) -> int:
            root = thread.roots[index]
            return thread.previous_sibling(root) if root == index else root

        self._go_if(target)

    def action_parent(self) -> None:
        """Go to the comment that this one answers."""
        self._go_if(lambda thread, index: thread.parents[index])

    def action_root(self) -> None:
        """Go to the top-level comment of this branch."""
        self._go_if(lambda thread, index: thread.roots[index])

    def action_next_new(self, direction: int) -> None:
        """Go to the next comment (1), or the previous one (-1), that is new."""
        if thread := self.thread:
            beyond = range(self.cursor + 1, len(thread))
            if direction < 0:
                beyond = range(self.cursor - 1, -1, -1)
            new = (index for index in beyond if thread.comments[index].id in self.new)
            self.go_to(next(new, self.cursor))

    def action_top(self) -> None:
        """Go to the first comment."""
        self.go_to(0)

    def action_bottom(self) -> None:
        """Go to the last comment that is not folded away."""
        if self._view:
            self.go_to(self._view.outline.visible[-1])

    def action_half_page(self, direction: int) -> None:
        """Scroll by half a view, down (1) or up (-1)."""
        self._scroll(direction * max(self._fitted.height // 2, 1))

    def action_page(self, direction: int) -> None:
        """Scroll by a view but for two lines, down (1) or up (-1)."""
        self._scroll(direction * max(self._fitted.height - 2, 1))

    def go_to_fraction(self, fraction: float) -> None:
        """Scroll to a place in the whole, from 0 (top) to 1 (bottom)."""
        if self._view:
            self.has_moved = True
            extent = self._measured(self._view)
            self._view.scroll_to(*extent.place(fraction * extent.total))
            self._changed()

    # Folding

    def action_unfold_or_enter(self) -> None:
        """Unfold this comment, or go to its first reply."""
        if self._view and self._view.outline.is_folded(self.cursor):
            self.action_toggle_fold()
        else:
            self._go_if(Thread.first_reply, self._step_to)

    def action_fold_or_leave(self) -> None:
        """Fold this comment, or go to its parent where there is nothing to fold."""
        if (view := self._view) is None:
            return
        if view.outline.is_folded(view.cursor) or not view.outline.thread.replies(view.cursor):
            self.action_parent()
        else:
            self.action_toggle_fold()

    def action_toggle_fold(self) -> None:
        """Fold this comment and its branch, or unfold it."""
        if view := self._view:
            outline = view.outline
            change = outline.unfold if outline.is_folded(view.cursor) else outline.fold
            self._refold(view, lambda: change(view.cursor))

    def action_fold_branch(self) -> None:
        """Fold the whole branch from its top-level comment, wherever in it the cursor is."""
        if view := self._view:
            root = view.outline.thread.roots[view.cursor]
            self._refold(view, lambda: view.outline.fold(root))

    def action_toggle_all(self) -> None:
        """Fold all top-level comments, or unfold everything."""
        if view := self._view:
            outline = view.outline
            self._refold(
                view, outline.unfold_all if outline.folded else lambda: outline.fold_from(0)
            )

    def action_change_level(self, levels: int) -> None:
        """Unfold one level more (1) or fold one level more (-1)."""
        if view := self._view:
            depth = max(view.outline.open_depth() + levels, 0)
            self._refold(view, lambda: view.outline.fold_from(depth))

    # Finding and filtering

    def filter(self, matches: Collection[int] | None, *, is_flat: bool = False) -> bool:
        """Show only these comments, by id; None ends that. Tell whether it was done."""
        if (view := self._view) is None:
            return False
        is_done = False

        def change() -> None:
            nonlocal is_done
            is_done = view.outline.filter(matches, is_flat=is_flat)

        self._forget_paint()
        view.refold(change)
        self._stand()
        self._extent = None
        self._changed()
        return is_done

    @property
    def is_filtered(self) -> bool:
        """Whether only some comments are shown."""
        return self._view is not None and self._view.outline.matches is not None

    def place_of_cursor(self) -> str:
        """Return which of the comments the cursor is on: of the thread's, or of the filter's."""
        if (view := self._view) is None:
            return ""
        outline = view.outline
        if outline.matches is None:
            return f"{view.cursor + 1}/{len(outline.thread)}"
        shown = [i for i, c in enumerate(outline.thread.comments) if c.id in outline.matches]
        return f"{bisect_right(shown, view.cursor)}/{len(shown)}"

    def place(self) -> Place | None:
        """Return where the reader is and what is folded, to come back to it."""
        if (view := self._view) is None:
            return None
        y = view.row_of(view.cursor) or 0
        cursor = view.outline.thread.comments[view.cursor].id
        return Place(frozenset(view.outline.folded), cursor, y, self.has_moved)

    def come_back(self, place: Place) -> None:
        """Fold and scroll as it was, also where more of the thread has come since."""
        if view := self._view:
            view.outline.refold(place.folded)
            cursor = view.outline.thread.find(place.cursor)
            view.hold(view.cursor if cursor == NOWHERE else cursor, place.y)
            self.has_moved = place.has_moved
            self._stand()
            self._extent = None
            self._changed()

    # What is meant

    @property
    def chosen(self) -> list[Comment]:
        """The comments of the range that is being chosen, without one the cursor's."""
        if (view := self._view) is None:
            return []
        comments, visible = view.outline.thread.comments, view.outline.visible
        first, last = (view.outline.row_of(index) for index in self._edges(view))
        return [comments[index] for index in visible[first : last + 1]]

    @property
    def shown(self) -> list[Comment]:
        """The comments that the filter asks for; without one all."""
        if self._view is None:
            return []
        matches = self._view.outline.matches
        comments = self._view.outline.thread.comments
        return [c for c in comments if matches is None or c.id in matches]

    def action_choose_range(self) -> None:
        """Begin a range of comments at the cursor, or end it."""
        self.has_moved = self.has_moved or self._view is not None
        self._anchor = None if self._anchor or self.current is None else self.current.id
        self._changed()

    def end_range(self) -> bool:
        """End the range; tell whether there was one."""
        had_range = self._anchor is not None
        if had_range:
            self.action_choose_range()
        return had_range

    def _edges(self, view: Viewport) -> tuple[int, int]:
        """Return the indexes of the first and last comment from the range's start to the cursor."""
        start = view.outline.thread.find(self._anchor) if self._anchor else NOWHERE
        start = view.cursor if start == NOWHERE else view.outline.shown(start)
        return min(start, view.cursor), max(start, view.cursor)

    def _is_chosen(self, view: Viewport, index: int) -> bool:
        if self._anchor is None:
            return False
        first, last = self._edges(view)
        return first <= index <= last

    # Steps

    def _scroll(self, lines: int) -> None:
        if (view := self._view) is None:
            return
        self.has_moved = True
        edge = view.frame[-1 if lines > 0 else 0][0]
        if view.scroll(lines):
            self._changed()
        elif edge != view.cursor:
            self._step_to(edge)

    def _go_row(self, direction: int) -> None:
        if (view := self._view) is None:
            return
        self.has_moved = True
        if view.scroll_within(direction):
            self._changed()
            return
        row = view.outline.row_of(view.cursor) + direction
        if 0 <= row < len(view.outline.visible):
            self._step_to(view.outline.visible[row])

    def _go_if(
        self, target: Callable[[Thread, int], int], go: Callable[[int], None] | None = None
    ) -> None:
        if self.thread is None:
            return
        self.has_moved = True
        if (index := target(self.thread, self.cursor)) != NOWHERE:
            (go or self.go_to)(index)

    def _refold(self, view: Viewport, change: Callable[[], None]) -> None:
        self.has_moved = True
        view.refold(change)
        self._extent = None
        self._changed()

    # The mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self._scroll(_WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self._scroll(-_WHEEL_LINES)

    def on_mouse_down(self) -> None:
        """Move nothing from now on, not even before the button is up again."""
        self.has_moved = self._view is not None

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a comment; on its fold sign, fold or unfold it."""
        if (view := self._view) is None or event.y >= len(view.frame):
            return
        index, line = view.frame[event.y]
        self._step_to(index)
        column = self._geometry.marker_column(view.outline.thread.depths[index])
        if line == 0 and column <= event.x <= column + 1:
            self.action_toggle_fold()
