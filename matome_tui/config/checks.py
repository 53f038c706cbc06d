"""Checks of single settings: each takes a value as parsed from TOML and returns it converted.

They raise ValueError with a message that completes the sentence "The value …".
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from matome_tui.core.address import web_url
from matome_tui.core.date_format import DIRECTIVES, format_date, unknown_directive
from matome_tui.core.draft import attributions
from matome_tui.core.draft.post_options import IMAGE_KEYS
from matome_tui.i18n import _

T = TypeVar("T")

# RFC 3986, section 3, without user, query and fragment; letters beyond ASCII for host names.
_HTTP_URL = re.compile(
    r"https?://(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:/[\w.~%!$&'()*+,;=:@/-]*)?", re.IGNORECASE
)
# Characters that the comment of a header field may have without escapes (RFC 9110, section 5.6.5).
_CONTACT = re.compile(r"[!-'*-\[\]-~]+")
_HEX_COLOR = re.compile("#[0-9a-fA-F]{6}")
_FIELD = re.compile(r"\{(\w+)\}")
_PATH_FIELDS = ("year", "month", "day", "date", "slug", "id")
_MIN_INTEGER, _MAX_INTEGER = -(2**63), 2**63 - 1  # of TOML
_VARIABLE = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
_USER_NAME = re.compile(r"@?[\w-]+", re.ASCII)
_FRONT_MATTER_KEY = re.compile(r"[A-Za-z_][\w-]*")


def text(value: object) -> str:
    """Check for a string."""
    if not isinstance(value, str):
        raise ValueError(_("must be text in quotes"))  # noqa: TRY004 -- one error for all checks
    return value


def boolean(value: object) -> bool:
    """Check for true or false."""
    if not isinstance(value, bool):
        raise ValueError(_("must be true or false"))  # noqa: TRY004
    return value


def whole_number(minimum: int, maximum: int) -> Callable[[object], int]:
    """Return a check for an integer from `minimum` to `maximum`, both included."""

    def check(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and minimum <= value <= maximum:
            return value
        message = _("must be a whole number from {minimum} to {maximum}")
        raise ValueError(message.format(minimum=minimum, maximum=maximum))

    return check


def one_of(*options: T) -> Callable[[object], T]:
    """Return a check for one of `options`."""

    def check(value: object) -> T:
        for option in options:
            if value == option:
                return option
        message = _("must be one of: {options}")
        raise ValueError(message.format(options=", ".join(map(repr, options))))

    return check


def folder(value: object) -> str:
    """Check for the path of a folder, which need not exist; expand `~`. "" means none."""
    path = text(value)
    try:
        return path and str(Path(path).expanduser())
    except RuntimeError:
        raise ValueError(_("must be in a home folder that exists")) from None


def http_url(value: object) -> str:
    """Check for an http or https URL to append paths to; drop slashes at its end."""
    if not isinstance(value, str) or not _HTTP_URL.fullmatch(value) or not _has_valid_host(value):
        raise ValueError(_("must be an http:// or https:// address"))
    return value.rstrip("/")


def service_url(value: object) -> str:
    """Check for an http or https URL as `http_url` does. "" means none."""
    return "" if value == "" else http_url(value)


def variable_name(value: object) -> str:
    """Check for the name of an environment variable. "" means none."""
    name = text(value)
    if name and not _VARIABLE.fullmatch(name):
        raise ValueError(_("must be the name of an environment variable"))
    return name


def language(value: object) -> str:
    """Check for the code of a language, such as "ja" or "pt-BR"."""
    code = text(value)
    if not _LANGUAGE.fullmatch(code):
        raise ValueError(_("must be the code of a language such as 'ja' or 'pt-BR'"))
    return code


def command_line(value: object) -> str:
    """Check for a program and its arguments, quoted as in a shell. "" means none."""
    import shlex  # needed only if one is set

    line = one_line(value)
    try:
        shlex.split(line)
    except ValueError:
        raise ValueError(_("must be a program with its arguments, quotes closed")) from None
    return line


def file_path(value: object) -> str:
    """Check for the path of a file, which need not exist; expand `~`. "" means none."""
    return folder(value)


def text_by_text(value: object) -> Mapping[str, str]:
    """Check for a table of texts, such as a glossary."""
    if not isinstance(value, Mapping) or not all(
        isinstance(item, str) and item.strip() and key.strip() for key, item in value.items()
    ):
        message = _("must be a table such as {example}")
        raise ValueError(message.format(example="{ latency = '遅延' }"))
    return MappingProxyType(dict(value))


def contact(value: object) -> str:
    """Check for a mail address or a URL, as it goes into the User-Agent. "" means none."""
    address = text(value)
    is_address = _CONTACT.fullmatch(address) and ("@" in address or "://" in address)
    if address and not is_address:
        raise ValueError(_("must be a mail address or a URL"))
    return address


def hex_color(value: object) -> str:
    """Check for a colour as "#rrggbb"."""
    if not isinstance(value, str) or not _HEX_COLOR.fullmatch(value):
        raise ValueError(_("must be a colour such as '#38d3d3'"))
    return value


def key_names(value: object) -> str:
    """Check for the name of a key, or several separated by commas, in Textual's form ("j,down")."""
    if not isinstance(value, str) or not all(name.strip() for name in value.split(",")):
        raise ValueError(_("must be a key such as 'j', or several, 'j,down'"))
    return value


def time_zone(value: object) -> str:
    """Check for the name of a time zone in the IANA database."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(text(value)).key
    except (ValueError, OSError, LookupError):
        raise ValueError(_("must be a time zone such as 'UTC' or 'Asia/Tokyo'")) from None


def path_pattern(value: object) -> str:
    """Check for a path of posts in a site, such as `content/posts/{date}_{slug}/index.md`."""
    path = text(value)
    parts = path.split("/")
    rest = _FIELD.sub("", path)
    if len(parts) < 3 or not path.endswith(".md"):
        raise ValueError(_("must start with a content folder and a section, and end with .md"))
    if any(part in ("", ".", "..") for part in parts) or set(rest) & set("{}\\\0\n"):
        message = _("must be a path of names and of fields such as {example}")
        raise ValueError(message.format(example="{slug}"))
    if any(name not in _PATH_FIELDS for name in _FIELD.findall(path)):
        message = _("may only have the fields {fields}")
        raise ValueError(message.format(fields=", ".join(_PATH_FIELDS)))
    if "{slug}" not in path and "{id}" not in path:
        message = _("must have {slug} or {id}, to tell posts apart")
        raise ValueError(message.format(slug="{slug}", id="{id}"))
    return path


def one_line(value: object) -> str:
    """Check for a string without line breaks."""
    line = text(value)
    if len(line.splitlines()) > 1:
        raise ValueError(_("must be one line"))
    return line


def source_line(value: object) -> str:
    """Check for the line that names the source of a post: it must link to `{url}`."""
    line = one_line(value)
    if "]({url})" not in line or line.startswith((">", "[", "{", " ")):
        message = _("must start with a word and have a link such as {example}")
        raise ValueError(message.format(example="[{url}]({url})"))
    return line


def attribution(value: object) -> str:
    """Check for the pattern of the line under a quote, with `{author}`, `{url}` and `{date:…}`."""
    line = one_line(value).strip()
    fields = list(attributions.FIELD.finditer(line))
    names = {found["name"] for found in fields}
    if not names >= {"author", "url"}:
        message = _("must have {author} and {url}, as in {example}")
        example = "— [{author}]({url})"
        raise ValueError(message.format(author="{author}", url="{url}", example=example))
    has_form = any(found["form"] is not None and found["name"] != "date" for found in fields)
    if has_form or names - set(attributions.NAMES):
        message = _("may only have the fields {fields}")
        raise ValueError(message.format(fields="author, url, date, date:%Y-%m-%d"))
    for found in fields:
        date_format(found["form"] or "")
    return line


def date_format(value: object) -> str:
    """Check for the pattern of a date, such as `%Y-%m-%d`. "" means the usual one."""
    form = one_line(value)
    if unknown := unknown_directive(form):
        message = _("must not have {directive}, only {known}")
        raise ValueError(message.format(directive=unknown, known=" ".join(DIRECTIVES)))
    return form


def front_matter_date(value: object) -> str:
    """Check for the pattern of a date in front matter, in a form that Hugo reads."""
    form = date_format(value)
    try:
        datetime.fromisoformat(format_date(datetime(2025, 1, 31, tzinfo=UTC), form or "%Y-%m-%d"))
    except ValueError:
        is_iso = False
    else:
        is_iso = not form or form.startswith("%Y-%m-%d")
    if not is_iso:
        message = _("must be a form such as {day} or {time}")
        raise ValueError(message.format(day="%Y-%m-%d", time="%Y-%m-%dT%H:%M:%S%:z"))
    return form


def pattern(*names: str, has_lines: bool = False) -> Callable[[object], str]:
    """Return a check for a text with fields of these names only, such as `{title}`.

    Args:
        names: Of the fields.
        has_lines: Whether it may have several lines.
    """

    def check(value: object) -> str:
        line = text(value) if has_lines else one_line(value)
        if not line.strip():
            raise ValueError(_("must not be empty"))
        if any(name not in names for name in _FIELD.findall(line)):
            message = _("may only have the fields {fields}")
            raise ValueError(message.format(fields=", ".join(names)))
        return line

    return check


def user_names(value: object) -> tuple[str, ...]:
    """Check for a list of user names, with or without @; drop repetitions."""
    if not isinstance(value, list | tuple) or not all(map(_is_user_name, value)):
        raise ValueError(_("must be a list of user names such as ['pg']"))
    return tuple(dict.fromkeys(name.removeprefix("@") for name in value))


def hosts(value: object) -> tuple[str, ...]:
    """Check for a list of hosts; drop `www.` and repetitions."""
    if not isinstance(value, list | tuple) or not all(map(_is_host, value)):
        raise ValueError(_("must be a list of sites such as ['example.com']"))
    return tuple(dict.fromkeys(host.lower().removeprefix("www.") for host in value))


def words(value: object) -> tuple[str, ...]:
    """Check for a list of words; drop repetitions."""
    if not isinstance(value, list | tuple) or not all(map(_is_word, value)):
        raise ValueError(_("must be a list of words such as ['crypto']"))
    return tuple(dict.fromkeys(value))


def front_matter_keys(value: object) -> tuple[str, ...]:
    """Check for a list of keys; drop repetitions."""
    if not isinstance(value, list | tuple) or not all(
        _is_key(key) or (isinstance(key, str) and key.lower() in IMAGE_KEYS) for key in value
    ):
        raise ValueError(_("must be a list of keys such as ['title', 'date']"))
    return tuple(dict.fromkeys(value))


def front_matter_values(value: object) -> Mapping[str, object]:
    """Check for a table of keys with strings, numbers, booleans, or lists of these."""
    if not isinstance(value, Mapping) or not all(map(_is_key, value)):
        message = _("must be a table such as {example}")
        raise ValueError(message.format(example="{ author = 'me' }"))
    for item in value.values():
        parts = item if isinstance(item, list) else [item]
        if not all(map(_is_plain, parts)):
            raise ValueError(_("must have texts, numbers, true, false or lists of them"))
    return MappingProxyType(dict(value))


def _has_valid_host(url: str) -> bool:
    if url.isascii() and "xn--" not in url.lower():
        return web_url(url) != ""
    import httpx  # slow to import, and such host names are rare

    try:
        return bool(httpx.URL(url).host)
    except (httpx.InvalidURL, UnicodeError):
        return False


def _is_user_name(name: object) -> bool:
    return isinstance(name, str) and bool(_USER_NAME.fullmatch(name))


def _is_word(word: object) -> bool:
    return isinstance(word, str) and bool(word.strip())


def _is_host(host: object) -> bool:
    return isinstance(host, str) and web_url(f"https://{host}/") != "" and "/" not in host


def _is_plain(value: object) -> bool:
    is_number = isinstance(value, int) and _MIN_INTEGER <= value <= _MAX_INTEGER
    return is_number or isinstance(value, str | float)


def _is_key(name: object) -> bool:
    return isinstance(name, str) and bool(_FRONT_MATTER_KEY.fullmatch(name))
