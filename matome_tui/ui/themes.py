"""Themes, with colours that can be read."""

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter, dim_style

from matome_tui.ui.drawing.contrast import readable

_DIM = 0.8


class Dimming(LineFilter):
    """Draws dimmed text in a colour of its own; Textual's is too faint in many themes.

    Text in a colour of the terminal stays dimmed by the terminal.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return segments without dimmed text in colours of the theme."""
        return [_undimmed(segment, background) for segment in segments]


def _undimmed(segment: Segment, background: Color) -> Segment:
    style = segment.style
    if style is None or not style.dim or style.color is None or style.color.triplet is None:
        return segment
    if style.bgcolor is not None and style.bgcolor.triplet is None:
        return segment
    ground = background if style.bgcolor is None else Color.from_rich_color(style.bgcolor)
    filled = style.from_color(style.color, ground.rich_color)
    return Segment(segment.text, dim_style(style + filled, background, _DIM), segment.control)


class ThemedApp(App[None]):
    """An app whose texts can be read in every theme."""

    def __init__(self) -> None:
        super().__init__()
        self._filters.insert(0, Dimming())

    def get_css_variables(self) -> dict[str, str]:
        """Return the variables of the theme; see `App.get_css_variables`."""
        self.theme_variables = readable(super().get_css_variables())
        return self.theme_variables
