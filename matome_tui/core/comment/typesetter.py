"""Comments as lines, each made when first asked for and remembered."""

from collections import OrderedDict

from matome_tui.core.comment.body import Line, lay_out
from matome_tui.core.comment.links import with_numbers
from matome_tui.core.comment.markup import Document, parse_html
from matome_tui.core.comment.syntax import colored
from matome_tui.core.thread.search import Query

_KEPT_TEXTS = 2000
_KEPT_COLORED = 200
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
        self._colored: OrderedDict[str, Document] = OrderedDict()

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
        document = self._colored.get(html) or parse_html(html)
        if self._query:
            document = self._query.highlight(document)
        lines = lay_out(with_numbers(document), width, self._code_from, self._ellipsis)
        self._lines[html] = (width, lines)
        if len(self._lines) > _KEPT_TEXTS:
            self._lines.popitem(last=False)
        return lines

    def is_uncolored(self, html: str) -> bool:
        """Whether a comment has code that might be coloured."""
        return _CODE_TAG in html and html not in self._colored

    def color(self, html: str) -> bool:
        """Colour the code of a comment; tell whether there was anything to colour.

        It then has other lines, but as many.
        """
        document = parse_html(html)
        self._colored[html] = colored(document)
        if len(self._colored) > _KEPT_COLORED:
            self._colored.popitem(last=False)
        if self._colored[html] == document:
            return False
        self._lines.pop(html, None)
        return True
