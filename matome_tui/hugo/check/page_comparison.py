"""Comparison of posts with the pages that Hugo makes of them: `matome check --render`.

The posts are copied to a temporary folder with a mark before each quote, by which its text is found
on the page whatever the theme puts around it. Nothing is written to the site.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

from matome_tui.files import read_text
from matome_tui.hugo.check.finding import Finding, excerpt
from matome_tui.hugo.check.parsed import ParsedPost
from matome_tui.hugo.executable import Hugo, HugoError
from matome_tui.hugo.post.blocks import MarkdownQuote, Quote
from matome_tui.hugo.program.isolated import ANY_POST, IsolatedSite
from matome_tui.hugo.site.site import Site
from matome_tui.i18n import _

_MARK = re.compile(r"matomequote([0-9]+)q([0-9]+)end")
_MAX_FAILURES = 50
_ARGUMENTS = (
    *(*ANY_POST, "--noBuildLock"),
    *("--disableKinds", "taxonomy,term,RSS,sitemap,404"),
)

# Browsers ignore it; Python's parser, in some versions, does not.
_BOGUS = re.compile(r"<!\[[^>]*>?")
# Elements whose text is not on the page, and elements that do not begin a line.
_INVISIBLE = frozenset(("script", "style", "template", "title"))
_INLINE = re.compile(
    r"a|abbr|b|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|var|wbr"
)


_Found = tuple[Path, Finding]


def compare_pages(hugo: Hugo, site: Site, posts: Sequence[Path]) -> list[_Found]:
    """Build a copy of posts, and return the findings where pages differ from their quotes.

    Args:
        hugo: The hugo to build with.
        site: The site whose configuration and layouts are used.
        posts: Files of posts, each of them text in UTF-8.

    Returns:
        The files and their findings; all findings of a file are neighbors.

    Raises:
        HugoError: The site does not build, and no single post is to blame.
        OSError: A post cannot be read, or there is no room for the copy.
    """
    with IsolatedSite(hugo, site.root) as isolated:
        copy = _Copy(isolated)
        for number, path in enumerate(posts):
            copy.add(number, path)
        failed = _build(copy)
        shown = _shown(isolated.output, copy.files)
        found = [*failed.values()]
        for number, path in enumerate(posts):
            if number not in failed:
                found += [(path, item) for item in _compare(path, shown.get(number, {}))]
        return found


class _Copy:
    """Posts in a temporary folder, with a mark before each quote."""

    def __init__(self, isolated: IsolatedSite) -> None:
        self.isolated = isolated
        self.files: dict[int, Path] = {}
        self.sources: dict[int, Path] = {}

    def add(self, number: int, path: Path) -> None:
        target = self.isolated.add(path)
        target.write_text(_marked(read_text(path), number), encoding="utf-8", newline="")
        self.files[number], self.sources[number] = target, path


def _build(copy: _Copy) -> dict[int, _Found]:
    """Build the copy without the posts that Hugo refuses, and return those with its message."""
    failed: dict[int, _Found] = {}
    while True:
        try:
            copy.isolated.build(*_ARGUMENTS)
        except HugoError as error:
            number = _blamed(copy, str(error))
            if number is None or len(failed) == _MAX_FAILURES:
                raise
            file = copy.files.pop(number)
            failed[number] = _failure(copy.sources[number], file, number, str(error))
            file.unlink()
        else:
            return failed


def _blamed(copy: _Copy, said: str) -> int | None:
    return next((number for number, file in copy.files.items() if f"{file}:" in said), None)


def _failure(path: Path, file: Path, number: int, said: str) -> _Found:
    """Return where a post does not build; Hugo counts the lines of the marks too."""
    line = re.search(rf"{re.escape(file.name)}:([0-9]+):[0-9]+", said)
    above = file.read_text(encoding="utf-8").splitlines(keepends=True)[
        : int(line[1]) if line else 0
    ]
    text = read_text(path)
    lines = re.sub(rf"\n\nmatomequote{number}q[0-9]+end\n\n", "", "".join(above)).count("\n")
    offset = 0
    for _line in range(lines - 1):
        offset = text.find("\n", offset) + 1
    cause = said.rpartition('": ')[2] or said
    message = _("Hugo refuses the post: {reason}").format(reason=cause)
    return path, Finding("render", offset, message)


def _marked(text: str, number: int) -> str:
    parts, quotes = [], 0
    for _offset, block in ParsedPost(text).blocks:
        if isinstance(block, Quote | MarkdownQuote):
            parts.append(f"\n\nmatomequote{number}q{quotes}end\n\n")
            quotes += 1
        parts.append(block.source)
    return "".join(parts)


def _shown(output: Path, files: Mapping[int, Path]) -> dict[int, dict[int, str]]:
    """Return what pages show behind each mark, by posts and their quotes.

    Other pages may show parts of a post; its own page is the one with the most quotes.
    """
    shown: dict[int, dict[int, str]] = {number: {} for number in files}
    for page in output.rglob("*.html"):
        on_page: dict[int, dict[int, str]] = {}
        _before, *parts = _MARK.split(visible(page.read_text(encoding="utf-8", errors="replace")))
        for post, quote, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            on_page.setdefault(int(post), {})[int(quote)] = text
        for number, quotes in on_page.items():
            shown[number] = max(shown.get(number, {}), quotes, key=len)
    return shown


def _compare(path: Path, shown: Mapping[int, str]) -> Iterator[Finding]:
    number = 0
    for offset, block in ParsedPost(read_text(path)).blocks:
        if isinstance(block, Quote | MarkdownQuote):
            written, seen = _lines(block.text), _lines(shown.get(number, ""))
            number += 1
            if written not in seen:
                yield Finding("render", offset, _divergence(written, seen))


def _divergence(written: str, seen: str) -> str:
    """Return a message about the first difference between a written text and a page."""
    sizes = range(len(written))
    same = bisect_left(sizes, True, key=lambda size: written[: size + 1] not in seen)
    if not same:
        return _("The page does not show {written}").format(written=excerpt(written))
    end = seen.index(written[:same]) + same
    instead = seen[end : end + 20].partition("\n")[0]
    return _("The page shows {shown} instead of {written} after {before}").format(
        shown=excerpt(instead),
        written=excerpt(written[same:]),
        before=excerpt(written[max(0, same - 20) : same]),
    )


def _lines(text: str) -> str:
    """Return text without what HTML does not show, and without the backticks of code."""
    text = text.replace("\u2060", "").replace("`", "")
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip("\n")


def visible(html: str) -> str:
    """Return the text that a page shows, with line feeds where lines begin."""
    reader = _TextParser()
    unclosed = html.find("<!--", html.rfind("-->") + 1)
    reader.feed(_BOGUS.sub("", html if unclosed < 0 else html[:unclosed]))
    reader.close()
    return "".join(reader.parts)


class _TextParser(HTMLParser):
    """Collects the visible text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _INVISIBLE
        if not _INLINE.fullmatch(tag):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _INVISIBLE and self._hidden > 0
        if not _INLINE.fullmatch(tag):
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INVISIBLE:
            self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"[ \t\r\n\f]+", " ", data))
