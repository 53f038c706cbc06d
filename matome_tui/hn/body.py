"""Bodies of Hacker News: the size of a thread, and JSON that takes less memory when decoded."""

import json
import re
from codecs import iterdecode
from collections.abc import Callable
from typing import Any

from matome_tui.web.body import Data

MAX_THREAD_BYTES = 1 << 25
"""Limit for a whole thread; the largest known, of 4,759 comments, has 3.7 MB."""

_PIECE = 1 << 16
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def parse_json(body: Data, take: Callable[[dict[str, Any]], object] | None = None) -> Any:
    """Return the value of JSON in UTF-8; frees a received body, which can be as large as the value.

    Args:
        body: The JSON; empty afterwards if it is a bytearray.
        take: Makes something else of each object, innermost first.

    Raises:
        ValueError: The body is not such JSON.
    """
    return json.loads(_decode(body), object_hook=take)


def _decode(body: Data) -> str:
    """Return JSON with escapes for what is not in Latin-1, and free the body.

    A single such character, a curly quotation mark or an emoji, would make the whole text take two
    or four bytes a character.
    """
    pieces = (bytes(body[at : at + _PIECE]) for at in range(0, len(body), _PIECE))
    narrow = bytearray()
    for piece in iterdecode(pieces, "utf-8", "surrogatepass"):
        escaped = piece.encode("raw_unicode_escape")
        if b"\\U" in escaped:  # JSON has no such escapes
            escaped = _ASTRAL.sub(_surrogates, piece).encode("raw_unicode_escape")
        narrow += escaped
    if isinstance(body, bytearray):
        body.clear()
    return narrow.decode("latin-1")


def _surrogates(astral: re.Match[str]) -> str:
    return json.dumps(astral[0])[1:-1]
