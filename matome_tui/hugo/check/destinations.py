"""Link destinations: where the address in `[text](address)` ends.

Rules: https://github.com/yuin/goldmark, parser/link.go. An opening parenthesis that is not closed
is part of the address.
"""

import re

_START = re.compile(r"\(\s*")
_ANGLE = re.compile(r"<(?:[^<>\\]|\\.){0,2000}>")
_END = re.compile(r"""(?:\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)""")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Destinations:
    """The link destinations of one text, found in a single pass."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: list[int] = []

    def target_end(self, at: int) -> int:
        """Return where the parentheses around an address at `at` end; 0 if there are none."""
        start = _START.match(self._text, at)
        if not start:
            return 0
        at = start.end()
        if self._text.startswith("<", at):
            angle = _ANGLE.match(self._text, at)
            at = angle.end() if angle else at
        else:
            self._ends = self._ends or self._read()
            at = self._ends[at]
        end = _END.match(self._text, at)
        return end.end() if end else 0

    def _read(self) -> list[int]:
        """Return for each offset where an address that begins there would end."""
        text, size = self._text, len(self._text)
        ends = [size] * (size + 2)
        for at in range(size - 1, -1, -1):
            character = text[at]
            if character == ")" or character.isspace():
                ends[at] = at
            elif character == "\\" and text[at + 1 : at + 2] in _PUNCTUATION:
                ends[at] = ends[at + 2]
            elif character == "(" and text[ends[at + 1] : ends[at + 1] + 1] == ")":
                ends[at] = ends[ends[at + 1] + 1]
            else:
                ends[at] = ends[at + 1]
        return ends
