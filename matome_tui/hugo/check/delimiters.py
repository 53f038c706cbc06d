"""Runs of `*`, `_` and `~`, and which of them make emphasis.

Rules: https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis, and goldmark's for `~`.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Run:
    """A run of one delimiter in a text.

    Attributes:
        mark: The delimiter.
        start: Where the part that is still free begins.
        end: Where it ends.
        length: How long the run was at first.
        opens: Whether it can open emphasis.
        closes: Whether it can close emphasis.
    """

    mark: str
    start: int
    end: int
    length: int
    opens: bool
    closes: bool


def run_at(text: str, start: int, end: int) -> Run:
    """Return the run of delimiters in `text` from `start` to `end`."""
    before, after = text[start - 1 : start] or "\n", text[end : end + 1] or " "
    left, right = is_left_flanking(before, after), is_left_flanking(after, before)
    opens, closes = left, right
    if text[start] == "_":
        opens = left and (not right or is_punctuation(before))
        closes = right and (not left or is_punctuation(after))
    return Run(text[start], start, end, end - start, opens, closes)


def emphasised(runs: list[Run]) -> Iterator[tuple[int, int]]:
    """Yield the stretches that runs make emphasis of, from the first delimiter to the last.

    The runs are used up on the way.
    """
    openers: list[Run] = []
    # Before these places no run opens what such a closer closes, which keeps the search short.
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
            yield start.end, closer.start
            del openers[place + (start.end > start.start) :]
        if closer.opens and closer.start < closer.end:
            openers.append(closer)


def is_left_flanking(before: str, after: str) -> bool:
    """Tell whether a run of delimiters between two characters is left-flanking.

    It is right-flanking if it is left-flanking with the two exchanged.
    """
    return not after.isspace() and (
        not is_punctuation(after) or before.isspace() or is_punctuation(before)
    )


def is_punctuation(character: str) -> bool:
    """Tell whether CommonMark takes a character for punctuation: Unicode's P and S."""
    return unicodedata.category(character)[0] in "PS"


def _opener(openers: list[Run], closer: Run, floor: int) -> int | None:
    """Return the place of the nearest run, from `floor` in the text on, that another closes."""
    for place in range(len(openers) - 1, -1, -1):
        run = openers[place]
        if run.start < floor:
            return None
        if run.mark == closer.mark and _match(run, closer):
            return place
    return None


def _match(opener: Run, closer: Run) -> bool:
    """Tell whether lengths allow two runs to pair (rules 9 and 10 of the specification)."""
    return (
        not (opener.closes or closer.opens)
        or (opener.length + closer.length) % 3 != 0
        or closer.length % 3 == 0
    )
