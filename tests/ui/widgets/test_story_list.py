"""The list of stories."""

import pytest

from matome_tui.core.items import Comment, CommentId, FoundComment, Story
from matome_tui.core.story_state import StoryState
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


STATES = {
    1: StoryState(opened=1, seen=1000, bookmarked=1),
    2: StoryState(bookmarked=1),
    4: StoryState(opened=1, seen=9),
}
NOW = 1_757_000_000
COUNTED = {
    1: Story(1, "One", author="a", time=NOW - 7200, points=7, comments=1012),
    2: Story(2, "Two", author="a_long_name", time=NOW - 90, points=1234, comments=1),
    3: Story(3, "Three", author="ccc", points=1, kind="job"),
    4: Story(4, "Four", author="d", time=NOW - 90, points=88, comments=12),
}


async def test_counts_stand_in_columns_by_their_last_digits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("time.time", lambda: NOW)
    rows = StoryList(ASCII)
    async with ListApp(rows).run_test(size=(100, 20)):
        rows.show(
            [*COUNTED], COUNTED, {2: "2026-01-02"}, state=lambda n: STATES.get(n, StoryState())
        )
        lines = painted(rows)[1:8:2]
    assert [line[8:] for line in lines] == [
        "    7 points  1,012 comments  +12 new       2h  a",
        "1,234 points      1 comment                 1m  a_long_name  posted 2026-01-02",
        "    1 point                            unknown  ccc          job",
        "   88 points     12 comments   +3 new       1m  d",
    ]


async def test_a_column_that_no_story_fills_takes_no_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("time.time", lambda: NOW)
    rows = StoryList(ASCII)
    async with ListApp(rows).run_test(size=(80, 20)):
        rows.show([2, 4], {number: COUNTED[number] for number in (2, 4)}, {})
        assert painted(rows)[1][8:] == "1,234 points   1 comment   1m  a_long_name"


async def test_the_gutter_has_what_was_done_with_a_story() -> None:
    rows = StoryList(ASCII)
    async with ListApp(rows).run_test(size=(80, 20)):
        rows.show(
            [*COUNTED],
            COUNTED,
            {2: ""},
            drafted={2, 3},
            state=lambda number: STATES.get(number, StoryState()),
        )
        gutter = [line.ljust(2)[1] for line in painted(rows)[:8]]
    assert gutter == ["b", "+", "p", "b", "d", " ", "+", " "]


async def test_a_found_comment_shows_the_passage_that_was_searched_for() -> None:
    comment = Comment(CommentId(9), 1, "ann", NOW, "Early words. " * 20 + "<p>At last <i>Moss</i>.")
    rows, found = StoryList(ASCII), {9: FoundComment(comment, 1, "One")}
    async with ListApp(rows).run_test(size=(60, 20)):
        rows.show([9], found, {}, words='"moss"')
        assert "At last Moss." in painted(rows)[0]
        assert any(segment.text == "Moss" for segment in rows.paint(0))
        assert rows.words_at_cursor() == "moss"
        rows.show([9], found, {})
        assert "Early words." in painted(rows)[0]
        assert rows.words_at_cursor() == ""
