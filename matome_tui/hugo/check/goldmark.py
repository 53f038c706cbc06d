"""What goldmark, Hugo's Markdown, takes in a body for its own.

A body is one line, so that of the blocks only those count that begin with it. The inline rules are
those of CommonMark 0.31 and of the extensions that Hugo has on: footnote, linkify, strikethrough,
typographer, and emoji where a site asks for it. See https://github.com/yuin/goldmark.
"""

import html
import re
from collections.abc import Callable
from html.entities import html5
from typing import NamedTuple

from matome_tui.hugo.check.delimiters import Run, emphasised, run_at
from matome_tui.hugo.check.destinations import Destinations
from matome_tui.hugo.check.typographer import Typographer
from matome_tui.hugo.post.encode import ENTITY_LIKE, decode_body

_ATTRIBUTE = r"""\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
_TAG = rf"<[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*\s*/?>|</[A-Za-z][A-Za-z0-9-]*\s*>"
_HTML = re.compile(rf"{_TAG}|<!---?>|(?P<long><!--|<\?|<![A-Z]|<!\[CDATA\[)", re.ASCII)
_LONG_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}
_HTML_BLOCK = rf"""
      <(?:script|pre|style|textarea)(?=[\s>]|/>|\Z)
    | <!-- | <\? | (?-i:<![A-Z]) | <!\[CDATA\[
    | <(?:/[ ]*)?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col
      |colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame
      |frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|meta|nav
      |noframes|ol|optgroup|option|p|param|search|section|source|summary|table|tbody|td|tfoot|th
      |thead|title|tr|track|ul)(?=\s|/?>|\Z)
    | (?:{_TAG}|</[ ]*[A-Za-z][A-Za-z0-9-]*\s*>)\s*\Z
"""
# Bounds keep the time that a body takes in proportion to its length.
_DESTINATION = r"""<(?:[^<>\\]|\\.){0,2000}>
    | (?!<) (?> [^\s()\\] | \\[!-/:-@\[-`{-~] | \\
              | \( (?: [^\s()\\] | \\. | \((?:[^\s()\\]|\\.){0,99}\) ){0,99} \) | \( ){1,2000}+"""
_LABEL = r"\[ (?!\s*\]) (?:[^\[\]\\]|\\.)+ \]"
_TITLE = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)"""
_BLOCK = re.compile(
    rf"""
      (?P<code>       (?:[ ]{{4}}|[ ]{{0,3}}\t)[ \t]*\S.* | [ ]{{0,3}}(?:```+[^`]*|~~~.*)\Z )
    | [ ]{{0,3}}
      (?: (?P<heading>    \#{{1,6}}(?=\s|\Z) )
        | (?P<blockquote> > )
        | (?P<rule>       (?:(?:\*[ \t]*){{3,}}|(?:-[ \t]*){{3,}}|(?:_[ \t]*){{3,}})\Z )
        | (?P<list>       (?:[-+*]|[0-9]{{1,9}}[.)])(?=\s|\Z) )
        | (?P<footnote>   \[\^(?!\s*\])[^\[\]]+\]: )
        | (?P<definition> {_LABEL}:\s*(?:{_DESTINATION})(?:\s+(?:{_TITLE}))?\s*\Z )
        | (?P<html>       (?:{_HTML_BLOCK}).* )
      )
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
# Nothing else of the body is read as Markdown.
_WHOLE = ("code", "definition", "html")

_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL = rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,256}}@{_HOST}(?:\.{_HOST})"
_URL = (
    r"(?:(?:https?|ftp)://|(www\.))[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+(?(1)|(?::[0-9]+)?)"
    r"(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=();,'\">^{}\[\]`]*)?"
)
_FREE_LINK = re.compile(rf"(?=[A-Za-z0-9])(?:{_URL}|(?>{_MAIL}+)(?![-_]))")
_LAST_ENTITY = re.compile(r"&[A-Za-z0-9]+;\Z")
_WEB_LINK = re.compile(r"<https?://[^\s<>]*>")
_OTHER_LINK = re.compile(rf"<(?:{_MAIL}*|[A-Za-z][A-Za-z0-9.+-]{{1,31}}:[^\s<>]*)>")
_ANCHOR = re.compile(r"<a href='(https?://[^']*)'>(?=([^<]*)</a>)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARK = re.compile(
    r"""
      (?P<escape>  \\[!-/:-@\[-`{-~] )
    | (?P<code>    `+ )
    | (?P<opening> !?\[ )
    | (?P<closing> \] )
    | (?P<space>   [ (](?=https?://|ftp://|www\.|[A-Za-z0-9][!-~]{0,256}@) )
    | (?P<angle>   < )
    | (?P<run>     \*+ | _+ | ~+ )
    | (?P<punctuation> \.\.\. | -- | >> | ['"] )
    | (?P<emoji>   :[A-Za-z0-9_+-]+: )
    | (?P<entity>  &[A-Za-z][A-Za-z0-9]*; )
    """,
    re.VERBOSE,
)
# What a tool that escapes text for HTML writes; other names are typed by people.
_ESCAPES = ("&amp;", "&lt;", "&gt;", "&quot;", "&apos;")


class Construct(NamedTuple):
    """A stretch of a body that Markdown makes something of.

    Attributes:
        kind: What it is for Markdown.
        start: Where it begins.
        end: Where it ends.
        shown: What stands in its place, where that is plain text.
    """

    kind: str
    start: int
    end: int
    shown: str = ""


class Dialect(NamedTuple):
    """Which of goldmark's extensions a site has on.

    Attributes:
        typographer: Whether punctuation is exchanged; it is unless a site forbids it.
        emoji: Whether `:smile:` is one.
    """

    typographer: bool = True
    emoji: bool = False


PLAIN = Dialect()
"""As Hugo comes."""


def constructs(body: str, dialect: Dialect) -> list[Construct]:
    """Return what Markdown makes of a body besides text, links to the web and line breaks.

    Code in single backticks is not among it: it is meant, and its reader sees that it is code.
    """
    block = _BLOCK.match(body)
    if not block:
        return _Inline(body, 0, dialect).read()
    kind = block.lastgroup or ""
    first = Construct(kind, block.start(kind), block.end())
    if kind == "html" and _BREAK.fullmatch(body.strip()):
        return []
    return [first] if kind in _WHOLE else [first, *_Inline(body, block.end(), dialect).read()]


class _Inline:
    """One reading of a body, from the left to the right."""

    def __init__(self, body: str, start: int, dialect: Dialect) -> None:
        self._body = body.rstrip(" \t\r\f\v")
        self._at = start
        self._dialect = dialect
        self._found: list[Construct] = []
        self._runs: list[Run] = []
        self._brackets: list[_Bracket] = []
        self._inactive = 0  # so many of the brackets cannot begin a link any more
        self._endless: set[str] = set()  # marks that nothing behind this place closes
        self._typographer = Typographer()
        self._destinations = Destinations(self._body)
        self._anchor_end = -1
        # What reads what begins with a mark tells whether Markdown makes something of it.
        self._readers: dict[str, Callable[[re.Match[str]], bool]] = {
            "angle": self._angle,
            "closing": self._close_bracket,
            "code": self._code,
            "emoji": self._emoji,
            "entity": self._entity,
            "escape": self._escape,
            "opening": self._open_bracket,
            "punctuation": self._punctuation,
            "run": self._run,
            "space": self._free_link,
        }

    def read(self) -> list[Construct]:
        self._free_link()
        while mark := _MARK.search(self._body, self._at):
            self._at = mark.end()
            # Right behind something of Markdown's a link may stand as after a space.
            if self._readers[mark.lastgroup or ""](mark):
                self._free_link()
        self._emphasise(0)
        return sorted(self._found, key=lambda construct: construct.start)

    def _add(self, kind: str, start: int, shown: str = "") -> bool:
        self._found.append(Construct(kind, start, self._at, shown))
        return True

    def _escape(self, mark: re.Match[str]) -> bool:
        self._add("escape", mark.start(), mark[0][1])
        return False

    def _code(self, mark: re.Match[str]) -> bool:
        if mark[0] in self._endless:
            return True
        closing = re.compile(rf"(?<!`){mark[0]}(?!`)").search(self._body, self._at)
        if not closing:
            self._endless.add(mark[0])
        else:
            self._at = closing.end()
            code = self._body[mark.end() : closing.start()]
            if len(mark[0]) > 1 or (code != code.strip() and _is_changed(code)):
                self._add("code", mark.start(), code.strip())
        return True

    def _open_bracket(self, mark: re.Match[str]) -> bool:
        self._brackets.append(_Bracket(mark.start(), len(self._runs), mark[0] != "["))
        return True

    def _close_bracket(self, _: re.Match[str]) -> bool:
        bracket = self._brackets.pop() if self._brackets else None
        target = self._destinations.target_end(self._at)
        is_active = len(self._brackets) >= self._inactive
        self._inactive = min(self._inactive, len(self._brackets))
        if not bracket or not target or not (is_active or bracket.is_image):
            return False
        self._at = target
        self._emphasise(bracket.runs)
        if not bracket.is_image:
            self._inactive = len(self._brackets)
        return self._add("image" if bracket.is_image else "link", bracket.start)

    def _free_link(self, _: re.Match[str] | None = None) -> bool:
        link = None if self._brackets else _FREE_LINK.match(self._body, self._at)
        if not link:
            return False
        url = link[0].rstrip("?!.,:*_~")
        if url[-1] == ")":
            url = url[: len(url) - max(0, url.count(")") - url.count("("))]
        else:
            url = _LAST_ENTITY.sub("", url)
        start = self._at
        self._at += len(url)
        if decode_body(self._body[start : self._at]) != self._body[start : self._at]:
            return self._add("swallowed", start)
        return self._web_link(start)

    def _web_link(self, start: int) -> bool:
        if ENTITY_LIKE.search(self._body[start : self._at]):
            self._add("link_entity", start)
        return True

    def _angle(self, mark: re.Match[str]) -> bool:
        start = mark.start()
        if link := _WEB_LINK.match(self._body, start):
            self._at = link.end()
            return self._web_link(start)
        if line_break := _BREAK.match(self._body, start):
            self._at = line_break.end()
            return True
        anchor = _ANCHOR.match(self._body, start)
        if anchor and html.unescape(anchor[1]) == html.unescape(anchor[2]):
            self._at, self._anchor_end = anchor.end(), anchor.end(2)
            return True
        if start == self._anchor_end:
            self._at += len("/a>")
            return True
        link = _OTHER_LINK.match(self._body, start)
        if end := link.end() if link else self._html_end(start):
            self._at = end
            return self._add("autolink" if link else "html", start)
        return self._punctuation(mark)

    def _html_end(self, start: int) -> int:
        """Return where HTML that begins at `start` ends; 0 where there is none."""
        tag = _HTML.match(self._body, start)
        if not tag or not tag["long"]:
            return tag.end() if tag else 0
        closing = _LONG_ENDS.get(tag["long"], ">")
        at = -1 if closing in self._endless else self._body.find(closing, tag.end())
        if at < 0:
            self._endless.add(closing)
            return 0
        return at + len(closing)

    def _run(self, mark: re.Match[str]) -> bool:
        if not mark[0].startswith("~~~"):
            self._runs.append(run_at(self._body, *mark.span()))
        return True

    def _emphasise(self, bottom: int) -> None:
        for start, end in emphasised(self._runs[bottom:]):
            kind = "strikethrough" if self._body[start] == "~" else "emphasis"
            self._found.append(Construct(kind, start, end, self._body[start:end].strip("*_~")))
        del self._runs[bottom:]

    def _punctuation(self, mark: re.Match[str]) -> bool:
        if not self._dialect.typographer:
            return False
        start = mark.start()
        shown, self._at = self._typographer.exchange(self._body, start)
        return shown != self._body[start : self._at] and self._add("typography", start, shown)

    def _emoji(self, mark: re.Match[str]) -> bool:
        if not self._dialect.emoji or not _is_emoji(mark[0][1:-1]):
            self._at = mark.start() + 1
            return False
        return self._add("emoji", mark.start())

    def _entity(self, mark: re.Match[str]) -> bool:
        if mark[0] not in _ESCAPES and mark[0][1:] in html5:
            self._add("entity", mark.start(), html.unescape(mark[0]))
        return False


class _Bracket(NamedTuple):
    """An open bracket, which may begin a link, and how many runs of delimiters stand before it."""

    start: int
    runs: int
    is_image: bool


def _is_changed(code: str) -> bool:
    """Tell whether code with white space at an end reads otherwise than it is written."""
    is_trimmed = code[0] == code[-1] == " " and bool(code.strip())
    return is_trimmed or decode_body(code) != code


def _is_emoji(name: str) -> bool:
    from rich.emoji import Emoji, NoEmoji

    try:
        Emoji(name)
    except NoEmoji:
        return False
    return True
