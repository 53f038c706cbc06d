"""Lines with a prefix and a suffix, at any width."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from matome_tui.ui.drawing.glyphs import ASCII, UNICODE, Glyphs
from matome_tui.ui.widgets.line_list import LineList, ListLine
from tests.support.list_app import ListApp, painted

LINES = [
    ListLine("10:00", "苔が生える前に読む", "2 clips"),
    ListLine("11:00", "The second", "12 clips", is_marked=True),
    ListLine("12:00", "gone", "", is_dim=True),
]


async def shown(
    lines: list[ListLine], *keys: str, width: int = 40, glyphs: Glyphs = UNICODE
) -> list[str]:
    app = ListApp(rows := LineList(glyphs, "Nothing here."))
    async with app.run_test(size=(width, 4)) as pilot:
        rows.show(lines)
        await pilot.press(*keys)
        return painted(rows)


async def test_facts_stand_at_the_right_edge_and_signs_at_the_left() -> None:
    assert await shown(LINES, "j") == [
        "   10:00  苔が生える前に読む    2 clips",
        "›• 11:00  The second           12 clips",
        "   12:00  gone",
        "",
    ]


async def test_with_ascii_the_signs_are_ascii() -> None:
    lines = await shown(LINES, "j", glyphs=ASCII)
    assert lines[1].startswith(">+ 11:00")


async def test_a_title_without_room_is_cut_before_the_facts() -> None:
    lines = await shown(LINES, width=30)
    assert lines[0] == "›  10:00  苔が生え…   2 clips"
    assert lines[1] == " • 11:00  The seco…  12 clips"


async def test_control_characters_are_dropped_and_lines_stay_lines() -> None:
    lines = await shown([ListLine("\x1b[1m", "a\x1b[31mb\nc", "\x9bd")])
    assert lines[0].split() == ["›", "[1m", "a[31mb", "c", "d"]
    assert "\x1b" not in lines[0]


async def test_an_empty_list_says_so() -> None:
    assert [line.strip() for line in await shown([])].count("Nothing here.") == 1


@given(st.text(max_size=20), st.text(max_size=60), st.text(max_size=20), st.integers(1, 60))
async def test_a_line_is_always_as_wide_as_the_list(
    before: str, text: str, behind: str, width: int
) -> None:
    app = ListApp(rows := LineList(UNICODE, ""))
    async with app.run_test(size=(width, 2)):
        rows.show([ListLine(before, text, behind)])
        assert cell_len(rows.paint(0).text) == width
