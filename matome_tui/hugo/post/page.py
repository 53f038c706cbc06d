"""How a post reads on its page: its text without markup, in parts.

A theme may show it in other ways; quotes have their colours and sections are closed, as with the
site's own shortcodes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from matome_tui.core.text import sanitize
from matome_tui.hugo.post.blocks import (
    Block,
    FrontMatter,
    MarkdownQuote,
    PostError,
    Quote,
    SectionClose,
    SectionOpen,
    Tail,
    parse,
)
from matome_tui.hugo.post.encode import read_remark

if TYPE_CHECKING:
    from markdown_it.token import Token

PartKind = Literal["title", "facts", "heading", "paragraph", "quoted", "code", "quote", "section"]
SpanKind = Literal["strong", "italic", "link", "author", "dim"]
Span = tuple[int, int, SpanKind]
"""Start and end in code points, and what is there."""


@dataclass(frozen=True, slots=True)
class PagePart:
    """A part of a page.

    Attributes:
        kind: The title or facts of the front matter; a heading, paragraph, quoted paragraph or code
            of Markdown; a quoted comment; or the summary of a closed section.
        text: The text, with line feeds.
        spans: Its styled parts.
        color: Of a comment, as `#rrggbb`; empty for none.
    """

    kind: PartKind
    text: str
    spans: tuple[Span, ...] = ()
    color: str = ""


def read_page(text: str) -> list[PagePart]:
    """Return the parts of a post's page, in order."""
    reader = _Reader()
    for block in parse(text).blocks:
        reader.read(block)
    return reader.finish()


class _Reader:
    """Collects the parts of a page; those inside a section are left out."""

    def __init__(self) -> None:
        self._parts: list[PagePart] = []
        self._section: PagePart | None = None
        self._markdown: list[str] = []  # between the blocks of our own

    def read(self, block: Block) -> None:
        if not isinstance(block, _OWN):
            self._markdown.append(block.source)
            return
        self._end_markdown()
        match block:
            case SectionOpen():
                self._end_section()
                self._section = PagePart("section", block.summary)
            case SectionClose():
                self._end_section()
            case FrontMatter():
                self._parts += _head(block)
            case Quote():
                self._add(_comment(block))
            case MarkdownQuote():
                self._add(_blockquote(block))
            case Tail():
                shown = sanitize(block.source[1:].partition("](")[0])
                self._add(PagePart("paragraph", shown, ((0, len(shown), "link"),)))

    def finish(self) -> list[PagePart]:
        self._end_markdown()
        self._end_section()
        return self._parts

    def _add(self, part: PagePart) -> None:
        if self._section is None:
            self._parts.append(part)

    def _end_markdown(self) -> None:
        if self._section is None:
            self._parts += _markdown("".join(self._markdown))
        self._markdown.clear()

    def _end_section(self) -> None:
        if self._section:
            self._parts.append(self._section)
        self._section = None


_OWN = (FrontMatter, SectionOpen, SectionClose, Quote, MarkdownQuote, Tail)


def _head(block: FrontMatter) -> Iterator[PagePart]:
    """Yield the title, the date and the tags of the front matter, as far as it can be read."""
    try:
        values = block.values
    except PostError:
        return
    if title := values.get("title"):
        yield PagePart("title", sanitize(str(title)))
    tags = values.get("tags") or ()
    shown = tags if isinstance(tags, Sequence) and not isinstance(tags, str) else (tags,)
    facts = [str(values.get("date") or "").replace("T", " ").removesuffix(" 00:00:00"), *shown]
    if line := "  ".join(str(fact) for fact in facts if fact):
        yield PagePart("facts", sanitize(line))


def _comment(quote: Quote) -> PagePart:
    when = f"{quote.written:%Y/%m/%d %H:%M}" if quote.written else ""
    author, body = quote.user_name, sanitize(quote.text)
    head = f"{author}  {when}".rstrip()
    spans: tuple[Span, ...] = ((0, len(author), "author"), (len(author), len(head), "dim"))
    return PagePart("quote", f"{head}\n{body}", spans, quote.color)


def _blockquote(quote: MarkdownQuote) -> PagePart:
    """Return a comment with its attribution below, as the post has it."""
    from markdown_it import MarkdownIt

    [line] = MarkdownIt("commonmark").parseInline(read_remark(quote.attribution))
    last = _inline(line, ())
    body = f"{sanitize(quote.text)}\n\n".lstrip()
    spans = [(len(body) + start, len(body) + end, kind) for start, end, kind in last.spans]
    return PagePart("quote", body + last.text, tuple(spans))


# Markdown


def _markdown(source: str) -> Iterator[PagePart]:
    if not source.strip():
        return
    from markdown_it import MarkdownIt

    inside: list[str] = []
    tokens = MarkdownIt("commonmark").enable("table").parse(read_remark(source))
    for token in tokens:
        if token.nesting > 0:
            inside.append(token.type.removesuffix("_open"))
        elif token.nesting < 0:
            inside.pop()
        elif token.type == "inline":
            yield _inline(token, inside)
        elif token.type in ("fence", "code_block"):
            yield PagePart("code", token.content.rstrip("\n"))
        elif token.type == "hr":
            yield PagePart("paragraph", "* * *")


def _inline(token: "Token", inside: Sequence[str]) -> PagePart:
    """Return a paragraph or heading; `inside` are the elements around it."""
    kind: PartKind = "paragraph"
    if "heading" in inside:
        kind = "heading"
    elif "blockquote" in inside:
        kind = "quoted"
    text = "- " if "list_item" in inside else ""
    spans: list[Span] = []
    opened: list[int] = []
    for child in token.children or ():
        if child.nesting > 0:
            opened.append(len(text))
        elif child.nesting < 0:
            spans.append((opened.pop(), len(text), _SPANS.get(child.type, "dim")))
        elif child.type in ("softbreak", "hardbreak"):
            text += "\n"
        elif child.type == "html_inline":
            text += "\n" if child.content.startswith("<br") else ""
        else:
            text += child.content
    return PagePart(kind, text, tuple(spans))


_SPANS: dict[str, SpanKind] = {
    "strong_close": "strong",
    "em_close": "italic",
    "link_close": "link",
}
