"""Several connection pools that share the requests of one client.

For each request, httpx's pool looks at all its connections several times, for each of them: 48
connections in one pool take longer than most servers do, six pools of eight hardly anything.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from matome_tui.web.quick_httpx import httpx

SIZE = 8
"""Requests in flight beyond which another pool takes the next one."""


@dataclass
class _Pool:
    """A client with its own connections, and its number of requests in flight."""

    http: httpx.AsyncClient
    in_flight: int = 0


class Pools:
    """Lends clients; the first is used as long as it has room, so that connections are kept."""

    def __init__(self, make: Callable[[], httpx.AsyncClient]) -> None:
        """Make the first pool.

        Args:
            make: Makes the client of a pool.
        """
        self._make = make
        self._pools = [_Pool(make())]

    @contextmanager
    def lend(self) -> Iterator[httpx.AsyncClient]:
        """Return a client for one request, which ends with the block."""
        pool = next((pool for pool in self._pools if pool.in_flight < SIZE), None)
        if pool is None:
            pool = _Pool(self._make())
            self._pools.append(pool)
        pool.in_flight += 1
        try:
            yield pool.http
        finally:
            pool.in_flight -= 1

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in self._pools:
            await pool.http.aclose()
