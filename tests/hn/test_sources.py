"""Sources of lists: searches page by page."""

from collections.abc import AsyncIterator, Iterator

import pytest

from matome_tui.core.story_query import StoryQuery
from matome_tui.hn.http import Client
from matome_tui.hn.service import HackerNews
from tests.support.hn_server import HNServer
from tests.support.hn_threads import made_up

MANY = [
    {
        "id": number,
        "type": "story",
        "time": number,
        "by": "sue" if number % 2 else "bob",
        "score": number,
        "title": f"Moss {number}",
        "url": "https://a.example.com/" if number > 5 else "https://example.community/",
    }
    for number in range(1, 41)
]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HNServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with HNServer([made_up(3)], stories=MANY) as server:
        yield server


@pytest.fixture
async def hn(server: HNServer) -> AsyncIterator[HackerNews]:
    hn = HackerNews(Client(attempts=1), server.firebase_url, server.algolia_url)
    yield hn
    await hn.close()


async def test_each_page_costs_one_request(server: HNServer, hn: HackerNews) -> None:
    source = hn.search(StoryQuery.parse("moss", 0))
    first, second = await source.page(0), await source.page(1)
    assert first.ids + second.ids == tuple(range(40, 0, -1))
    assert (first.has_more, second.has_more) == (True, False)
    assert server.stats.requests.total() == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("points>38", (40, 39)),
        ("by:sue points>=37", (39, 37)),
        ("moss since:1970-01-01 until:1970-01-01 points<3 sort:date", (2, 1)),
        ("site:example.com points<8", (7, 6)),
        ("moss since:1970-01-02", ()),
    ],
)
async def test_filters(hn: HackerNews, text: str, expected: tuple[int, ...]) -> None:
    page = await hn.search(StoryQuery.parse(text, 0)).page(0)
    assert page.ids == expected
