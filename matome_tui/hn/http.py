"""Asking Hacker News over HTTP: patient, polite, and with one kind of error."""

import asyncio
import json
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from matome_tui import __version__
from matome_tui.hn import redirects
from matome_tui.hn.body import MAX_ITEM_BYTES, Body, TooLargeError, check_density

T = TypeVar("T")
Parameters = Mapping[str, str | int]

CONNECTIONS = 12
"""Requests under way at once. More of them cost the connection pool more than they bring."""

_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_UNKNOWN = frozenset({401, 404, 410})
"""Firebase refuses some ids as if a password were missing."""
_FIRST_PAUSE = 0.2
_LONGEST_WAIT = 30.0
_LONGEST_RETRY_AFTER = 3600.0
"""Seconds; a server that asks for more, by mistake perhaps, is asked again after these."""
_BYTES_A_SECOND = 8192
"""The rate at which a body earns more time than `total_timeout`, up to `_LONGEST_BODY` seconds."""
_LONGEST_BODY = 120.0
_LARGE = 1 << 21
"""Bytes, about 3,000 comments: what takes longer to parse than two frames of a screen."""
_KEPT_ALIVE = 30.0


class HNError(Exception):
    """Hacker News did not answer; the message is one line for the user.

    Attributes:
        is_transient: Whether it can help to ask again.
    """

    def __init__(self, message: str, *, is_transient: bool = False) -> None:
        super().__init__(message)
        self.is_transient = is_transient


class NotFoundError(HNError):
    """The service answered that it does not have the thing."""


class TimedOutError(HNError):
    """No byte came for too long, or too few of them."""


class Client:
    """An HTTP client that tries again where that can help.

    Use it as an asynchronous context manager.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
        attempts: int = 4,
        connections: int = CONNECTIONS,
        read_timeout: float = 3.0,
        total_timeout: float = 15.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Prepare a client; nothing is sent yet.

        Args:
            contact: A mail address or a URL of the user, sent in the User-Agent; "" for none.
            transport: What carries the requests in place of the network.
            attempts: How often a request is made at most.
            connections: How many requests are under way at once at most; streams do not count.
            read_timeout: Seconds without a byte after which a request is given up.
            total_timeout: Seconds after which a request is given up although bytes trickle in.
            sleep: Waits between attempts, for so many seconds.
        """
        self._attempts = attempts
        self._read_timeout = read_timeout
        self._total_timeout = total_timeout
        self._sleep = sleep
        self._slots = asyncio.Semaphore(connections)
        self._retry_at: dict[str, float] = {}
        self._http = httpx.AsyncClient(
            http2=True,
            headers={"User-Agent": _user_agent(contact), "Accept-Encoding": "gzip"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=httpx.Timeout(read_timeout, pool=None),
            limits=httpx.Limits(keepalive_expiry=_KEPT_ALIVE),
            transport=transport,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of all connections."""
        await self._http.aclose()

    async def get_json(self, url: str) -> Any:
        """Return what the JSON at `url` says; raises as `get`."""
        return await self.get(url, json.loads)

    async def get(
        self,
        url: str,
        parse: Callable[[bytes], T],
        parameters: Parameters | None = None,
        *,
        is_urgent: bool = False,
        max_bytes: int = MAX_ITEM_BYTES,
    ) -> T:
        """Return what `parse` makes of the body at `url`.

        A refusal for load, a server's error, read_timeout, a broken connection and a body that is cut
        short or cannot be parsed are tried again, after a growing and jittered pause. Where a
        server asks to be left alone for a time, nobody asks it for that long. Size, time and
        redirects are bounded.

        Args:
            url: Where to ask.
            parse: Raises ValueError for what is no answer. Large bodies are parsed in a thread.
            parameters: The query.
            is_urgent: Whether who asks can do better than wait: read_timeout is final then, and so is
                a server's wish for more time than that.
            most: Bytes of the body, as sent and as decoded.

        Raises:
            NotFoundError: The service does not have it.
            HNError: There was no usable answer.
        """
        host = httpx.URL(url).host
        longest_rest = self._read_timeout if is_urgent else _LONGEST_WAIT
        for attempt in range(1, self._attempts + 1):
            await self._wait_for_retry(host, longest_rest)
            try:
                async with self._slots:
                    body = await self._ask(host, url, parameters, max_bytes)
                    return await self._parse(host, body, parse)
            except HNError as error:
                is_final = is_urgent and isinstance(error, TimedOutError)
                if is_final or not error.is_transient or attempt == self._attempts:
                    raise
            if not self._seconds_to_retry(host):
                await self._sleep(_FIRST_PAUSE * 2.0 ** (attempt - 1) * _jitter())
        raise AssertionError("at least one attempt is made")

    async def stream(self, url: str, read_timeout: float) -> AsyncGenerator[bytes, None]:
        """Yield the pieces of a stream of server-sent events, for as long as it goes on.

        Args:
            url: Where to ask.
            read_timeout: Seconds without a byte after which the stream counts as broken.

        Raises:
            HNError: There is no such stream, or it broke.
        """
        host = httpx.URL(url).host
        request = self._http.build_request(
            "GET",
            url,
            headers={
                "Accept": "text/event-stream",
                "Accept-Encoding": "identity",
                "Cache-Control": "no-cache",
            },
            timeout=httpx.Timeout(self._read_timeout, read=read_timeout, pool=None),
        )
        with _one_error(host):
            async with asyncio.timeout(self._total_timeout):
                response = await self._send(host, request)
            try:
                kind = response.headers.get("Content-Type", "")
                if not kind.startswith("text/event-stream") or _coding(response):
                    raise HNError(f"{host} has no stream of it")
                async for piece in _pieces(response):
                    yield piece
            finally:
                await response.aclose()

    async def _ask(
        self, host: str, url: str, parameters: Parameters | None, max_bytes: int
    ) -> bytes:
        """Return a body, decoded. It has `total_timeout`, and more while bytes come at a good rate."""
        request = self._http.build_request("GET", url, params=parameters)
        with _one_error(host):
            async with asyncio.timeout(self._total_timeout) as limit:
                begun = asyncio.get_running_loop().time()
                response = await self._send(host, request)
                try:
                    body = Body(_coding(response), max_bytes)
                    async for piece in _pieces(response):
                        body.feed(piece)
                        earned = self._total_timeout + body.received / _BYTES_A_SECOND
                        limit.reschedule(begun + min(earned, _LONGEST_BODY))
                    return body.finish()
                finally:
                    await response.aclose()

    async def _parse(self, host: str, body: bytes, parse: Callable[[bytes], T]) -> T:
        def parse_checked() -> T:
            check_density(body)
            return parse(body)

        is_large = len(body) > _LARGE
        try:
            with _one_error(host):
                return await asyncio.to_thread(parse_checked) if is_large else parse_checked()
        except HNError as error:
            error.is_transient &= not is_large  # no passing trouble makes so much nonsense
            raise

    async def _send(self, host: str, request: httpx.Request) -> httpx.Response:
        """Return a good answer with its body still to come, after redirects within the service."""
        for _ in range(1 + redirects.MAX_REDIRECTS):
            response = await self._http.send(request, stream=True)
            try:
                if response.next_request is None:
                    self._check(host, response)
                    return response
            except HNError:
                await response.aclose()
                raise
            await response.aclose()
            if not redirects.may_follow(request.url, response.next_request.url):
                raise HNError(f"{host} redirects to another service; not followed")
            request = response.next_request
        raise HNError(f"{host} redirects in circles")

    def _check(self, host: str, response: httpx.Response) -> None:
        status = response.status_code
        if status in _UNKNOWN:
            raise NotFoundError(f"{host} does not know it")
        if not response.is_success:
            if rest := _seconds(response.headers.get("Retry-After", "")):
                self._retry_at[host] = max(self._retry_at.get(host, 0), time.monotonic() + rest)
            raise HNError(
                f"{host} answered {status} {httpx.codes.get_reason_phrase(status)}".rstrip(),
                is_transient=status in _TRY_AGAIN,
            )

    async def _wait_for_retry(self, host: str, longest: float) -> None:
        rest = self._seconds_to_retry(host)
        if rest > longest:
            raise HNError(f"{host} asks to be left alone for {rest:.0f} s")
        if rest:
            await self._sleep(rest + _FIRST_PAUSE * _jitter())

    def _seconds_to_retry(self, host: str) -> float:
        return max(self._retry_at.get(host, 0) - time.monotonic(), 0)


@contextmanager
def _one_error(host: str) -> Iterator[None]:
    """Turn what goes wrong into an `HNError` that names the host, and quotes nothing it sent."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise TimedOutError(f"{host} is silent", is_transient=True) from error
    except TimeoutError as error:
        raise TimedOutError(f"{host} is too slow") from error
    except TooLargeError as error:
        raise HNError(f"{host} {error}; refused") from error
    except (httpx.RemoteProtocolError, ValueError, RecursionError) as error:
        raise HNError(f"{host} sent a broken answer", is_transient=True) from error
    except httpx.HTTPError as error:
        reason = str(error) or type(error).__name__
        raise HNError(f"{host} cannot be reached: {reason}", is_transient=True) from error


def _user_agent(contact: str) -> str:
    """Return program and version, with a contact as a comment (RFC 9110, section 10.1.5)."""
    program = f"matome-tui/{__version__}"
    return f"{program} ({contact})" if contact else program


def _coding(response: httpx.Response) -> str:
    coding: str = response.headers.get("Content-Encoding", "")
    return coding.strip().lower()


async def _pieces(response: httpx.Response) -> AsyncIterator[bytes]:
    """Yield a body as sent. httpx itself would decode a piece to any size."""
    assert isinstance(response.stream, httpx.AsyncByteStream)
    async for piece in response.stream:
        yield piece


def _jitter() -> float:
    return random.uniform(0.5, 1.5)  # noqa: S311


def _seconds(header: str) -> float:
    """Read a `Retry-After`: seconds or a date (RFC 9110, section 10.2.3); 0 for anything else."""
    try:
        # A float of any number of digits is at worst infinite.
        seconds = (
            float(header)
            if header.isdecimal()
            else parsedate_to_datetime(header).timestamp() - time.time()
        )
    except (ValueError, OverflowError):
        return 0
    return min(max(seconds, 0), _LONGEST_RETRY_AFTER)
