"""Typographic punctuation: what goldmark's typographer writes for quotes, dashes and dots.

Rules: https://github.com/yuin/goldmark, extension/typographer.go.
"""

import re
import unicodedata

from matome_tui.hugo.check.delimiters import is_left_flanking, is_punctuation

_QUOTES = re.compile("'+|\"+")
_RUNS = {"...": "…", "---": "—", "--": "–", "<<": "«", ">>": "»"}
_DECADE = re.compile(r"[0-9][0-9]s(?=\W|\Z)")
_CONTRACTION = re.compile(r"(?:[smtd]|ve|ll|re)(?=\s|[!-/:-@\[-`{-~]|\Z)")


class Typographer:
    """The typographer's state in one text, which is read from start to end."""

    def __init__(self) -> None:
        self._open = {"'": 0, '"': 0}
        self._run_end = 0

    def replacement(self, text: str, at: int) -> tuple[str, int]:
        """Return what readers see for the punctuation at `at`, and where that ends.

        The character itself is returned if it is not replaced.
        """
        for length in (3, 2):
            if shown := _RUNS.get(text[at : at + length]):
                return shown, at + length
        character = text[at]
        return (self._quote(text, at) if character in self._open else character), at + 1

    def _quote(self, text: str, at: int) -> str:
        mark, before, after = text[at], text[at - 1 : at] or "\n", text[at + 1 : at + 2] or " "
        if at >= self._run_end:
            run = _QUOTES.match(text, at)
            self._run_end = run.end() if run else at
        behind = text[self._run_end : self._run_end + 1] or " "
        opens, closes = is_left_flanking(before, behind), is_left_flanking(behind, before)
        is_opening = opens and not closes
        if mark == "'" and _is_apostrophe(text, at, before, is_opening=is_opening):
            return "’"
        if is_opening:
            self._open[mark] += 1
            return "‘" if mark == "'" else "“"
        # A single one is left as it is only at the end and before a digit.
        rest = text[at + 1 : at + 3]
        if mark == "'" and len(rest.encode(errors="replace")) > 1 and not after.isdecimal():
            return "’"
        ends = not opens or (is_punctuation(after) and _ends_word(rest[1:]))
        if not self._open[mark] or not ends or (mark == '"' == after and before.isdecimal()):
            return mark
        self._open[mark] -= 1
        return "’" if mark == "'" else "”"


def _is_apostrophe(text: str, at: int, before: str, *, is_opening: bool) -> bool:
    if is_opening and (_DECADE.match(text, at + 1) or _CONTRACTION.match(text, at + 1)):
        return True
    after = text[at + 1 : at + 2]
    starts_word = before.isspace() or unicodedata.category(before)[0] == "P"
    return bool(after) and (
        (starts_word and after in "tenl") or (before.isalnum() and after.isalpha())
    )


def _ends_word(character: str) -> bool:
    return (
        character.isspace() or not character or (character.isascii() and is_punctuation(character))
    )
