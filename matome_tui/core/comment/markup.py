"""Parser of comment HTML into blocks of safe text with spans.

Hacker News uses only `<p>`, `<i>`, `<a href>` and `<pre><code>`. `<p>` separates paragraphs and is
rarely closed, text may follow `</pre>` without one, and a quotation is a paragraph that begins
with `>`. Other tags are dropped; their text is kept.
"""

import re
from dataclasses import dataclass, replace
from textwrap import dedent
from typing import Literal

from matome_tui.core.address import web_url
from matome_tui.core.text import sanitize

BlockKind = Literal["paragraph", "quote", "code"]
SpanKind = Literal["italic", "link", "number", "match", "comment", "keyword", "string", "literal"]

_TOKEN = re.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|[^<]+|<")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_BEYOND_UNICODE = re.compile("&#[0-9]{8,};?")  # `unescape` fails on thousands of digits
_SPACES = re.compile(r"[ \n]+")
_TAB_CELLS = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A styled or linked part of a block's text.

    Attributes:
        start: The first code point.
        end: The code point after the last.
        kind: Its role: markup of the author, the number of a link (`links`), a match of a search
            (`core.thread.search`), or a token of code (`syntax`).
        href: The target of a link, http or https; empty for other kinds.
    """

    start: int
    end: int
    kind: SpanKind
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a quoted paragraph including its `>`, or code with its line feeds.

    The text of a link is its whole target even if Hacker News shows it shortened.
    """

    kind: BlockKind
    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a comment as blocks."""

    blocks: tuple[Block, ...]

    @property
    def plain_text(self) -> str:
        """The text without spans: blocks separated by an empty line, whole links, indented code."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def links(self) -> tuple[str, ...]:
        """The targets of the links, in order."""
        return tuple(s.href for block in self.blocks for s in block.spans if s.kind == "link")


def parse_html(html: str) -> Document:
    """Parse the HTML of a comment; any text is accepted.

    The result has no control characters except line feeds in code.
    """
    builder = _Builder()
    for token in _TOKEN.finditer(html):
        name = token[2]
        if name is None:
            builder.text(token[0])
        elif token[1]:
            builder.close(name.lower())
        else:
            builder.open(name.lower(), token[3])
    return builder.finish()


def plain_text(html: str) -> str:
    """Return the plain text of a comment's HTML (see `Document.plain_text`)."""
    return parse_html(html).plain_text


class _Builder:
    """Builder of a document, with the block, italics and link that are open."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0
        self._spans: list[Span] = []
        self._in_code = False
        self._italic_from: int | None = None
        self._link: tuple[int, str] | None = None
        self._link_parts = 0  # number of parts before the link

    def open(self, name: str, attributes: str) -> None:
        if name == "p":
            self._end_block()
        elif name == "pre":
            self._end_block()
            self._in_code = True
        elif name == "i" and not self._in_code and self._italic_from is None:
            self._italic_from = self._link[0] if self._link else self._length
        elif name == "a" and not self._in_code:
            self._end_link()
            if match := _HREF.search(attributes):
                href = _unescape(match[1] or match[2] or match[3] or "")
                self._link = (self._length, web_url(href))
                self._link_parts = len(self._parts)

    def close(self, name: str) -> None:
        if name in ("p", "pre"):
            self._end_block()
        elif name == "i":
            self._end_italic()
        elif name == "a":
            self._end_link()

    def text(self, raw: str) -> None:
        text = _unescape(raw)
        if self._in_code:
            text = sanitize(text.expandtabs(_TAB_CELLS))
        else:
            text = _SPACES.sub(" ", sanitize(text))
            if self._ends_in_space():
                text = text.removeprefix(" ")
        self._add(text)

    def finish(self) -> Document:
        self._end_block()
        return Document(tuple(self._blocks))

    def _add(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def _ends_in_space(self) -> bool:
        return not self._parts or self._parts[-1].endswith(" ")

    def _end_italic(self) -> None:
        if self._italic_from is not None:
            self._add_span(Span(self._italic_from, self._length, "italic"))
        self._italic_from = None

    def _end_link(self) -> None:
        if self._link is None:
            return
        start, href = self._link
        self._link = None
        if not href:
            return
        shown = "".join(self._parts[self._link_parts :])
        del self._parts[self._link_parts :]
        self._length = start
        self._add(_link_text(shown.strip(), href))
        self._stretch_spans(start)
        self._add_span(Span(start, self._length, "link", href))

    def _stretch_spans(self, start: int) -> None:
        """Move the ends of spans within the text replaced since `start` to the end of the text."""
        at = len(self._spans)
        while at and self._spans[at - 1].end > start:
            at -= 1
            self._spans[at] = replace(self._spans[at], end=self._length)

    def _add_span(self, span: Span) -> None:
        if span.end > span.start:
            self._spans.append(span)

    def _end_block(self) -> None:
        is_italic = self._italic_from is not None  # italics go on in the next paragraph
        self._end_link()
        self._end_italic()
        text = "".join(self._parts)
        spans = self._spans
        self._parts, self._length, self._spans = [], 0, []
        self._italic_from = 0 if is_italic else None
        if self._in_code:
            self._in_code = False
            if code := _tidy_code(text):
                self._blocks.append(Block("code", code))
            return
        text = text.rstrip()
        if text:
            kind: BlockKind = "quote" if text.startswith(">") else "paragraph"
            cut = (Span(s.start, min(s.end, len(text)), s.kind, s.href) for s in spans)
            kept = tuple(sorted((s for s in cut if s.end > s.start), key=lambda s: s.start))
            self._blocks.append(Block(kind, text, kept))


def _link_text(shown: str, href: str) -> str:
    """Return the target of a link, after its text unless that shows the target itself."""
    visible = shown.removesuffix("...")
    return href if href.lower().startswith(visible.lower()) else f"{shown} ({href})"


def _unescape(text: str) -> str:
    if "&" not in text:
        return text
    from html import unescape  # slow to import

    return unescape(_BEYOND_UNICODE.sub("\ufffd", text))


def _tidy_code(text: str) -> str:
    """Drop the common indent, empty lines at both ends, and trailing spaces."""
    lines = (line.rstrip() for line in text.split("\n"))
    return dedent("\n".join(lines)).strip("\n")
