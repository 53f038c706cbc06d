"""Emphasis: which runs of `*`, `_` and `~` open and close it.

Rules: https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis, and goldmark's for `~`.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class DelimiterRun:
    """A run of one delimiter in a text.

    Attributes:
        mark: The delimiter.
        start: The offset of the part that is still unused.
        end: The offset behind that part.
        length: The original length of the run.
        opens: Whether it can open emphasis.
        closes: Whether it can close emphasis.
    """

    mark: str
    start: int
    end: int
    length: int
    opens: bool
    closes: bool


def run_at(text: str, start: int, end: int) -> DelimiterRun:
    """Return the run of delimiters in `text` from `start` to `end`."""
    before, after = text[start - 1 : start] or "\n", text[end : end + 1] or " "
    left, right = is_left_flanking(before, after), is_left_flanking(after, before)
    opens, closes = left, right
    if text[start] == "_":
        opens = left and (not right or is_punctuation(before))
        closes = right and (not left or is_punctuation(after))
    return DelimiterRun(text[start], start, end, end - start, opens, closes)


def emphasis_spans(runs: list[DelimiterRun]) -> Iterator[tuple[int, int, int]]:
    """Yield the emphasized spans, delimiters included, and the length of one delimiter.

    The runs are used up in the process.
    """
    openers: list[DelimiterRun] = []
    # No run before these offsets can open what such a closer closes, which bounds the search.
    floors: dict[tuple[str, bool, int], int] = {}
    for closer in runs:
        kind = (closer.mark, closer.opens, closer.length % 3)
        while closer.closes and closer.start < closer.end:
            place = _opener(openers, closer, floors.get(kind, 0))
            if place is None:
                floors[kind] = closer.start
                break
            start = openers[place]
            width = 2 if min(start.end - start.start, closer.end - closer.start) > 1 else 1
            start.end -= width
            closer.start += width
            yield start.end, closer.start, width
            del openers[place + (start.end > start.start) :]
        if closer.opens and closer.start < closer.end:
            openers.append(closer)


def is_left_flanking(before: str, after: str) -> bool:
    """Return whether a run of delimiters between two characters is left-flanking.

    A run is right-flanking if it is left-flanking with the two swapped.
    """
    return not after.isspace() and (
        not is_punctuation(after) or before.isspace() or is_punctuation(before)
    )


def is_punctuation(character: str) -> bool:
    """Return whether a character is punctuation in CommonMark: Unicode's P and S."""
    return unicodedata.category(character)[0] in "PS"


def _opener(openers: list[DelimiterRun], closer: DelimiterRun, floor: int) -> int | None:
    """Return the index of the nearest run, not before `floor` in the text, that another closes."""
    for place in range(len(openers) - 1, -1, -1):
        run = openers[place]
        if run.start < floor:
            return None
        if run.mark == closer.mark and _match(run, closer):
            return place
    return None


def _match(opener: DelimiterRun, closer: DelimiterRun) -> bool:
    """Return whether the lengths of two runs allow them to pair (rules 9 and 10)."""
    return (
        not (opener.closes or closer.opens)
        or (opener.length + closer.length) % 3 != 0
        or closer.length % 3 == 0
    )
