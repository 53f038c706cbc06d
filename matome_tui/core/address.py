"""Web addresses: the URL that a browser opens, and the Hacker News item or person it names."""

import re
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit

from matome_tui.core.fields import parse_id

_LONGEST = 10_000
_NO_SCHEME = re.compile(r"(?:(?:(?:news|www)\.)?ycombinator|hn\.algolia)\.com[:/]", re.IGNORECASE)
_ENDS = "".join(map(chr, range(0x21)))  # C0 controls and the space
_STRIPPED = str.maketrans("", "", "\t\n\r")
_NOT_IN_HOST = re.compile(r"""[\\]|[%<>^`{|}"][^@]*\Z""")
_UNPRINTABLE = re.compile(r"[^\x21-\x7e]")
_ADDRESS = re.compile(r"https?://[a-z0-9._~:/?@!$&*+,;=%|-]+", re.IGNORECASE | re.ASCII)
_AFTER = "*_~.,;:!?|"
_HOSTS = ("news.ycombinator.com", "www.ycombinator.com", "ycombinator.com")
_ITEM_PAGES = ("/item", "/reply", "/context")
_PERSON_PAGES = ("/user", "/submitted", "/threads")
_NAME = re.compile(r"[\w-]{1,30}", re.ASCII)
_USUAL_ITEM = re.compile(r"https://news\.ycombinator\.com/item\?id=([0-9]+)")
_ALGOLIA_ITEM = re.compile(r"(?:/api/v1)?/items/([0-9]+)")
_PORTS = {"http": 80, "https": 443}


def web_url(text: str) -> str:
    """Return an http or https URL as a browser reads it; empty if it is not one.

    Surrounding blanks, tabs and line breaks are dropped, the scheme is lower-cased, and characters
    that no URL can hold (controls, spaces, lone surrogates) are percent-encoded.
    Source: url.spec.whatwg.org, "basic URL parser".
    """
    if len(text) > _LONGEST:
        return ""
    scheme, _, rest = text.strip(_ENDS).translate(_STRIPPED).partition("://")
    scheme = scheme.lower()
    if scheme not in _PORTS:
        return ""
    url = f"{scheme}://{_UNPRINTABLE.sub(_encoded, rest)}"
    return url if _split(url) else ""


def parse_item(text: str) -> int | None:
    """Return the id in an id or in an address on Hacker News or its search; None if there is none.

    A comment in the fragment of a thread's address counts before the thread.
    """
    text = text.strip()
    if (number := parse_id(text)) is not None:
        return number
    if usual := _USUAL_ITEM.fullmatch(text):  # for speed
        return parse_id(usual[1])
    if (parts := _hacker_news(text)) is None:
        return None
    if parts.hostname == "hn.algolia.com":
        match = _ALGOLIA_ITEM.fullmatch(parts.path)
        return parse_id(match[1]) if match else None
    if parts.path not in _ITEM_PAGES:
        return None
    named = parse_id(_id_parameter(parts))
    return named and (parse_id(parts.fragment) or named)


def parse_person(text: str) -> str:
    """Return the user name in `@NAME` or in the address of a user's page; empty if there is none.

    Source: news.ycombinator.com has a user's profile, submissions and comments at `/user`,
    `/submitted` and `/threads`.
    """
    text = text.strip()
    name = text.removeprefix("@")
    if name == text:
        parts = _hacker_news(text)
        name = _id_parameter(parts) if parts and parts.path in _PERSON_PAGES else ""
    return name if _NAME.fullmatch(name) else ""


def is_on_site(url: str, site: str) -> bool:
    """Return whether a web URL leads to a host or one of its subdomains."""
    parts = _split(url)
    host = (parts.hostname or "") if parts else ""
    return host == site or host.endswith(f".{site}")


def _hacker_news(text: str) -> SplitResult | None:
    """Return the parts of an address on Hacker News or its search, also without a scheme."""
    url = web_url(f"https://{text}" if _NO_SCHEME.match(text) else text)
    parts = _split(url) if url else None
    if parts is None or parts.port not in (None, _PORTS[parts.scheme]):
        return None
    return parts if parts.hostname in (*_HOSTS, "hn.algolia.com") else None


def _id_parameter(parts: SplitResult) -> str:
    """Return the value of the parameter `id`; empty if there is none, or several."""
    ids = {value for name, value in parse_qsl(parts.query) if name == "id"}
    return ids.pop() if len(ids) == 1 else ""


def find_linked_thread(text: str) -> int | None:
    """Return the id in the first address of a Hacker News item in a text, if any."""
    found = (parse_item(match[0].rstrip(_AFTER)) for match in _ADDRESS.finditer(text))
    return next((thread for thread in found if thread), None)


def _split(url: str) -> SplitResult | None:
    """Return the parts of a URL; None if it has no host or does not parse."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError
    except ValueError:
        return None
    return parts if parts.hostname and not _NOT_IN_HOST.search(parts.netloc) else None


def _encoded(match: re.Match[str]) -> str:
    character = match[0]
    if character.isprintable() and character != " ":
        return character
    return quote(character.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
