"""The help: columns by width, and a filter as one types."""

from textual.widgets import Static

from matome_tui.ui.screens.help import Help
from tests.support.draft_editor import DEMO
from tests.support.languages import spoken
from tests.support.program import Driver, Program, press, screen_text, type_text


def columns(pilot: Driver) -> list[int]:
    """Return the heights of the columns that are shown."""
    shown = pilot.app.screen.query(".column").results(Static)
    return [column.size.height for column in shown if column.display]


async def test_typing_filters_by_words_and_keys(program: Program) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "question_mark", *"unread bran")
        assert "No command has these words or this key" in screen_text(pilot)
        await press(pilot, "escape", *"ｗｈｏｌｅ")
        await type_text(pilot, "　MARK")
        text = screen_text(pilot)
        assert "Mark or unmark the whole branch" in text
        assert "Next sibling" not in text
        assert "Thread: moving and folding" not in text
        await press(pilot, "escape", "J")
        text = screen_text(pilot)
        assert "Next sibling" in text
        assert "Previous sibling" not in text
        await press(pilot, "escape")
        assert "Previous sibling" in screen_text(pilot)
        assert isinstance(pilot.app.screen, Help)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, Help)
        await press(pilot, "enter", "f1")
        lines = screen_text(pilot).split("\n")
        above = next(line for line in lines if "alt+1" in line)
        assert above.index("alt+1") == next(line.index("f13") for line in lines if "f13" in line)


async def test_two_columns_of_like_height_where_there_is_room(program: Program) -> None:
    async with program.run(DEMO, size=(120, 40)) as pilot:
        await press(pilot, "question_mark")
        left, right = columns(pilot)
        assert abs(left - right) < left / 4
        assert "Next sibling" in screen_text(pilot)
        await press(pilot, "pagedown")
        assert "Next sibling" not in screen_text(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert len(columns(pilot)) == 1
        assert "escape close" in screen_text(pilot)


async def test_the_filter_knows_the_users_language(program: Program) -> None:
    with spoken("ja"):
        async with program.run(size=(80, 24)) as pilot:
            await press(pilot, "question_mark")
            await type_text(pilot, "次の")
            text = screen_text(pilot)
            assert "次のストーリー" in text
            assert "前のストーリー" not in text
