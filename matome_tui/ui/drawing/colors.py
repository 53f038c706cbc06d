"""Colours of clips: their styles, numbers and names."""

from collections.abc import Sequence
from functools import cache

from rich.color import ColorParseError
from rich.style import Style

from matome_tui.config.settings import Color
from matome_tui.core.colors import shown_name
from matome_tui.core.draft.edits import color_title
from matome_tui.i18n import _


@cache
def style_of(color: str) -> Style:
    """Return the style of a colour; a plain one for an invalid colour, as a post may have."""
    try:
        return Style(color=color)
    except ColorParseError:
        return Style()


def color_numbers(colors: Sequence[Color]) -> dict[str, int]:
    """Return the colours' numbers, which are their keys, by value."""
    return {color.value: number for number, color in enumerate(colors, start=1)}


def color_names(colors: Sequence[Color]) -> dict[str, str]:
    """Return the colours' numbers and meanings, or else names, by value."""
    names = (color.meaning or shown_name(color.name) for color in colors)
    numbered = zip(colors, enumerate(names, start=1), strict=True)
    return {color.value: f"{number} {name}".strip() for color, (number, name) in numbered}


def numbered_color(colors: Sequence[Color], number: int) -> tuple[str, str]:
    """Return the value of a colour, and the title of an edit that sets it; of none for 0.

    Raises:
        LookupError: There is no such colour; the message is one line.
    """
    if number == 0:
        return "", color_title("")
    if number > len(colors):
        line = _("There is no colour {number}; see [[colors]] in the configuration")
        raise LookupError(line.format(number=number))
    color = colors[number - 1]
    return color.value, color_title(color.name or str(number))
