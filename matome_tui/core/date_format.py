"""Dates and times in the form of a pattern, alike on every platform and in every locale.

The directives are those of `strftime` that need no locale, with English names of months and days,
and with `%-d` and the like, which the C library has on some platforms only.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, tzinfo

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _offset(moment: datetime) -> str:
    """Return the offset from UTC, such as `+09:00`; empty if the moment has no time zone."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if moment.tzinfo else ""


_WRITERS: Mapping[str, Callable[[datetime], str]] = {
    "%Y": lambda moment: f"{moment.year:04}",
    "%y": lambda moment: f"{moment.year % 100:02}",
    "%m": lambda moment: f"{moment.month:02}",
    "%-m": lambda moment: str(moment.month),
    "%B": lambda moment: _MONTHS[moment.month - 1],
    "%b": lambda moment: _MONTHS[moment.month - 1][:3],
    "%d": lambda moment: f"{moment.day:02}",
    "%-d": lambda moment: str(moment.day),
    "%A": lambda moment: _DAYS[moment.weekday()],
    "%a": lambda moment: _DAYS[moment.weekday()][:3],
    "%H": lambda moment: f"{moment.hour:02}",
    "%-H": lambda moment: str(moment.hour),
    "%I": lambda moment: f"{(moment.hour - 1) % 12 + 1:02}",
    "%-I": lambda moment: str((moment.hour - 1) % 12 + 1),
    "%p": lambda moment: "AM" if moment.hour < 12 else "PM",
    "%M": lambda moment: f"{moment.minute:02}",
    "%S": lambda moment: f"{moment.second:02}",
    "%z": lambda moment: _offset(moment).replace(":", ""),
    "%:z": _offset,
    "%Z": lambda moment: moment.tzname() or "",
    "%%": lambda _moment: "%",
}

DIRECTIVES = tuple(_WRITERS)
"""The directives that a pattern may have."""

_DIRECTIVE = re.compile("%[-:]?.?", re.DOTALL)


def unknown_directive(pattern: str) -> str:
    """Return the first directive of a pattern that is not known; empty for none."""
    return next((found for found in _DIRECTIVE.findall(pattern) if found not in _WRITERS), "")


def format_date(moment: datetime, pattern: str) -> str:
    """Return a moment in the form of a pattern without unknown directives."""
    return _DIRECTIVE.sub(lambda match: _WRITERS[match[0]](moment), pattern)


def has_offset_of(zone: tzinfo, moment: datetime) -> bool:
    """Return whether a moment has the offset from UTC that a zone has at that time."""
    offset = moment.utcoffset()
    return offset is not None and offset == moment.replace(tzinfo=zone).utcoffset()
