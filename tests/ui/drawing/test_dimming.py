"""Dimmed text: in a colour of its own, or left to the terminal."""

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from matome_tui.ui.drawing.contrast import DIMMED, ratio
from matome_tui.ui.drawing.dimming import Dimming


@pytest.mark.parametrize("ground", [None, "#102030"])
def test_dimmed_text_can_be_read(ground: str | None) -> None:
    style = Style(color="#E0E0E0", bgcolor=ground, dim=True)
    (shown,) = Dimming().apply([Segment("moss", style)], Color.parse("#102030"))
    assert shown.style is not None
    assert shown.style.color is not None
    assert not shown.style.dim
    color = Color.from_rich_color(shown.style.color)
    assert (
        DIMMED
        < ratio(color, Color.parse("#102030"))
        < ratio(Color.parse("#E0E0E0"), Color.parse("#102030"))
    )


@pytest.mark.parametrize("style", [Style(dim=True), Style(color="blue", dim=True), Style(), None])
def test_the_terminals_colours_and_other_text_stay(style: Style | None) -> None:
    segment = Segment("moss", style)
    assert Dimming().apply([segment], Color.parse("#102030")) == [segment]
