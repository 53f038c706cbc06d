"""HTTP client with retries, limits on size and time, and one type of error."""

import asyncio
import json
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Self, TypeVar

from matome_tui import __version__
from matome_tui.hn import redirects
from matome_tui.hn.body import MAX_ITEM_BYTES, Body, Data, TooLargeError, check_density
from matome_tui.hn.pools import Pools
from matome_tui.hn.quick_httpx import httpx
from matome_tui.i18n import _

T = TypeVar("T")
Parameters = Mapping[str, str | int]

CONNECTIONS = 48
"""Concurrent requests."""

_REFUSED = frozenset({403, 429, 503})
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_NOT_FOUND = frozenset({401, 404, 410})
"""Firebase answers 401 for some ids that do not exist."""
_FIRST_PAUSE = 0.2
_LONGEST_WAIT = 30.0
_LONGEST_RETRY_AFTER = 3600.0
"""Seconds; a longer Retry-After, a mistake perhaps, is cut to these."""
_BYTES_A_SECOND = 8192
"""The rate at which a body extends `total_timeout`, up to `_LONGEST_BODY` seconds."""
_LONGEST_BODY = 120.0
_LARGE = 1 << 19
"""Bytes, about 700 comments, that take longer to parse than half a frame of a screen."""
_KEPT_ALIVE = 30.0


class HNError(Exception):
    """No usable answer; the message is one line for the user.

    Attributes:
        is_transient: Whether a retry may help.
    """

    def __init__(self, message: str, *, is_transient: bool = False) -> None:
        super().__init__(message)
        self.is_transient = is_transient


class NotFoundError(HNError):
    """The service does not have the item."""


class RefusedError(HNError):
    """The service refuses this request, and perhaps all for some time."""


class TimedOutError(HNError):
    """No bytes came for too long, or too few."""


class Client:
    """HTTP client that retries transient failures; an asynchronous context manager."""

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
        """Create a client; nothing is sent yet.

        Args:
            contact: A mail address or a URL of the user, sent in the User-Agent; "" for none.
            transport: Carries the requests instead of the network.
            attempts: Maximum number of times that a request is sent.
            connections: Maximum number of concurrent requests, without streams.
            read_timeout: Seconds without a byte after which a request is given up.
            total_timeout: Seconds after which a request is given up although bytes trickle in.
            sleep: Waits a number of seconds between attempts.
        """
        self._attempts = attempts
        self._read_timeout = read_timeout
        self._total_timeout = total_timeout
        self._sleep = sleep
        self._slots = asyncio.Semaphore(connections)
        self._retry_at: dict[str, float] = {}
        certificates = httpx.create_ssl_context() if transport is None else True

        def make() -> httpx.AsyncClient:
            return httpx.AsyncClient(
                http2=True,
                headers={"User-Agent": _user_agent(contact), "Accept-Encoding": "gzip"},
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
                timeout=httpx.Timeout(read_timeout, pool=None),
                limits=httpx.Limits(keepalive_expiry=_KEPT_ALIVE),
                transport=transport,
                verify=certificates,
            )

        self._pools = Pools(make)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._pools.aclose()

    async def get_json(self, url: str) -> Any:
        """Return the JSON at `url`; raises as `get`."""
        return await self.get(url, json.loads)

    async def get(
        self,
        url: str,
        parse: Callable[[Data], T],
        parameters: Parameters | None = None,
        *,
        is_urgent: bool = False,
        max_bytes: int = MAX_ITEM_BYTES,
        attempts: int | None = None,
    ) -> T:
        """Return the body at `url`, parsed.

        Overload, server errors, time-outs, broken connections and bodies that are incomplete or
        invalid are retried after a growing, jittered pause. A Retry-After delays all requests to
        its host. Size, time and redirects are limited.

        Args:
            url: The URL.
            parse: Parses a body, which is its own, ValueError if it is invalid; in a thread if the
                body is large.
            parameters: The query.
            is_urgent: Whether the caller has an alternative to waiting: time-outs are final then,
                and so is a Retry-After beyond the time-out.
            max_bytes: Limit of the body, as sent and as decoded.
            attempts: Maximum number of times that it is sent; None: as set for the client.

        Raises:
            NotFoundError: The service does not have the item.
            RefusedError: The service refuses the request.
            HNError: There was no usable answer.
        """
        host = httpx.URL(url).host
        longest_wait = self._read_timeout if is_urgent else _LONGEST_WAIT
        attempts = attempts or self._attempts
        for attempt in range(1, attempts + 1):
            await self._wait_for_retry(host, longest_wait)
            try:
                async with self._slots:
                    body = await self._ask(host, url, parameters, max_bytes)
                    return await self._parse(host, body, parse)
            except HNError as error:
                is_final = is_urgent and isinstance(error, TimedOutError)
                if is_final or not error.is_transient or attempt == attempts:
                    raise
            if not self._seconds_to_retry(host):
                await self._sleep(_FIRST_PAUSE * 2.0 ** (attempt - 1) * jitter())
        raise AssertionError("unreachable: at least one attempt is made")

    async def stream(self, url: str, read_timeout: float) -> AsyncGenerator[bytes, None]:
        """Yield the chunks of a stream of server-sent events, until it ends.

        Args:
            url: The URL.
            read_timeout: Seconds without a byte after which the stream counts as broken.

        Raises:
            HNError: There is no such stream, or it broke.
        """
        host = httpx.URL(url).host
        with self._pools.lend() as http, _as_hn_error(host):
            request = http.build_request(
                "GET",
                url,
                headers={
                    "Accept": "text/event-stream",
                    "Accept-Encoding": "identity",
                    "Cache-Control": "no-cache",
                },
                timeout=httpx.Timeout(self._read_timeout, read=read_timeout, pool=None),
            )
            async with asyncio.timeout(self._total_timeout):
                response = await self._send(http, host, request)
            try:
                kind = response.headers.get("Content-Type", "")
                if not kind.startswith("text/event-stream") or _coding(response):
                    raise HNError(_("{host} does not stream").format(host=host))
                async for chunk in _chunks(response):
                    yield chunk
            finally:
                await response.aclose()

    async def _ask(
        self, host: str, url: str, parameters: Parameters | None, max_bytes: int
    ) -> bytearray:
        """Return a body, decoded. Bytes at a good rate extend the total time-out."""
        with self._pools.lend() as http, _as_hn_error(host):
            request = http.build_request("GET", url, params=parameters)
            async with asyncio.timeout(self._total_timeout) as limit:
                begun = asyncio.get_running_loop().time()
                response = await self._send(http, host, request)
                try:
                    body = Body(_coding(response), max_bytes)
                    async for chunk in _chunks(response):
                        body.feed(chunk)
                        earned = self._total_timeout + body.received / _BYTES_A_SECOND
                        limit.reschedule(begun + min(earned, _LONGEST_BODY))
                    return body.finish()
                finally:
                    await response.aclose()

    async def _parse(self, host: str, body: Data, parse: Callable[[Data], T]) -> T:
        def check_and_parse() -> T:
            check_density(body)
            return parse(body)

        size = len(body)
        try:
            with _as_hn_error(host):
                return (
                    await asyncio.to_thread(check_and_parse) if size > _LARGE else check_and_parse()
                )
        except HNError as error:
            # More invalid data than an item has is no transient failure.
            error.is_transient &= size <= MAX_ITEM_BYTES
            raise

    async def _send(
        self, http: httpx.AsyncClient, host: str, request: httpx.Request
    ) -> httpx.Response:
        """Return a successful response, its body unread, after redirects within the service."""
        for __ in range(1 + redirects.MAX_REDIRECTS):
            response = await http.send(request, stream=True)
            try:
                if response.next_request is None:
                    self._check(host, response)
                    return response
            except HNError:
                await response.aclose()
                raise
            await response.aclose()
            if not redirects.may_follow(request.url, response.next_request.url):
                message = _("{host} redirects to another service; not followed")
                raise HNError(message.format(host=host))
            request = response.next_request
        raise HNError(_("{host} redirects too often").format(host=host))

    def _check(self, host: str, response: httpx.Response) -> None:
        status = response.status_code
        if status in _NOT_FOUND:
            raise NotFoundError(_("{host} does not have it").format(host=host))
        if not response.is_success:
            if seconds := _seconds(response.headers.get("Retry-After", "")):
                self._retry_at[host] = max(self._retry_at.get(host, 0), time.monotonic() + seconds)
            reason = f"{status} {httpx.codes.get_reason_phrase(status)}".rstrip()
            message = _("{host} answered {reason}").format(host=host, reason=reason)
            kind = RefusedError if status in _REFUSED else HNError
            raise kind(message, is_transient=status in _RETRIED)

    async def _wait_for_retry(self, host: str, longest: float) -> None:
        seconds = self._seconds_to_retry(host)
        if seconds > longest:
            message = _("{host} asks for a pause of {seconds} s")
            raise HNError(message.format(host=host, seconds=f"{seconds:.0f}"))
        if seconds:
            await self._sleep(seconds + _FIRST_PAUSE * jitter())

    def _seconds_to_retry(self, host: str) -> float:
        return max(self._retry_at.get(host, 0) - time.monotonic(), 0)


@contextmanager
def _as_hn_error(host: str) -> Iterator[None]:
    """Convert errors to `HNError`. Messages name the host and quote nothing that it sent."""
    try:
        yield
    except httpx.TimeoutException as error:
        message = _("{host} does not answer").format(host=host)
        raise TimedOutError(message, is_transient=True) from error
    except TimeoutError as error:
        raise TimedOutError(_("{host} is too slow").format(host=host)) from error
    except TooLargeError as error:
        message = _("{host} sent more than {limit}; refused").format(host=host, limit=error)
        raise HNError(message) from error
    except (httpx.RemoteProtocolError, ValueError, RecursionError) as error:
        message = _("{host} sent an invalid response").format(host=host)
        raise HNError(message, is_transient=True) from error
    except httpx.HTTPError as error:
        reason = str(error) or _("the connection was lost")
        message = _("{host} cannot be reached: {reason}").format(host=host, reason=reason)
        raise HNError(message, is_transient=True) from error


def _user_agent(contact: str) -> str:
    """Return program and version, with a contact as a comment (RFC 9110, section 10.1.5)."""
    program = f"matome-tui/{__version__}"
    return f"{program} ({contact})" if contact else program


def _coding(response: httpx.Response) -> str:
    coding: str = response.headers.get("Content-Encoding", "")
    return coding.strip().lower()


async def _chunks(response: httpx.Response) -> AsyncIterator[bytes]:
    """Yield a body as sent. httpx would decode a chunk to any size."""
    assert isinstance(response.stream, httpx.AsyncByteStream)
    async for chunk in response.stream:
        yield chunk


def jitter() -> float:
    """Return a random factor for pauses, so that clients do not retry in step."""
    return random.uniform(0.5, 1.5)  # noqa: S311


def _seconds(header: str) -> float:
    """Return the seconds of a Retry-After (RFC 9110, section 10.2.3); 0 if it is invalid."""
    try:
        # Unlike an int, a float takes any number of digits.
        seconds = (
            float(header)
            if header.isdecimal()
            else parsedate_to_datetime(header).timestamp() - time.time()
        )
    except (ValueError, OverflowError):
        return 0
    return min(max(seconds, 0), _LONGEST_RETRY_AFTER)
