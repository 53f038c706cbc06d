"""Visible text of pages built by Hugo."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"br", "img", "meta", "link", "hr", "input"}


@dataclass
class Quote:
    """A quoted comment on a page: who wrote it, what it says, where its links go.

    In the text a line break is a line feed, and code stands between backticks.
    """

    user_name: str = ""
    color: str = ""
    text: str = ""
    links: list[str] = field(default_factory=list)
    is_folded: bool = False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.quotes: list[Quote] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("class") or ""
        if tag == "blockquote" and name == "comment":
            style = values.get("style") or ""
            color = style.removeprefix("--color: ")
            is_folded = any(opened == "details" for opened, _ in self._open)
            self.quotes.append(Quote(color=color, is_folded=is_folded))
        if tag == "br" and self._is_in("body"):
            self.quotes[-1].text += "\n"
        if tag == "code" and self._is_in("body"):
            self.quotes[-1].text += "`"
        if tag == "a" and self._is_in("body"):
            self.quotes[-1].links.append(values.get("href") or "")
        if tag not in _VOID:
            self._open.append((tag, name))

    def handle_endtag(self, tag: str) -> None:
        if tag == "code" and self._is_in("body"):
            self.quotes[-1].text += "`"
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._is_in("body"):
            self.quotes[-1].text += data
        elif self._open and self._open[-1][0] == "cite":
            self.quotes[-1].user_name += data

    def _is_in(self, name: str) -> bool:
        return any(opened == name for _, opened in self._open)


def quotes_of(html: str) -> list[Quote]:
    """Return the quoted comments of a page in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.quotes
