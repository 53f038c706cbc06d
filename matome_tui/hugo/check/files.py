"""Linting files: which files are posts, and findings that involve several of them."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain
from pathlib import Path

from matome_tui.files import is_special, read_text
from matome_tui.hugo.check.context import PostContext, SiteContext
from matome_tui.hugo.check.finding import Finding, excerpt
from matome_tui.hugo.check.front_matter import key_offset, tags_of
from matome_tui.hugo.check.harmless import without_harmless_quotes
from matome_tui.hugo.check.lint import apply_edits, lint, lint_parsed
from matome_tui.hugo.check.parsed import ParsedPost, line_and_column
from matome_tui.hugo.post.blocks import SourceLine
from matome_tui.hugo.post.tags import tag_page, variant_key
from matome_tui.i18n import _, ngettext

_MAX_ROUNDS = 4

MAX_LISTED = 200
"""Findings of one file that are listed."""


@dataclass(frozen=True, slots=True)
class FileFinding:
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


@dataclass(slots=True)
class Linter:
    """Lints many files one after the other, and keeps only what findings across them need.

    Attributes:
        threads: The first file that quotes each thread.
        tags: The first spelling of each tag and its file, by what its variants have in common.
    """

    threads: dict[int, Path] = field(default_factory=dict)
    tags: dict[str, tuple[str, Path]] = field(default_factory=dict)

    def lint(self, path: Path, context: SiteContext) -> list[FileFinding]:
        """Return the findings in a file in order: `MAX_LISTED`, then the number of the others."""
        reports = context.selection.reports
        try:
            post = ParsedPost(without_harmless_quotes(read_text(path)))
        except (UnicodeDecodeError, OSError) as error:
            return [_unreadable(path, error)] if reports("file") else []
        found = chain(self._across(path, post), lint_parsed(post, context.for_post(path)))
        listed = in_file(path, post.text, (item for item in found if reports(item.kind)))
        return [finding for finding in listed if finding.kind not in context.selection.ignored]

    def _across(self, path: Path, post: ParsedPost) -> Iterator[Finding]:
        """Yield what a post has in common with earlier ones and should not."""
        for tag in tags_of(post):
            first, file = self.tags.setdefault(variant_key(tag), (tag, path))
            if first != tag:
                message = _variant_message(tag, first)
                message = message.format(tag=excerpt(tag), other=excerpt(first), path=file)
                yield Finding("tag-variant", key_offset(post, "tags"), message)
        for offset, block in post.blocks:
            if isinstance(block, SourceLine) and (thread := block.thread):
                first_post = self.threads.setdefault(thread, path)
                if first_post != path:
                    message = _("{path} quotes the same thread").format(path=first_post)
                    yield Finding("duplicate-post", offset, message)
                return


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


def in_file(path: Path, text: str, findings: Iterable[Finding]) -> list[FileFinding]:
    """Return the findings in the text of a file, in order and limited; see `Linter.lint`."""
    total = fixable = 0

    def counted() -> Iterator[Finding]:
        nonlocal total, fixable
        for found in findings:
            total += 1
            fixable += bool(found.edit)
            yield found

    first = nsmallest(MAX_LISTED, counted(), key=lambda found: found.offset)
    listed = [
        FileFinding(
            path, *line_and_column(text, found.offset), found.kind, found.message, bool(found.edit)
        )
        for found in first
    ]
    if total > len(first):
        can_fix = fixable > sum(finding.is_fixable for finding in listed)
        listed.append(unlisted(path, listed[-1].line, total - len(first), is_fixable=can_fix))
    return listed


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
