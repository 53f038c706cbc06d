"""The terminal's cursor, where input methods open their windows, is on the painted caret."""

from collections.abc import Iterable

import pytest
from textual.events import Key
from textual.geometry import Offset

from matome_tui.ui.input_method import COMMIT
from matome_tui.ui.screens.post import PostScreen
from matome_tui.ui.widgets.line_input import LineInput
from matome_tui.ui.widgets.text_area import ProseArea
from tests.support.caret import painted_caret
from tests.support.draft_editor import DEMO
from tests.support.program import Driver, Program, press, type_text

SIZE = (80, 24)
FIELDS = {
    "clip": ("enter",),
    "search": ("slash",),
    "filter": ("f",),
    "title": ("P",),
    "date": ("P", "tab"),
    "slug": ("P", "tab", "tab"),
    "tags": ("P", "tab", "tab", "tab"),
    "heading": ("tab", "number_sign"),
    "remark": ("tab", "a"),
    "move to": ("tab", "m"),
    "palette": ("ctrl+p",),
}
MOVES = ("home", "right", "right", "end", "left", "ctrl+left", "ctrl+left", "ctrl+right")
DELETIONS = ("backspace", "delete", "ctrl+w", "home", "delete", "end", "ctrl+u")
LONG = "この文章は日本語とEnglishで書かれた、テキスト。" * 4


async def check(pilot: Driver, edits: Iterable[str]) -> None:
    """Compare the terminal's cursor with the caret after each of some keys."""
    for key in edits:
        is_key = key in {*MOVES, *DELETIONS}
        pilot.app.post_message(Key(key, None) if is_key else Key(COMMIT, key))
        await pilot.pause()
        await pilot.pause()
        assert pilot.app.cursor_position == painted_caret(pilot), key


@pytest.mark.parametrize("field", FIELDS)
async def test_it_follows_every_edit(program: Program, field: str) -> None:
    async with program.run(DEMO, size=SIZE) as pilot:
        await press(pilot, "space", "k", *FIELDS[field])
        await pilot.pause()
        assert pilot.app.cursor_position == painted_caret(pilot)
        text = ("2", "5", "x") if field == "date" else (*LONG[:4], LONG[4:], "葛\U000e0100", "🇯🇵")
        await check(pilot, (*text, *MOVES, *DELETIONS, *text[:2]))


async def test_it_rests_at_the_foot_without_a_field(program: Program) -> None:
    async with program.run(DEMO, size=SIZE) as pilot:
        foot = Offset(0, SIZE[1] - 1)
        assert pilot.app.cursor_position == foot
        await press(pilot, "space", "P")
        assert pilot.app.cursor_position == painted_caret(pilot) != foot
        pilot.app.screen.query_one("#preview").focus()
        await pilot.pause()
        assert isinstance(pilot.app.screen, PostScreen)
        assert pilot.app.cursor_position == foot
        await press(pilot, "escape")
        assert pilot.app.cursor_position == foot


async def test_it_moves_with_its_field(program: Program) -> None:
    async with program.run(DEMO, size=SIZE) as pilot:
        await press(pilot, "space", "P", "tab", "tab", "end")
        for size in ((120, 40), (60, 20), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert pilot.app.cursor_position == painted_caret(pilot)


async def test_in_an_untouched_clip_it_is_where_typing_begins(program: Program) -> None:
    async with program.run(DEMO, size=SIZE) as pilot:
        await press(pilot, "enter")
        area = pilot.app.screen.query_one(ProseArea)
        assert area.selected_text == area.text
        assert pilot.app.cursor_position == painted_caret(pilot) == area.content_region.offset
        await type_text(pilot, "苔")
        assert area.text == "苔"


async def test_in_a_selected_field_it_is_where_typing_begins(program: Program) -> None:
    async with program.run(DEMO, size=SIZE) as pilot:
        await press(pilot, "space", "P")
        field = pilot.app.screen.query_one("#post-title", LineInput)
        assert field.selected_text == field.value
        assert pilot.app.cursor_position == painted_caret(pilot) == field.content_region.offset
        await type_text(pilot, "苔")
        assert field.value == "苔"


async def test_a_small_form_scrolls_to_it(program: Program) -> None:
    async with program.run(DEMO, size=(40, 12)) as pilot:

        def in_view() -> bool:
            field = pilot.app.focused
            return field is not None and pilot.app.screen.can_view_entire(field)

        await press(pilot, "space", "P")
        await pilot.pause()
        for key in ("", "home", "tab", "tab", "shift+tab", "shift+tab"):
            await press(pilot, *([key] if key else []))
            assert pilot.app.cursor_position == painted_caret(pilot), key
            assert in_view(), key
        for height in (30, 12, 10):
            await pilot.resize_terminal(40, height)
        await pilot.pause()
        assert in_view()
