"""The list of stories."""

from matome_tui.core.items import Story
from matome_tui.ui.drawing.glyphs import ASCII
from matome_tui.ui.widgets.story_list import StoryList
from tests.support.list_app import ListApp, painted

STORIES = {number: Story(number, f"Moss {number}") for number in range(1, 60)}


async def test_the_story_at_the_cursor_stays_on_its_line() -> None:
    rows = StoryList(ASCII)
    async with ListApp(rows).run_test(size=(60, 20)) as pilot:
        rows.show(range(1, 40), STORIES, {})
        await pilot.press(*["j"] * 12)
        line = next(y for y, text in enumerate(painted(rows)) if "Moss 13" in text)
        for ids in ([*range(50, 55), *range(1, 40)], [*range(2, 40)], [*range(1, 40)]):
            rows.show(ids, STORIES, {})
            assert rows.current == STORIES[13]
            assert "Moss 13" in painted(rows)[line]


async def test_where_the_story_is_gone_the_cursor_stays_on_its_row() -> None:
    rows = StoryList(ASCII)
    async with ListApp(rows).run_test(size=(60, 20)) as pilot:
        rows.show([1, 2, 3], STORIES, {})
        await pilot.press("j")
        rows.show([1, 3, 4], STORIES, {})
        assert rows.current == STORIES[3]
        rows.show([4], STORIES, {})
        assert rows.current == STORIES[4]
