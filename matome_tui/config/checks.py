"""Checks of settings: each takes a value as TOML gives it and returns it as the program uses it.

They raise ValueError, whose message says what the value must be.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from matome_tui.core.address import web_url

T = TypeVar("T")

# RFC 3986, section 3, without user, query and fragment; letters beyond ASCII for host names.
_HTTP_URL = re.compile(
    r"https?://(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:/[\w.~%!$&'()*+,;=:@/-]*)?", re.IGNORECASE
)
_HEX_COLOR = re.compile("#[0-9a-fA-F]{6}")
_FIELD = re.compile(r"\{(\w+)\}")
_PATH_FIELDS = ("year", "month", "day", "date", "slug", "id")
_LEAST_INTEGER, _MOST_INTEGER = -(2**63), 2**63 - 1  # of TOML
_FRONT_MATTER_KEY = re.compile(r"[A-Za-z_][\w-]*")


def text(value: object) -> str:
    """Check for a string."""
    if not isinstance(value, str):
        raise ValueError("must be text in quotes")  # noqa: TRY004 -- one error for all checks
    return value


def boolean(value: object) -> bool:
    """Check for true or false."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004
    return value


def whole_number(least: int, most: int) -> Callable[[object], int]:
    """Return the check for a whole number from `least` to `most`, both included."""

    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return value

    return check


def one_of(*options: T) -> Callable[[object], T]:
    """Return the check for one of `options`."""

    def check(value: object) -> T:
        for option in options:
            if value == option:
                return option
        raise ValueError(f"must be {' or '.join(map(repr, options))}")

    return check


def folder(value: object) -> str:
    """Check for a folder's path, "" for none; `~` becomes the home folder. It need not exist."""
    path = text(value)
    try:
        return path and str(Path(path).expanduser())
    except RuntimeError:
        raise ValueError("must be a folder in a home folder that exists") from None


def http_url(value: object) -> str:
    """Check for an http or https address to put paths after; a slash at its end is dropped."""
    if not isinstance(value, str) or not _HTTP_URL.fullmatch(value) or not _can_be_asked(value):
        raise ValueError("must be an http:// or https:// address")
    return value.rstrip("/")


def hex_color(value: object) -> str:
    """Check for a colour as "#rrggbb"."""
    if not isinstance(value, str) or not _HEX_COLOR.fullmatch(value):
        raise ValueError("must be a colour such as '#38d3d3'")
    return value


def key_names(value: object) -> str:
    """Check for a key's name or several with commas, as Textual has them ("j,down")."""
    if not isinstance(value, str) or not all(name.strip() for name in value.split(",")):
        raise ValueError("must be a key such as 'j', or several, 'j,down'")
    return value


def time_zone(value: object) -> str:
    """Check for the name of a time zone in the IANA database."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(text(value)).key
    except (ValueError, OSError, LookupError):
        raise ValueError("must be a time zone such as 'UTC' or 'Asia/Tokyo'") from None


def path_pattern(value: object) -> str:
    """Check for the place of posts in a site, as `content/posts/{date}_{slug}/index.md`."""
    path = text(value)
    parts = path.split("/")
    rest = _FIELD.sub("", path)
    if len(parts) < 3 or not path.endswith(".md"):
        raise ValueError("must begin with a content folder and a section, and end with .md")
    if any(part in ("", ".", "..") for part in parts) or set(rest) & set("{}\\\0\n"):
        raise ValueError("must be a path of names and fields such as {slug}")
    if any(name not in _PATH_FIELDS for name in _FIELD.findall(path)):
        raise ValueError(f"may have the fields {', '.join(_PATH_FIELDS)}")
    if "{slug}" not in path and "{id}" not in path:
        raise ValueError("must have {slug} or {id}, by which posts differ")
    return path


def one_line(value: object) -> str:
    """Check for a string without line breaks."""
    line = text(value)
    if len(line.splitlines()) > 1:
        raise ValueError("must be one line")
    return line


def source_line(value: object) -> str:
    """Check for the line that names a thread: it must link to `{url}`."""
    line = one_line(value)
    if "]({url})" not in line or line.startswith((">", "[", "{", " ")):
        raise ValueError("must begin with a word and have a link such as [{url}]({url})")
    return line


def front_matter_keys(value: object) -> tuple[str, ...]:
    """Check for the names of keys."""
    if not isinstance(value, list | tuple) or not all(map(_is_key, value)):
        raise ValueError("must be a list of keys such as ['title', 'date']")
    return tuple(dict.fromkeys(value))


def front_matter_values(value: object) -> Mapping[str, object]:
    """Check for a table of keys with texts, numbers, true or false, or lists of texts."""
    if not isinstance(value, Mapping) or not all(map(_is_key, value)):
        raise ValueError("must be a table such as { author = 'me' }")
    for item in value.values():
        parts = item if isinstance(item, list) else [item]
        if not all(map(_is_plain, parts)):
            raise ValueError("must have texts, numbers, true, false or lists of them")
    return MappingProxyType(dict(value))


def _can_be_asked(url: str) -> bool:
    if url.isascii() and "xn--" not in url.lower():
        return web_url(url) != ""
    import httpx  # start-up must be quick, and such host names are rare

    try:
        return bool(httpx.URL(url).host)
    except (httpx.InvalidURL, UnicodeError):
        return False


def _is_plain(value: object) -> bool:
    is_number = isinstance(value, int) and _LEAST_INTEGER <= value <= _MOST_INTEGER
    return is_number or isinstance(value, str | float)


def _is_key(name: object) -> bool:
    return isinstance(name, str) and bool(_FRONT_MATTER_KEY.fullmatch(name))
