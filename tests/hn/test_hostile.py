"""Hostile servers: each request ends soon, in little memory, with one line about the host."""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import aclosing

import pytest

from matome_tui.hn.algolia import parse_tree
from matome_tui.hn.body import MAX_THREAD_BYTES
from matome_tui.hn.firebase import Firebase
from matome_tui.hn.http import Client, HNError
from matome_tui.hn.live import StoryStream
from tests.support.hn_loads import at_once
from tests.support.hostile import ANSWERS, STREAMS, HostileServer, redirect
from tests.support.memory import little_memory

MEGABYTE = 1 << 20
MOST = MEGABYTE
PATIENCE = 0.5


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


async def refusal(server: HostileServer, most: int = MOST, total_timeout: float = 30) -> str:
    """Ask, and return the line that says why there is no answer."""
    client = Client(read_timeout=30, total_timeout=total_timeout, sleep=at_once, attempts=2)
    async with asyncio.timeout(120), client:
        with pytest.raises(HNError) as caught:
            await client.get(server.url, json.loads, max_bytes=most)
    line = str(caught.value)
    assert line.startswith("127.0.0.1 ")
    assert line.isprintable()
    assert len(line) < 79
    return line


EXPECTED = {
    "body without end": "sent more than 1 MB; refused",
    "500 MB": "sent more than 1 MB; refused",
    "120 MB array": "sent more than 1 MB; refused",
    "gzip bomb": "sent more than 1 MB; refused",
    "gzip name without end": "sent more than 1 MB; refused",
    "dense array": "sent more than 1 MB; refused",
    "body that trickles": "is too slow",
    "gzip that trickles": "is too slow",
    "head that trickles": "is too slow",
    "1xx without end": "is too slow",
    "long reason": "answered 500 Internal Server Error",
    "error without end": "answered 500 Internal Server Error",
    "Retry-After of 400 digits": "asks for a pause of 3600 s",
}


@pytest.mark.parametrize("name", ANSWERS)
async def test_an_answer_that_does_harm_is_one_line(name: str) -> None:
    total_timeout = PATIENCE if EXPECTED.get(name) == "is too slow" else 30
    with HostileServer(ANSWERS[name]) as server:
        with little_memory(24 * MEGABYTE):
            line = await refusal(server, total_timeout=total_timeout)
        assert line == f"127.0.0.1 {EXPECTED.get(name, 'sent an invalid response')}"
        assert len(server.requests) == (1 if name in EXPECTED and "500" not in line else 2)


async def test_json_that_would_grow_is_not_parsed() -> None:
    with HostileServer(ANSWERS["dense array"]) as server, little_memory(80 * MEGABYTE):
        line = await refusal(server, MAX_THREAD_BYTES)
    assert line == "127.0.0.1 sent more than 1,000,000 values; refused"


async def test_the_largest_thread_fits_several_times() -> None:
    comment = {
        "author": "writer",
        "children": [],
        "created_at": "2024-07-19T05:43:44.000Z",
        "created_at_i": 1721367824,
        "id": 0,
        "options": [],
        "parent_id": 1,
        "points": None,
        "story_id": 1,
        "text": "words, and words " * 30,
        "title": None,
        "type": "comment",
        "url": None,
    }
    comments = [comment | {"id": number} for number in range(2, 15_002)]
    tree = json.dumps(comment | {"id": 1, "type": "story", "children": comments}).encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(tree), tree)
    with HostileServer(lambda: iter((answer,))) as server:
        async with Client() as client:
            parsed = await client.get(server.url, parse_tree, max_bytes=MAX_THREAD_BYTES)
    assert len(parsed.comments) == 15_000


async def test_a_slow_body_has_the_time_that_its_bytes_earn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("matome_tui.web.client._BYTES_A_SECOND", 10)

    def answer() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        for _ in range(100):
            time.sleep(PATIENCE / 50)
            yield b" " * 9 + b"0"

    with HostileServer(answer) as server:
        async with Client(total_timeout=PATIENCE) as client:
            assert await client.get(server.url, len) == 1000


# Redirects


@pytest.mark.parametrize(
    "target",
    [
        "http://elsewhere.test/",
        "http://127.0.0.1:1/",
        "http://localhost:{port}/",
        "ftp://127.0.0.1:{port}/",
        "file:///etc/passwd",
        "http://user:secret@127.0.0.1:{port}/",
        "http://127.0.0.1.firebaseio.com:{port}/",
        "http://127.0.0.1\x1b[31m/",
        "http://[::",
        "http://" + "a" * 90_000,
    ],
    ids=lambda target: target[:40],
)
async def test_a_redirect_to_another_service_is_not_followed(target: str) -> None:
    def answer() -> Iterator[bytes]:
        return redirect(target.replace("{port}", server.url.rpartition(":")[2]))()

    with HostileServer(answer) as server:
        with little_memory(24 * MEGABYTE):
            line = await refusal(server)
        assert set(server.requests) == {"GET / HTTP/1.1"}
    assert line in (
        "127.0.0.1 redirects to another service; not followed",
        "127.0.0.1 sent an invalid response",
    )


async def test_redirects_have_an_end() -> None:
    with HostileServer(redirect("/again")) as server:
        assert await refusal(server) == "127.0.0.1 redirects too often"
        assert len(server.requests) == 6


# Streams


@pytest.mark.parametrize("name", STREAMS)
async def test_a_stream_that_does_harm_is_left(name: str) -> None:
    with HostileServer(STREAMS[name]) as server, little_memory(48 * MEGABYTE):
        async with asyncio.timeout(60), Client(read_timeout=5) as client:
            stream = StoryStream(client, Firebase(client, server.url), 1, 60)
            async with aclosing(stream._streamed()) as stories:
                with pytest.raises(HNError, match=r"^127\.0\.0\.1 [\w ]+$"):
                    await anext(stories)


@pytest.mark.parametrize("name", ["head that trickles", "1xx without end"])
async def test_a_stream_that_does_not_begin_is_left(name: str) -> None:
    with HostileServer(ANSWERS[name]) as server:
        async with asyncio.timeout(60), Client(total_timeout=PATIENCE) as client:
            with pytest.raises(HNError, match="is too slow"):
                _ = [piece async for piece in client.stream(server.url, 60)]
