"""Comments as painted lines, each painted once and remembered."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from matome_tui.core.comment.layout import Line
from matome_tui.core.comment.typesetter import Typesetter
from matome_tui.core.items import CommentId
from matome_tui.core.thread.heights import HEADER_AND_GAP
from matome_tui.core.thread.outline import Outline
from matome_tui.core.thread.search import Query
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.thread.painter import CommentPainter, Geometry, State

_MOST_LINES = 500
"""Of painted comments, several screens; a line takes 2 KB."""
_COLORING_SECONDS = 0.004  # at a stretch, so that keys are answered in between
_CODE_STEP = 8


class CommentStrips:
    """Cache of painted comments, by comment and state.

    Attributes:
        outline: The thread that is shown; None before there is one.
        geometry: Where text is in the view.
    """

    def __init__(
        self,
        glyphs: Glyphs,
        geometry: Geometry,
        style: Callable[[str], Style],
        strip: Callable[[list[Segment], int, Style], Strip],
        color_number: Callable[[str], int | None],
    ) -> None:
        """Start without a thread.

        Args:
            glyphs: Glyphs to draw with.
            geometry: Where text is in the view.
            style: Returns the style of a part of a comment by its name.
            strip: Makes a line of segments, of a width, filled in a style.
            color_number: Returns the key of a mark's colour, if it has one.
        """
        self.outline: Outline | None = None
        self.geometry = geometry
        self._glyphs = glyphs
        self._style = style
        self._strip = strip
        self._color_number = color_number
        self._typesetter = Typesetter(glyphs.ellipsis)
        self._with_times = False
        self._renderings: Mapping[CommentId, str] = {}
        self._strips: OrderedDict[tuple[Index, State], list[Strip]] = OrderedDict()
        self._painted_lines = 0
        self._painter: CommentPainter | None = None
        self._uncolored: list[Index] = []

    @property
    def _thread(self) -> Thread:
        assert self.outline is not None
        return self.outline.thread

    def height_of(self, index: Index) -> int:
        """Return the height of an unfolded comment in lines."""
        return len(self._lines(index)) + HEADER_AND_GAP

    def first_match(self, index: Index) -> int | None:
        """Return the line of an unfolded comment with the first match of the query, if any."""
        lines = enumerate(self._lines(index), start=1)  # after the header
        return next((at for at, line in lines if any(s.kind == "match" for s in line.spans)), None)

    def __call__(self, index: Index, state: State) -> list[Strip]:
        """Return the lines of a comment in a state."""
        strips = self._strips.get((index, state))
        if strips is None:
            strips = self._strips[index, state] = self._paint(index, state)
            self._painted_lines += len(strips)
            while self._painted_lines > _MOST_LINES and len(self._strips) > 1:
                self._forget(next(iter(self._strips)))
        return strips

    def _forget(self, key: tuple[Index, State]) -> None:
        self._painted_lines -= len(self._strips.pop(key))

    def _paint(self, index: Index, state: State) -> list[Strip]:
        if self._painter is None:
            self._painter = CommentPainter(
                self._thread,
                self.geometry,
                self._glyphs,
                cache(self._style),
                self._color_number,
                with_times=self._with_times,
            )
        painter, lines = self._painter, self._lines(index)
        first_line = lines[0].text if lines else ""  # of the comment itself
        painted = [painter.header(index, state, first_line)]
        if not state.is_folded:
            if self._typesetter.needs_highlighting(self._thread.comments[index].html):
                self._uncolored.append(index)
            painted += [painter.body(index, state, line) for line in lines]
            painted.append(painter.gap(index, state))
        fill = self._style("text")
        return [self._strip(segments, self.geometry.width, fill) for segments in painted]

    def _lines(self, index: Index) -> list[Line]:
        width = self.geometry.text_width(self._thread.depths[index])
        comment = self._thread.comments[index]
        lines = self._typesetter.lines(comment.html, width)
        if rendering := self._renderings.get(comment.id):
            return [*lines, *self._typesetter.rendering_lines(rendering, width)]
        return lines

    def set_renderings(self, renderings: Mapping[CommentId, str]) -> None:
        """Show a machine's texts below comments, by id; the heights of these change."""
        old, self._renderings = self._renderings, renderings
        changed = {at for at in {*old, *renderings} if old.get(at) != renderings.get(at)}
        comments = self._thread.comments
        for key in [key for key in self._strips if comments[key[0]].id in changed]:
            self._forget(key)

    # Options

    def highlight(self, query: Query | None) -> bool:
        """Highlight the matches of a query; return whether that changes anything."""
        if query == self._typesetter.query:
            return False
        self._typesetter.query = query
        self.clear()
        return True

    def toggle_times(self) -> None:
        """Show times in UTC instead of ages, or ages again."""
        self._with_times = not self._with_times
        self.clear()

    def toggle_code(self) -> None:
        """Break long lines of code, or cut them."""
        self._show_code(0 if self._typesetter.code_from is None else None)

    def shift_code(self, direction: int) -> None:
        """Shift code that is cut, to show more on its right (1) or left (-1)."""
        before = self._typesetter.code_from or 0
        self._show_code(max(before + direction * _CODE_STEP, 0))

    def _show_code(self, code_from: int | None) -> None:
        self._typesetter.code_from = code_from
        self.clear()

    # Colours of code

    @property
    def has_uncolored(self) -> bool:
        """Whether painted comments have code that might be coloured."""
        return bool(self._uncolored)

    def color_some(self) -> Iterable[Index]:
        """Colour code for a few milliseconds; return the comments that have to be painted anew."""
        end = time.perf_counter() + _COLORING_SECONDS
        changed: set[Index] = set()
        while self._uncolored and time.perf_counter() < end:
            index = self._uncolored.pop()
            if self._typesetter.highlight(self._thread.comments[index].html):
                changed.add(index)
        for key in [key for key in self._strips if key[0] in changed]:
            self._forget(key)
        return changed

    # Changes

    def clear(self) -> None:
        """Paint every comment anew."""
        self._strips.clear()
        self._painted_lines = 0
        self._uncolored.clear()
        self._painter = None

    def reset(self) -> None:
        """Set and paint every comment anew."""
        old, self._typesetter = self._typesetter, Typesetter(self._glyphs.ellipsis)
        self._typesetter.query, self._typesetter.code_from = old.query, old.code_from
        self.clear()
