"""What Hugo makes of the values of front matter, given with their keys in lower case.

It casts values as https://github.com/spf13/cast does, and reads the dates of its layouts
(timeFormatTypeRFC3339 and following); those without a year are left out.
"""

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from math import isfinite
from typing import Any

from matome_tui.core.draft.post_options import IMAGE_KEYS

_TRUE = frozenset(("1", "t", "T", "true", "TRUE", "True"))
"""See https://pkg.go.dev/strconv#ParseBool."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.,][0-9]+)?"
_OFFSET = r"[+-][0-9]{2}:?[0-9]{2}"
_ZONE = r"(?:[A-Z]{3,5}|[+-][0-9]{2,4})"
_ISO_DATE = re.compile(
    rf"(?P<date>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"
    rf"(?:T{_TIME}(?:Z|{_OFFSET})?|[ ]{_TIME}(?:Z|[ ]?{_OFFSET}(?:[ ]{_ZONE})?)?)?"
)
_NAMED_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<day>[0-9]{{2}}) {_MONTH} (?P<year>[0-9]{{4}})",
        rf"{_DAY}, (?P<day>[0-9]{{2}}) {_MONTH} (?P<year>[0-9]{{4}}) {_TIME} {_ZONE}",
        rf"(?P<day>[0-9]{{2}}) {_MONTH} (?P<year>[0-9]{{2}}) [0-9]{{2}}:[0-9]{{2}} {_ZONE}",
        rf"[A-Z][a-z]+day, (?P<day>[0-9]{{2}})-{_MONTH}-(?P<year>[0-9]{{2}}) {_TIME} {_ZONE}",
        rf"{_DAY} {_MONTH} (?P<day> [0-9]|[0-9]{{2}}) {_TIME}(?: {_ZONE})? (?P<year>[0-9]{{4}})",
    )
]

_IMAGE_NAMES = [(key, key.lower().partition(".")[0]) for key in IMAGE_KEYS]
"""Each of `IMAGE_KEYS`, and the name at the top level that it begins with."""


def title(values: Mapping[str, Any]) -> str:
    """Return the title of a page; empty for none."""
    return text(values.get("title"))


def day(values: Mapping[str, Any]) -> str:
    """Return the date of a page as `YYYY-MM-DD`; as it is written if Hugo does not read it."""
    written = text(values.get("date"))
    return _day_of(written) or written[:10]


def tags(values: Mapping[str, Any]) -> list[str]:
    """Return the tags of a page."""
    return texts(_with_params(values, "tags"))


def image(values: Mapping[str, Any]) -> str:
    """Return the image of a page, the first of several; empty for none."""
    keys = image_keys(values)
    return _first(find({**values, **_params(values)}, keys[0])) if keys else ""


def image_key(values: Mapping[str, Any]) -> str:
    """Return the one of `IMAGE_KEYS` that has a page's image, or none yet; empty if none is there.

    Other things that a theme may have by such a name, such as a pattern, are no images.
    """
    keys = _present_image_keys(values)
    return next(iter([*image_keys(values), *keys]), "")


def image_keys(values: Mapping[str, Any]) -> list[str]:
    """Return all of `IMAGE_KEYS` that have an image of a page."""
    found = {**values, **_params(values)}
    return [key for key in _present_image_keys(values) if _first(find(found, key))]


def find(values: Mapping[str, Any], key: str) -> Any:
    """Return the value of a key, such as `cover.image` for one in a table; None for none."""
    name, _, rest = key.lower().partition(".")
    value = values.get(name)
    if not rest:
        return value
    return find(_lower(value), rest) if isinstance(value, dict) else None


def is_draft(values: Mapping[str, Any]) -> bool:
    """Return whether a page is a draft."""
    return flag(values.get("draft"))


def is_in_params(values: Mapping[str, Any], key: str) -> bool:
    """Return whether the table `params` sets a parameter of a page, which has precedence."""
    is_read = key == "tags" or key.lower() in IMAGE_KEYS
    return is_read and key.lower().partition(".")[0] in _params(values)


def is_date(value: Any) -> bool:
    """Return whether Hugo reads a value as a date."""
    return isinstance(value, date) or (isinstance(value, str) and bool(_day_of(value)))


def text(value: Any) -> str:
    """Return a value as text; empty for a list or a table."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _decimal(value)
        case date() | time():
            return value.isoformat()
    return ""


def texts(value: Any) -> list[str]:
    """Return the texts of a list, without empty ones; a single value counts as a list."""
    found = map(text, value if isinstance(value, list) else [value])
    return [item for item in found if item]


def flag(value: Any) -> bool:
    """Return a value as true or false."""
    if isinstance(value, str):
        return value in _TRUE
    return isinstance(value, int | float) and bool(value)


def _is_image(key: str, value: Any) -> bool:
    if key == IMAGE_KEYS[0]:
        return value is not None
    items = value if isinstance(value, list) else [value]
    return all(isinstance(item, str) and "*" not in item for item in items)


def _present_image_keys(values: Mapping[str, Any]) -> list[str]:
    found = {**values, **_params(values)}
    there = (key for key, name in _IMAGE_NAMES if name in found)
    return [key for key in there if _is_image(key, find(found, key))]


def _first(value: Any) -> str:
    return next(iter(texts(value)), "")


def _params(values: Mapping[str, Any]) -> dict[str, Any]:
    params = values.get("params")
    return _lower(params) if isinstance(params, dict) else {}


def _lower(table: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in table.items()}


def _with_params(values: Mapping[str, Any], key: str) -> Any:
    return {**values, **_params(values)}.get(key)


def _decimal(value: float) -> str:
    if not isfinite(value):
        return str(value)
    written = format(Decimal(repr(value)), "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _day_of(written: str) -> str:
    """Return the day of a date in one of Hugo's layouts as `YYYY-MM-DD`; empty for any other."""
    if iso := _ISO_DATE.fullmatch(written):
        return iso["date"] if _is_day(iso["date"]) else ""
    for layout in _NAMED_DATES:
        if found := layout.fullmatch(written):
            month = _MONTHS.index(found["month"].lower()) + 1
            year = int(found["year"])
            if len(found["year"]) == 2:  # https://pkg.go.dev/time#pkg-constants
                year += 1900 if year >= 69 else 2000
            return f"{year:04}-{month:02}-{int(found['day']):02}"
    return ""


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
