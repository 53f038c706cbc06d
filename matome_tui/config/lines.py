"""Lines of settings in the text of config.toml."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import accumulate

_STEP = re.compile(r"\[(\d+)\]")


def line_of(text: str, key: str) -> int | None:
    """Return the line, from 1, at which a setting stands; that of its table if it is not there.

    Args:
        text: TOML text that parses.
        key: A dotted key, with the number of a table in brackets: "colors[2].name".

    Returns:
        None if there is no such setting and no such table.
    """
    # TOML libraries for Python do not keep positions. A line is where the text up to its end has
    # the key for the first time; a value over several lines begins after the last whole text.
    before = 0
    for number, tables in _beginnings(text):
        if _has(tables, key):
            return before + 1
        before = number
    table = re.sub(r"\.[^.]*\Z|\[\d+\]\Z", "", key)
    return line_of(text, table) if table != key else None


def _beginnings(text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Yield the number of lines of each beginning of a text that parses, and its tables."""
    lines = text.splitlines(keepends=True)
    for number, beginning in enumerate(accumulate(lines), start=1):
        try:
            yield number, tomllib.loads(beginning)
        except (ValueError, RecursionError):
            continue


def _has(value: object, key: str) -> bool:
    """Return whether a table or list has a key; names may have dots themselves."""
    if not key:
        return True
    if step := _STEP.match(key):
        number = int(step[1])
        if not isinstance(value, list) or not 0 < number <= len(value):
            return False
        return _has(value[number - 1], key[step.end() :].removeprefix("."))
    if not isinstance(value, Mapping):
        return False
    return any(
        _has(own, key[len(name) :].removeprefix("."))
        for name, own in value.items()
        if key == name or key.startswith((f"{name}.", f"{name}["))
    )
