"""Translation line by line, for services that take a list of texts: lines stay lines."""

import re
from collections.abc import Awaitable, Callable, Sequence
from html import escape, unescape

from matome_tui.translate.placeholders import PLACEHOLDER, has_words, placeholder

_ELEMENT = re.compile(r'<x id="(\d{1,4})"\s*/?>(?:</x>)?')

TranslateAll = Callable[[Sequence[str]], Awaitable[Sequence[str]]]


async def by_lines(text: str, translate: TranslateAll) -> str:
    """Return a text whose lines with words are translated.

    Args:
        text: The text, with placeholders, which become elements: services keep these.
        translate: Translates pieces of XML; returns as many.
    """
    lines = text.split("\n")
    numbers = [number for number, line in enumerate(lines) if has_words(line)]
    if not numbers:
        return text
    answers = await translate([_marked_up(lines[number]) for number in numbers])
    for number, answer in zip(numbers, answers, strict=True):
        lines[number] = _plain(answer)
    return "\n".join(lines)


def _marked_up(line: str) -> str:
    return PLACEHOLDER.sub(lambda match: f'<x id="{int(match[1])}"/>', escape(line, quote=False))


def _plain(answer: str) -> str:
    return unescape(_ELEMENT.sub(lambda match: placeholder(int(match[1])), answer)).strip()
