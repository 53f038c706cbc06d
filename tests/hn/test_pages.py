"""The client of pages: pauses, rests, one request at a time."""

import asyncio
from collections.abc import Callable

import httpx
import pytest

from matome_tui.hn.http import Client, HNError
from matome_tui.hn.pages import PAUSE, REST, Pages

BODY = b'<html><tr class="athing submission" id="%d"></tr></html>'


class Site:
    """Answers with a page or a status, on a clock that only pauses move."""

    def __init__(self, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.headers = headers or {}
        self.now = 0.0
        self.requested: list[float] = []
        self.was_asked = asyncio.Event()
        self.in_flight = self.most_in_flight = 0
        client = Client(transport=httpx.MockTransport(self.answer), sleep=self.sleep)
        self.pages = Pages(client, "http://hn.test/", clock=lambda: self.now, sleep=self.sleep)

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.requested.append(self.now)
        self.was_asked.set()
        self.in_flight += 1
        self.most_in_flight = max(self.in_flight, self.most_in_flight)
        await asyncio.sleep(0)
        self.now += 0.5
        self.in_flight -= 1
        body = BODY % int(request.url.params["id"])
        return httpx.Response(self.status, headers=self.headers, content=body)

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def test_the_address_is_that_of_the_site() -> None:
    site = Site()
    assert (await site.pages.page(7)).ids == ()
    assert site.requested == [0.0]


async def test_pages_are_two_seconds_apart_and_one_at_a_time() -> None:
    site = Site()
    await asyncio.gather(*(site.pages.page(id_) for id_ in range(7, 11)))
    gaps = [later - one for one, later in zip(site.requested, site.requested[1:], strict=False)]
    assert len(gaps) == 3
    assert all(gap >= PAUSE for gap in gaps)
    assert site.most_in_flight == 1


async def test_a_pause_follows_a_request_that_was_cancelled() -> None:
    site = Site()
    first = asyncio.create_task(site.pages.page(7))
    await site.was_asked.wait()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await site.pages.page(8)
    assert site.requested[1] - site.requested[0] >= PAUSE


@pytest.mark.parametrize("status", [403, 429, 503])
async def test_after_a_refusal_there_is_a_long_rest(status: int) -> None:
    site = Site(status)
    for _ in range(3):
        with pytest.raises(HNError):
            await site.pages.page(7)
    assert len(site.requested) == 1
    site.status, site.now = 200, REST + 1
    await site.pages.page(7)
    assert len(site.requested) == 2


@pytest.mark.parametrize("status", [404, 500])
async def test_other_failures_are_not_repeated_and_need_no_rest(status: int) -> None:
    site = Site(status)
    with pytest.raises(HNError):
        await site.pages.page(7)
    assert len(site.requested) == 1
    site.status = 200
    await site.pages.page(7)


async def test_retry_after_is_heeded() -> None:
    site = Site(500, {"Retry-After": "900"})
    with pytest.raises(HNError):
        await site.pages.page(7)
    site.status = 200
    with pytest.raises(HNError, match=r"hn\.test asks for a pause of"):
        await site.pages.page(7)
    assert len(site.requested) == 1


@pytest.mark.parametrize(
    "of_other_story", [lambda body: body.replace(b"7", b"8"), lambda body: body[:20]]
)
async def test_another_answer_is_an_error(of_other_story: Callable[[bytes], bytes]) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=of_other_story(BODY % 7))

    pages = Pages(Client(transport=httpx.MockTransport(answer)), "http://hn.test")
    with pytest.raises(HNError, match=r"hn\.test sent an invalid response"):
        await pages.page(7)
