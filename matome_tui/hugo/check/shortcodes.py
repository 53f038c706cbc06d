"""Shortcodes as Hugo's lexer reads them.

Rules: https://github.com/gohugoio/hugo, parser/pageparser/pagelexer_shortcode.go.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from matome_tui.hugo.check.finding import excerpt

BUILT_IN = frozenset(
    re.findall(
        r"\w+",
        """
        comment details figure gist highlight instagram instagram_simple param qr ref relref tweet
        twitter twitter_simple vimeo vimeo_simple x x_simple youtube
        """,
    )
)
"""The shortcodes that Hugo brings, or brought, in lower case."""

Form = Literal["opening", "closing", "closed"]
"""Whether a shortcode opens, closes, or stands alone, closed in itself."""

_OPENING = re.compile(r"\{\{([<%])")
_NAME = re.compile(r"\s*(?P<slash>/?)\s*(?P<name>\w[\w/.-]*)?")
_SPACE = re.compile(r"\s*")
_END = re.compile(r"(?P<slash>/?)\s*(?P<right>[>%]\}\})")
_VALUE = r"""
    "(?:[^"\\\n]|\\"|\\(?!["`]))*+" | `[^`]{0,9999}` | \\"[^"\n]*\\"
"""
_PARAMETER = re.compile(
    rf"""
      (?P<name> [\w.-]+ )=\s*(?: {_VALUE} | [^\s"`\\]\S*?(?=\s|/?[>%]\}}\}}|\Z) )
    | {_VALUE} | [\w.-]+(?!=)
    """,
    re.VERBOSE,
)
_QUOTE = re.compile(r'(?:[\w.-]+=\s*)?"[^"\n]*')
_STRAY = re.compile(r'[^\s"]+|.', re.DOTALL)


_State = tuple[int, str, bool | None]
"""A place between parameters, what would end the shortcode, whether its parameters have names."""


class Call(NamedTuple):
    """A shortcode in a text.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        name: Its name; empty where it has none.
        form: How it stands to others.
        fault: Why Hugo can not read it, and does not build the site; empty where it can.
    """

    start: int
    end: int
    name: str
    form: Form = "opening"
    fault: str = ""


def calls(text: str) -> Iterator[Call]:
    """Yield the shortcodes of a text in order; behind one that can not be read it goes on."""
    at = 0
    endless = set[str]()
    faults: dict[_State, str] = {}
    while opening := _OPENING.search(text, at):
        at = opening.end()
        if text.startswith("/*", at):
            mark = "*/>}}" if opening[1] == "<" else "*/%}}"
            end = -1 if mark in endless else text.find(mark, at + 2)
            if end < 0:
                endless.add(mark)
                yield Call(opening.start(), at, "", fault="its comment has no end")
            at = max(at, end)
            continue
        call = _read(text, opening, faults)
        yield call
        at = at if call.fault else call.end


def _read(text: str, opening: re.Match[str], faults: dict[_State, str]) -> Call:
    """Return the shortcode that opens here.

    `faults` knows the states from which reading cannot go on; without it, shortcodes that begin in
    the values of others would all be read to the same end.
    """
    start, right = opening.start(), f"{'>' if opening[1] == '<' else '%'}}}}}"
    head = _NAME.match(text, opening.end())
    if head is None or not head["name"]:
        return Call(start, opening.end(), "", fault="it has no name")
    name, at = head["name"], head.end()
    is_closing, is_named = bool(head["slash"]), None
    states: list[_State] = []
    while True:
        at = _match(_SPACE, text, at).end()
        end = _END.match(text, at)
        if end and end["right"] == right:
            form: Form = "closed" if end["slash"] else "opening"
            return Call(start, end.end(), name, "closing" if is_closing else form)
        states.append((at, right, is_named))
        fault = faults.get(states[-1], "")
        parameter = _PARAMETER.match(text, at)
        has_name = parameter and bool(parameter["name"])
        if fault or not parameter or is_closing or is_named not in (None, has_name):
            fault = fault or _fault(text, at)
            if not is_closing:
                faults.update(dict.fromkeys(states, fault))
            return Call(start, opening.end(), name, fault=fault)
        at, is_named = parameter.end(), has_name


def _fault(text: str, at: int) -> str:
    """Return why a shortcode ends here for Hugo."""
    if at == len(text):
        return "it has no end"
    quote = _QUOTE.match(text, at)
    if quote and "\\`" in quote[0]:
        return "a backslash stands before a backtick"
    if quote and text[quote.end() : quote.end() + 1] != '"':
        return "a value in quotation marks has no end on its line"
    return f"{excerpt(_match(_STRAY, text, at)[0])} stands outside of quotation marks"


def _match(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str]:
    found = pattern.match(text, at)
    assert found
    return found
