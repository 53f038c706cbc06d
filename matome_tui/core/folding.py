"""Folding of text for comparison: by form, width, case and quotation marks.

A *unit* is a character with the marks that combine with it. Units fold one by one, so that a match
in folded text has its place in the original.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, product

_QUOTES = dict.fromkeys(map(ord, "‘’‚‛′"), "'") | dict.fromkeys(map(ord, "“”„‟″"), '"')
_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_VARIATION_SELECTORS = re.compile("[\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LATIN = re.compile("[a-z0-9]")
_JOINS = "\uffff"
"""Stands for a character that combines with the one before; no sanitized text has U+FFFF."""


def fold(text: str, *, keeps_case: bool = False, same_kana: bool = False) -> str:
    """Return a text without differences that do not matter to a reader who looks for it.

    Full-width and half-width forms, ligatures and the like (NFKC), kana with separate voicing
    marks, case, curly quotation marks and variants of a character become one form.

    Args:
        text: The text.
        keeps_case: Whether case matters.
        same_kana: Whether hiragana and katakana are the same.
    """
    if _plain(same_kana).fullmatch(text):
        return text if keeps_case else text.lower()
    folded = text.translate(_TABLES[keeps_case, same_kana])
    if _JOINS not in folded:
        return folded
    return "".join(_fold_unit(unit, keeps_case, same_kana) for unit in _units(text))


def has_words(text: str, words: str) -> bool:
    """Return whether a text has all of some words; kana, like width and case, do not matter."""
    folded = fold(text, same_kana=True)
    return all(word in folded for word in fold(words, same_kana=True).split())


def word_pattern(folded: str) -> str:
    """Return a regular expression that finds a word or phrase in folded text.

    At an edge with a Latin letter or digit it is not part of a longer word; Japanese has no spaces
    to end a word by.
    """
    start = r"(?<![a-z0-9])" if _LATIN.match(folded[:1]) else ""
    end = r"(?![a-z0-9])" if _LATIN.match(folded[-1:]) else ""
    return f"{start}{re.escape(folded)}{end}"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that knows its original.

    Attributes:
        text: The folded text.
        starts: For each character of it the offset of its unit in the original.
        ends: For each character of it the end of its unit in the original.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str, *, keeps_case: bool = False, same_kana: bool = False) -> "Folded":
        """Fold a text; see `fold`."""
        if text.isascii():
            folded = text if keeps_case else text.lower()
            return cls(folded, range(len(text)), range(1, len(text) + 1))
        units = _units(text)
        folds = [_fold_unit(unit, keeps_case, same_kana) for unit in units]
        edges = list(accumulate(map(len, units), initial=0))
        starts = [start for start, own in zip(edges, folds, strict=False) for _ in own]
        ends = [end for end, own in zip(edges[1:], folds, strict=True) for _ in own]
        return cls("".join(folds), starts, ends)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the range in the original of a range, which must not be empty, in the text."""
        return self.starts[start], self.ends[end - 1]


@cache
def _plain(same_kana: bool) -> re.Pattern[str]:
    """Return the pattern of text that folds to itself, but for case; slow to compile."""
    hiragana = "" if same_kana else "ぁ-ゖ"
    return re.compile(f"[\x00-\x7f、。{hiragana}ァ-ヺー一-鿿]*")


def _units(text: str) -> list[str]:
    units: list[str] = []
    for char in text:
        if units and _joins(char):
            units[-1] += char
        else:
            units.append(char)
    return units


@lru_cache(maxsize=4096)
def _joins(char: str) -> bool:
    """Return whether a character combines with the one before."""
    first = unicodedata.normalize("NFKD", char)[0]
    is_mark = (
        unicodedata.combining(first) > 0 or "\u1161" <= first <= "\u11ff"
    )  # jamo of a syllable
    return is_mark or bool(_VARIATION_SELECTORS.match(char))


def _fold_unit(unit: str, keeps_case: bool, same_kana: bool) -> str:
    text = unicodedata.normalize("NFKC", _VARIATION_SELECTORS.sub("", unit))
    if not keeps_case:
        text = unicodedata.normalize("NFKC", text.casefold())
    text = text.translate(_QUOTES)
    return text.translate(_KATAKANA) if same_kana else text


class _Table(dict[int, str]):
    """Cache of the folds of single characters, for `str.translate`."""

    def __init__(self, keeps_case: bool, same_kana: bool) -> None:
        super().__init__()
        self._options = keeps_case, same_kana

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = _JOINS if _joins(char) else _fold_unit(char, *self._options)
        return self[code]


_TABLES = {options: _Table(*options) for options in product((False, True), repeat=2)}
