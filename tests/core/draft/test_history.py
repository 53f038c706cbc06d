import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.draft.history import History, Step

MOVES = st.lists(st.sampled_from(["record", "undo", "redo", "first", "last"]), max_size=30)


def test_a_history_begins_with_one_value() -> None:
    history = History("a")
    assert (history.present, history.position) == ("a", 0)
    assert not history.can_undo
    assert not history.can_redo


@given(MOVES)
def test_undo_and_redo_walk_through_what_was_recorded(moves: list[str]) -> None:
    history = History(0)
    past, future = [0], list[int]()
    for value, move in enumerate(moves, start=1):
        if move == "record":
            history.record(f"edit {value}", value)
            past, future = [*past, value], []
        elif move == "undo" and history.can_undo:
            assert history.go(history.position - 1) == past[-2]
            past, future = past[:-1], [past[-1], *future]
        elif move == "redo" and history.can_redo:
            assert history.go(history.position + 1) == future[0]
            past, future = [*past, future[0]], future[1:]
        elif move in ("first", "last"):
            steps = past + future
            at = 1 if move == "first" else len(steps)
            assert history.go(at - 1) == steps[at - 1]
            past, future = steps[:at], steps[at:]
        assert history.present == past[-1]
        assert (history.can_undo, history.can_redo) == (len(past) > 1, bool(future))
        assert history.steps == [
            Step(f"edit {each}" if each else "", each) for each in past + future
        ]


@pytest.mark.parametrize("position", [-1, 2])
def test_there_is_no_step_beyond_the_ends(position: int) -> None:
    history = History("a")
    history.record("b", "b")
    with pytest.raises(IndexError):
        history.go(position)
    assert history.present == "b"
