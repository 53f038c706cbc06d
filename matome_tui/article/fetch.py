"""Fetching of one page: bounded in size and time, from public addresses only."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import CookieJar, DefaultCookiePolicy

from matome_tui import __version__
from matome_tui.article.addresses import ArticleError, resolve
from matome_tui.core.address import web_url
from matome_tui.i18n import _
from matome_tui.web.body import Body, TooLargeError
from matome_tui.web.quick_httpx import httpx

KINDS = ("text/html", "text/plain")
"""Content types that are read."""

_MAX_BYTES = 5 << 20
_MAX_REDIRECTS = 5
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as sent.

    Attributes:
        url: Its address, after redirects.
        kind: One of `KINDS`.
        charset: Of the text; empty if the server does not say.
        body: The text, encoded.
    """

    url: str
    kind: str
    charset: str
    body: bytes


async def fetch(
    url: str, *, allowed: Collection[str] = (), seconds: float = 20.0, max_bytes: int = _MAX_BYTES
) -> Page:
    """Return the page at an http or https URL.

    Every redirect is checked like the first address, and the connection goes to the very address
    that was checked, whatever the name resolves to later. Proxies are not used.

    Args:
        url: The URL.
        allowed: Addresses that may be asked although they are not public.
        seconds: Time until the fetch is given up.
        max_bytes: Limit of the body, as sent and as decoded.

    Raises:
        ArticleError: There is no such page, or it is not one to read.
    """
    host = ""
    try:
        async with asyncio.timeout(seconds), await _client() as client:
            for _hop in range(1 + _MAX_REDIRECTS):
                address = _checked(url)
                host = address.host
                async with _asked(client, address, allowed) as response:
                    if not response.has_redirect_location:
                        return await _read(str(address), response, max_bytes)
                    url = str(address.join(response.headers["Location"]))
    except (TimeoutError, httpx.TimeoutException) as error:
        raise ArticleError(_("{host} does not answer in time").format(host=host)) from error
    except TooLargeError as error:
        message = _("{host} sent more than {limit}; not read").format(host=host, limit=error)
        raise ArticleError(message) from error
    except (httpx.RemoteProtocolError, httpx.InvalidURL, ValueError) as error:
        raise ArticleError(_("{host} sent an invalid response").format(host=host)) from error
    except (httpx.HTTPError, OSError) as error:
        raise ArticleError(_("{host} cannot be reached").format(host=host)) from error
    raise ArticleError(_("{host} redirects too often").format(host=host))


async def _client() -> httpx.AsyncClient:
    certificates = await asyncio.to_thread(httpx.create_ssl_context)
    return httpx.AsyncClient(
        headers={
            "User-Agent": f"matome-tui/{__version__}",
            "Accept": ", ".join(KINDS),
            "Accept-Encoding": "gzip",
        },
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        # The next host of a redirect may have the same address, but not the same certificate.
        limits=httpx.Limits(max_keepalive_connections=0),
        trust_env=False,
        verify=certificates,
    )


def _checked(url: str) -> httpx.URL:
    """Return a web address. Raises ArticleError if it is none, or has a password."""
    address = httpx.URL(web_url(url))
    if not address.host or address.userinfo:
        raise ArticleError(_("{url} is not a web address that can be read").format(url=url))
    return address


@asynccontextmanager
async def _asked(
    client: httpx.AsyncClient, url: httpx.URL, allowed: Collection[str]
) -> AsyncIterator[httpx.Response]:
    """Give the response to a request that goes to a checked address, its body unread."""
    port = url.port or _PORTS[url.scheme]
    name = url.raw_host.decode("ascii")
    first, *others = [
        client.build_request(
            "GET",
            url.copy_with(host=address, fragment=None),
            headers={"Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": name},
        )
        for address in await resolve(name, port, allowed)
    ]
    try:
        response = await client.send(first, stream=True)
    except httpx.ConnectError:
        if not others:
            raise
        response = await client.send(others[0], stream=True)
    try:
        yield response
    finally:
        await response.aclose()


async def _read(url: str, response: httpx.Response, max_bytes: int) -> Page:
    host = httpx.URL(url).host
    if not response.is_success:
        message = _("{host} answered {reason}")
        raise ArticleError(message.format(host=host, reason=response.status_code))
    kind, charset = _content_type(response.headers.get("Content-Type", ""))
    if kind not in KINDS:
        message = _("This is not a page of text but {kind}")
        raise ArticleError(message.format(kind=kind or _("unknown")))
    body = Body(response.headers.get("Content-Encoding", "").strip().lower(), max_bytes)
    assert isinstance(response.stream, httpx.AsyncByteStream)
    async for chunk in response.stream:  # `aiter_bytes` would decode a chunk to any size
        body.feed(chunk)
    return Page(url, kind, charset, bytes(body.finish()))


def _content_type(header: str) -> tuple[str, str]:
    message = Message()
    message["Content-Type"] = header[:200]
    return message.get_content_type() if header else "", message.get_content_charset("")
