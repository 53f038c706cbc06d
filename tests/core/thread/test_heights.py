import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.items import CommentId
from matome_tui.core.thread.heights import EstimatedHeights
from matome_tui.core.thread.outline import Outline, Row
from matome_tui.core.thread.thread import Index
from tests.support.threads import Parts, comment, parts, thread

WIDTHS = st.integers(1, 12)
FRACTIONS = st.floats(0, 1)


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    drawn: Parts = draw(parts(least=1).filter(lambda parts: len(parts.thread) > 0))
    return Outline(drawn.thread, draw(st.sets(st.integers(100, 117).map(CommentId))))


@given(outlines(), WIDTHS, st.data(), FRACTIONS)
def test_place_is_the_inverse_of_position(
    outline: Outline, width: int, data: st.DataObject, fraction: float
) -> None:
    extent = EstimatedHeights(outline, width)
    row = data.draw(st.integers(0, len(outline.visible) - 1))
    found, there = extent.at(extent.offset_of(Row(row), fraction))
    if found == row:
        assert there == pytest.approx(fraction, abs=1e-6)
    else:  # the end of a comment is the start of the next one
        assert (found, there) == (row + 1, 0)
        assert fraction == pytest.approx(1, abs=1e-6)


@given(outlines(), WIDTHS, FRACTIONS)
def test_position_is_the_inverse_of_place(outline: Outline, width: int, share: float) -> None:
    extent = EstimatedHeights(outline, width)
    position = share * extent.total
    assert extent.offset_of(*extent.at(position)) == pytest.approx(position)


@given(outlines(), WIDTHS, st.lists(FRACTIONS, min_size=1))
def test_positions_grow_from_the_start_to_the_total(
    outline: Outline, width: int, fractions: list[float]
) -> None:
    extent = EstimatedHeights(outline, width)
    positions = [
        extent.offset_of(Row(row), fraction)
        for row in range(len(outline.visible))
        for fraction in (0, *sorted(fractions), 1)
    ]
    assert positions == sorted(positions)
    assert (positions[0], positions[-1]) == (0, extent.total)
    assert extent.total >= len(outline.visible)


@given(outlines(), WIDTHS, st.floats(-1e6, 1e6))
def test_any_position_has_a_place(outline: Outline, width: int, position: float) -> None:
    row, fraction = EstimatedHeights(outline, width).at(position)
    assert 0 <= row < len(outline.visible)
    assert 0 <= fraction <= 1


def test_more_text_and_less_width_are_longer_and_a_fold_is_one_line() -> None:
    outline = Outline(thread(comment(101, html="x" * 100), comment(102, html="x" * 400)))
    narrow, wide = EstimatedHeights(outline, 20), EstimatedHeights(outline, 80)
    assert narrow.total > wide.total
    assert narrow.offset_of(Row(1)) < narrow.total - narrow.offset_of(Row(1))
    outline.fold(Index(1))
    folded = EstimatedHeights(outline, 20)
    assert folded.total == folded.offset_of(Row(1)) + 1


def test_nothing_is_one_line_long() -> None:
    assert EstimatedHeights(Outline(thread()), 80).total == 1
