"""Constructs that goldmark, Hugo's Markdown, finds in the body of a quote.

A body is one line, so only the blocks that begin with it matter. The inline rules are those of
CommonMark 0.31 and of the extensions that Hugo enables: footnote, linkify, strikethrough,
typographer, and emoji if a site asks for it. See https://github.com/yuin/goldmark.
"""

import html
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from html.entities import html5
from pathlib import Path
from typing import ClassVar, NamedTuple

from matome_tui.hugo.check.delimiters import DelimiterRun, emphasis_spans, run_at
from matome_tui.hugo.check.destinations import Destinations
from matome_tui.hugo.check.typographer import Typographer
from matome_tui.hugo.post.encode import ENTITY_LIKE, URL, decode_body

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
# The bounds keep the time in proportion to the length of a body.
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
# The whole body belongs to these; nothing in it is read as inline Markdown.
_WHOLE = ("code", "definition", "html")

_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL = rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,256}}@{_HOST}(?:\.{_HOST})"
_URL = (
    r"(?:(?:https?|ftp)://|(www\.))[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+(?(1)|(?::[0-9]+)?)"
    r"(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=();,'\">^{}\[\]`]*)?"
)
_FREE_LINK = re.compile(rf"(?=[A-Za-z0-9])(?:{_URL}|(?>{_MAIL}+)(?![-_]))")
_LAST_ENTITY = re.compile(r"&[A-Za-z0-9]+;\Z")
WEB_LINK = re.compile(r"<https?://[^\s<>]*>")
"""An address in angle brackets, which is a link."""

_OTHER_LINK = re.compile(rf"<(?:{_MAIL}*|[A-Za-z][A-Za-z0-9.+-]{{1,31}}:[^\s<>]*)>")
_ANCHOR = re.compile(r"<a href='(https?://[^']*)'>(?=([^<]*)</a>)")
_FOOTNOTE_MARK = re.compile(r"\[[0-9]{1,3}\]>?\Z")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARK = re.compile(
    r"""
    (?= [\\`!\[\]\ (<*_~.\->'":&] )  # rules most characters out at once
    (?: (?P<escape>  \\[!-/:-@\[-`{-~] )
    | (?P<code>    `+ )
    | (?P<opening> !?\[ )
    | (?P<closing> \] )
    | (?P<space>   (?:[ (]|<br>)(?=https?://|ftp://|www\.|[A-Za-z0-9][!-~]{0,256}@) )
    | <br>  # without a link behind it
    | (?P<angle>   < )
    | (?P<run>     \*+ | _+ | ~+ )
    | (?P<punctuation> \.\.\. | -- | >> | ['"] )
    | (?P<emoji>   :[A-Za-z0-9_+-]+: )
    | (?P<entity>  &[A-Za-z][A-Za-z0-9]*; )
    )
    """,
    re.VERBOSE,
)
# Written by tools that escape text for HTML; other names are typed by people.
_ESCAPES = ("&amp;", "&lt;", "&gt;", "&quot;", "&apos;")


# Kinds of constructs in which an address is a link, or is not shown.
_LINKED = frozenset(("link", "image", "html", "autolink"))


class Construct(NamedTuple):
    """A part of a body that Markdown does not show as it is written.

    Attributes:
        kind: Its name in Markdown.
        start: The offset of its first character.
        end: The offset behind its last character.
        shown: The plain text shown instead, if it is plain text.
        width: The length of its delimiters on either side, if it has delimiters.
    """

    kind: str
    start: int
    end: int
    shown: str = ""
    width: int = 0


class Dialect(NamedTuple):
    """The extensions of goldmark that a site enables.

    Attributes:
        typographer: Whether punctuation is replaced.
        emoji: Whether `:smile:` is an emoji.
    """

    typographer: bool = True
    emoji: bool = False


DEFAULT_DIALECT = Dialect()
"""Hugo's defaults."""


def constructs(body: str, dialect: Dialect) -> list[Construct]:
    """Return the constructs of a body in order, and the addresses that are not links.

    Plain links, line breaks and code in single backticks are left out: readers see them as they are
    meant.
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
    """A parse of the inline Markdown of one body."""

    def __init__(self, body: str, start: int, dialect: Dialect) -> None:
        self._body = body.rstrip(" \t\r\f\v")
        self._at = start
        self._dialect = dialect
        self._found: list[Construct] = []
        self._runs: list[DelimiterRun] = []
        self._brackets: list[_Bracket] = []
        self._inactive = 0  # number of brackets that can no longer begin a link
        self._endless: set[str] = set()  # marks that nothing further on closes
        self._linked: list[
            tuple[int, int]
        ] = []  # links, code and HTML, in which no address is bare
        self._typographer = Typographer()
        self._destinations = Destinations(self._body)
        self._anchor_end = -1

    def read(self) -> list[Construct]:
        self._free_link()
        while mark := _MARK.search(self._body, self._at):
            self._at = mark.end()
            reader = self._READERS.get(mark.lastgroup or "")
            # A link may follow a construct directly, as it may follow a space.
            if reader and reader(self, mark):
                self._free_link()
        self._emphasize(0)
        self._bare_urls()
        return sorted(self._found, key=lambda construct: construct.start)

    def _bare_urls(self) -> None:
        """Add the addresses that Markdown does not make links."""
        if "://" not in self._body:
            return
        spans = sorted(self._linked, reverse=True)
        covered = 0
        for url in URL.finditer(self._body):
            while spans and spans[-1][0] < url.end():
                covered = max(covered, spans.pop()[1])
            if covered <= url.start():
                self._found.append(Construct("bare_url", *url.span()))

    def _add(self, kind: str, start: int, shown: str = "") -> bool:
        if kind in _LINKED:
            self._linked.append((start, self._at))
        self._found.append(Construct(kind, start, self._at, shown))
        return True

    def _escape(self, mark: re.Match[str]) -> bool:
        self._add("escape", mark.start(), mark[0][1])
        return False

    def _code(self, mark: re.Match[str]) -> bool:
        if mark[0] in self._endless:
            return True
        closing = _closing(mark[0]).search(self._body, self._at)
        if not closing:
            self._endless.add(mark[0])
        else:
            self._at = closing.end()
            self._linked.append((mark.start(), self._at))
            if len(mark[0]) > 1:
                self._add("code", mark.start())
            elif "<" in (code := self._body[mark.start() : self._at]) and "\n" in decode_body(code):
                self._add("break_in_code", mark.start())
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
        self._emphasize(bracket.runs)
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
        self._linked.append((start, self._at))
        if decode_body(self._body[start : self._at]) != self._body[start : self._at]:
            return self._add("swallowed", start)
        if "://" not in url and not url.startswith("www."):
            return self._add("mail", start)
        return self._web_link(start)

    def _web_link(self, start: int) -> bool:
        link = self._body[start : self._at]
        if ENTITY_LIKE.search(link):
            self._add("link_entity", start)
        if _FOOTNOTE_MARK.search(link):
            self._add("footnote_in_link", start)
        return True

    def _angle(self, mark: re.Match[str]) -> bool:
        start = mark.start()
        if link := WEB_LINK.match(self._body, start):
            self._at = link.end()
            self._linked.append(link.span())
            return self._web_link(start)
        if line_break := _BREAK.match(self._body, start):
            self._at = line_break.end()
            return True
        anchor = _ANCHOR.match(self._body, start)
        if anchor and html.unescape(anchor[1]) == html.unescape(anchor[2]):
            self._at, self._anchor_end = anchor.end(), anchor.end(2)
            self._linked.append((start, self._anchor_end))
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
        """Return where HTML that begins at `start` ends; 0 if there is none."""
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
        run = run_at(self._body, *mark.span())
        if (run.opens or run.closes) and not mark[0].startswith("~~~"):
            self._runs.append(run)
        return True

    def _emphasize(self, bottom: int) -> None:
        if len(self._runs) == bottom:
            return
        for start, end, width in emphasis_spans(self._runs[bottom:]):
            kind = "strikethrough" if self._body[start] == "~" else "emphasis"
            shown = self._body[start:end].strip("*_~")
            self._found.append(Construct(kind, start, end, shown, width))
        del self._runs[bottom:]

    def _punctuation(self, mark: re.Match[str]) -> bool:
        if not self._dialect.typographer:
            return False
        start = mark.start()
        shown, self._at = self._typographer.replacement(self._body, start)
        return shown != self._body[start : self._at] and self._add("typography", start, shown)

    def _emoji(self, mark: re.Match[str]) -> bool:
        if not self._dialect.emoji or mark[0][1:-1] not in emoji_names():
            self._at = mark.start() + 1
            return False
        return self._add("emoji", mark.start())

    def _entity(self, mark: re.Match[str]) -> bool:
        if mark[0] not in _ESCAPES and mark[0][1:] in html5:
            self._add("entity", mark.start(), html.unescape(mark[0]))
        return False

    # The parsers of what a mark begins return whether Markdown makes something of it.
    _READERS: ClassVar[Mapping[str, Callable[["_Inline", re.Match[str]], bool]]] = {
        "angle": _angle,
        "closing": _close_bracket,
        "code": _code,
        "emoji": _emoji,
        "entity": _entity,
        "escape": _escape,
        "opening": _open_bracket,
        "punctuation": _punctuation,
        "run": _run,
        "space": _free_link,
    }


@lru_cache(maxsize=8)
def _closing(backticks: str) -> re.Pattern[str]:
    """Return the pattern of the end of code that these backticks open."""
    return re.compile(rf"(?<!`){backticks}(?!`)")


class _Bracket(NamedTuple):
    """An open bracket, which may begin a link, and the number of delimiter runs before it."""

    start: int
    runs: int
    is_image: bool


@cache
def emoji_names() -> frozenset[str]:
    """Return the names that goldmark's extension for emoji knows."""
    lines = Path(__file__).with_name("emoji_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
