"""Colours of clips."""

import pytest
from rich.style import Style

from matome_tui.config.settings import Color
from matome_tui.ui.drawing.colors import color_by_number, style_of


def test_a_colour_is_shown() -> None:
    assert style_of("#ff5733") == Style(color="#ff5733")


@pytest.mark.parametrize("color", ["#fff", "nonsense", "", "#gggggg"])
def test_what_is_no_colour_is_plain(color: str) -> None:
    assert style_of(color) == Style()


def test_colours_have_numbers_from_one() -> None:
    colors = (Color(name="ember", value="#ff0000"), Color(value="#0000ff"))
    assert color_by_number(colors, 0) == ("No colour", "")
    assert color_by_number(colors, 1) == ("Colour ember", "#ff0000")
    assert color_by_number(colors, 2) == ("Colour 2", "#0000ff")
    assert color_by_number(colors, 3) is None
