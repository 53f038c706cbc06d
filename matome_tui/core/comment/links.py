"""Numbers of the links in a comment, as shown beside them and in the choice of links.

Authors often number their links: `[1] https://…` or `1. https://…` at the end, `[1]` in the text.
Such a link keeps its number; the others get numbers that the text does not use.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, count

from matome_tui.core.comment.markup import Block, Document, Span

_LABEL = re.compile(r"\[([0-9]{1,2})\]")
_LABEL_BEFORE = re.compile(r"(?:\[([0-9]{1,2})\]|\A([0-9]{1,2})[.:,)])[ :<(-]{0,4}\Z")
_LONGEST_LABEL = 8


def link_numbers(document: Document) -> dict[int, str]:
    """Return the distinct targets of a comment's links by number, in ascending order."""
    numbers = _numbers(document)
    return {number: numbers[number] for number in sorted(numbers)}


def with_numbers(document: Document) -> Document:
    """Return the document with ` [1]` after each link, unless the author numbered it.

    A single target gets no number.
    """
    numbers = {href: number for number, href in _numbers(document).items()}
    if len(numbers) < 2:
        return document
    return Document(tuple(_numbered(block, numbers) for block in document.blocks))


def _numbers(document: Document) -> dict[int, str]:
    numbers: dict[int, str] = {}
    for block, link in _links(document):
        label = _label(block, link)
        if label is not None and link.href not in numbers.values():
            numbers.setdefault(label, link.href)
    if len(numbers) < len(set(document.links)):
        used = {int(label) for block in document.blocks for label in _LABEL.findall(block.text)}
        used |= numbers.keys()
        free = (number for number in count(1) if number not in used)
        known = set(numbers.values())
        unnumbered = dict.fromkeys(href for href in document.links if href not in known)
        numbers.update(zip(free, unnumbered, strict=False))
    return numbers


def _links(document: Document) -> Iterator[tuple[Block, Span]]:
    for block in document.blocks:
        for span in block.spans:
            if span.kind == "link":
                yield block, span


def _label(block: Block, link: Span) -> int | None:
    """Return the number that the author wrote before a link, if any."""
    label = _LABEL_BEFORE.search(block.text, max(link.start - _LONGEST_LABEL, 0), link.start)
    return int(label[1] or label[2]) if label else None


def _numbered(block: Block, numbers: dict[str, int]) -> Block:
    notes = [
        (span.end, f" [{numbers[span.href]}]")
        for span in block.spans
        if span.kind == "link" and _label(block, span) != numbers[span.href]
    ]
    places = [place for place, _ in notes]
    shifts = [0, *accumulate(len(note) for _, note in notes)]
    spans = [
        replace(
            span,
            start=span.start + shifts[bisect_right(places, span.start)],
            end=span.end + shifts[bisect_left(places, span.end)],
        )
        for span in block.spans
    ]
    text, done = "", 0
    for place, note in notes:
        text += block.text[done:place] + note
        spans.append(Span(len(text) - len(note) + 1, len(text), "number"))
        done = place
    return replace(block, text=text + block.text[done:], spans=tuple(spans))
