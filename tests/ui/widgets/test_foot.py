"""What the foot says when it has room, and when it has not."""

from matome_tui.ui.notes import Note
from matome_tui.ui.widgets.foot import Foot, foot, shortened

NOTE = Note("Text copied", "information", 0, 1)


def test_states_come_before_the_place() -> None:
    assert foot("4/71  ada", ["Range: 3"], (), 40, 8) == Foot("Range: 3  4/71  ada", has_keys=True)


def test_a_note_takes_the_place_of_place_and_keys_but_not_of_states() -> None:
    assert foot("4/71", ["Range: 3"], [NOTE], 40, 8) == Foot(
        "Range: 3  Text copied", has_keys=False
    )


def test_a_warning_is_one_at_the_foot_too() -> None:
    assert foot("4/71", [], [Note("beware", "warning", 0, 1)], 40, 8).is_warning


def test_a_note_without_room_and_several_stand_above() -> None:
    assert foot("4/71", ["Range: 3"], [NOTE], 20, 4) == Foot("Range: 3  4/71", True, above=[NOTE])
    assert foot("4/71", [], [NOTE, NOTE], 80, 8) == Foot("4/71", True, above=[NOTE, NOTE])


def test_the_place_gives_way_to_states_and_to_keys_that_stay() -> None:
    place = "4/71  ada  2 clips"
    assert foot(place, ["Range: 3"], (), 40, 14).text == "Range: 3  4/71  ada"
    assert foot(place, ["Range: 3"], (), 20, 12).text == "Range: 3"
    assert foot(place, [], (), 20, 19).text == "4/71"


def test_a_state_without_room_is_shortened_and_its_way_out_stays() -> None:
    states = ["Filter by:ada a long filter: 12 comments", "moss: 1 of 3 (escape ends)"]
    assert shortened(states, 80, "…") == states
    assert shortened(states, 57, "…") == ["Filter by:ada a long filter:…", states[1]]
    assert shortened(["プレビュー 127.0.0.1（ctrl+bで終了）"], 30, "…") == [
        "プレビュー 12…（ctrl+bで終了）"
    ]
