"""Moves without a screen: opening, jumps back, ranges, places to return to."""

from matome_tui.core.items import Comment, CommentId
from matome_tui.core.thread.navigator import Navigator
from matome_tui.core.thread.outline import Outline
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.core.thread.viewport import Viewport
from tests.support.threads import STORY, comment, thread

LINES = 3


def talk(*more: Comment) -> Thread:
    """Return 101 with replies 102 and 103, then 104 with reply 105."""
    return thread(
        comment(101), comment(102, 101), comment(103, 101), comment(104), comment(105, 104), *more
    )


def navigator(*wanted: int, height: int = 6) -> Navigator:
    return Navigator(Viewport(Outline(talk()), lambda _: LINES, height), wanted)


def test_a_thread_opens_at_the_first_wanted_comment_it_has() -> None:
    assert navigator(999, 105).current.id == 105
    assert navigator().current.id == 101


def test_until_the_first_move_it_goes_to_what_is_wanted() -> None:
    moves = navigator(106)
    moves.replace_thread(talk(comment(106)), [106])
    assert moves.current.id == 106


def test_after_a_move_it_stays() -> None:
    moves = navigator(106)
    moves.step(1)
    moves.replace_thread(talk(comment(106)), [106])
    assert moves.current.id == 102


def test_a_gone_comment_gives_its_cursor_to_the_one_above() -> None:
    moves = navigator()
    moves.go_to(Index(4))
    moves.replace_thread(thread(comment(101), comment(104)), [])
    assert moves.current.id == 104


def test_jumps_are_returned_from_and_steps_are_not() -> None:
    moves = navigator()
    moves.next_root()
    moves.first_reply()
    assert moves.current.id == 105
    moves.go_back()
    assert moves.current.id == 101
    moves.go_back()
    assert moves.current.id == 101


def test_a_range_takes_in_visible_comments_only() -> None:
    moves = navigator()
    moves.toggle_fold()
    moves.toggle_range()
    moves.next_root()
    assert [one.id for one in moves.selected] == [101, 104]
    assert moves.is_selected(Index(3))
    moves.toggle_range()
    assert [one.id for one in moves.selected] == [104]


def test_a_place_is_returned_to_with_its_folds() -> None:
    moves = navigator()
    moves.go_to(Index(3))
    moves.toggle_fold()
    place = moves.place()
    moves.toggle_all()
    moves.top()
    moves.return_to(place)
    assert moves.current.id == 104
    assert moves.view.outline.folded == {104}
    assert moves.place() == place


def test_a_place_has_the_folds_that_a_filter_has_opened() -> None:
    moves = navigator()
    moves.toggle_fold()
    moves.filter([moves.current.id], is_flat=False)
    assert not moves.view.outline.folded
    place = moves.place()
    assert place.folded == {101}
    moves.return_to(place)
    assert not moves.view.outline.is_folded(Index(0))
    moves.filter(None, is_flat=False)
    assert moves.view.outline.folded == {101}


def test_a_filter_puts_the_cursor_on_a_match_and_marks_go_on_to_the_next() -> None:
    moves = navigator()
    wanted = [CommentId(102), CommentId(105)]
    assert moves.filter(wanted, is_flat=False)
    assert moves.current.id == 102
    moves.go_on()
    assert moves.current.id == 105
    moves.go_on()
    assert moves.current.id == 105
    moves.parent()
    assert moves.filter(wanted, is_flat=False)
    assert moves.current.id == 105


def test_the_ordinal_counts_matches_under_a_filter() -> None:
    moves = navigator()
    assert moves.ordinal() == (1, 5)
    assert moves.filter([one.id for one in moves.thread.comments[2:4]], is_flat=True)
    assert moves.ordinal() == (1, 2)
    assert [one.id for one in moves.matches] == [103, 104]


def test_new_comments_are_jumped_to_in_both_directions() -> None:
    moves = navigator()
    moves.next_of(1, {103, 105})
    assert moves.current.id == 103
    moves.next_of(1, {103, 105, STORY})
    moves.next_of(-1, {103, 105})
    assert moves.current.id == 103
