"""Asking Hacker News over HTTP: patient, polite, and with one kind of error."""

import asyncio
import json
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from matome_tui import __version__

T = TypeVar("T")
Parameters = Mapping[str, str | int]

CONNECTIONS = 12
"""Requests under way at once. More of them cost the connection pool more than they bring."""

_USER_AGENT = f"matome-tui/{__version__} (+https://github.com/matome-tui/matome-tui)"
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_UNKNOWN = frozenset({401, 404, 410})
"""Firebase refuses some ids as if a password were missing."""
_FIRST_PAUSE = 0.2
_LONGEST_REST = 30.0
_LARGE = 1 << 21
"""Bytes, about 3,000 comments: what takes longer to parse than two frames of a screen."""
_KEPT_ALIVE = 30.0


class HNError(Exception):
    """Hacker News did not answer; the message is one line for the user.

    Attributes:
        is_passing: Whether it can help to ask again.
    """

    def __init__(self, message: str, *, is_passing: bool = False) -> None:
        super().__init__(message)
        self.is_passing = is_passing


class NotFoundError(HNError):
    """The service answered that it does not have the thing."""


class SilenceError(HNError):
    """No byte came for too long."""


class Client:
    """An HTTP client that tries again where that can help.

    Use it as an asynchronous context manager.
    """

    def __init__(
        self,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        attempts: int = 4,
        connections: int = CONNECTIONS,
        silence: float = 3.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Prepare a client; nothing is sent yet.

        Args:
            transport: What carries the requests in place of the network.
            attempts: How often a request is made at most.
            connections: How many requests are under way at once at most; streams do not count.
            silence: Seconds without a byte after which a request is given up.
            sleep: Waits between attempts, for so many seconds.
        """
        self._attempts = attempts
        self._silence = silence
        self._sleep = sleep
        self._slots = asyncio.Semaphore(connections)
        self._rests: dict[str, float] = {}
        self._http = httpx.AsyncClient(
            http2=True,
            follow_redirects=True,
            max_redirects=5,
            headers={"User-Agent": _USER_AGENT},
            timeout=httpx.Timeout(silence, pool=None),
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
    ) -> T:
        """Return what `parse` makes of the body at `url`.

        A refusal for load, a server's error, silence, a broken connection and a body that is cut
        short or cannot be parsed are tried again, after a growing and jittered pause. Where a
        server asks to be left alone for a time, nobody asks it for that long.

        Args:
            url: Where to ask.
            parse: Raises ValueError for what is no answer. Large bodies are parsed in a thread.
            parameters: The query.
            is_urgent: Whether who asks can do better than wait: silence is final then, and so is
                a server's wish for more time than that.

        Raises:
            NotFoundError: The service does not have it.
            HNError: There was no usable answer.
        """
        host = httpx.URL(url).host
        longest_rest = self._silence if is_urgent else _LONGEST_REST
        for attempt in range(1, self._attempts + 1):
            await self._let_rest(host, longest_rest)
            try:
                async with self._slots:
                    return await self._ask(host, url, parse, parameters)
            except HNError as error:
                is_final = is_urgent and isinstance(error, SilenceError)
                if is_final or not error.is_passing or attempt == self._attempts:
                    raise
            if not self._rest_of(host):
                await self._sleep(_FIRST_PAUSE * 2.0 ** (attempt - 1) * _jitter())
        raise AssertionError("at least one attempt is made")

    async def stream(self, url: str, silence: float) -> AsyncGenerator[bytes, None]:
        """Yield the pieces of a stream of server-sent events, for as long as it goes on.

        Args:
            url: Where to ask.
            silence: Seconds without a byte after which the stream counts as broken.

        Raises:
            HNError: There is no such stream, or it broke.
        """
        host = httpx.URL(url).host
        with _one_error(host):
            async with self._http.stream(
                "GET",
                url,
                headers={"Accept": "text/event-stream", "Cache-Control": "no-cache"},
                timeout=httpx.Timeout(self._silence, read=silence, pool=None),
            ) as response:
                self._check(host, response)
                if not response.headers.get("Content-Type", "").startswith("text/event-stream"):
                    raise HNError(f"{host} has no stream of it")
                async for piece in response.aiter_bytes():
                    yield piece

    async def _ask(
        self, host: str, url: str, parse: Callable[[bytes], T], parameters: Parameters | None
    ) -> T:
        with _one_error(host):
            response = await self._http.get(url, params=parameters)
        self._check(host, response)
        body = response.content
        try:
            return await asyncio.to_thread(parse, body) if len(body) > _LARGE else parse(body)
        except (ValueError, RecursionError) as error:
            raise HNError(f"{host} sent a broken answer", is_passing=True) from error

    def _check(self, host: str, response: httpx.Response) -> None:
        status = response.status_code
        if status in _UNKNOWN:
            raise NotFoundError(f"{host} does not know it")
        if not response.is_success:
            if rest := _seconds(response.headers.get("Retry-After", "")):
                self._rests[host] = max(self._rests.get(host, 0), time.monotonic() + rest)
            raise HNError(
                f"{host} answered {status} {response.reason_phrase}".rstrip(),
                is_passing=status in _TRY_AGAIN,
            )

    async def _let_rest(self, host: str, longest: float) -> None:
        rest = self._rest_of(host)
        if rest > longest:
            raise HNError(f"{host} asks to be left alone for {rest:.0f} s")
        if rest:
            await self._sleep(rest + _FIRST_PAUSE * _jitter())

    def _rest_of(self, host: str) -> float:
        return max(self._rests.get(host, 0) - time.monotonic(), 0)


@contextmanager
def _one_error(host: str) -> Iterator[None]:
    """Turn what httpx raises into an `HNError` that names the host."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise SilenceError(f"{host} is silent", is_passing=True) from error
    except httpx.HTTPError as error:
        reason = str(error) or type(error).__name__
        raise HNError(f"{host} cannot be reached: {reason}", is_passing=True) from error


def _jitter() -> float:
    return random.uniform(0.5, 1.5)  # noqa: S311


def _seconds(header: str) -> float:
    """Read a `Retry-After`: seconds or a date (RFC 9110, section 10.2.3); 0 for anything else."""
    if header.isdecimal():
        return float(header)
    try:
        return max(parsedate_to_datetime(header).timestamp() - time.time(), 0)
    except (ValueError, OverflowError):
        return 0
