"""Columns of texts."""

from matome_tui.ui.drawing.columns import Columns, widest_number


def test_columns_are_as_wide_as_their_widest_text() -> None:
    rows = [("post", "", "9d"), ("コメント", "", "now")]
    columns = Columns(rows, at_right={2})
    assert [columns.join(row) for row in rows] == ["post       9d", "コメント  now"]
    assert Columns(()).pad(()) == []


def test_the_widest_number_counts_its_commas() -> None:
    assert widest_number([7, None, 1200, 88]) == 5
    assert widest_number([None]) == 1
