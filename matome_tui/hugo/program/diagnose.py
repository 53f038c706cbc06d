"""Diagnosis of a post that Hugo does not build: its message, and the clip or remark at fault."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matome_tui.atomic import write_atomically
from matome_tui.core.text import sanitize
from matome_tui.hugo.executable import BuildError, Hugo, HugoError
from matome_tui.hugo.post.blocks import (
    AnyQuote,
    Block,
    FrontMatter,
    Raw,
    SectionClose,
    SectionOpen,
    parse,
)
from matome_tui.hugo.post.sections import is_blank, split_post
from matome_tui.hugo.program.isolated import IN_MEMORY, SEGMENTS, IsolatedSite
from matome_tui.i18n import _

CHECK_TIMEOUT = 10.0
"""Limit in seconds for the build of one post."""

_EMPTY = "+++\ntitle = 'A post'\ndate = 2025-01-01\n+++\n"
_LONGEST_EXCERPT = 40
_LONGEST_MESSAGE = 300

# Hugo prints `"FILE:LINE:COLUMN": ` for each file and template above the cause.
_TRACE = re.compile(r'^.*(?:"[^"]*:\d+:\d+": |error calling \w+: )')
_REFERENCE = re.compile(r"^WARN .*?REF_NOT_FOUND: (.*)$", re.MULTILINE)
_REFERENCE_TO = re.compile(r'^(?:Ref "[^"]*"|\S*)')
_SEE = re.compile(r'[.:]? [Ss]ee (?:"[^"]*"|\S+)$')


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a post does not build.

    Attributes:
        where: The part at fault, such as `clip 12 (author)`; empty if unknown.
        what: The message of Hugo, in one line.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


def diagnose(hugo: Hugo, site: Path, path: Path, text: str) -> Diagnosis | None:
    """Build one post in memory, with the site's configuration and layouts.

    If it refers to other pages, those are looked up in the whole site.

    Args:
        hugo: The hugo to build with.
        site: The site's root.
        path: The post's path in the site; it need not exist.
        text: The post's text.

    Returns:
        Why the post does not build; None if it does.

    Raises:
        HugoError: There is no answer: the site does not build without the post either, the build
            takes longer than `CHECK_TIMEOUT`, or Hugo does not run.
        OSError: There is no room for temporary files.
    """
    with IsolatedSite(hugo, site) as isolated:
        trial = _TrialBuild(isolated, isolated.add(path))
        error = trial.build(text)
        if error:
            if own := trial.build(_EMPTY):
                raise _site_error(own)
            return Diagnosis(_locate(trial, text, error), _cause(error))
        if isolated.page(trial.file) is None:
            message = _("Hugo makes no page of {path}: it does not read that file")
            return Diagnosis("", message.format(path=path))
        if error := trial.lost_reference():
            reference = sanitize(_REFERENCE_TO.findall(error)[0])
            message = _("{reference} leads to no page of the site").format(reference=reference)
            return Diagnosis(_locate_line(trial, text, error), message)
        return None


@dataclass(slots=True)
class _TrialBuild:
    """Builds of one post with different texts.

    Attributes:
        isolated: The site.
        file: The post's file in it.
        warnings: The output of Hugo for the last text that built.
    """

    isolated: IsolatedSite
    file: Path
    warnings: str = ""

    def build(self, text: str) -> str:
        """Return the error of Hugo for a text; empty if it builds."""
        write_atomically(self.file, text)
        try:
            self.warnings = self.isolated.build(*IN_MEMORY, timeout=CHECK_TIMEOUT)
        except BuildError as error:
            return str(error)
        return ""

    def lost_reference(self) -> str:
        """Return the warning of Hugo about a reference to a missing page; empty for none."""
        config, hugo = self.isolated.config, self.isolated.hugo
        is_error = str(config.get("reflinkserrorlevel") or "ERROR").upper() == "ERROR"
        if not (is_error and self._references(self.warnings)) or hugo.version < SEGMENTS:
            return ""
        try:
            output = self.isolated.build_among_all(self.file, *IN_MEMORY, timeout=CHECK_TIMEOUT)
        except BuildError as error:
            raise _site_error(str(error)) from error
        return next(iter(self._references(output)), "")

    def _references(self, output: str) -> list[str]:
        lines = _REFERENCE.findall(output)
        return [line for line in lines if str(self.file) in line]


def _site_error(error: str) -> HugoError:
    message = _("The site does not build without the post either: {cause}")
    return HugoError(message.format(cause=_cause(error)))


def _locate(trial: _TrialBuild, text: str, error: str) -> str:
    """Return the part of a text at fault: what Hugo names, or what breaks the build."""
    parts = split_post(parse(text))
    blocks = (*parts.preamble, *parts.body, *parts.tail)
    at = _pointed_at(trial, blocks, error)
    # Hugo names the section for an error in one of its quotes.
    if at is None or isinstance(blocks[at], SectionOpen | SectionClose):
        body = range(len(parts.preamble), len(parts.preamble) + len(parts.body))
        removable = [
            at for at in body if isinstance(blocks[at], AnyQuote | Raw) and not is_blank(blocks[at])
        ]
        at = _search(trial, blocks, removable) or at
    return "" if at is None else _name(blocks, at)


def _locate_line(trial: _TrialBuild, text: str, error: str) -> str:
    """Return the part of a text that Hugo names."""
    blocks = parse(text).blocks
    at = _pointed_at(trial, blocks, error)
    return "" if at is None or isinstance(blocks[at], FrontMatter) else _name(blocks, at)


def _pointed_at(trial: _TrialBuild, blocks: Sequence[Block], error: str) -> int | None:
    lines = re.findall(rf"{re.escape(trial.file.name)}:(\d+):\d+", error)
    return _at_line(blocks, int(lines[-1])) if lines else None


def _at_line(blocks: Sequence[Block], line: int) -> int | None:
    """Return the index of the first non-blank block on a line, counted from 1."""
    first = 1
    for at, block in enumerate(blocks):
        last = first + block.source.count("\n")
        if first <= line <= last and not is_blank(block):
            return at
        first = last
    return None


def _search(trial: _TrialBuild, blocks: Sequence[Block], removable: Sequence[int]) -> int | None:
    """Return the first removable block that breaks the build of those above it, by bisection."""

    def builds(count: int) -> bool:
        dropped = frozenset(removable[count:])
        kept = (block.source for at, block in enumerate(blocks) if at not in dropped)
        return not trial.build("".join(kept))

    if not builds(0):
        return None
    good, bad = 0, len(removable)
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if builds(middle) else (good, middle)
    return removable[good]


def _name(blocks: Sequence[Block], at: int) -> str:
    """Return the name of a block for the user."""
    block = blocks[at]
    if isinstance(block, AnyQuote):
        number = sum(isinstance(above, AnyQuote) for above in blocks[: at + 1])
        name = _("clip {number} ({author})")
        return name.format(number=number, author=sanitize(block.user_name))
    if isinstance(block, FrontMatter):
        return _("the front matter")
    return _('"{text}"').format(text=_line(block.source, _LONGEST_EXCERPT))


def _cause(error: str) -> str:
    """Return the cause in a message of Hugo, without the files and templates above it."""
    return _line(_SEE.sub("", _TRACE.sub("", error)), _LONGEST_MESSAGE)


def _line(text: str, most: int) -> str:
    words = " ".join(sanitize(text).split())
    return words if len(words) <= most else words[:most] + "..."
