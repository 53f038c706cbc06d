"""Comments painted: the lines that are in view, and what is remembered of them."""

import time
from collections import OrderedDict
from collections.abc import Collection, Mapping
from functools import cache
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from matome_tui.core.comment.layout import Line
from matome_tui.core.comment.typesetter import Typesetter
from matome_tui.core.thread.search import Query
from matome_tui.core.thread.thread import Thread
from matome_tui.core.thread.viewport import Viewport
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.thread.painter import GUIDE_COLORS, CommentPainter, Geometry, State
from matome_tui.ui.widgets.pane import Pane

_KEPT_STRIPS = 1000
_SIZE_BEFORE_LAYOUT = Size(80, 24)
_COLORING_SECONDS = 0.004  # at a stretch, so that no key waits longer
_WHOLE = ("text", "cursor", "code")
_PARTS = (
    *("text", "dim", "author", "submitter", "cursor", "mark", "new", "edited", "replies"),
    *("quote", "code", "italic", "link", "number", "match"),
    *("comment", "keyword", "string", "literal"),
    *(f"guide-{level}" for level in range(GUIDE_COLORS)),
)


class CommentPane(Pane):
    """Paints the comments that a view on a thread shows, each once for each state it is in.

    Attributes:
        new: Ids of the comments that are new since the last visit.
    """

    COMPONENT_CLASSES: ClassVar = {f"reader--{part}" for part in _PARTS}

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
        self._edited: Collection[int] = ()
        self._rewritten: set[int] = set()
        self._with_times = False
        self._view: Viewport | None = None
        self._typesetter = Typesetter(glyphs.ellipsis)
        self._uncolored: list[int] = []
        self._strips: OrderedDict[tuple[int, State], list[Strip]] = OrderedDict()
        self._painter: CommentPainter | None = None
        # Textual changes `size` before it sends a resize, and paints in between. Whatever depends
        # on the size takes this one, which changes together with all that was made for it.
        self._fitted = _SIZE_BEFORE_LAYOUT

    @property
    def thread(self) -> Thread | None:
        """The thread that is shown."""
        return self._view.outline.thread if self._view else None

    # What comments are shown as

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

    def set_edited(self, ids: Collection[int]) -> None:
        """Show comments as edited, beside those whose text changed while the thread was shown."""
        if ids != self._edited:
            self._edited = ids
            self.refresh()

    def highlight(self, query: Query | None) -> None:
        """Show where a query is found; None ends that."""
        if query != self._typesetter.query:
            self._typesetter.query = query
            self._forget_paint()
            self.refresh()

    # Painting

    def paint(self, y: int) -> Strip:
        """Return a line of the view; see `Pane.paint`."""
        if self._view is None or y >= len(self._view.frame):
            return Strip.blank(self._fitted.width, self._style("text"))
        index, line = self._view.frame[y]
        return self._comment_strips(self._view, index)[line]

    def _comment_strips(self, view: Viewport, index: int) -> list[Strip]:
        comment_id = view.outline.thread.comments[index].id
        state = State(
            is_cursor=index == view.cursor,
            is_folded=view.outline.is_folded(index),
            mark=self._marks.get(comment_id),
            is_new=comment_id in self.new,
            is_edited=comment_id in self._edited or comment_id in self._rewritten,
            is_chosen=self._is_chosen(view, index),
        )
        strips = self._strips.get((index, state))
        if strips is None:
            strips = self._paint_comment(view, index, state)
            self._strips[index, state] = strips
            if len(self._strips) > _KEPT_STRIPS:
                self._strips.popitem(last=False)
        return strips

    def _is_chosen(self, view: Viewport, index: int) -> bool:  # noqa: ARG002
        """Tell whether a range of comments that is being chosen takes one in."""
        return False

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
            self._color_soon(view, index)
            painted += [painter.body(index, state, line) for line in lines]
            painted.append(painter.gap(index, state))
        fill = self._style("text")
        return [self.strip(segments, self._fitted.width, fill) for segments in painted]

    def _style(self, part: str) -> Style:
        name = f"reader--{part}"
        return self.get_component_rich_style(name) if part in _WHOLE else self.overlay(name)

    # Lines

    @property
    def _geometry(self) -> Geometry:
        return Geometry(self._fitted.width, self._longest)

    def _lines(self, index: int) -> list[Line]:
        assert self.thread is not None
        width = self._geometry.text_width(self.thread.depths[index])
        return self._typesetter.lines(self.thread.comments[index].html, width)

    # Colours

    def _color_soon(self, view: Viewport, index: int) -> None:
        """See that the code of a comment is coloured once it is on the screen without."""
        html = view.outline.thread.comments[index].html
        if self.app.no_color or not self._typesetter.needs_highlighting(html):
            return
        if not self._uncolored:
            self.call_after_refresh(self._color)
        self._uncolored.append(index)

    def _color(self) -> None:
        end = time.perf_counter() + _COLORING_SECONDS
        changed = set()
        while self._uncolored and self.thread and time.perf_counter() < end:
            index = self._uncolored.pop()
            if self._typesetter.highlight(self.thread.comments[index].html):
                changed.add(index)
        for key in [key for key in self._strips if key[0] in changed]:
            del self._strips[key]
        for index in changed:
            self._repaint(index)
        if self._uncolored:
            self.call_after_refresh(self._color)

    # Changes

    def _repaint(self, index: int) -> None:
        if self._view:
            ys = [y for y, (shown, _) in enumerate(self._view.frame) if shown == index]
            if ys:
                self.refresh_lines(ys[0], ys[-1])

    def _forget_paint(self) -> None:
        self._strips.clear()
        self._uncolored.clear()
        self._painter = None

    def notify_style_update(self) -> None:
        """Paint in the new colours when the theme changes."""
        super().notify_style_update()
        self._forget_paint()
