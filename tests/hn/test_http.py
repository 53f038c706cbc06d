"""The client for Hacker News: what its services do otherwise than others."""

import httpx
import pytest

from matome_tui.hn.http import Client, NotFoundError


async def test_firebase_says_401_for_some_ids_that_do_not_exist() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(401))
    async with Client(transport=transport) as client:
        with pytest.raises(NotFoundError, match=r"hn\.test does not have it"):
            await client.get_json("http://hn.test/item")


async def test_a_stream_may_move_to_another_host_of_the_service() -> None:
    other = "https://s-1.firebaseio.com/item"

    def answer(request: httpx.Request) -> httpx.Response:
        if str(request.url) != other:
            return httpx.Response(307, headers={"Location": other})
        return httpx.Response(200, headers={"Content-Type": "text/event-stream"}, content=b"a")

    async with Client(transport=httpx.MockTransport(answer)) as client:
        url = "https://hacker-news.firebaseio.com/item"
        assert [piece async for piece in client.stream(url, 9)] == [b"a"]
