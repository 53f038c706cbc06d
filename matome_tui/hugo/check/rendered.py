"""What a reader sees of quotes, on the pages that the real Hugo makes of their posts.

The posts are copied to a temporary folder, each quote with a mark before it, by which its text is
found on the page whatever the theme puts around it. Nothing is written to the site.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from matome_tui.files import read_text
from matome_tui.hugo.check.finding import excerpt
from matome_tui.hugo.check.rules import placed_blocks
from matome_tui.hugo.executable import Hugo, HugoError
from matome_tui.hugo.post.blocks import MarkdownQuote, Quote
from matome_tui.hugo.program.isolated import ANY_POST, IsolatedSite
from matome_tui.hugo.site.site import Site

_MARK = re.compile(r"matomequote([0-9]+)q([0-9]+)end")
_MOST_FAILURES = 50
_ARGUMENTS = (
    *(*ANY_POST, "--noBuildLock"),
    *("--disableKinds", "taxonomy,term,RSS,sitemap,404"),
)

# Browsers pass over it; Python's reader, in some versions, does not.
_BOGUS = re.compile(r"<!\[[^>]*>?")
# Elements whose text is not on the page, and elements that stand in a line.
_UNREAD = frozenset(("script", "style", "template", "title"))
_IN_LINE = re.compile(
    r"a|abbr|b|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|var|wbr"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where a page shows something else than its post says.

    Attributes:
        path: The post.
        at: Where in its text, in code points from 0.
        message: One line: what is seen.
    """

    path: Path
    at: int
    message: str


def differences(hugo: Hugo, site: Site, posts: Sequence[Path]) -> list[Difference]:
    """Build a copy of posts, and return where quotes read otherwise than they were written.

    Args:
        hugo: The hugo to build with.
        site: The site whose configuration and layouts are used.
        posts: Files of posts, each of them text in UTF-8.

    Raises:
        HugoError: The site does not build, and no single post is to blame.
        OSError: A post cannot be read, or there is no room for the copy.
    """
    with IsolatedSite(hugo, site.root) as around:
        copy = _Copy(around)
        for number, path in enumerate(posts):
            copy.add(number, path)
        failed = _build(copy)
        shown = _shown(around.output, copy.files)
        found = [*failed.values()]
        for number, path in enumerate(posts):
            if number not in failed:
                found += _compare(path, shown.get(number, {}))
        return found


class _Copy:
    """Posts in a temporary folder, with marks."""

    def __init__(self, around: IsolatedSite) -> None:
        self.around = around
        self.files: dict[int, Path] = {}
        self.sources: dict[int, Path] = {}

    def add(self, number: int, path: Path) -> None:
        target = self.around.add(path)
        target.write_text(_marked(read_text(path), number), encoding="utf-8", newline="")
        self.files[number], self.sources[number] = target, path


def _build(copy: _Copy) -> dict[int, Difference]:
    """Build the copy, without the posts that Hugo refuses; return those and what it says."""
    failed: dict[int, Difference] = {}
    while True:
        try:
            copy.around.build(*_ARGUMENTS)
        except HugoError as error:
            number = _blamed(copy, str(error))
            if number is None or len(failed) == _MOST_FAILURES:
                raise
            file = copy.files.pop(number)
            failed[number] = _failure(copy.sources[number], file, number, str(error))
            file.unlink()
        else:
            return failed


def _blamed(copy: _Copy, said: str) -> int | None:
    return next((number for number, file in copy.files.items() if f"{file}:" in said), None)


def _failure(path: Path, file: Path, number: int, said: str) -> Difference:
    """Return where a post does not build; Hugo counts the lines with our marks."""
    line = re.search(rf"{re.escape(file.name)}:([0-9]+):[0-9]+", said)
    above = file.read_text(encoding="utf-8").splitlines(keepends=True)[
        : int(line[1]) if line else 0
    ]
    text = read_text(path)
    lines = re.sub(rf"\n\nmatomequote{number}q[0-9]+end\n\n", "", "".join(above)).count("\n")
    at = 0
    for _ in range(lines - 1):
        at = text.find("\n", at) + 1
    cause = said.rpartition('": ')[2] or said
    return Difference(path, at, f"Hugo does not build it: {cause}")


def _marked(text: str, number: int) -> str:
    parts, quotes = [], 0
    for _, block in placed_blocks(text):
        if isinstance(block, Quote | MarkdownQuote):
            parts.append(f"\n\nmatomequote{number}q{quotes}end\n\n")
            quotes += 1
        parts.append(block.source)
    return "".join(parts)


def _shown(output: Path, files: Mapping[int, Path]) -> dict[int, dict[int, str]]:
    """Return what pages show behind each mark, by posts and their quotes.

    A quote may stand on other pages too, in part; the page with the most of a post is its own.
    """
    shown: dict[int, dict[int, str]] = {number: {} for number in files}
    for page in output.rglob("*.html"):
        on_page: dict[int, dict[int, str]] = {}
        _, *parts = _MARK.split(visible(page.read_text(encoding="utf-8", errors="replace")))
        for post, quote, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            on_page.setdefault(int(post), {})[int(quote)] = text
        for number, quotes in on_page.items():
            shown[number] = max(shown.get(number, {}), quotes, key=len)
    return shown


def _compare(path: Path, shown: Mapping[int, str]) -> Iterator[Difference]:
    number = 0
    for at, block in placed_blocks(read_text(path)):
        if isinstance(block, Quote | MarkdownQuote):
            written, seen = _lines(block.text), _lines(shown.get(number, ""))
            number += 1
            if written not in seen:
                yield Difference(path, at, _divergence(written, seen))


def _divergence(written: str, seen: str) -> str:
    """Return in words where what is seen leaves what was written."""
    sizes = range(len(written))
    same = bisect_left(sizes, True, key=lambda size: written[: size + 1] not in seen)
    if not same:
        return f"the page does not show {excerpt(written)}"
    end = seen.index(written[:same]) + same
    instead = seen[end : end + 20].partition("\n")[0]
    return (
        f"the page shows {excerpt(instead)} in place of {excerpt(written[same:])}"
        f" behind {excerpt(written[max(0, same - 20) : same])}"
    )


def _lines(text: str) -> str:
    """Return text with what HTML does not show left out, and backticks, which code has."""
    text = text.replace("\u2060", "").replace("`", "")
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip("\n")


def visible(html: str) -> str:
    """Return the text that a page shows, with line feeds where lines begin."""
    reader = _Reader()
    unclosed = html.find("<!--", html.rfind("-->") + 1)
    reader.feed(_BOGUS.sub("", html if unclosed < 0 else html[:unclosed]))
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._unread += tag in _UNREAD
        if not _IN_LINE.fullmatch(tag):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in _UNREAD and self._unread > 0
        if not _IN_LINE.fullmatch(tag):
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNREAD:
            self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(re.sub(r"[ \t\r\n\f]+", " ", data))
