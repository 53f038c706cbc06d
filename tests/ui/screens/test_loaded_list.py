"""Loading of lists as they scroll, and the ways into and out of a search."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from matome_tui.store.reading import ReadingStore
from matome_tui.ui.widgets.dialogs import TextQuestion
from matome_tui.ui.widgets.story_list import StoryList
from tests.support.hn_server import HNServer
from tests.support.hn_threads import node, tree
from tests.support.program import (
    Driver,
    Program,
    answer,
    asked_for_text,
    press,
    rebuild,
    screen_text,
    until,
)

FOUND = 45
STORIES = [
    node(id_, None, id=id_, title=f"Moss {id_}", points=1000 - id_, story_id=id_)
    for id_ in range(1, FOUND + 1)
]


@pytest.fixture
def hn() -> Iterator[HNServer]:
    with HNServer([tree(story) for story in STORIES]) as server:
        yield server


def rows(pilot: Driver) -> StoryList:
    return pilot.app.screen.query_one(StoryList)


async def search(pilot: Driver, text: str) -> None:
    await press(pilot, "slash")
    await answer(pilot, text)
    await rebuild(pilot)


def searches(hn: HNServer) -> int:
    return sum(count for url, count in hn.stats.requests.items() if "query=moss" in url)


async def test_the_second_page_of_a_search_comes_when_the_end_is_seen(
    program: Program, hn: HNServer
) -> None:
    async with program.run(size=(80, 24)) as pilot:
        await search(pilot, "moss")
        assert (rows(pilot).row_count(), searches(hn)) == (30, 1)
        await press(pilot, *["pagedown"] * 2)
        await rebuild(pilot)
        assert searches(hn) == 1
        await press(pilot, "G")
        await until(pilot, lambda: rows(pilot).row_count() == FOUND)
        assert searches(hn) == 2
        await press(pilot, "G")
        await rebuild(pilot)
        assert f"Moss {FOUND}" in screen_text(pilot)
        assert searches(hn) == 2


async def test_another_order_loads_what_follows_too(program: Program, hn: HNServer) -> None:
    async with program.run(size=(80, 24)) as pilot:
        await press(pilot, "s")
        assert "30 stories loaded" in screen_text(pilot)
        await press(pilot, "G")
        await until(pilot, lambda: rows(pilot).row_count() == FOUND)
        assert f"{FOUND} stories" in screen_text(pilot)
        hn.stats.requests.clear()
        await press(pilot, "f", *"moss", "enter", "G")
        await rebuild(pilot)
        assert hn.stats.requests.total() == 0


async def test_a_search_over_a_list_that_is_not_fresh_comes_back_to_what_was_kept(
    program: Program, hn: HNServer
) -> None:
    async with program.run(size=(80, 24)):
        pass
    hn.faults.error_rate, hn.faults.match = 1.0, "stories.json"
    async with program.run(size=(80, 24)) as pilot:
        await press(pilot, "j", "j")
        await search(pilot, "moss 45")
        assert rows(pilot).row_count() == 1
        await press(pilot, "escape")
        await rebuild(pilot)
        assert "[Top]" in screen_text(pilot)
        assert "r tries again" in screen_text(pilot)
        assert rows(pilot).row_count() == 30
        assert rows(pilot).cursor == 2
        await search(pilot, "moss 45")
        hn.faults.error_rate = 0.0
        await press(pilot, "escape")
        await rebuild(pilot)
        assert f"{FOUND} stories" in screen_text(pilot)
        assert rows(pilot).cursor == 2


async def test_the_field_of_the_search_has_the_searches_so_far(
    program: Program, tmp_path: Path
) -> None:
    ReadingStore(tmp_path / "reading.sqlite").save((), ["苔 points>1", "moss 7"])
    async with program.run(size=(80, 24)) as pilot:
        await search(pilot, "moss")
        await press(pilot, "slash")
        field = await asked_for_text(pilot)
        field.value = "half"
        assert "↑ earlier" in screen_text(pilot)
        shown = []
        for key in ("up", "up", "up", "up", "down", "down", "down", "down"):
            await press(pilot, key)
            shown.append(field.value)
        assert shown == [
            *("moss", "moss 7", "苔 points>1", "苔 points>1"),
            *("moss 7", "moss", "half", "half"),
        ]
        await press(pilot, "up", "up", "up", "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, TextQuestion))
        await rebuild(pilot)
        assert "Search: 苔 points>1" in screen_text(pilot)
