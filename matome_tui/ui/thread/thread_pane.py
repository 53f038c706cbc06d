"""A thread in view: where in it the reader is, and what is known of its length."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rich.segment import Segment
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip

from matome_tui.core.comment.wrap import wrap
from matome_tui.core.items import Comment
from matome_tui.core.thread.extent import Extent
from matome_tui.core.thread.outline import Outline
from matome_tui.core.thread.standing import standing
from matome_tui.core.thread.thread import NOWHERE, Thread
from matome_tui.core.thread.viewport import Viewport
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.thread.comment_pane import CommentPane

_HEADER_AND_GAP = 2
_CODE_STEP = 8
_MARGIN = 2


@dataclass(frozen=True, slots=True)
class Position:
    """Where in a thread the reader is.

    Attributes:
        cursor: Index of the comment that the cursor is on.
        start: Where in the whole the view starts, from 0 to 1.
        end: Where it ends, likewise.
        shape: The length of the whole in estimated lines; another after each fold.
    """

    cursor: int = NOWHERE
    start: float = 0.0
    end: float = 1.0
    shape: int = 0


@dataclass(frozen=True, slots=True)
class Landmark:
    """A comment that stands out.

    Attributes:
        at: Where in the whole it is, from 0 to 1.
        mark: The colour it is marked in, empty for none; None for a new one.
    """

    at: float
    mark: str | None


class ThreadPane(CommentPane):
    """Shows a thread, and once the user has moved stays there while more of the thread comes.

    Attributes:
        has_moved: Whether the user has moved, folded or marked; until then the pane stands at what
            is wanted, or at the first comment.
        position: Where the reader is. To be with_progress rather than told by a message: what else
            changes on the screen then comes in the same frame.
    """

    position: reactive[Position] = reactive(Position(), repaint=False)

    def __init__(
        self,
        glyphs: Glyphs,
        measure: int,
        color_numbers: Mapping[str, int],
        *,
        id: str | None = None,
    ) -> None:
        """Make an empty pane; see `CommentPane`."""
        super().__init__(glyphs, measure, color_numbers, id=id)
        self.has_moved = False
        self._extent: Extent | None = None
        self._wanted: tuple[int, ...] = ()
        self._notice = ""

    # What is shown

    def show(self, thread: Thread, wanted: Iterable[int] = ()) -> None:
        """Show a thread, or another state of the one that is shown.

        Args:
            thread: The thread.
            wanted: Ids of comments to stand at until the user moves; see `standing`.
        """
        view, self._wanted = self._view, tuple(wanted)
        if not thread.comments:
            self._view, self.has_moved = None, False
        elif view is None or view.outline.thread.story.id != thread.story.id:
            outline = Outline(thread)
            self._view = Viewport(outline, self._measure, self._fitted.height)
            self.has_moved = False
            self._rewritten.clear()
            self._forget_shape()
            self._stand()
        else:
            old = view.outline.thread
            self._rewritten |= _rewritten(old, thread)
            y, cursor = view.row_of(view.cursor), _nearest(old, thread, view.cursor)
            view.outline.replace_thread(thread)
            self._forget_shape()
            view.hold(cursor, y or 0)
            self._stand()
        self._changed()

    def _stand(self) -> None:
        """Go where the reader stands as long as the user has not moved."""
        if (view := self._view) is None or self.has_moved:
            return
        index = standing(view.outline, self._wanted)
        view.hold(view.outline.visible[0], 0)
        if view.go_to(index):  # not on the first page
            view.hold(index, 0)

    def say(self, notice: str) -> None:
        """Set the words that stand in place of a thread as long as there is none."""
        if notice != self._notice:
            self._notice = notice
            if self._view is None:
                self.refresh()

    def paint(self, y: int) -> Strip:
        """Return a line of the view; see `Pane.paint`."""
        if self._view is None and self._notice and y:
            width = max(self.size.width - 2 * _MARGIN, 1)
            for start, end in wrap(self._notice, width)[y - 1 : y]:
                text = Segment(" " * _MARGIN + self._notice[start:end], self._style("text"))
                return self.strip([text], self.size.width, self._style("text"))
        return super().paint(y)

    def landmarks(self) -> list[Landmark]:
        """Return where in the whole the marked comments and the new ones are."""
        if (view := self._view) is None:
            return []
        thread, extent = view.outline.thread, self._measured(view)
        found: list[Landmark] = []
        for comment_id in (*self.new, *self._marks):
            if (index := thread.find(comment_id)) != NOWHERE:
                at = extent.position(view.outline.row_of(index)) / extent.total
                found.append(Landmark(at, self._marks.get(comment_id)))
        return found

    def pinned(self) -> set[int]:
        """Return the ids of comments, or the story, among whose replies nothing may come or move.

        What comes or moves among the replies of any other leaves the view as it is.
        """
        if (view := self._view) is None:
            return set()
        thread = view.outline.thread
        shown = list(dict.fromkeys(index for index, _ in view.frame))
        # A parent that comes late takes its branch with it.
        pinned = {thread.comments[thread.roots[index]].parent for index in shown}
        pinned.discard(thread.story.id)
        if len(view.frame) < view.height:  # what comes above would be scrolled into view
            pinned.add(thread.story.id)
        for above, below in pairwise(shown):
            pinned.update(self._between(view.outline, above, below))
        return pinned

    def _between(self, outline: Outline, above: int, below: int) -> Iterator[int]:
        """Yield the ids of what has replies that would stand between two visible comments."""
        thread, end = outline.thread, outline.thread.parents[below]
        at = thread.parents[above] if outline.is_folded(above) else above
        while at not in (end, NOWHERE):
            yield thread.comments[at].id
            at = thread.parents[at]
        yield thread.story.id if end == NOWHERE else thread.comments[end].id

    def in_view(self) -> set[int]:
        """Return the ids of the comments in view."""
        if (view := self._view) is None:
            return set()
        return {view.outline.thread.comments[index].id for index, _ in view.frame}

    @property
    def cursor(self) -> int:
        """Index of the comment that the cursor is on; `NOWHERE` without a thread."""
        return self._view.cursor if self._view else NOWHERE

    @property
    def current(self) -> Comment | None:
        """The comment that the cursor is on."""
        return self.thread.comments[self.cursor] if self.thread else None

    def _measure(self, index: int) -> int:
        return len(self._lines(index)) + _HEADER_AND_GAP

    def _measured(self, view: Viewport) -> Extent:
        if self._extent is None:
            self._extent = Extent(view.outline, self._geometry.text_width(1))
        return self._extent

    def _position(self, view: Viewport, place: tuple[int, int], edge: int) -> float:
        index, line = place
        extent = self._measured(view)
        fraction = (line + edge) / view.lines_of(index)
        return extent.position(view.outline.row_of(index), fraction) / extent.total

    # How text is shown

    def action_toggle_times(self) -> None:
        """Show times in UTC in place of ages, or ages again."""
        self._with_times = not self._with_times
        self._forget_paint()
        self.refresh()

    def action_toggle_code(self) -> None:
        """Break long lines of code, or show them cut."""
        self._show_code(0 if self._typesetter.code_from is None else None)

    def action_shift_code(self, direction: int) -> None:
        """Show code that is cut further to the right (1) or to the left (-1)."""
        before = self._typesetter.code_from or 0
        self._show_code(max(before + direction * _CODE_STEP, 0))

    def _show_code(self, code_from: int | None) -> None:
        self._typesetter.code_from = code_from
        self._forget_paint()
        if self._view:
            self._view.resize(self._view.height)
            self._changed()

    # Changes

    def _changed(self) -> None:
        self.refresh()
        self._tell()

    def _tell(self) -> None:
        if (view := self._view) and view.frame:
            start, end = (self._position(view, view.frame[at], -at) for at in (0, -1))
            self.position = Position(view.cursor, start, end, self._measured(view).total)

    def _forget_shape(self) -> None:
        self._extent = None
        self._forget_paint()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of the view, for the size that the pane has now."""
        self._fit()
        return super().render_lines(crop)

    def on_resize(self) -> None:
        """Break lines for the new width; the cursor's comment stays in view."""
        self._fit()
        self._changed()

    def _fit(self) -> None:
        """Lay out for the pane's size if it changed; a pane without any keeps its last layout."""
        if self.size and self.size != self._fitted:
            self._fitted = self.size
            self._forget_shape()
            if self._view:
                self._view.resize(self._fitted.height)
                self._stand()


def _nearest(old: Thread, new: Thread, index: int) -> int:
    """Return where a comment is now, or the next one above it that is still there."""
    above = (new.find(comment.id) for comment in reversed(old.comments[: index + 1]))
    return next((at for at in above if at != NOWHERE), 0)


def _rewritten(old: Thread, new: Thread) -> set[int]:
    """Return the ids of the comments whose text became another."""
    before = {comment.id: comment.html for comment in old.comments if comment.html}
    return {
        comment.id
        for comment in new.comments
        if comment.html and before.get(comment.id, comment.html) != comment.html
    }
