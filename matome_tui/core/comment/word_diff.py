"""Word-by-word comparison of two versions of a text."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["same", "removed", "added"]

# A Latin word, white space, or any other single character: Japanese has no spaces.
_PIECE = re.compile(r"[A-Za-z0-9'’_-]+|\s+|.", re.DOTALL)


def changes(old: str, new: str) -> Iterator[tuple[Change, str]]:
    """Yield the parts of two texts in order: the same in both, removed, or added."""
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            yield "same", "".join(before[first:last])
        else:
            if last > first:
                yield "removed", "".join(before[first:last])
            if end > start:
                yield "added", "".join(after[start:end])
