"""Lists of stories: their order, and their stories from either API."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from matome_tui.core.items import Story
from matome_tui.hn.http import Client, HNError
from matome_tui.hn.service import HackerNews
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, made_up

OTHERS = [
    {"id": id_, "type": "story", "time": id_, "by": "sue", "score": 2, "title": f"Story {id_}"}
    for id_ in range(1, 6)
]
LISTS = {"top": [4, 2, STORY, 77, 5], "new": [5, 4]}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HNServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with HNServer([made_up(3)], stories=OTHERS, lists=LISTS) as server:
        yield server


@pytest.fixture
async def hn(server: HNServer) -> AsyncIterator[HackerNews]:
    async def at_once(seconds: float) -> None:
        await asyncio.sleep(0)

    hn = HackerNews(Client(sleep=at_once), server.firebase_url, server.algolia_url)
    yield hn
    await hn.close()


async def test_ids_stand_in_their_order(hn: HackerNews) -> None:
    assert await hn.lists.ids("top") == LISTS["top"]
    assert await hn.lists.ids("job") == []


async def test_one_search_returns_many_stories(server: HNServer, hn: HackerNews) -> None:
    found = await hn.lists.details([4, 2, STORY])
    assert sorted(found) == [2, 4, STORY]
    assert found[4] == Story(4, "Story 4", "sue", 4, points=2, comments=found[4].comments)
    assert server.stats.requests.total() == 1


async def test_stories_missing_in_the_search_are_requested(
    server: HNServer, hn: HackerNews
) -> None:
    server.algolia_lag = True
    assert sorted(await hn.lists.details([4, 77])) == [4]
    assert server.stats.requests["/v0/item/77.json"] == 1
    assert server.stats.requests.total() == 2


async def test_without_the_search_all_are_asked_for(server: HNServer, hn: HackerNews) -> None:
    server.faults.match = "^/api/"
    server.faults.error_rate = 1
    found = await hn.lists.details([4, 2, 77])
    assert {id_: story.title for id_, story in found.items()} == {4: "Story 4", 2: "Story 2"}


async def test_nothing_at_all_is_an_error(server: HNServer, hn: HackerNews) -> None:
    server.faults.error_rate = 1
    with pytest.raises(HNError):
        await hn.lists.ids("top")
    with pytest.raises(HNError):
        await hn.lists.details([4, 2])


async def test_no_ids_need_no_request(server: HNServer, hn: HackerNews) -> None:
    assert await hn.lists.details([]) == {}
    assert server.stats.requests.total() == 0
