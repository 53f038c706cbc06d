"""Reasons of failed connections."""

import errno
import socket
import ssl

import httpx
import pytest

from matome_tui.web.client import Client, UnreachableError
from matome_tui.web.failures import reason_of


def because(cause: BaseException) -> httpx.ConnectError:
    """Return an error as httpx raises it, with its own words over the cause."""
    between = OSError("All connection attempts failed")
    between.__cause__ = cause
    error = httpx.ConnectError(str(between))
    error.__context__ = between
    return error


NO_ROUTE = OSError(errno.EHOSTUNREACH, "No route")
REFUSED = ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (because(REFUSED), "the connection was refused"),
        (because(socket.gaierror(-2, "Name")), "its name was not found"),
        (because(TimeoutError(errno.ETIMEDOUT, "")), "the connection timed out"),
        (because(NO_ROUTE), "the network is unreachable"),
        (because(ExceptionGroup("", [NO_ROUTE, REFUSED])), "the connection was refused"),
        (because(ConnectionResetError()), "the connection was lost"),
        (httpx.ReadError(""), "the connection was lost"),
        (because(ssl.SSLCertVerificationError(1, "[SSL]")), "its certificate is not valid"),
        (because(ssl.SSLError(1, "[SSL]")), "the TLS handshake failed"),
        (httpx.ProxyError("407 Proxy"), "407 Proxy"),
        (httpx.ConnectError("All attempts failed"), "all attempts failed"),
        (httpx.ProxyError("TTL expired"), "TTL expired"),
    ],
)
def test_the_reason_is_that_of_the_cause(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason


async def test_a_closed_port_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # and nobody listens
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        async with Client(attempts=1) as client:
            with pytest.raises(UnreachableError, match=r"reached: the connection was refused$"):
                await client.get_json(url)
