"""The base of widgets that paint their own lines and do their own scrolling.

Textual's scrolling widgets lay out the whole screen whenever the height of their content changes.
A pane costs the painting of one view per key, whatever the length of its content.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import FIFOCache
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from matome_tui.core.comment.wrap import cell_width
from matome_tui.ui.drawing.dimming import Dimming
from matome_tui.ui.widgets.empty_page import EmptyPage


class LeanStrip(Strip):
    """A strip that creates its caches on first use.

    The stock strip creates seven caches at once, and the compositor's `divide` puts the strip into
    one of them: a reference cycle for each painted line.
    """

    __slots__ = ()

    def __init__(self, segments: list[Segment], cell_length: int) -> None:
        self._segments = segments
        self._cell_length = cell_length
        self._render_cache = None
        self._link_ids = None
        self._cell_count = None

    def __getattr__(self, name: str) -> Any:
        if name.endswith("_cache"):
            cache: FIFOCache[Any, Any] = FIFOCache(4)
            setattr(self, name, cache)
            return cache
        raise AttributeError(name)

    def divide(self, cuts: Sequence[int]) -> Sequence[Strip]:  # type: ignore[override]
        """Divide the strip; do not cache the usual result, which is the strip itself."""
        if len(cuts) == 1 and cuts[0] == self._cell_length:
            return [self]
        return super().divide(cuts)

    def apply_filter(self, filter: LineFilter, background: Color) -> Strip:
        """Return what a filter makes of the strip, as lean as the strip is."""
        return LeanStrip(filter.apply(self._segments, background), self.cell_length)


@dataclass(slots=True)
class _Painting:
    """What all lines of one paint have in common; Textual works it out anew whenever asked."""

    background: Color
    filters: Sequence[LineFilter]
    overlays: dict[str, Style] = field(default_factory=dict)
    blanks: dict[Style, Strip] = field(default_factory=dict)


class Pane(Widget, can_focus=True):
    """A focusable widget without border and padding; subclasses paint its lines."""

    DEFAULT_CSS = "Pane { width: 1fr; height: 1fr; }"

    _painting: _Painting | None = None
    _last_view: tuple[tuple[Region, Size], list[Strip]] | None = None

    def paint(self, y: int) -> Strip:
        """Return the line `y` of the view, 0 at the top, as wide as the widget."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of the view; see `Widget.render_lines`.

        They are painted after `refresh` only: Textual asks all widgets between two that changed.
        """
        asked = crop, self.size
        if self._dirty_regions or self._last_view is None or self._last_view[0] != asked:
            self._dirty_regions.clear()
            self._painting = self._new_painting()
            try:
                strips = self.paint_lines(crop.line_range)
            finally:
                self._painting = None
            if crop.x or crop.width != self.size.width:
                strips = [strip.crop(crop.x, crop.right) for strip in strips]
            self._last_view = asked, strips
        return self._last_view[1]

    def paint_lines(self, lines: range) -> list[Strip]:
        """Return lines of the view; a pane whose lines are alike need not paint each."""
        return [self.paint(y) for y in lines]

    def strip(self, segments: list[Segment], width: int, fill: Style) -> Strip:
        """Return a line of `segments`, filled or cut to `width` cells, after line filters."""
        length = sum(cell_width(segment.text) for segment in segments)
        if length < width:
            segments.append(Segment(" " * (width - length), fill))
        elif length > width:
            segments = Strip(segments, length).crop(0, width)._segments  # noqa: SLF001
        result: Strip = LeanStrip(segments, width)
        painting = self._painting or self._new_painting()
        for line_filter in painting.filters:
            result = result.apply_filter(line_filter, painting.background)
        return result

    def line_of(self, page: EmptyPage, y: int, rule: str, base: Style, dim: Style) -> Strip:
        """Return a line of what is shown instead of content.

        Args:
            page: What is shown.
            y: The line of the view.
            rule: The glyph of placeholders.
            base: The style of the pane.
            dim: What text has on top of it.
        """
        if text := page.line(y, self.size, rule):
            return self.strip([Segment(text, base + dim)], self.size.width, base)
        return self.blank(base)

    def blank(self, style: Style) -> Strip:
        """Return an empty line of a style, after line filters."""
        painting = self._painting or self._new_painting()
        if style not in painting.blanks:
            painting.blanks[style] = self.strip([], self.size.width, style)
        return painting.blanks[style]

    def _new_painting(self) -> _Painting:
        return _Painting(self.background_colors[1], self.get_line_filters())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters; a pane has colours for dimmed text, and needs none for that."""
        return [usual for usual in super().get_line_filters() if not isinstance(usual, Dimming)]

    def overlay(self, component: str) -> Style:
        """Return what a component class adds to the style below it.

        A transparent colour is blended with the widget's background, as rich cannot do that.
        """
        painting = self._painting or self._new_painting()
        if component not in painting.overlays:
            styles = self.get_component_styles(component)
            color = painting.background + styles.color if styles.has_rule("color") else None
            background = styles.background if styles.has_rule("background") else None
            painting.overlays[component] = styles.text_style + Style(
                color=color.rich_color if color else None,
                bgcolor=background.rich_color if background else None,
            )
        return painting.overlays[component]

    def turn_wheel(self, direction: int) -> bool:  # noqa: ARG002 -- for panes that scroll
        """Scroll one step of the mouse wheel, down (1) or up (-1).

        Return False to let the widgets around the pane scroll, as a pane that cannot does.
        """
        return False

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        if self.turn_wheel(1):
            event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        if self.turn_wheel(-1):
            event.stop()

    def refresh_lines(self, first: int, last: int) -> None:
        """Repaint the lines of the view from `first` to `last`, both included."""
        first, last = max(first, 0), min(last, self.size.height - 1)
        if first <= last:
            self.refresh(Region(0, first, self.size.width, last - first + 1))
