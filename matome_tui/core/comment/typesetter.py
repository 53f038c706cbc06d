"""Comments as lines, each made when first asked for and remembered."""

from collections import OrderedDict

from matome_tui.core.comment.layout import Line, lay_out
from matome_tui.core.comment.links import with_numbers
from matome_tui.core.comment.markup import Document, parse_html
from matome_tui.core.comment.syntax import highlight
from matome_tui.core.thread.search import Query

_MOST_LINES = 2000
_MOST_HIGHLIGHTED = 200
_CODE_TAG = "<pre"


class Typesetter:
    """Makes the lines of comments, and remembers those of as many as a reader comes back to.

    Links are numbered, hits of a search marked. Code is first without colours, which take longer
    than all the rest: `color` adds them.
    """

    def __init__(self, ellipsis: str) -> None:
        """Begin without a search, long lines of code cut.

        Args:
            ellipsis: Ends what is cut.
        """
        self._ellipsis = ellipsis
        self._query: Query | None = None
        self._code_from: int | None = 0
        self._lines: OrderedDict[str, tuple[int, list[Line]]] = OrderedDict()
        self._highlighted: OrderedDict[str, Document] = OrderedDict()

    @property
    def query(self) -> Query | None:
        """What is marked as found; None for nothing."""
        return self._query

    @query.setter
    def query(self, query: Query | None) -> None:
        self._query = query
        self._lines.clear()

    @property
    def code_from(self) -> int | None:
        """The cell from which on code is shown, cut where it is too long; None to break it."""
        return self._code_from

    @code_from.setter
    def code_from(self, code_from: int | None) -> None:
        self._code_from = code_from
        self._lines.clear()

    def lines(self, html: str, width: int) -> list[Line]:
        """Return the text of a comment in lines of at most `width` cells."""
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

    def needs_highlighting(self, html: str) -> bool:
        """Whether a comment has code that might be coloured."""
        return _CODE_TAG in html and html not in self._highlighted

    def highlight(self, html: str) -> bool:
        """Colour the code of a comment; tell whether there was anything to colour.

        It then has other lines, but as many.
        """
        document = parse_html(html)
        self._highlighted[html] = highlight(document)
        if len(self._highlighted) > _MOST_HIGHLIGHTED:
            self._highlighted.popitem(last=False)
        if self._highlighted[html] == document:
            return False
        self._lines.pop(html, None)
        return True
