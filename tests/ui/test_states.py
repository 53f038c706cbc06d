"""The states of the program, in order, and when they are announced."""

from matome_tui.ui.states import States


def test_states_stand_in_the_order_of_their_urgency_until_they_end() -> None:
    states = States()
    changes: list[tuple[str, ...]] = []
    states.changed.subscribe(lambda now: changes.append(now.texts))
    states.set("preview", "Preview")
    states.set("preview", "Preview")
    states.set("not saved", "NOT SAVED")
    states.set("preview", "")
    assert changes == [("Preview",), ("NOT SAVED", "Preview"), ("NOT SAVED",)]
