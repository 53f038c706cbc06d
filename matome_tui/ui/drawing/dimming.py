"""Dimmed text that can still be read."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter, dim_style

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
