"""Colours of clips as styles."""

from collections.abc import Sequence
from functools import cache

from rich.color import ColorParseError
from rich.style import Style

from matome_tui.config.settings import Color


@cache
def style_of(color: str) -> Style:
    """Return the style of a colour; a plain one for an invalid colour, as a post may have."""
    try:
        return Style(color=color)
    except ColorParseError:
        return Style()


def color_by_number(colors: Sequence[Color], number: int) -> tuple[str, str] | None:
    """Return what to call setting a colour, and the colour's value; None if there is no such one.

    Args:
        colors: The colours, numbered from 1.
        number: Number of a colour; 0 for no colour.
    """
    if number == 0:
        return "No colour", ""
    if number > len(colors):
        return None
    color = colors[number - 1]
    return f"Colour {color.name or number}", color.value
