"""The line under a quote that names its author, from a pattern with fields."""

import re
from datetime import datetime
from functools import cache

from matome_tui.core.date_format import format_date

NAMES = ("author", "url", "date")
"""The fields of a pattern."""

FIELD = re.compile(r"\{(?P<name>\w+)(?::(?P<form>[^{}]*))?\}")
"""A field, of which a date may have a form: `{date:%-d %b %Y}`."""

_USUAL_FORM = "%Y-%m-%d"
_DATE = re.compile(r"[ ,;·|]*[(]?\{date(?::[^{}]*)?\}[)]?")


def author_of(line: str, pattern: str) -> str:
    """Return the author as written in a line that a pattern made; empty for any other line."""
    for form in (pattern, _DATE.sub("", pattern)):
        if match := _reader(form.strip()).fullmatch(line.strip()):
            return match["author"]
    return ""


@cache
def _reader(pattern: str) -> re.Pattern[str]:
    """Return an expression for the lines that a pattern makes, with a group for the author."""
    written, end = "", 0
    for field in FIELD.finditer(pattern):
        is_author = field["name"] == "author" and "(?P<author>" not in written
        value = "(?P<author>.+?)" if is_author else ".*?"
        written += re.escape(pattern[end : field.start()]) + value
        end = field.end()
    return re.compile(written + re.escape(pattern[end:]))


def attribution(pattern: str, author: str, url: str, moment: datetime | None) -> str:
    """Return the line for a comment; its date is left out, with what joins it, if unknown."""
    if moment is None:
        pattern = _DATE.sub("", pattern)

    def written(field: re.Match[str]) -> str:
        if field["name"] == "date" and moment:
            return format_date(moment, field["form"] or _USUAL_FORM)
        return {"author": author, "url": url}[field["name"]]

    return FIELD.sub(written, pattern)
