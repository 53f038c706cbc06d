"""Values of strangers' JSON, bounded: of any type and size in, of a known type and range out.

A value that cannot be is as good as none.
"""

from collections.abc import Sequence

from matome_tui.core.text import one_line

MOST_ID = 10**15 - 1
"""The highest id: fifteen digits, as posts and addresses hold; SQLite and JSON hold more."""

LATEST = 253_402_214_400
"""The last day of the year 9999 in seconds since 1970: a `datetime` in every time zone."""

_MOST_NUMBER = 10**9
_MOST_IDS = 100_000
_LONGEST_LINE = 1_000
_LONGEST_TEXT = 200_000
_CUT = " [...]"


def parse_id(digits: str) -> int | None:
    """Return the id that decimal digits write, blanks around them allowed; None for none."""
    digits = digits.strip()
    if not (digits.isascii() and digits.isdecimal()):
        return None
    digits = digits.lstrip("0")
    return int(digits) if 0 < len(digits) <= len(str(MOST_ID)) else None


def item_id(value: object) -> int | None:
    """Return an id; None for what is none."""
    return _between(value, 1, MOST_ID)


def item_ids(value: object) -> tuple[int, ...]:
    """Return the ids in a list, each once, in their order."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    ids = (item_id(each) for each in value[:_MOST_IDS])
    return tuple(dict.fromkeys(each for each in ids if each))


def number(value: object) -> int | None:
    """Return a count or score; None for what is none."""
    return _between(value, -_MOST_NUMBER, _MOST_NUMBER)


def moment(value: object) -> int:
    """Return a time in seconds since 1970, UTC; 0, which means unknown, for what is none."""
    return _between(value, 0, LATEST) or 0


def line(value: object) -> str:
    """Return one safe line of text, cut where it is beyond all measure; empty for no text."""
    if not isinstance(value, str):
        return ""
    return _cut(one_line(value[: 2 * _LONGEST_LINE]), _LONGEST_LINE)


def text(value: object) -> str:
    """Return text as it is, cut where it is beyond all measure; empty for no text."""
    return _cut(value, _LONGEST_TEXT) if isinstance(value, str) else ""


def _between(value: object, least: int, most: int) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if least <= value <= most else None


def _cut(whole: str, length: int) -> str:
    return whole if len(whole) <= length else whole[: length - len(_CUT)] + _CUT
