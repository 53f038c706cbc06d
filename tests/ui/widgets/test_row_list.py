"""Rows of different heights: the row at the cursor is always in view."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.strip import Strip

from matome_tui.ui.commands import bindings
from matome_tui.ui.widgets.row_list import RowList
from tests.support.list_app import ListApp, painted

HEIGHTS = (2, 1, 2, 2, 1, 1, 2, 2, 1, 2, 2, 2)


class Rows(RowList):
    """Rows that say their number and line."""

    BINDINGS = bindings("list")

    def __init__(self, heights: Sequence[int]) -> None:
        super().__init__()
        self.heights = list(heights)

    def row_count(self) -> int:
        return len(self.heights)

    def height_of(self, row: int) -> int:
        return self.heights[row]

    def paint_row(self, row: int, line: int, base: Style) -> Strip:
        sign = ">" if row == self.cursor else " "
        return self.strip([Segment(f"{sign}{row}.{line}", base)], self.size.width, base)


async def wheel(pilot: Pilot[None], direction: str) -> None:
    event = events.MouseScrollDown if direction == "down" else events.MouseScrollUp
    await pilot._post_mouse_events([event], Rows)


def in_view(rows: RowList) -> list[str]:
    return [line.lstrip(" >") for line in painted(rows) if line]


def lines_of(rows: Rows, row: int) -> list[str]:
    return [f"{row}.{line}" for line in range(rows.heights[row])]


async def test_moving_scrolls_by_whole_rows() -> None:
    app = ListApp(Rows(HEIGHTS))
    async with app.run_test(size=(20, 6)) as pilot:
        assert painted(app.rows) == [">0.0", ">0.1", " 1.0", " 2.0", " 2.1", " 3.0"]
        await pilot.press("j", "j", "j")
        assert painted(app.rows) == [" 1.0", " 2.0", " 2.1", ">3.0", ">3.1", " 4.0"]
        await pilot.press("k", "k", "k")
        assert painted(app.rows)[:2] == [">0.0", ">0.1"]
        assert app.highlighted == [1, 2, 3, 2, 1, 0]


async def test_the_ends_and_beyond() -> None:
    app = ListApp(Rows(HEIGHTS))
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.press("k")
        assert app.rows.cursor == 0
        await pilot.press("G", "j")
        assert app.rows.cursor == len(HEIGHTS) - 1
        assert painted(app.rows) == [" 10.0", " 10.1", ">11.0", ">11.1", ""]
        await pilot.press("g")
        assert app.rows.cursor == 0
        assert app.highlighted == [11, 0]


async def test_a_page_goes_on_with_the_last_whole_row() -> None:
    app = ListApp(Rows(HEIGHTS))
    async with app.run_test(size=(20, 6)) as pilot:
        await pilot.press("pagedown")
        assert app.rows.cursor == 2
        await pilot.press("pagedown", "pagedown", "pagedown", "pagedown", "pagedown", "pagedown")
        assert app.rows.cursor == len(HEIGHTS) - 1
        await pilot.press(*["pageup"] * 7)
        assert app.rows.cursor == 0


async def test_rows_higher_than_the_view_do_not_stop_a_page() -> None:
    app = ListApp(Rows((3, 3, 3)))
    async with app.run_test(size=(20, 2)) as pilot:
        await pilot.press("pagedown", "pagedown")
        assert app.rows.cursor == 2
        await pilot.press("pageup")
        assert app.rows.cursor == 1


async def test_a_click_goes_to_a_row_and_a_second_one_chooses_it() -> None:
    app = ListApp(Rows(HEIGHTS))
    async with app.run_test(size=(20, 6)) as pilot:
        await pilot.click(Rows, offset=Offset(3, 4))
        assert app.rows.cursor == 2
        assert app.chosen == []
        await pilot.click(Rows, offset=Offset(3, 3), times=2)
        assert app.chosen == [2]
        await pilot.click(Rows, offset=Offset(3, 2), times=1)
        assert app.rows.cursor == 1


async def test_a_click_below_the_last_row_does_nothing() -> None:
    app = ListApp(Rows((2, 1)))
    async with app.run_test(size=(20, 6)) as pilot:
        await pilot.click(Rows, offset=Offset(3, 5), times=2)
        assert (app.rows.cursor, app.chosen) == (0, [])


async def test_the_wheel_takes_the_cursor_along() -> None:
    app = ListApp(Rows(HEIGHTS))
    async with app.run_test(size=(20, 6)) as pilot:
        for _ in range(4):
            await wheel(pilot, "down")
        assert in_view(app.rows)[0] == "4.0"
        assert app.rows.cursor == 4
        for _ in range(9):
            await wheel(pilot, "up")
        assert in_view(app.rows)[0] == "0.0"
        assert app.rows.cursor == 2


async def test_a_list_that_is_shown_late_begins_with_its_first_row() -> None:
    app = ListApp(rows := Rows(HEIGHTS[:3]))
    rows.display = False
    async with app.run_test(size=(20, 6)) as pilot:
        rows.go_to(2)
        rows.display = True
        rows.focus()
        await pilot.pause()
        shown = [strip.text.rstrip() for strip in rows.render_lines(rows.size.region)]
        assert shown == painted(rows) == [" 0.0", " 0.1", " 1.0", ">2.0", ">2.1", ""]


async def test_an_empty_list_has_nothing_to_choose() -> None:
    app = ListApp(Rows(()))
    async with app.run_test(size=(20, 6)) as pilot:
        await pilot.press("j", "k", "G", "g", "pagedown", "pageup", "enter")
        await pilot.click(Rows, offset=Offset(1, 1))
        await wheel(pilot, "down")
        assert (app.rows.cursor, app.chosen) == (0, [])


async def test_the_cursor_is_shown_in_the_list_that_has_the_focus_alone() -> None:
    app = ListApp(Rows(HEIGHTS))
    async with app.run_test(size=(20, 6)) as pilot:
        await pilot.pause()
        with_focus = app.rows.paint(0)._segments[0].style
        app.set_focus(None)
        await pilot.pause()
        assert app.rows.paint(0)._segments[0].style != with_focus


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=12),
    st.integers(3, 8),
    st.lists(
        st.one_of(
            st.sampled_from(("j", "k", "pagedown", "pageup", "g", "G", "wheel up", "wheel down")),
            st.integers(3, 8),
            st.lists(st.integers(1, 3), max_size=12),
        ),
        max_size=12,
    ),
)
async def test_whatever_happens_the_cursor_is_in_view_and_no_room_is_wasted(
    heights: list[int], height: int, steps: list[str | int | list[int]]
) -> None:
    app = ListApp(rows := Rows(heights))
    async with app.run_test(size=(20, height)) as pilot:
        for step in steps:
            if isinstance(step, int):
                await pilot.resize_terminal(20, step)
            elif isinstance(step, list):
                rows.heights = step
                rows.rows_changed()
            elif step.startswith("wheel"):
                await wheel(pilot, step.split()[1])
            else:
                await pilot.press(step)
            shown = in_view(rows)
            assert 0 <= rows.cursor < max(len(rows.heights), 1)
            if rows.heights:
                assert [line for line in lines_of(rows, rows.cursor) if line not in shown] == []
                hidden_above = not shown or shown[0] != "0.0"
                assert not hidden_above or rows.size.height - len(shown) < 3
