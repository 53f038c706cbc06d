"""The box of a dialog, whose lists and long texts shrink so that the answers stay in view."""

from collections.abc import Callable, Iterable

from textual.containers import Vertical, VerticalScroll
from textual.geometry import Region, Size
from textual.layout import Layout, WidgetPlacement
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget

from matome_tui.ui.widgets.pane import Pane

_LEAST_LINES = 2


class DialogBox(Vertical):
    """A column of widgets that fits into its height.

    What scrolls shrinks first, the tallest first; then the question, whose end is cut off.
    """

    def __init__(self) -> None:
        super().__init__(classes="dialog")
        self._shrinking = _ShrinkingLayout()

    @property
    def layout(self) -> Layout:
        """How the widgets are arranged."""
        return self._shrinking


class _ShrinkingLayout(VerticalLayout):
    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> list[WidgetPlacement]:
        placements = super().arrange(parent, children, size, greedy)
        excess = max((each.region.bottom for each in placements), default=0) - size.height
        if not size.height or excess <= 0:  # Textual asks for the best height with a height of 0
            return placements
        return _shrunk(placements, excess)


def _shrunk(placements: list[WidgetPlacement], excess: int) -> list[WidgetPlacement]:
    heights = {each.widget: each.region.height for each in placements}
    for fits, least in ((_scrolls, _LEAST_LINES), (_is_question, 1), (_scrolls, 1)):
        excess -= _shrink(heights, fits, least, excess)
    shrunk, lost = list[WidgetPlacement](), 0
    for each in placements:
        x, y, width, height = each.region
        shrunk.append(each._replace(region=Region(x, y - lost, width, heights[each.widget])))
        lost += height - heights[each.widget]
    return shrunk


def _shrink(
    heights: dict[Widget, int], fits: Callable[[Widget], bool], least: int, excess: int
) -> int:
    """Take lines from the tallest of some widgets, down to `least`; return how many."""
    able: Iterable[Widget] = [widget for widget in heights if fits(widget)]
    for taken in range(excess):
        tallest = max(able, key=heights.__getitem__, default=None)
        if tallest is None or heights[tallest] <= least:
            return taken
        heights[tallest] -= 1
    return excess


def _scrolls(widget: Widget) -> bool:
    return isinstance(widget, VerticalScroll | Pane)


def _is_question(widget: Widget) -> bool:
    return widget.has_class("question")
