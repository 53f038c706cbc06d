"""The blocks of a post's text: parsed, edited one by one, rendered back to the byte.

`render(parse(text)) == text` for any text: each block keeps its source, and text that is not
recognized is a `Raw` block.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from matome_tui.core.address import find_linked_thread
from matome_tui.core.text import one_line
from matome_tui.hugo.post.encode import decode_body, decode_line, decode_quoted, is_user_name
from matome_tui.hugo.post.front_matter.document import FrontMatterText, find
from matome_tui.i18n import _

_TIME_FORMATS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ")

# A value holds no line feed and no bare quotation mark, so a search takes linear time on any text.
_PARAMETER = r"""\s+[A-Za-z][\w-]*="(?:[^"\\\n]++|\\[^\n])*+\""""
_PARAMETERS = re.compile(r"""\s([A-Za-z][\w-]*)="((?:[^"\\\n]++|\\[^\n])*+)\"""")
_HN_URL = r"https?://news\.ycombinator\.com/item\?id=[0-9]+"
_HN_LINK = rf"\[[^\]\n]*\]\({_HN_URL}\)"
# A dash and a link end a quote on any of its lines; the last line of a block may have any form.
_MARKDOWN_QUOTE = rf"""
      (?P<MarkdownQuote> ^ (?: >[^\r\n]*\r?\n ){{1,500}}?
        (?: >[ ]—[ ] [^\r\n]*? \]\({_HN_URL}\) [^\r\n]* (?= \r?$ )
          | >[^\r\n]*? {_HN_URL} [^\r\n]* (?= \r?\Z | \r?\n (?!>) ) ) )
"""
_QUOTE_PARTS = re.compile(
    r"(?P<text>.*?)(?P<end>(?:\r?\n>[ \t]*)*\r?\n>(?P<line>[^\r\n]*))", re.DOTALL
)
_COMMENT_LINK = re.compile(
    r"(?:\[(?P<text>[^\]\n]{0,200})\]\()?https?://news\.ycombinator\.com/item\?id=(?P<id>[0-9]{1,15})"
)
_TIME = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_OTHER = rf"""
      (?P<Quote>      \{{\{{< [ \t]* matomeQuote (?: {_PARAMETER} )+ [ \t]* /? >\}}\}} )
    | (?P<SectionOpen>   \{{\{{< [ \t]* details (?: {_PARAMETER} )* [ \t]* >\}}\}} )
    | (?P<SectionClose>  \{{\{{< [ \t]* / [ \t]* details [ \t]* >\}}\}} )
    | (?P<TitleLine>  ^ >[ ] [^\r\n]* (?= \r?$ ) )
    | (?P<SourceLine>
        ^ (?: 引用元：\[ [^\]\n]* \]\( [^)\n]* \)
            | [^\[>{{\r\n]* {_HN_LINK} [^\r\n]*
            | [^\[>{{\r\n]* [:：] [ \t]* <? {_HN_URL} >? [ \t]* ) (?= \r?$ ) )
    | (?P<Tail>       ^ \[ [^\]\n]* \]\( \{{\{{% [ ] ref [ ] "[^"\n]*" [ ] %\}}\}} \) (?= \r?$ ) )
    | (?P<Quoted>     ^ > (?![ ]) )
"""
_FILLED = r"(?!\n)"  # most of a post's lines are blank
_BLOCKS = re.compile(rf"{_FILLED} (?: {_MARKDOWN_QUOTE} | {_OTHER} )", re.VERBOSE | re.MULTILINE)
_OTHER_BLOCKS = re.compile(rf"{_FILLED} (?: {_OTHER} )", re.VERBOSE | re.MULTILINE)
_QUOTED_LINES = re.compile(r"(?:>[^\r\n]*\r?\n)*")
_ID = re.compile(r"[0-9]{1,15}")


class PostError(Exception):
    """A post cannot be read, edited or written; the message is one line for the user."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a post, with its exact text."""

    source: str


class Raw(Block):
    """Text between the other blocks."""

    __slots__ = ()


class SectionOpen(Block):
    """`{{< details summary="…">}}`."""

    __slots__ = ()

    @property
    def summary(self) -> str:
        """The summary as plain text."""
        return decode_body(_parameters(self.source).get("summary", ""))

    def replace(self, summary: str) -> "SectionOpen":
        """Return the block with another summary, which must be encoded."""
        return SectionOpen(_with_parameters(self.source, {"summary": summary}))


class SectionClose(Block):
    """`{{</details>}}`."""

    __slots__ = ()


class TitleLine(Block):
    """`> TITLE`, the first blockquote of the post."""

    __slots__ = ()


class Tail(Block):
    """The link to the list of posts."""

    __slots__ = ()


class SourceLine(Block):
    """`引用元：[URL](URL)`, or in older posts without a link."""

    __slots__ = ()

    @property
    def thread(self) -> int | None:
        """Hacker News' id of the quoted thread, if the line names one."""
        return find_linked_thread(self.source)


class Quote(Block):
    """A comment: `{{<matomeQuote body="…" userName="…" createdAt="…" color="…">}}`."""

    __slots__ = ()

    @property
    def parameters(self) -> dict[str, str]:
        """The shortcode's parameters as Hugo passes them to its template."""
        return _parameters(self.source)

    @property
    def text(self) -> str:
        """The body as a reader of the page sees it, with line feeds."""
        return decode_body(self.parameters.get("body", ""))

    @property
    def user_name(self) -> str:
        """The author of the comment."""
        return one_line(self.parameters.get("userName", ""))

    @property
    def color(self) -> str:
        """`#rrggbb`, or empty for none."""
        return self.parameters.get("color", "")

    @property
    def written(self) -> datetime | None:
        """When the comment was written, in the post's time zone; None if unknown."""
        return _parse_time(self.parameters.get("createdAt", ""))

    @property
    def comment(self) -> int:
        """Hacker News' id of the comment; 0 if the quote does not have it."""
        number = self.parameters.get("id", "")
        return int(number) if _ID.fullmatch(number) else 0

    def replace(self, parameters: Mapping[str, str]) -> "Quote":
        """Return the quote with these parameters set; values must be encoded."""
        return Quote(_with_parameters(self.source, parameters))


class MarkdownQuote(Block):
    """A comment as a Markdown blockquote, whose last line, the attribution, links to it."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """The comment as a reader of the page sees it, with line feeds."""
        return decode_quoted(self.body).strip("\n")

    @property
    def body(self) -> str:
        """The lines above the attribution and the blank ones before it."""
        return self._parts["text"]

    @property
    def attribution(self) -> str:
        """The attribution as written, without its `>`."""
        return self._parts["line"].strip()

    @property
    def user_name(self) -> str:
        """The author of the comment if the text of its link is one; empty if unknown."""
        name = decode_line(self._link["text"] or "")
        return name if is_user_name(name) else ""

    @property
    def written(self) -> datetime | None:
        """When the comment was written, in the post's time zone; None if unknown to the second."""
        found = _TIME.search(self.attribution)
        return _parse_time(found[0]) if found else None

    @property
    def comment(self) -> int:
        """Hacker News' id of the comment."""
        return int(self._link["id"])

    @property
    def color(self) -> str:
        """Empty: Markdown has no colours."""
        return ""

    def replace(self, body: str) -> "MarkdownQuote":
        """Return the quote with other lines, which must be encoded; the attribution stays."""
        end = self._parts["end"]
        return MarkdownQuote(body + (end if end.count("\n") > 1 else f"\n>{end}"))

    @property
    def _parts(self) -> re.Match[str]:
        return _found(_QUOTE_PARTS.fullmatch(self.source))

    @property
    def _link(self) -> re.Match[str]:
        return _found(_COMMENT_LINK.search(self.attribution))


AnyQuote = Quote | MarkdownQuote


class FrontMatter(Block):
    """Front matter with its fences: TOML between `+++`, YAML between `---`, or a JSON object."""

    __slots__ = ()

    @property
    def values(self) -> Mapping[str, Any]:
        """The values by key in lower case. Raises PostError if they do not parse."""
        try:
            return self.parts.values()
        except ValueError as error:
            raise PostError(str(error)) from error

    def replace(self, values: Mapping[str, Any]) -> "FrontMatter":
        """Return the front matter with these keys set, and those with a value of None removed.

        All other bytes stay. Raises PostError if the front matter does not parse, or a key cannot
        be set without other changes.
        """
        try:
            return FrontMatter(self.parts.replace(values))
        except ValueError as error:
            raise PostError(str(error)) from error

    @property
    def parts(self) -> FrontMatterText:
        """The front matter with its language. Raises PostError if it has no fences."""
        found = find(self.source)
        if found is None:
            raise PostError(_("The front matter has no fences"))
        return found


@dataclass(frozen=True, slots=True)
class Post:
    """A post as its blocks in order, none of them empty; joined, they are its text."""

    blocks: tuple[Block, ...]

    @property
    def quotes(self) -> tuple[AnyQuote, ...]:
        """The quoted comments, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Quote | MarkdownQuote))

    @property
    def front_matter(self) -> Mapping[str, Any] | None:
        """The values of the front matter; None if there is none. Raises PostError as `values`."""
        for block in self.blocks:
            if isinstance(block, FrontMatter):
                return block.values
        return None

    @property
    def thread(self) -> int | None:
        """Hacker News' id of the quoted thread, from the source line."""
        for block in self.blocks:
            if isinstance(block, SourceLine) and block.thread:
                return block.thread
        return None


def parse(text: str) -> Post:
    """Parse the text of a post; any text is one, if only a `Raw` block."""
    blocks: list[Block] = []
    end = 0
    if found := find(text):
        blocks.append(FrontMatter(found.source))
        end = len(found.source)
    may_be_title, has_quotes = True, False
    for match in _matches(text, end):
        kind = _KINDS[match.lastgroup or ""]
        if (kind is TitleLine and not may_be_title) or (kind is SourceLine and has_quotes):
            continue
        has_quotes = has_quotes or kind in (Quote, MarkdownQuote)
        may_be_title = may_be_title and kind not in (TitleLine, SourceLine) and not has_quotes
        if match.start() > end:
            blocks.append(Raw(text[end : match.start()]))
        blocks.append(kind(match[0]))
        end = match.end()
    if end < len(text):
        blocks.append(Raw(text[end:]))
    return Post(tuple(blocks))


def render(post: Post) -> str:
    """Return the text of a post."""
    return "".join(block.source for block in post.blocks)


def _matches(text: str, at: int) -> Iterator[re.Match[str]]:
    """Yield the matches of blocks from an offset on.

    If a line that begins with `>` begins no quote, none of the lines do that follow it directly.
    They are not tried, as each trial reads on to the last of them.
    """
    tried = at
    while True:
        match = (_OTHER_BLOCKS if at < tried else _BLOCKS).search(text, at)
        if at < tried and (match is None or match.start() >= tried):
            at = tried
            continue
        if match is None:
            return
        if match.lastgroup in ("TitleLine", "Quoted") and match.start() >= tried:
            lines = _QUOTED_LINES.match(text, match.start())
            tried = lines.end() if lines else tried
        if match.lastgroup != "Quoted":
            yield match
        at = match.end()


def _found(match: re.Match[str] | None) -> re.Match[str]:
    if match is None:
        raise PostError(_("A quote has no line with its author"))
    return match


def _parse_time(written: str) -> datetime | None:
    for form in _TIME_FORMATS:
        try:
            return datetime.strptime(written, form)
        except ValueError:
            continue
    return None


def _parameters(source: str) -> dict[str, str]:
    found = _PARAMETERS.findall(source)
    return {name: value.replace('\\"', '"') for name, value in found}


def _with_parameters(source: str, parameters: Mapping[str, str]) -> str:
    found = [match for match in _PARAMETERS.finditer(source) if match[1] in parameters]
    missing = parameters.keys() - {match[1] for match in found}
    end = re.search(r"\s*/?>\}\}\Z", source)
    at = end.start() if end else len(source)
    added = "".join(f' {name}="{parameters[name]}"' for name in sorted(missing))
    source = source[:at] + added + source[at:]
    for match in reversed(found):
        source = source[: match.start(2)] + parameters[match[1]] + source[match.end(2) :]
    return source


_KINDS: dict[str, Callable[[str], Block]] = {
    kind.__name__: kind
    for kind in (Quote, MarkdownQuote, SectionOpen, SectionClose, TitleLine, SourceLine, Tail)
}
