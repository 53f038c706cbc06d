"""Checking files: which they are, what surrounds them, and what is wrong across them."""

import os
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from heapq import nsmallest
from itertools import chain
from pathlib import Path

from matome_tui.core.draft.post_options import Style
from matome_tui.files import is_special, read_text
from matome_tui.hugo.check.finding import Finding, Surroundings
from matome_tui.hugo.check.goldmark import Dialect
from matome_tui.hugo.check.plain import without_plain_quotes
from matome_tui.hugo.check.rules import Placed, apply, check, check_blocks, place, placed_blocks
from matome_tui.hugo.post.blocks import SourceLine
from matome_tui.hugo.site.site import Site

_REMOTE = re.compile(r"[a-z]+:|//", re.IGNORECASE)
_MOST_ROUNDS = 4

MOST_REPORTS = 200
"""So many findings of one file are listed."""


@dataclass(frozen=True, slots=True)
class Report:
    """A finding in a file.

    Attributes:
        path: The file.
        line: Where, from 1.
        column: Where on the line, in code points from 1.
        kind: One of `KINDS`.
        message: One line.
        is_fixable: Whether `fixed` sets it right.
    """

    path: Path
    line: int
    column: int
    kind: str
    message: str
    is_fixable: bool = False


class Neighbourhood:
    """What the posts of one site need to be checked, or posts without a site."""

    def __init__(self, site: Site | None, style: Style) -> None:
        self.site = site
        self._images: dict[str, bool] = {}
        self._around = Surroundings(style=style)
        if site:
            dialect = Dialect(site.typographer, bool(site.enable_emoji))
            self._around = Surroundings(dialect, site.shortcodes, style=style)

    def of(self, path: Path) -> Surroundings:
        """Return what surrounds the post in a file."""
        if self.site is None:
            return self._around
        return replace(self._around, has_image=partial(self._has_image, self.site, path.parent))

    def _has_image(self, site: Site, folder: Path, name: str) -> bool:
        bare = name.lstrip("/")
        if bare not in self._images:
            themes = (site.root / "themes").glob("*/assets")
            homes = (site.assets_dir, site.root / "static", *themes)
            is_there = any((home / bare).is_file() for home in homes)
            self._images[bare] = bool(_REMOTE.match(name)) or is_there
        return self._images[bare] or (folder / bare).is_file()


@dataclass(slots=True)
class Checker:
    """A check of many files, one after the other; only what they share is kept.

    Attributes:
        ignored: The kinds of findings that are left out.
        threads: The first file that quotes each thread.
    """

    ignored: Container[str] = ()
    threads: dict[int, Path] = field(default_factory=dict)

    def check(self, path: Path, near: Neighbourhood) -> list[Report]:
        """Return what is wrong with a file, in order: `MOST_REPORTS`, then how many more."""
        try:
            text = read(path)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            return [Report(path, line, 1, "file", "the file is not UTF-8")]
        except OSError as error:
            return [Report(path, 1, 1, "file", f"the file cannot be read: {error.strerror}")]
        text = without_plain_quotes(text)
        placed = placed_blocks(text)
        found = chain(self._variants(path, placed), check_blocks(text, placed, near.of(path)))
        heeded = (finding for finding in found if finding.kind not in self.ignored)
        return reports(path, text, heeded)

    def _variants(self, path: Path, placed: Sequence[Placed]) -> Iterator[Finding]:
        for at, block in placed:
            if isinstance(block, SourceLine) and block.thread:
                first = self.threads.setdefault(block.thread, path)
                if first != path:
                    yield Finding("duplicate-post", at, f"{first} quotes the same thread")
                return


def read(path: Path) -> str:
    """Return the exact text of a file. OSError or UnicodeDecodeError where that is impossible."""
    return read_text(path)


def reports(path: Path, text: str, findings: Iterable[Finding]) -> list[Report]:
    """Return the findings in the text of a file as reports, in order; see `Checker.check`."""
    total = fixable = 0

    def counted() -> Iterator[Finding]:
        nonlocal total, fixable
        for found in findings:
            total += 1
            fixable += bool(found.edit)
            yield found

    first = nsmallest(MOST_REPORTS, counted(), key=lambda found: found.at)
    listed = [
        Report(path, *place(text, found.at), found.kind, found.message, bool(found.edit))
        for found in first
    ]
    if total > len(first):
        can_fix = fixable > sum(report.is_fixable for report in listed)
        listed.append(more(path, listed[-1].line, total - len(first), is_fixable=can_fix))
    return listed


def more(path: Path, line: int, number: int, *, is_fixable: bool = False) -> Report:
    """Return the report that so many findings are not listed."""
    return Report(path, line, 1, "more", f"{number:,} more are not listed", is_fixable)


def fixed(text: str, around: Surroundings, ignored: Container[str] = ()) -> str:
    """Return the text of a post with all set right that can be, but for kinds that are ignored."""
    for _ in range(_MOST_ROUNDS):
        found = [finding for finding in check(text, around) if finding.kind not in ignored]
        before, text = text, apply(text, found)
        if text == before:
            break
    return text


def posts_in(path: Path) -> Iterator[Path]:
    """Yield the Markdown files at or below a path, sorted; hidden ones are nobody's posts."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            post = Path(folder, name)
            if name.endswith(".md") and not name.startswith(".") and not is_special(post):
                yield post
