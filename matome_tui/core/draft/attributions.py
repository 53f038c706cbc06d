"""The line under a quote that names its author, from a pattern with fields."""

import re
from datetime import datetime

from matome_tui.core.date_format import format_date

NAMES = ("author", "url", "date")
"""The fields of a pattern."""

FIELD = re.compile(r"\{(?P<name>\w+)(?::(?P<form>[^{}]*))?\}")
"""A field, of which a date may have a form: `{date:%-d %b %Y}`."""

_USUAL_FORM = "%Y-%m-%d"
_DATE = re.compile(r"[ ,;·|]*[(]?\{date(?::[^{}]*)?\}[)]?")


def attribution(pattern: str, author: str, url: str, moment: datetime | None) -> str:
    """Return the line for a comment; its date is left out, with what joins it, if unknown."""
    if moment is None:
        pattern = _DATE.sub("", pattern)

    def written(field: re.Match[str]) -> str:
        if field["name"] == "date" and moment:
            return format_date(moment, field["form"] or _USUAL_FORM)
        return {"author": author, "url": url}[field["name"]]

    return FIELD.sub(written, pattern)
