"""Linting files: which files are posts, and findings that involve several of them."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from matome_tui.files import is_special, read_text
from matome_tui.hugo.check.context import PostContext, SiteContext
from matome_tui.hugo.check.finding import Finding, excerpt
from matome_tui.hugo.check.front_matter import key_offset, tags_of
from matome_tui.hugo.check.harmless import without_harmless_quotes
from matome_tui.hugo.check.lint import apply_edits, lint, lint_parsed
from matome_tui.hugo.check.parsed import ParsedPost, line_and_column, places
from matome_tui.hugo.check.selection import Selection
from matome_tui.hugo.post.blocks import SourceLine
from matome_tui.hugo.post.tags import tag_page, variant_key
from matome_tui.i18n import _, ngettext

_MAX_ROUNDS = 4
_OFFSET = attrgetter("offset")

MAX_LISTED = 200
"""Findings of one file that are listed."""


class FileFinding(NamedTuple):
    """A finding in a file.

    Attributes:
        path: The file.
        line: Its line, from 1.
        column: Its column on the line, in code points from 1.
        kind: One of `KINDS`.
        message: One line.
        is_fixable: Whether an edit fixes it.
    """

    path: Path
    line: int
    column: int
    kind: str
    message: str
    is_fixable: bool = False


class FileReport(NamedTuple):
    """What one file contributes to a check.

    Attributes:
        path: The file.
        findings: Its first `MAX_LISTED` findings, in order.
        total: The number of its findings.
        fixable: How many of them an edit fixes.
        tags: Its tags.
        tags_at: Line and column of the tags.
        thread: The thread that it quotes, if it names one.
        thread_at: Line and column of the thread.
    """

    path: Path
    findings: Sequence[FileFinding]
    total: int
    fixable: int = 0
    tags: Sequence[str] = ()
    tags_at: tuple[int, int] = (1, 1)
    thread: int | None = None
    thread_at: tuple[int, int] = (1, 1)


@dataclass(slots=True)
class Linter:
    """Lints many files one after the other, and keeps only what findings across them need.

    Attributes:
        same_kana: Whether tags in hiragana and in katakana are variants.
        threads: The first file that quotes each thread.
        tags: The first spelling of each tag and its file, by what its variants have in common.
    """

    same_kana: bool = False
    threads: dict[int, Path] = field(default_factory=dict)
    tags: dict[str, tuple[str, Path]] = field(default_factory=dict)

    def lint(self, path: Path, context: SiteContext) -> list[FileFinding]:
        """Return the findings in a file in order: `MAX_LISTED`, then the number of the others."""
        return self.add(lint_file(path, context), context.selection)

    def add(self, report: FileReport, selection: Selection) -> list[FileFinding]:
        """Return the findings in a file, with those that involve earlier files; see `lint`."""
        across = [found for found in self._across(report) if selection.reports(found.kind)]
        found: Sequence[FileFinding] = report.findings
        if across:
            found = sorted([*across, *found], key=lambda item: (item.line, item.column))
        listed, total = [*found[:MAX_LISTED]], report.total + len(across)
        if total > len(listed):
            can_fix = report.fixable > sum(finding.is_fixable for finding in listed)
            others = total - len(listed)
            listed.append(unlisted(report.path, listed[-1].line, others, is_fixable=can_fix))
        return [finding for finding in listed if finding.kind not in selection.ignored]

    def _across(self, report: FileReport) -> Iterator[FileFinding]:
        """Yield what a post has in common with earlier ones and should not."""
        path = report.path
        for tag in report.tags:
            key = variant_key(tag, same_kana=self.same_kana)
            first, file = self.tags.setdefault(key, (tag, path))
            if first != tag:
                message = _variant_message(tag, first)
                message = message.format(tag=excerpt(tag), other=excerpt(first), path=file)
                yield FileFinding(path, *report.tags_at, "tag-variant", message)
        if report.thread and (first_post := self.threads.setdefault(report.thread, path)) != path:
            message = _("{path} quotes the same thread").format(path=first_post)
            yield FileFinding(path, *report.thread_at, "duplicate-post", message)


def lint_file(path: Path, context: SiteContext) -> FileReport:
    """Lint one file by itself."""
    reports = context.selection.reports
    try:
        post = ParsedPost(without_harmless_quotes(read_text(path)))
    except (UnicodeDecodeError, OSError) as error:
        findings = [_unreadable(path, error)] if reports("file") else []
        return FileReport(path, findings, len(findings))
    total = fixable = 0

    def counted() -> Iterator[Finding]:
        nonlocal total, fixable
        for found in lint_parsed(post, context.for_post(path)):
            if reports(found.kind):
                total += 1
                fixable += bool(found.edit)
                yield found

    first = _first(counted())
    listed = [
        FileFinding(path, *place, found.kind, found.message, bool(found.edit))
        for found, place in zip(first, places(post.text, map(_OFFSET, first)), strict=True)
    ]
    at, thread = _thread(post)
    tags, tags_at = tags_of(post), _place(post, key_offset(post, "tags"))
    return FileReport(path, listed, total, fixable, tags, tags_at, thread, _place(post, at))


def _first(found: Iterator[Finding]) -> list[Finding]:
    """Return the first `MAX_LISTED` findings, in order; a hostile post has millions."""
    few = [*islice(found, MAX_LISTED)]
    if len(few) < MAX_LISTED:
        return sorted(few, key=_OFFSET)
    return nsmallest(MAX_LISTED, chain(few, found), key=_OFFSET)


def _thread(post: ParsedPost) -> tuple[int, int | None]:
    """Return the offset of the source line that names a thread, and the thread; None without."""
    for offset, block in post.blocks:
        if isinstance(block, SourceLine) and (thread := block.thread):
            return offset, thread
    return 0, None


def _place(post: ParsedPost, offset: int) -> tuple[int, int]:
    return line_and_column(post.text, offset)


def _variant_message(tag: str, other: str) -> str:
    if tag_page(tag) == tag_page(other):
        return _("Hugo makes one page of the tags {tag} and {other} ({path})")
    return _("The tags {tag} and {other} ({path}) look alike, but have a page each")


def _unreadable(path: Path, error: UnicodeDecodeError | OSError) -> FileFinding:
    if isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        return FileFinding(path, line, 1, "file", _("The file is not UTF-8"))
    message = _("The file cannot be read: {reason}").format(reason=error.strerror)
    return FileFinding(path, 1, 1, "file", message)


def unlisted(path: Path, line: int, number: int, *, is_fixable: bool = False) -> FileFinding:
    """Return the finding that says how many others are not listed."""
    message = ngettext(
        "{number} more finding is not listed", "{number} more findings are not listed", number
    )
    return FileFinding(path, line, 1, "more", message.format(number=f"{number:,}"), is_fixable)


def fix(text: str, context: PostContext) -> str:
    """Return the text of a post with every edit of the selected findings made."""
    for _round in range(_MAX_ROUNDS):
        found = [
            finding for finding in lint(text, context) if context.selection.reports(finding.kind)
        ]
        before, text = text, apply_edits(text, found)
        if text == before:
            break
    return text


def find_posts(path: Path) -> Iterator[Path]:
    """Yield the Markdown files at or below a path, sorted, without hidden ones."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            post = Path(folder, name)
            if name.endswith(".md") and not name.startswith(".") and not is_special(post):
                yield post
