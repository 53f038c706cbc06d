"""Colours of clips, as a terminal can show them."""

from functools import cache

from rich.color import ColorParseError
from rich.style import Style


@cache
def style_of(color: str) -> Style:
    """Return the style of a colour; a plain one where a post names what is no colour."""
    try:
        return Style(color=color)
    except ColorParseError:
        return Style()
