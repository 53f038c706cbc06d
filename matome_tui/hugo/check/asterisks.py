"""Asterisks that were meant as emphasis, but show as they are.

CommonMark reads a run of asterisks beside punctuation only if white space or punctuation is on the
other side, which Japanese text does not have there: `**「苔」**です` shows its asterisks
(https://github.com/commonmark/commonmark-spec/issues/650).
"""

import re
from collections.abc import Iterator

from matome_tui.hugo.check.delimiters import run_at

# Code comes first: asterisks in it mean nothing. A bound keeps the time in proportion.
_PAIR = re.compile(
    r"""
      ^(?P<fence>```+|~~~+).*?(?:^(?P=fence)|\Z)
    | (?P<tick>`+)(?!`)[^\n]*?(?<!`)(?P=tick)(?!`)
    | \\.
    | (?P<run>\*{1,3})(?![\s*])(?P<inside>[^*\n]{1,500})(?<![\s\\])(?P=run)(?!\*)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def bare_asterisks(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield the offset of each text between asterisks that do not emphasize it, and the text."""
    if "*" not in markdown:
        return
    for pair in _PAIR.finditer(markdown):
        if not pair["run"]:
            continue
        opener = run_at(markdown, *pair.span("run"))
        closer = run_at(markdown, pair.end("inside"), pair.end())
        if not (opener.opens and closer.closes):
            yield pair.start(), pair[0]
