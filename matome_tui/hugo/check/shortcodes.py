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
    while opening := _OPENING.search(text, at):
        at = opening.end()
        if text.startswith("/*", at):
            end = text.find("*/>}}" if opening[1] == "<" else "*/%}}", at + 2)
            if end < 0:
                yield Call(opening.start(), at, "", fault="its comment has no end")
            at = max(at, end)
            continue
        call = _read(text, opening)
        yield call
        at = at if call.fault else call.end


def _read(text: str, opening: re.Match[str]) -> Call:
    start, right = opening.start(), f"{'>' if opening[1] == '<' else '%'}}}}}"
    head = _NAME.match(text, opening.end())
    if head is None or not head["name"]:
        return Call(start, opening.end(), "", fault="it has no name")
    name, at = head["name"], head.end()
    is_closing, is_named = bool(head["slash"]), None
    while True:
        at = _match(_SPACE, text, at).end()
        end = _END.match(text, at)
        if end and end["right"] == right:
            form: Form = "closed" if end["slash"] else "opening"
            return Call(start, end.end(), name, "closing" if is_closing else form)
        parameter = _PARAMETER.match(text, at)
        has_name = parameter and bool(parameter["name"])
        if not parameter or is_closing or is_named not in (None, has_name):
            return Call(start, opening.end(), name, fault=_fault(text, at))
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
