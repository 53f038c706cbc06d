"""Bodies of Hacker News: the size of a thread, and JSON that takes less memory when decoded."""

import json
import re
from collections.abc import Callable
from typing import Any

from matome_tui.web.body import Data

MAX_THREAD_BYTES = 1 << 25
"""Limit for a whole thread; the largest known, of 4,759 comments, has 3.7 MB."""

_ASTRAL = re.compile(rb"\xf0[\x90-\xbf][\x80-\xbf]{2}")
"""Characters from U+10000 to U+3FFFF in UTF-8; those beyond are not in use."""


def parse_json(body: Data, take: Callable[[dict[str, Any]], object] | None = None) -> Any:
    """Return the value of JSON in UTF-8; frees a received body, which can be as large as the value.

    Args:
        body: The JSON; empty afterwards if it is a bytearray.
        take: Makes something else of each object, innermost first.

    Raises:
        ValueError: The body is not such JSON.
    """
    text = without_astral(body).decode("utf-8", "surrogatepass")
    if isinstance(body, bytearray):
        body.clear()
    return json.loads(text, object_hook=take)


def without_astral(body: Data) -> Data:
    """Return JSON with the characters beyond U+FFFF, such as emoji, as escapes.

    A single one of them would make the decoded text take four bytes a character.
    """
    return _ASTRAL.sub(_escaped, body) if b"\xf0" in body else body


def _escaped(character: re.Match[bytes]) -> bytes:
    return json.dumps(character[0].decode())[1:-1].encode()
