"""Cache of comments laid out as lines, for the reader."""

from collections import OrderedDict
from typing import Protocol

from matome_tui.core.comment.layout import Line, lay_out, lay_out_rendering
from matome_tui.core.comment.links import with_numbers
from matome_tui.core.comment.markup import Document, parse_html
from matome_tui.core.comment.syntax import highlight

_MOST_LINES = 2000
_MOST_HIGHLIGHTED = 200
_CODE_TAG = "<pre"


class Query(Protocol):
    """A search that adds spans for its matches."""

    def highlight(self, document: Document) -> Document:
        """Return the document with its matches as spans."""


class Typesetter:
    """Lays out comments and caches their lines.

    Links are numbered and matches of the query marked. Code is plain at first, because its syntax
    takes longer than all the rest: `highlight` adds it.
    """

    def __init__(self, ellipsis: str) -> None:
        """Start without a query, and with long lines of code cut.

        Args:
            ellipsis: The end of a line that is cut.
        """
        self._ellipsis = ellipsis
        self._query: Query | None = None
        self._code_from: int | None = 0
        self._lines: OrderedDict[str, tuple[int, list[Line]]] = OrderedDict()
        self._renderings: OrderedDict[tuple[str, int], list[Line]] = OrderedDict()
        self._highlighted: OrderedDict[str, Document] = OrderedDict()

    @property
    def query(self) -> Query | None:
        """The search whose matches are marked, if any."""
        return self._query

    @query.setter
    def query(self, query: Query | None) -> None:
        self._query = query
        self._lines.clear()

    @property
    def code_from(self) -> int | None:
        """The first cell shown of lines of code, which are cut to the width; None breaks them."""
        return self._code_from

    @code_from.setter
    def code_from(self, code_from: int | None) -> None:
        self._code_from = code_from
        self._lines.clear()

    def lines(self, html: str, width: int) -> list[Line]:
        """Return the lines of a comment, at most `width` cells wide."""
        known = self._lines.get(html)
        if known is not None and known[0] == width:
            return known[1]
        document = self._highlighted.get(html) or parse_html(html)
        if self._query:
            document = self._query.highlight(document)
        lines = lay_out(with_numbers(document), width, self._code_from, self._ellipsis)
        self._lines[html] = (width, lines)
        if len(self._lines) > _MOST_LINES:
            self._lines.popitem(last=False)
        return lines

    def rendering_lines(self, text: str, width: int) -> list[Line]:
        """Return the lines of a machine's text; see `lay_out_rendering`."""
        if (text, width) not in self._renderings:
            self._renderings[text, width] = lay_out_rendering(text, width)
            if len(self._renderings) > _MOST_LINES:
                self._renderings.popitem(last=False)
        return self._renderings[text, width]

    def needs_highlighting(self, html: str) -> bool:
        """Whether a comment has code without syntax highlighting."""
        return _CODE_TAG in html and html not in self._highlighted

    def highlight(self, html: str) -> bool:
        """Highlight the code of a comment and return whether its lines changed.

        The number of lines stays the same.
        """
        document = parse_html(html)
        self._highlighted[html] = highlight(document)
        if len(self._highlighted) > _MOST_HIGHLIGHTED:
            self._highlighted.popitem(last=False)
        if self._highlighted[html] == document:
            return False
        self._lines.pop(html, None)
        return True
