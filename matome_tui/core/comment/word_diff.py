"""Word-by-word comparison of two versions of a text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, groupby, takewhile
from operator import itemgetter
from typing import Literal

Change = Literal["same", "removed", "added"]
Part = tuple[Change, str]

# A Latin word, white space, or any other single character: Japanese has no spaces.
_PIECE = re.compile(r"[A-Za-z0-9'’_-]+|\s+|.", re.DOTALL)
_UNIT = re.compile(rf"(?:{_PIECE.pattern})\s*", re.DOTALL)

_MOST_IN_DETAIL = 10_000
_MOST_PAIRS = 1_000_000
"""Pairs of pieces that are compared in a fraction of a second."""


def changes(old: str, new: str) -> Iterator[Part]:
    """Yield the parts of two texts in order: the same in both, removed, or added.

    If they are not comparable, all from the first change to the last is one change.
    """
    head, before, after, tail = _split(old, new)
    if head:
        yield "same", "".join(head)
    if len(before) * len(after) <= _MOST_PAIRS:
        yield from _inner(before, after)
    else:
        yield "removed", "".join(before)
        yield "added", "".join(after)
    if tail:
        yield "same", "".join(tail)


def is_comparable(old: str, new: str) -> bool:
    """Return whether two texts can be compared word by word while the user waits."""
    _head, before, after, _tail = _split(old, new)
    return len(before) * len(after) <= _MOST_PAIRS


def near_changes(parts: Iterable[Part], context: int, ellipsis: str) -> Iterator[Part]:
    """Yield the parts of two texts, with only the whole words near a change of what is the same.

    Args:
        parts: All parts; see `changes`.
        context: How many characters to keep on each side of a change.
        ellipsis: Stands for what is left out.
    """
    found = list(parts)
    last = len(found) - 1
    for number, (kind, text) in enumerate(found):
        if kind == "same" and last:
            after, before = (context if number else 0), (context if number < last else 0)
            yield kind, _ends(text, after, before, ellipsis)
        else:
            yield kind, text


def since_change(old: str, new: str, context: int, ellipsis: str) -> str:
    """Return the new text from its first change on, after `context` characters of what is same."""
    pieces = _PIECE.findall(new)
    head = _common(_PIECE.findall(old), pieces)
    return "".join((_ends("".join(pieces[:head]), 0, context, ellipsis), *pieces[head:]))


def _split(old: str, new: str) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return the pieces that both begin with, those that may differ, and those that end both."""
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    end = len(before) - tail
    return before[:head], before[head:end], after[head : len(after) - tail], before[end:]


def _inner(before: Sequence[str], after: Sequence[str]) -> Iterator[Part]:
    """Yield the parts of two sequences of pieces.

    White space is compared with the piece before it at first: alone, it is half of all pieces in
    English, and each matches all others.
    """
    parts = _compared(*(_UNIT.findall("".join(pieces)) for pieces in (before, after)))
    for kind, run in groupby(parts, itemgetter(0)):
        yield kind, "".join(text for _kind, text in run)


def _compared(old: list[str], new: list[str]) -> Iterator[Part]:
    """Yield the parts of two lists of units or pieces; of changed units, those of their pieces."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        removed, added = "".join(old[first:last]), "".join(new[start:end])
        pieces, others = _PIECE.findall(removed), _PIECE.findall(added)
        if kind == "equal":
            yield "same", removed
        elif (
            len(pieces) * len(others) <= _MOST_IN_DETAIL  # beyond, white space is all they share
            and (pieces, others) != (old[first:last], new[start:end])
        ):
            yield from _compared(pieces, others)
        else:
            if removed:
                yield "removed", removed
            if added:
                yield "added", added


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many pieces both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _ends(text: str, first: int, last: int, ellipsis: str) -> str:
    """Return a text without its middle, of which `first` and `last` characters are kept."""
    pieces = _PIECE.findall(text)
    head, tail = _begin(pieces, first), _begin(pieces[::-1], last)
    if head + tail >= len(pieces):
        return text
    return "".join((*pieces[:head], ellipsis, *pieces[len(pieces) - tail :]))


def _begin(pieces: Sequence[str], most: int) -> int:
    """Return how many pieces fit into a number of characters."""
    lengths = accumulate(map(len, pieces))
    return sum(1 for _ in takewhile(lambda length: length <= most, lengths))
