"""Shortcodes as Hugo's lexer reads them, and why it refuses one.

Rules: https://github.com/gohugoio/hugo, parser/pageparser/pagelexer_shortcode.go.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from matome_tui.hugo.check.finding import excerpt
from matome_tui.i18n import _

BUILT_IN = frozenset(
    re.findall(
        r"\w+",
        """
        comment details figure gist highlight instagram instagram_simple param qr ref relref tweet
        twitter twitter_simple vimeo vimeo_simple x x_simple youtube
        """,
    )
)
"""The names of Hugo's own shortcodes, former ones included, in lower case."""

Form = Literal["opening", "closing", "closed"]
"""Whether a shortcode is an opening, a closing or a self-closing one."""

_OPENING = re.compile(r"\{\{([<%])")
_NAME = re.compile(r"\s*(?P<slash>/?)\s*(?P<name>\w[\w/.-]*)?")
_SPACE = re.compile(r"\s*")
_END = re.compile(r"(?P<slash>/?)\s*(?P<right>[>%]\}\})")
_VALUE = r"""
    "(?:[^"\\\n]|\\"|\\(?!["`]))*+" | `[^`]{0,9999}` | \\"[^"\n]*\\"
"""
_PARAMETER = re.compile(
    rf"""
      (?P<name> [\w.-]+ )=\s*(?: {_VALUE} | [^\s"`\\](?:(?![>%]\}}\}})\S)*+(?=\s|\Z) )
    | {_VALUE} | [\w.-]++(?!=)
    """,
    re.VERBOSE,
)
_QUOTE = re.compile(r'(?:[\w.-]+=\s*)?"[^"\n]*')
_STRAY = re.compile(r'[^\s"]+|.', re.DOTALL)


_State = tuple[int, str, bool | None]
"""An offset between parameters, the end mark, and whether parameters have names."""


class Shortcode(NamedTuple):
    """A shortcode in a text.

    Attributes:
        start: The offset of its first character.
        end: The offset behind its last character.
        name: Its name; empty if it has none.
        form: Whether it opens, closes or does both.
        error: Why Hugo refuses it, and does not build the site; empty if it is valid.
    """

    start: int
    end: int
    name: str
    form: Form = "opening"
    error: str = ""


def read_shortcodes(text: str) -> Iterator[Shortcode]:
    """Yield the shortcodes of a text in order, invalid ones included."""
    at = 0
    endless = set[str]()
    errors: dict[_State, str] = {}
    while opening := _OPENING.search(text, at):
        at = opening.end()
        if text.startswith("/*", at):
            mark = "*/>}}" if opening[1] == "<" else "*/%}}"
            end = -1 if mark in endless else text.find(mark, at + 2)
            if end < 0:
                endless.add(mark)
                yield Shortcode(opening.start(), at, "", error=_("its comment has no end"))
            at = max(at, end)
            continue
        call = _read(text, opening, errors)
        yield call
        at = at if call.error else call.end


def _read(text: str, opening: re.Match[str], errors: dict[_State, str]) -> Shortcode:
    """Return the shortcode that opens here.

    `errors` holds the states that lead to an error, so that shortcodes that begin in the values of
    others are not all read to the same end.
    """
    start, right = opening.start(), f"{'>' if opening[1] == '<' else '%'}}}}}"
    head = _NAME.match(text, opening.end())
    if head is None or not head["name"]:
        return Shortcode(start, opening.end(), "", error=_("it has no name"))
    name, at = head["name"], head.end()
    is_closing, is_named = bool(head["slash"]), None
    states: list[_State] = []
    while True:
        at = _match(_SPACE, text, at).end()
        end = _END.match(text, at)
        if end and end["right"] == right:
            form: Form = "closed" if end["slash"] else "opening"
            return Shortcode(start, end.end(), name, "closing" if is_closing else form)
        states.append((at, right, is_named))
        error = errors.get(states[-1], "")
        parameter = _PARAMETER.match(text, at)
        has_name = parameter and bool(parameter["name"])
        if error or not parameter or is_closing or is_named not in (None, has_name):
            error = error or _error(text, at)
            if not is_closing:
                errors.update(dict.fromkeys(states, error))
            return Shortcode(start, opening.end(), name, error=error)
        at, is_named = parameter.end(), has_name


def _error(text: str, at: int) -> str:
    """Return why Hugo refuses a shortcode at this point."""
    if at == len(text):
        return _("it has no end")
    quote = _QUOTE.match(text, at)
    if quote and "\\`" in quote[0]:
        return _("there is a backslash before a backtick")
    if quote and text[quote.end() : quote.end() + 1] != '"':
        return _("a quoted value does not end on its line")
    stray = excerpt(_match(_STRAY, text, at)[0])
    return _("{text} is outside quotation marks").format(text=stray)


def _match(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str]:
    found = pattern.match(text, at)
    assert found
    return found
