"""A thread painted: the comments that are in view, and what is remembered of them."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip

from matome_tui.core.body import Line, lay_out
from matome_tui.core.extent import Extent
from matome_tui.core.items import Comment
from matome_tui.core.markup import parse_html
from matome_tui.core.outline import Outline
from matome_tui.core.search import Query
from matome_tui.core.thread import NOWHERE, Thread
from matome_tui.core.viewport import Viewport
from matome_tui.ui.glyphs import Glyphs
from matome_tui.ui.widgets.comment_painter import GUIDE_COLORS, CommentPainter, Geometry, State
from matome_tui.ui.widgets.pane import Pane

K = TypeVar("K")
V = TypeVar("V")

_HEADER_AND_GAP = 2
_KEPT_LAYOUTS = 2000
_KEPT_STRIPS = 1000
_WHOLE = ("text", "cursor", "code")
_PARTS = (
    *("text", "dim", "author", "submitter", "cursor", "mark", "new", "replies"),
    *("quote", "code", "italic", "link", "match"),
    *(f"guide-{level}" for level in range(GUIDE_COLORS)),
)


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


class ThreadPane(Pane):
    """Paints the comments of a thread that are in view.

    Attributes:
        position: Where the reader is. To be watched rather than told by a message: what else
            changes on the screen then comes in the same frame.
        new: Ids of the comments that are new since the last visit.
    """

    COMPONENT_CLASSES: ClassVar = {f"reader--{part}" for part in _PARTS}

    position: reactive[Position] = reactive(Position(), repaint=False)

    def __init__(
        self,
        glyphs: Glyphs,
        measure: int,
        color_numbers: Mapping[str, int],
        *,
        id: str | None = None,
    ) -> None:
        """Make an empty pane.

        Args:
            glyphs: What to draw with.
            measure: The longest line of text, in cells.
            color_numbers: The keys of the colours that comments are marked in.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._glyphs = glyphs
        self._longest = measure
        self._color_numbers = color_numbers
        self._marks: Mapping[int, str] = {}
        self.new: Collection[int] = ()
        self._query: Query | None = None
        self._with_times = False
        self._code_from: int | None = 0
        self._view: Viewport | None = None
        self._layouts: OrderedDict[int, list[Line]] = OrderedDict()
        self._strips: OrderedDict[tuple[int, State], list[Strip]] = OrderedDict()
        self._painter: CommentPainter | None = None
        self._extent: Extent | None = None

    # What is shown

    def show(self, thread: Thread, cursor: int = NOWHERE) -> None:
        """Show a thread, or another state of the one that is shown.

        Args:
            thread: The thread.
            cursor: Index of the comment to go to; without one, what is in view stays there.
        """
        view = self._view
        if not thread.comments:
            self._view = None
        elif view is None or view.outline.thread.story.id != thread.story.id:
            outline = Outline(thread)
            self._view = Viewport(outline, self._measure, max(self.size.height, 1))
            self._forget_layouts()
            self._view.go_to(max(cursor, 0))
        else:
            old = view.outline.thread.comments
            top, at = (thread.find(old[index].id) for index in (view.top, view.cursor))
            view.outline.replace_thread(thread)
            self._forget_layouts()
            view.move_to(max(top, 0), max(at, 0))
            if cursor != NOWHERE:
                view.go_to(cursor)
        self._changed()

    def set_marks(self, marks: Mapping[int, str]) -> None:
        """Show comments, by id, as marked in a colour, or without one (empty)."""
        old, self._marks = self._marks, dict(marks)
        if self._view is not None:
            for comment_id in old.keys() | marks.keys():
                if old.get(comment_id) != marks.get(comment_id):
                    self._repaint(self._view.outline.thread.find(comment_id))

    def set_new(self, ids: Collection[int]) -> None:
        """Show comments as new since the last visit."""
        self.new = ids
        self.refresh()

    @property
    def thread(self) -> Thread | None:
        """The thread that is shown."""
        return self._view.outline.thread if self._view else None

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
        """Return the ids of comments, or the story, whose replies are in view side by side.

        What comes or moves among the replies of any other leaves the view as it is.
        """
        if (view := self._view) is None:
            return set()
        comments = view.outline.thread.comments
        shown = dict.fromkeys(index for index, _ in view.frame)
        return {comments[index].parent for index in list(shown)[1:]}

    @property
    def cursor(self) -> int:
        """Index of the comment that the cursor is on; `NOWHERE` without a thread."""
        return self._view.cursor if self._view else NOWHERE

    @property
    def current(self) -> Comment | None:
        """The comment that the cursor is on."""
        return self.thread.comments[self.cursor] if self.thread else None

    def highlight(self, query: Query | None) -> None:
        """Show where a query is found; None ends that."""
        if query != self._query:
            self._query = query
            self._layouts.clear()
            self._forget_paint()
            self.refresh()

    # Painting

    def paint(self, y: int) -> Strip:
        """Return a line of the view; see `Pane.paint`."""
        if self._view is None or y >= len(self._view.frame):
            return Strip.blank(self.size.width, self._style("text"))
        index, line = self._view.frame[y]
        return self._comment_strips(self._view, index)[line]

    def _comment_strips(self, view: Viewport, index: int) -> list[Strip]:
        comment_id = view.outline.thread.comments[index].id
        state = State(
            is_cursor=index == view.cursor,
            is_folded=view.outline.is_folded(index),
            mark=self._marks.get(comment_id),
            is_new=comment_id in self.new,
        )
        strips = self._strips.get((index, state))
        if strips is None:
            strips = self._paint_comment(view, index, state)
            _keep(self._strips, (index, state), strips, _KEPT_STRIPS)
        return strips

    def _paint_comment(self, view: Viewport, index: int, state: State) -> list[Strip]:
        if self._painter is None:
            self._painter = CommentPainter(
                view.outline.thread,
                self._geometry,
                self._glyphs,
                cache(self._style),
                self._color_numbers.get,
                with_times=self._with_times,
            )
        painter, lines = self._painter, self._lines(index)
        first_line = lines[0].text if lines else ""
        painted: list[list[Segment]] = [painter.header(index, state, first_line)]
        if not state.is_folded:
            painted += [painter.body(index, state, line) for line in lines]
            painted.append(painter.gap(index, state))
        fill = self._style("text")
        return [self.strip(segments, self.size.width, fill) for segments in painted]

    def _style(self, part: str) -> Style:
        name = f"reader--{part}"
        return self.get_component_rich_style(name) if part in _WHOLE else self.overlay(name)

    # Lines

    @property
    def _geometry(self) -> Geometry:
        return Geometry(self.size.width, self._longest)

    def _lines(self, index: int) -> list[Line]:
        lines = self._layouts.get(index)
        if lines is None:
            assert self.thread is not None
            document = parse_html(self.thread.comments[index].html)
            if self._query:
                document = self._query.highlight(document)
            width = self._geometry.text_width(self.thread.depths[index])
            lines = lay_out(document, width, self._code_from)
            _keep(self._layouts, index, lines, _KEPT_LAYOUTS)
        return lines

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

    # Changes

    def _repaint(self, index: int) -> None:
        if self._view:
            ys = [y for y, (shown, _) in enumerate(self._view.frame) if shown == index]
            if ys:
                self.refresh_lines(ys[0], ys[-1])

    def _changed(self) -> None:
        self.refresh()
        self._tell()

    def _tell(self) -> None:
        if (view := self._view) and view.frame:
            start, end = (self._position(view, view.frame[at], -at) for at in (0, -1))
            self.position = Position(view.cursor, start, end, self._measured(view).total)

    def _forget_layouts(self) -> None:
        self._layouts.clear()
        self._extent = None
        self._forget_paint()

    def _forget_paint(self) -> None:
        self._strips.clear()
        self._painter = None

    def notify_style_update(self) -> None:
        """Paint in the new colours when the theme changes."""
        super().notify_style_update()
        self._forget_paint()

    def on_resize(self) -> None:
        """Break lines for the new width; the cursor's comment stays in view."""
        self._forget_layouts()
        if self._view:
            self._view.resize(max(self.size.height, 1))
            self._changed()


def _keep(kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    kept[key] = value
    if len(kept) > most:
        kept.popitem(last=False)
