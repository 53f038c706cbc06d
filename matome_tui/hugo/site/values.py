"""Values of a site's configuration, cast as Hugo casts them.

Hugo accepts numbers and booleans for text, and text for booleans. Values that it refuses count as
absent here.
"""

from collections.abc import Mapping
from typing import Any


def table(values: Any, *keys: str) -> Mapping[str, Any]:
    """Return the table at nested keys; empty if there is none."""
    for key in keys:
        values = values.get(key) if isinstance(values, dict) else None
    return values if isinstance(values, dict) else {}


def tables(value: Any) -> list[Mapping[str, Any]]:
    """Return the tables of a list; a single table counts as a list."""
    return [item for item in (value if isinstance(value, list) else [value]) if table(item)]


def text(value: Any, default: str = "") -> str:
    """Return a value as text that can be a path."""
    if isinstance(value, bool):
        value = int(value)
    written = str(value) if isinstance(value, str | int | float) else ""
    return default if not written or "\0" in written else written


def texts(value: Any) -> list[str]:
    """Return the texts of a list; a single text counts as a list."""
    found = map(text, value if isinstance(value, list) else [value])
    return [item for item in found if item]
