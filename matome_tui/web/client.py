"""HTTP client with retries, limits on size and time, and one type of error."""

import asyncio
import json
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Self, TypeVar

from matome_tui import __version__
from matome_tui.i18n import _
from matome_tui.web.body import MAX_BYTES, Body, Data, TooLargeError, check_density
from matome_tui.web.failures import reason_of
from matome_tui.web.pools import Pools
from matome_tui.web.quick_httpx import httpx
from matome_tui.web.redirects import MAX_REDIRECTS, may_follow

T = TypeVar("T")
Hold = Callable[[], Awaitable[object]]
Parameters = Mapping[str, str | int]

CONNECTIONS = 48
"""Concurrent requests."""

_REFUSED = frozenset({403, 429, 503})
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
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


class WebError(Exception):
    """No usable answer; the message is one line for the user.

    Attributes:
        is_transient: Whether a retry may help.
        status: The status of the answer; 0 without one, or if its body is the problem.
    """

    def __init__(self, message: str, *, is_transient: bool = False, status: int = 0) -> None:
        super().__init__(message)
        self.is_transient = is_transient
        self.status = status


class NotFoundError(WebError):
    """The service does not have the item."""


class RefusedError(WebError):
    """The service refuses this request, and perhaps all for some time."""


class TimedOutError(WebError):
    """No bytes came for too long, or too few."""


class UnreachableError(WebError):
    """There is no connection to the host."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request: a GET, or a POST of JSON.

    Attributes:
        url: The URL.
        parameters: The query.
        headers: Further headers.
        value: The value that is posted as JSON; None for a GET. It and headers may have a key, so
            `repr` leaves them out.
    """

    url: str
    parameters: Parameters | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    value: object = field(default=None, repr=False)

    @property
    def host(self) -> str:
        """The host."""
        return str(httpx.URL(self.url).host)

    def build(self, http: httpx.AsyncClient, **options: Any) -> httpx.Request:
        """Return the request of httpx, with further headers and options."""
        headers = {**self.headers, **options.pop("headers", {})}
        options |= {"params": self.parameters, "headers": headers}
        if self.value is None:
            return http.build_request("GET", self.url, **options)
        return http.build_request("POST", self.url, json=self.value, **options)


class Client:
    """HTTP client that retries transient failures; an asynchronous context manager.

    Attributes:
        not_found: Statuses that mean that the service does not have the item.
        services: Domains whose hosts may redirect to each other; others only to themselves.
    """

    not_found: frozenset[int] = frozenset({404, 410})
    services: tuple[str, ...] = ()

    def __init__(
        self,
        *,
        contact: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
        attempts: int = 4,
        connections: int = CONNECTIONS,
        read_timeout: float = 3.0,
        total_timeout: float = 15.0,
        http2: bool = True,
        uses_proxy: bool = True,
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
            http2: Whether to offer HTTP/2, whose library logs headers for debugging: not with keys.
            uses_proxy: Whether a proxy in the environment is used.
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
                http2=http2,
                headers={"User-Agent": _user_agent(contact), "Accept-Encoding": "gzip"},
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
                timeout=httpx.Timeout(read_timeout, pool=None),
                limits=httpx.Limits(keepalive_expiry=_KEPT_ALIVE),
                transport=transport,
                verify=certificates,
                trust_env=uses_proxy,
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
        max_bytes: int = MAX_BYTES,
        attempts: int | None = None,
        hold: Hold | None = None,
    ) -> T:
        """Return the body at `url`, parsed.

        Overload, server errors, time-outs, broken connections and bodies that are incomplete or
        invalid are retried after a growing, jittered pause. A Retry-After delays all requests to
        its host. Size, time and redirects are limited.

        Args:
            url: The URL.
            parse: Parses a body, ValueError if it is invalid; in a thread if the body is large.
            parameters: The query.
            is_urgent: Whether the caller has an alternative to waiting: time-outs are final then,
                and so is a Retry-After beyond the time-out.
            max_bytes: Limit of the body, as sent and as decoded.
            attempts: Maximum number of times that it is sent; None: as set for the client.
            hold: Awaited before the body is read, which until then takes none of our memory; the
                total time-out goes on.

        Raises:
            NotFoundError: The service does not have the item.
            RefusedError: The service refuses the request.
            WebError: There was no usable answer.
        """
        call = Call(url, parameters)
        return await self._repeat(
            call.host,
            lambda: self._fetch(call, parse, max_bytes, hold),
            is_urgent=is_urgent,
            attempts=attempts or self._attempts,
        )

    async def post(
        self, call: Call, parse: Callable[[Data], T], *, max_bytes: int = MAX_BYTES
    ) -> T:
        """Return the body of the answer to a POST, parsed; as an urgent `get`."""
        return await self._repeat(
            call.host,
            lambda: self._fetch(call, parse, max_bytes),
            attempts=self._attempts,
            is_urgent=True,
        )

    async def stream(self, url: str, read_timeout: float) -> AsyncGenerator[bytes, None]:
        """Yield the chunks of a stream of server-sent events, until it ends.

        Args:
            url: The URL.
            read_timeout: Seconds without a byte after which the stream counts as broken.

        Raises:
            WebError: There is no such stream, or it broke.
        """
        async with aclosing(self._stream(Call(url), read_timeout, 1)) as chunks:
            async for chunk in chunks:
                yield chunk

    async def post_stream(self, call: Call) -> AsyncGenerator[bytes, None]:
        """Yield the chunks of the events that answer a POST; only opening it is retried.

        Raises:
            WebError: There is no such stream, or it broke.
        """
        stream = self._stream(call, self._read_timeout, self._attempts)
        async with aclosing(stream) as chunks:
            async for chunk in chunks:
                yield chunk

    async def _stream(
        self, call: Call, read_timeout: float, attempts: int
    ) -> AsyncGenerator[bytes, None]:
        with self._pools.lend() as http, _as_web_error(call.host):
            response = await self._repeat(
                call.host,
                lambda: self._open(http, call, read_timeout),
                attempts=attempts,
                is_urgent=True,
            )
            try:
                async for chunk in _chunks(response):
                    yield chunk
            finally:
                await response.aclose()

    async def _repeat(
        self,
        host: str,
        once: Callable[[], Awaitable[T]],
        *,
        attempts: int,
        is_urgent: bool = False,
    ) -> T:
        """Do something until it succeeds or fails for good; see `get`."""
        longest_wait = self._read_timeout if is_urgent else _LONGEST_WAIT
        for attempt in range(1, attempts + 1):
            await self._wait_for_retry(host, longest_wait)
            try:
                return await once()
            except WebError as error:
                is_final = is_urgent and isinstance(error, TimedOutError)
                if is_final or not error.is_transient or attempt == attempts:
                    raise
            if not self._seconds_to_retry(host):
                await self._sleep(_FIRST_PAUSE * 2.0 ** (attempt - 1) * jitter())
        raise AssertionError("unreachable: at least one attempt is made")

    async def _open(
        self, http: httpx.AsyncClient, call: Call, read_timeout: float
    ) -> httpx.Response:
        """Return the response of a stream, its body unread."""
        headers = {
            "Accept": "text/event-stream",
            "Accept-Encoding": "identity",
            "Cache-Control": "no-cache",
        }
        timeout = httpx.Timeout(self._read_timeout, read=read_timeout, pool=None)
        with _as_web_error(call.host):
            request = call.build(http, headers=headers, timeout=timeout)
            async with asyncio.timeout(self._total_timeout):
                response = await self._send(http, call.host, request)
            kind = response.headers.get("Content-Type", "")
            if not kind.startswith("text/event-stream") or _coding(response):
                await response.aclose()
                raise WebError(_("{host} does not stream").format(host=call.host))
            return response

    async def _fetch(
        self, call: Call, parse: Callable[[Data], T], max_bytes: int, hold: Hold | None = None
    ) -> T:
        async with self._slots:
            body = await self._ask(call, max_bytes, hold)
            return await self._parse(call.host, body, parse)

    async def _ask(self, call: Call, max_bytes: int, hold: Hold | None) -> bytearray:
        """Return a body, decoded. Bytes at a good rate extend the total time-out."""
        with self._pools.lend() as http, _as_web_error(call.host):
            request = call.build(http)
            async with asyncio.timeout(self._total_timeout) as limit:
                begun = asyncio.get_running_loop().time()
                response = await self._send(http, call.host, request)
                try:
                    if hold:
                        await hold()
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
        is_large = size > _LARGE
        try:
            with _as_web_error(host):
                return await asyncio.to_thread(check_and_parse) if is_large else check_and_parse()
        except WebError as error:
            # More invalid data than an item has is no transient failure.
            error.is_transient &= size <= MAX_BYTES
            raise

    async def _send(
        self, http: httpx.AsyncClient, host: str, request: httpx.Request
    ) -> httpx.Response:
        """Return a successful response, its body unread, after redirects within the service."""
        for __ in range(1 + MAX_REDIRECTS):
            response = await http.send(request, stream=True)
            try:
                if response.next_request is None:
                    self._check(host, response)
                    return response
            except WebError:
                await response.aclose()
                raise
            await response.aclose()
            if not may_follow(request.url, response.next_request.url, self.services):
                message = _("{host} redirects to another service; not followed")
                raise WebError(message.format(host=host))
            request = response.next_request
        raise WebError(_("{host} redirects too often").format(host=host))

    def _check(self, host: str, response: httpx.Response) -> None:
        status = response.status_code
        if status in self.not_found:
            message = _("{host} does not have it").format(host=host)
            raise NotFoundError(message, status=status)
        if not response.is_success:
            if seconds := _seconds(response.headers.get("Retry-After", "")):
                self._retry_at[host] = max(self._retry_at.get(host, 0), time.monotonic() + seconds)
            reason = f"{status} {httpx.codes.get_reason_phrase(status)}".rstrip()
            message = _("{host} answered {reason}").format(host=host, reason=reason)
            kind = RefusedError if status in _REFUSED else WebError
            raise kind(message, is_transient=status in _RETRIED, status=status)

    async def _wait_for_retry(self, host: str, longest: float) -> None:
        seconds = self._seconds_to_retry(host)
        if seconds > longest:
            message = _("{host} asks for a pause of {seconds} s")
            raise WebError(message.format(host=host, seconds=f"{seconds:.0f}"))
        if seconds:
            await self._sleep(seconds + _FIRST_PAUSE * jitter())

    def _seconds_to_retry(self, host: str) -> float:
        return max(self._retry_at.get(host, 0) - time.monotonic(), 0)


@contextmanager
def _as_web_error(host: str) -> Iterator[None]:
    """Convert errors to `WebError`. Messages name the host and quote nothing that it sent."""
    try:
        yield
    except httpx.TimeoutException as error:
        message = _("{host} does not answer").format(host=host)
        raise TimedOutError(message, is_transient=True) from error
    except TimeoutError as error:
        raise TimedOutError(_("{host} is too slow").format(host=host)) from error
    except TooLargeError as error:
        message = _("{host} sent more than {limit}; refused").format(host=host, limit=error)
        raise WebError(message) from error
    except (httpx.RemoteProtocolError, ValueError, RecursionError) as error:
        message = _("{host} sent an invalid response").format(host=host)
        raise WebError(message, is_transient=True) from error
    except httpx.HTTPError as error:
        message = _("{host} cannot be reached: {reason}")
        message = message.format(host=host, reason=reason_of(error))
        kind = UnreachableError if isinstance(error, httpx.ConnectError) else WebError
        raise kind(message, is_transient=True) from error


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
