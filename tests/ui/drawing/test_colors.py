"""Colours of clips."""

import pytest
from rich.style import Style

from matome_tui.config.settings import Color
from matome_tui.core.draft.edits import edit_title
from matome_tui.ui.drawing.colors import numbered_color, style_of


def test_a_colour_is_shown() -> None:
    assert style_of("#ff5733") == Style(color="#ff5733")


@pytest.mark.parametrize("color", ["#fff", "nonsense", "", "#gggggg"])
def test_an_invalid_colour_is_plain(color: str) -> None:
    assert style_of(color) == Style()


def test_colours_have_numbers_from_one() -> None:
    colors = (Color(name="ember", value="#ff0000"), Color(value="#0000ff"))
    assert numbered_color(colors, 0) == ("", edit_title("color_none"))
    assert numbered_color(colors, 1) == ("#ff0000", edit_title("color", name="ember"))
    assert numbered_color(colors, 2) == ("#0000ff", edit_title("color", name="2"))
    with pytest.raises(LookupError, match="no colour 3"):
        numbered_color(colors, 3)
