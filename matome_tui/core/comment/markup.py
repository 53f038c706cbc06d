"""The HTML of comments, read into blocks of safe text.

Hacker News uses `<p>`, `<i>`, `<a href>` and `<pre><code>` only; `<p>` stands between paragraphs
and is rarely closed, text goes on after `</pre>` without one, and a quotation is a paragraph that
begins with `>`. Any other tag is dropped and its text kept.
"""

import re
from dataclasses import dataclass, replace
from html import unescape
from textwrap import dedent
from typing import Literal

from matome_tui.core.address import web_url
from matome_tui.core.text import sanitize

BlockKind = Literal["paragraph", "quote", "code"]
SpanKind = Literal["italic", "link", "number", "match", "comment", "keyword", "string", "literal"]

_TOKEN = re.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|[^<]+|<")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_BEYOND_UNICODE = re.compile("&#[0-9]{8,};?")  # thousands of digits are an error to `unescape`
_SPACES = re.compile(r"[ \n]+")
_TAB_CELLS = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a block's text, from code point `start` up to `end`, that is more than plain.

    Attributes:
        start: First code point.
        end: The code point after the last.
        kind: What it is. A number tells a link from others (`core.links`), a match is what a
            search found (`core.search`), what comes after are parts of code (`core.syntax`).
        href: The target of a link, http or https; empty otherwise.
    """

    start: int
    end: int
    kind: SpanKind
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a quoted paragraph (its `>` included), or code (lines parted by line feeds).

    The text of a link is its whole target even where Hacker News shows it cut.
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
        """The text alone: blocks parted by an empty line, links whole, code with its indents."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def links(self) -> tuple[str, ...]:
        """The targets of the links in order."""
        return tuple(s.href for block in self.blocks for s in block.spans if s.kind == "link")


def parse_html(html: str) -> Document:
    """Read the HTML of a comment; any text whatever is accepted.

    The result holds no control characters but the line feeds within code.
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
    """Collects blocks; knows which block, italics and link are open."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0
        self._spans: list[Span] = []
        self._in_code = False
        self._italic_from: int | None = None
        self._link: tuple[int, str] | None = None
        self._link_parts = 0  # so many parts stand before the link

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
        """Let spans that ended in what was replaced since `start` end with what replaced it."""
        at = len(self._spans)
        while at and self._spans[at - 1].end > start:
            at -= 1
            self._spans[at] = replace(self._spans[at], end=self._length)

    def _add_span(self, span: Span) -> None:
        if span.end > span.start:
            self._spans.append(span)

    def _end_block(self) -> None:
        is_italic = self._italic_from is not None  # and so will be the next paragraph
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
    """Return the whole target for a link that shows it, whole or cut; else both."""
    visible = shown.removesuffix("...")
    return href if href.lower().startswith(visible.lower()) else f"{shown} ({href})"


def _unescape(text: str) -> str:
    return unescape(_BEYOND_UNICODE.sub("\ufffd", text))


def _tidy_code(text: str) -> str:
    """Drop what the source form adds: the common indent, empty lines around, spaces at ends."""
    lines = (line.rstrip() for line in text.split("\n"))
    return dedent("\n".join(lines)).strip("\n")
