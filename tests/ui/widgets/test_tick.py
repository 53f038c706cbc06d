"""A box to tick."""

from matome_tui.ui.widgets.tick import Tick


def test_a_character_shows_whether_it_is_ticked() -> None:
    assert Tick("Hold", True)._button.plain == "[x]"
    assert Tick("Hold", False)._button.plain == "[ ]"
