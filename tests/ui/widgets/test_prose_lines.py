"""Text areas that break lines with kinsoku: the lines, and what follows them."""

import html
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.document._document import Document
from textual.geometry import Offset
from textual.widgets.text_area import Selection

from matome_tui.core.comment.kinsoku import NOT_AT_END, NOT_AT_START
from matome_tui.ui.widgets.prose_lines import KinsokuArea, ProseLines

TEXT = (
    "「苔むす石」の話、ちょっと長いですが（笑）、コーヒーでも飲みながら読んでください。"
    "Rust 1.85 と Python 3.14 を比べると、速度は１，０００倍——とまでは言わないが……。\n"
    "　字下げした段落。AlphaEvolve 、state-of-the-art な 100㎏ の例！？ https://example.com/苔"
)
BODIES = re.compile(r'body="([^"]*)"')


def sections(text: str, width: int) -> list[list[str]]:
    lines = ProseLines(Document(text), width)
    return [lines.get_sections(index) for index in range(lines.document.line_count)]


def faults(text: str, width: int) -> list[str]:
    """The breaks of a text that no Japanese text may have, or that cut a word or number."""
    found = []
    for line in sections(text, width):
        for before, after in pairwise(line):
            # After a space, a word may begin with a sign or an apostrophe.
            starts_badly = after[0] in NOT_AT_START and not (
                before.endswith((" ", "\u3000")) and (after[0].isascii() or after[0] == "’")
            )
            ends_badly = before.rstrip(" \u3000")[-1:] in NOT_AT_END and before[-1:] != " "
            is_cut = re.search("[0-9A-Za-z０-９]$", before) and re.match("[0-9A-Za-z０-９]", after)
            if starts_badly or ends_badly or is_cut:
                found.append(f"{before}|{after}")
    return found


@pytest.mark.parametrize("width", range(20, 101))
def test_no_line_breaks_kinsoku_or_cuts_a_word(width: int) -> None:
    assert faults(TEXT, width) == []


@pytest.mark.corpus
def test_no_line_of_the_sample_breaks_kinsoku_or_cuts_a_word(shared: Path) -> None:
    sample = shared / "seed" / "44139454.md"
    bodies = BODIES.findall(sample.read_text(encoding="utf-8"))
    texts = [html.unescape(body.replace("<br>", "\n")) for body in bodies]
    assert len(texts) == 79
    found = [fault for text in texts for width in range(20, 101) for fault in faults(text, width)]
    assert found == []


@given(
    st.lists(
        st.tuples(
            st.tuples(st.integers(0, 5), st.integers(0, 9)),
            st.tuples(st.integers(0, 5), st.integers(0, 9)),
            st.sampled_from(["", "苔", "\n", "、。\nむす", "word word word"]),
        ),
        max_size=8,
    ),
    st.integers(2, 12),
)
def test_edits_leave_the_lines_of_a_new_document(
    edits: list[tuple[tuple[int, int], tuple[int, int], str]], width: int
) -> None:
    document = Document("こけ、むす。\nmoss grows\n")
    lines = ProseLines(document, width)
    for start, end, text in edits:
        row = min(start[0], document.line_count - 1), min(end[0], document.line_count - 1)
        top, bottom = sorted(
            (line, min(column, len(document.get_line(line))))
            for line, column in zip(row, (start[1], end[1]), strict=True)
        )
        result = document.replace_range(top, bottom, text)
        lines.wrap_range(top, bottom, result.end_location)
    new = ProseLines(document, width)
    rows = range(document.line_count)
    assert [lines.get_sections(row) for row in rows] == [new.get_sections(row) for row in rows]
    for y in range(new.height):
        assert lines.offset_to_location(Offset(0, y)) == new.offset_to_location(Offset(0, y))
    assert lines.height == new.height


class AreaApp(App[None]):
    """An app of one area, 10 cells of text and one for the cursor."""

    CSS = "KinsokuArea { border: none; padding: 0; width: 11; height: 4; scrollbar-size: 0 0; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.area = KinsokuArea(text)

    def compose(self) -> ComposeResult:
        yield self.area

    def on_mount(self) -> None:
        self.area.focus()

    def rows(self) -> list[str]:
        """The painted text."""
        return [self.area.render_line(y).text.rstrip() for y in range(4)]


LINE = "日本語です。次の文、そして"
ROWS = ["日本語で", "す。次の", "文、そして", ""]


async def test_the_lines_are_painted() -> None:
    app = AreaApp(LINE)
    async with app.run_test():
        assert app.rows() == ROWS


async def test_up_down_home_and_end_follow_the_lines() -> None:
    app = AreaApp(LINE)
    async with app.run_test() as pilot:
        places = []
        for key in ("down", "right", "end", "home", "down", "end", "up", "home", "up"):
            await pilot.press(key)
            places.append(app.area.cursor_location[1])
        assert places == [4, 5, 7, 4, 8, 13, 7, 4, 0]


async def test_the_mouse_and_a_selection_follow_the_lines() -> None:
    app = AreaApp(LINE)
    async with app.run_test() as pilot:
        await pilot.click(KinsokuArea, offset=(2, 1))
        assert app.area.cursor_location == (0, 5)
        await pilot.press("shift+down")
        assert app.area.selection == Selection((0, 5), (0, 9))
        assert app.area.selected_text == "。次の文"


async def test_the_view_scrolls_by_lines() -> None:
    app = AreaApp(LINE * 4)
    async with app.run_test() as pilot:
        app.area.move_cursor(app.area.document.end)
        await pilot.pause()
        assert app.area.scroll_offset.y == app.area.wrapped_document.height - 4
        assert app.area.virtual_size.height == app.area.wrapped_document.height


async def test_a_typed_space_moves_the_cursor_onto_the_next_line_in_view() -> None:
    app = AreaApp("日本語です")
    async with app.run_test() as pilot:
        await pilot.press("end", "space")
        assert app.rows()[:2] == ["日本語です", ""]
        assert app.area.cursor_screen_offset == Offset(1, 1)
