"""The HTTP client: retries, pauses, errors."""

import asyncio
import gzip
import json
import logging
import time
from collections.abc import AsyncIterator
from email.utils import formatdate
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matome_tui import __version__
from matome_tui.web.body import Data
from matome_tui.web.client import (
    Call,
    Client,
    NotFoundError,
    TimedOutError,
    UnreachableError,
    WebError,
    _seconds,
)

URL = "http://hn.test/item"
Answer = httpx.Response | Exception


class Pieces(httpx.AsyncByteStream):
    def __init__(self, pieces: tuple[bytes, ...]) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


class Script:
    """Answers requests in the order of a list; the last answer stays."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.pauses: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def client(self, **options: Any) -> Client:
        return Client(transport=httpx.MockTransport(self), sleep=self.sleep, **options)


def status(code: int, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(code, headers=named, content=b"{}")


def json_of(value: object) -> httpx.Response:
    return httpx.Response(200, content=json.dumps(value).encode())


@pytest.mark.parametrize(("contact", "comment"), [("", ""), ("me@a.test", " (me@a.test)")])
async def test_the_agent_names_program_version_and_contact(contact: str, comment: str) -> None:
    script = Script(json_of({"id": 1}))
    async with script.client(contact=contact) as client:
        assert await client.get_json(URL) == {"id": 1}
    assert script.requests[0].headers["User-Agent"] == f"matome-tui/{__version__}{comment}"


async def test_the_query_is_sent() -> None:
    script = Script(json_of([]))
    async with script.client() as client:
        await client.get(URL, json.loads, {"tags": "story,(story_1,story_2)", "page": 0})
    assert dict(script.requests[0].url.params) == {"tags": "story,(story_1,story_2)", "page": "0"}


async def test_a_body_that_is_held_is_read_afterwards() -> None:
    order = []

    class Noted(Pieces):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            order.append("read")
            async for piece in super().__aiter__():
                yield piece

    async def hold() -> None:
        order.append("held")

    script = Script(httpx.Response(200, stream=Noted((b"1", b"2"))))
    async with script.client() as client:
        assert await client.get(URL, json.loads, hold=hold) == 12
    assert order == ["held", "read"]


@pytest.mark.parametrize(
    "failure",
    [
        status(408),
        status(429),
        status(500),
        status(502),
        status(503),
        httpx.Response(200, content=b""),
        httpx.Response(200, content=b'{"id": 1'),
        httpx.Response(200, content=b'{"a":"\xff\xfe"}'),
        httpx.Response(200, content=b"[" * 200_000),
        httpx.Response(200, headers={"Content-Encoding": "br"}, stream=Pieces((b"1",))),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("silence"),
        httpx.RemoteProtocolError("cut short"),
    ],
    ids=str,
)
async def test_transient_failures_are_retried(failure: Answer) -> None:
    script = Script(failure, failure, json_of("there"))
    async with script.client() as client:
        assert await client.get_json(URL) == "there"
    assert len(script.requests) == 3


async def test_pauses_grow_and_differ() -> None:
    seen = []
    for _ in range(20):
        script = Script(status(500))
        async with script.client(attempts=4) as client:
            with pytest.raises(WebError):
                await client.get_json(URL)
        for pause, least in zip(script.pauses, (0.1, 0.2, 0.4), strict=True):
            assert least <= pause <= 3 * least
        seen += script.pauses
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("code", [404, 410])
async def test_missing_items_are_not_retried(code: int) -> None:
    script = Script(status(code))
    async with script.client() as client:
        with pytest.raises(NotFoundError, match=r"hn\.test does not have it"):
            await client.get_json(URL)
    assert len(script.requests) == 1


async def test_a_refusal_is_final() -> None:
    script = Script(status(403))
    async with script.client() as client:
        with pytest.raises(WebError, match=r"^hn\.test answered 403 Forbidden$"):
            await client.get_json(URL)
    assert len(script.requests) == 1


async def test_after_the_last_attempt_the_reason_is_one_line() -> None:
    script = Script(httpx.ConnectError("no route"))
    async with script.client(attempts=3) as client:
        with pytest.raises(WebError) as caught:
            await client.get_json(URL)
    assert str(caught.value) == "hn.test cannot be reached: no route"
    assert len(script.requests) == 3


async def test_silence_is_final_only_for_the_urgent() -> None:
    script = Script(httpx.ReadTimeout("silence"))
    async with script.client(attempts=2) as client:
        with pytest.raises(TimedOutError, match=r"hn\.test does not answer"):
            await client.get(URL, json.loads, is_urgent=True)
        assert len(script.requests) == 1
        with pytest.raises(TimedOutError):
            await client.get_json(URL)
        assert len(script.requests) == 3


@pytest.mark.parametrize("code", [429, 503])
async def test_a_wait_in_seconds_is_sat_out(code: int) -> None:
    script = Script(status(code, Retry_After="7"), json_of(1))
    async with script.client() as client:
        assert await client.get_json(URL) == 1
    (pause,) = script.pauses
    assert 6.9 <= pause <= 7.4


async def test_a_wait_until_a_date_is_sat_out() -> None:
    date = formatdate(time.time() + 9, usegmt=True)
    script = Script(status(503, Retry_After=date), json_of(1))
    async with script.client() as client:
        assert await client.get_json(URL) == 1
    (pause,) = script.pauses
    assert 7.5 <= pause <= 9.4


@pytest.mark.parametrize(
    "header", ["soon", "-5", "²", "", "Wed, 21 Oct 2015 07:28:00 GMT", "Mon, 99 Foo 99999", "1.5"]
)
async def test_a_wait_that_says_nothing_is_an_ordinary_failure(header: str) -> None:
    raw = [(b"Retry-After", header.encode("latin-1"))]
    script = Script(httpx.Response(503, headers=raw), json_of(1))
    async with script.client() as client:
        assert await client.get_json(URL) == 1
    (pause,) = script.pauses
    assert pause <= 0.3


async def test_a_host_that_wants_rest_gets_it_from_everyone() -> None:
    script = Script(status(429, Retry_After="5"), json_of(1))
    async with script.client() as client:
        await client.get_json(URL)
        await client.get_json(URL + "/other")
        assert [pause > 4.9 for pause in script.pauses] == [True, True]
        await client.get_json("http://other.test/item")
        assert len(script.pauses) == 2


async def test_a_long_rest_is_respected_by_not_asking() -> None:
    script = Script(status(429, Retry_After="3600"))
    async with script.client() as client:
        for _ in range(2):
            with pytest.raises(WebError, match=r"hn\.test asks for a pause of 3600 s"):
                await client.get_json(URL)
    assert len(script.requests) == 1
    assert script.pauses == []


async def test_the_urgent_do_not_sit_out_a_wait() -> None:
    script = Script(status(429, Retry_After="5"))
    async with script.client(read_timeout=3) as client:
        with pytest.raises(WebError, match="asks for a pause"):
            await client.get(URL, json.loads, is_urgent=True)
    assert script.pauses == []


async def test_redirects_are_followed_but_not_in_circles() -> None:
    script = Script(status(307, Location="https://hn.test/item"), json_of(1))
    async with script.client() as client:
        assert await client.get_json(URL) == 1
    assert [str(request.url) for request in script.requests] == [URL, "https://hn.test/item"]
    circle = Script(status(307, Location=URL))
    async with circle.client() as client:
        with pytest.raises(WebError, match=r"^hn\.test redirects too often$"):
            await client.get_json(URL)
    assert len(circle.requests) == 6


async def test_a_redirect_to_another_service_is_final() -> None:
    script = Script(status(307, Location="http://elsewhere.test/item"), json_of(1))
    async with script.client() as client:
        with pytest.raises(WebError, match=r"^hn\.test redirects to another service"):
            await client.get_json(URL)
    assert len(script.requests) == 1


async def test_gzip_is_asked_for_and_read() -> None:
    packed = gzip.compress(b'{"id": 1}')
    pieces = Pieces(tuple(packed[at : at + 5] for at in range(0, len(packed), 5)))
    script = Script(httpx.Response(200, headers={"Content-Encoding": "GZip"}, stream=pieces))
    async with script.client() as client:
        assert await client.get_json(URL) == {"id": 1}
    assert script.requests[0].headers["Accept-Encoding"] == "gzip"


async def test_cookies_are_not_kept() -> None:
    script = Script(status(200, Set_Cookie="session=s3cret"), json_of(1))
    async with script.client() as client:
        await client.get_json(URL)
        await client.get_json(URL)
    assert "Cookie" not in script.requests[1].headers


async def test_no_more_requests_are_under_way_than_allowed() -> None:
    under_way, most = 0, 0

    async def answer(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return json_of(1)

    async with Client(transport=httpx.MockTransport(answer), connections=3) as client:
        await asyncio.gather(*(client.get_json(f"{URL}/{n}") for n in range(20)))
    assert most == 3


async def test_a_large_body_is_parsed_beside_the_event_loop() -> None:
    import threading

    script = Script(httpx.Response(200, content=b" " * (1 << 22)), json_of(1))
    most = 1 << 23

    def thread_of(body: Data) -> int:
        return threading.get_ident()

    async with script.client() as client:
        assert await client.get(URL, thread_of, max_bytes=most) != threading.get_ident()
        assert await client.get(URL, thread_of, max_bytes=most) == threading.get_ident()


async def test_nothing_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    script = Script(status(200, Set_Cookie="session=s3cret"), json_of(1))
    with caplog.at_level(logging.DEBUG):
        async with script.client() as client:
            await client.get_json(URL)
            await client.get_json(URL)
    assert "s3cret" not in caplog.text


def events(*pieces: bytes, kind: str = "text/event-stream; charset=utf-8") -> httpx.Response:
    return httpx.Response(200, headers={"Content-Type": kind}, stream=Pieces(pieces))


async def test_a_stream_is_asked_for_as_such_and_redirects_are_followed() -> None:
    other = "https://hn.test/other?ns=hacker-news"
    script = Script(status(307, Location=other), events(b"a", b"b"))
    async with script.client() as client:
        url = "https://hn.test/item"
        assert [piece async for piece in client.stream(url, 9)] == [b"a", b"b"]
    last = script.requests[-1]
    assert str(last.url) == other
    assert last.headers["Accept"] == "text/event-stream"
    assert last.extensions["timeout"]["read"] == 9


@pytest.mark.parametrize(
    "answer",
    [
        status(500),
        status(404),
        events(b"{}", kind="application/json"),
        httpx.ReadTimeout("silence"),
        httpx.ConnectError("refused"),
    ],
    ids=str,
)
async def test_a_response_that_is_not_a_stream_is_an_error(answer: Answer) -> None:
    async with Script(answer).client() as client:
        with pytest.raises(WebError):
            _ = [piece async for piece in client.stream(URL, 9)]


@pytest.mark.parametrize(
    "header", ["9" * 400, "9" * 90_000, "Fri, 31 Dec 9999 23:59:59 GMT", "86400"], ids=len
)
async def test_a_wait_is_at_most_an_hour(header: str) -> None:
    script = Script(status(429, Retry_After=header))
    async with script.client() as client:
        with pytest.raises(WebError, match=r"^hn\.test asks for a pause of 3600 s$"):
            await client.get_json(URL)


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60))
@example("Mon, 01 Jan 0001 00:00:00 -0000")
@example(f"Mon, {'1' * 5000} Jan 2024 00:00:00 GMT")
@example("Mon, 01 Jan 2024 00:00:00 +99999999999")
@example("٣" * 9)
def test_no_wait_is_too_odd(header: str) -> None:
    assert 0 <= _seconds(header) <= 3600


# POST


CALL = Call("https://mt.test/v1/chat", headers={"Authorization": "Bearer s3cret"}, value={"a": 1})


async def test_a_post_has_json_and_headers_and_is_retried() -> None:
    script = Script(status(503, Retry_After="2"), json_of({"b": 2}))
    async with script.client() as client:
        assert await client.post(CALL, json.loads) == {"b": 2}
    assert [pause > 1.9 for pause in script.pauses] == [True]
    for request in script.requests:
        assert request.method == "POST"
        assert json.loads(request.content) == {"a": 1}
        assert request.headers["Authorization"] == "Bearer s3cret"


async def test_a_stream_that_answers_a_post_is_opened_again() -> None:
    script = Script(status(500), status(429, Retry_After="2"), events(b"a", b"b"))
    async with script.client() as client:
        assert [piece async for piece in client.post_stream(CALL)] == [b"a", b"b"]
    assert len(script.pauses) == 2
    assert script.requests[-1].headers["Accept"] == "text/event-stream"


async def test_an_error_has_its_status_and_no_connection_its_own_error() -> None:
    async with Script(status(401)).client() as client:
        with pytest.raises(WebError) as caught:
            await client.post(CALL, json.loads)
    assert caught.value.status == 401
    async with Script(httpx.ConnectError("refused")).client(attempts=2) as client:
        with pytest.raises(UnreachableError):
            _ = [piece async for piece in client.post_stream(CALL)]


async def test_headers_of_a_call_are_not_shown_or_sent_elsewhere() -> None:
    assert "s3cret" not in repr(CALL)
    script = Script(status(307, Location="https://elsewhere.test/"), json_of(1))
    async with script.client() as client:
        with pytest.raises(WebError, match="not followed"):
            await client.post(CALL, json.loads)
    assert len(script.requests) == 1
