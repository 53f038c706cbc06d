"""Colours of clips."""

import pytest
from rich.style import Style

from matome_tui.ui.drawing.colors import style_of


def test_a_colour_is_shown() -> None:
    assert style_of("#ff5733") == Style(color="#ff5733")


@pytest.mark.parametrize("color", ["#fff", "nonsense", "", "#gggggg"])
def test_what_is_no_colour_is_plain(color: str) -> None:
    assert style_of(color) == Style()
