"""Readers of untrusted JSON values: any type and size in, a known type and range out.

Invalid values count as missing.
"""

from collections.abc import Sequence

from matome_tui.core.text import one_line

MOST_ID = 10**15 - 1
"""The highest id: fifteen digits, within the range of SQLite and of JSON."""

LATEST = 253_402_214_400
"""The last day of the year 9999 in seconds since 1970, a `datetime` in every time zone."""

_MOST_NUMBER = 10**9
_MOST_IDS = 100_000
_LONGEST_LINE = 1_000
_LONGEST_TEXT = 200_000
_CUT = " [...]"


def parse_id(digits: str) -> int | None:
    """Return the id written in decimal digits, with or without blanks around them; or None."""
    digits = digits.strip()
    if not (digits.isascii() and digits.isdecimal()):
        return None
    digits = digits.lstrip("0")
    return int(digits) if 0 < len(digits) <= len(str(MOST_ID)) else None


def item_id(value: object) -> int | None:
    """Return an id, None if it is not valid."""
    return _between(value, 1, MOST_ID)


def item_ids(value: object) -> tuple[int, ...]:
    """Return the distinct ids in a list, in order."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    ids = (item_id(each) for each in value[:_MOST_IDS])
    return tuple(dict.fromkeys(each for each in ids if each))


def number(value: object) -> int | None:
    """Return a count or score, None if it is not valid."""
    return _between(value, -_MOST_NUMBER, _MOST_NUMBER)


def moment(value: object) -> int:
    """Return a time in seconds since 1970, UTC; 0, meaning unknown, if it is not valid."""
    return _between(value, 0, LATEST) or 0


def line(value: object) -> str:
    """Return one sanitized line, cut to 1,000 characters; empty if it is not text."""
    if not isinstance(value, str):
        return ""
    return _cut(one_line(value[: 2 * _LONGEST_LINE]), _LONGEST_LINE)


def text(value: object) -> str:
    """Return text unchanged, cut to 200,000 characters; empty if it is not text."""
    return _cut(value, _LONGEST_TEXT) if isinstance(value, str) else ""


def _between(value: object, least: int, most: int) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if least <= value <= most else None


def _cut(whole: str, length: int) -> str:
    return whole if len(whole) <= length else whole[: length - len(_CUT)] + _CUT
