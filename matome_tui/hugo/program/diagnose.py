"""Whether a post builds, and what of it is to blame where it does not."""

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

CHECK_TIMEOUT = 10.0
"""Seconds that a build of one post may take."""

_EMPTY = "+++\ntitle = 'A post'\ndate = 2025-01-01\n+++\n"
_MOST_WORDS = 40  # code points that tell which remark it is
_MOST_SAID = 300

# Hugo says `"FILE:LINE:COLUMN": ` of each file and template on its way to the cause.
_WAY = re.compile(r'^.*(?:"[^"]*:\d+:\d+": |error calling \w+: )')
_REFERENCE = re.compile(r"^WARN .*?REF_NOT_FOUND: (.*)$", re.MULTILINE)
_REFERENCE_TO = re.compile(r'^(?:Ref "[^"]*"|\S*)')
_SEE = re.compile(r'[.:]? [Ss]ee (?:"[^"]*"|\S+)$')


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a post does not build.

    Attributes:
        where: What of it is to blame, as `clip 12 (author)`; empty where that could not be told.
        what: What Hugo says, in one line.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


def diagnose(hugo: Hugo, site: Path, path: Path, text: str) -> Diagnosis | None:
    """Build one post, in memory only, with the site's configuration and layouts.

    References to pages are looked up among all of the site's, where the post alone has them not.

    Args:
        hugo: The hugo to build with.
        site: The site's root.
        path: Where the post is in the site, or will be.
        text: What it says.

    Returns:
        Why it does not build; None where it does.

    Raises:
        HugoError: That cannot be told: the site does not build without the post either, takes
            longer than `CHECK_TIMEOUT`, or Hugo does not run.
        OSError: There is no room for temporary files.
    """
    with IsolatedSite(hugo, site) as around:
        trial = _TrialBuild(around, around.add(path))
        said = trial.build(text)
        if said:
            if own := trial.build(_EMPTY):
                raise HugoError(f"The site does not build without the post either: {_cause(own)}")
            return Diagnosis(_locate(trial, text, said), _cause(said))
        if around.page(trial.file) is None:
            return Diagnosis("", f"Hugo makes no page of {path}: it does not read that file")
        if said := trial.lost_reference():
            reference = sanitize(_REFERENCE_TO.findall(said)[0])
            return Diagnosis(
                _locate_line(trial, text, said), f"{reference} leads to no page of the site"
            )
        return None


@dataclass(slots=True)
class _TrialBuild:
    """Builds of one post, each with another text.

    Attributes:
        around: The site.
        file: The post.
        warnings: What Hugo wrote of the last text that built.
    """

    around: IsolatedSite
    file: Path
    warnings: str = ""

    def build(self, text: str) -> str:
        """Return what is wrong with a text; nothing where it builds."""
        write_atomically(self.file, text)
        try:
            self.warnings = self.around.build(*IN_MEMORY, timeout=CHECK_TIMEOUT)
        except BuildError as error:
            return str(error)
        return ""

    def lost_reference(self) -> str:
        """Return what Hugo says of a reference that leads to none of the site's pages, if any."""
        config, hugo = self.around.config, self.around.hugo
        is_error = str(config.get("reflinkserrorlevel") or "ERROR").upper() == "ERROR"
        if not (is_error and self._references(self.warnings)) or hugo.version < SEGMENTS:
            return ""
        try:
            said = self.around.build_among_all(self.file, *IN_MEMORY, timeout=CHECK_TIMEOUT)
        except BuildError as error:
            raise HugoError(
                f"The site does not build without the post either: {_cause(str(error))}"
            ) from error
        return next(iter(self._references(said)), "")

    def _references(self, said: str) -> list[str]:
        lines = _REFERENCE.findall(said)
        return [line for line in lines if str(self.file) in line]


def _locate(trial: _TrialBuild, text: str, said: str) -> str:
    """Return what of a text is to blame: what Hugo points at, or else what it builds without."""
    parts = split_post(parse(text))
    blocks = (*parts.preamble, *parts.body, *parts.tail)
    at = _pointed_at(trial, blocks, said)
    # What is in a fold is built as a part of the fold.
    if at is None or isinstance(blocks[at], SectionOpen | SectionClose):
        body = range(len(parts.preamble), len(parts.preamble) + len(parts.body))
        removable = [
            at for at in body if isinstance(blocks[at], AnyQuote | Raw) and not is_blank(blocks[at])
        ]
        at = _search(trial, blocks, removable) or at
    return "" if at is None else _name(blocks, at)


def _locate_line(trial: _TrialBuild, text: str, said: str) -> str:
    """Return what of a text Hugo points at."""
    blocks = parse(text).blocks
    at = _pointed_at(trial, blocks, said)
    return "" if at is None or isinstance(blocks[at], FrontMatter) else _name(blocks, at)


def _pointed_at(trial: _TrialBuild, blocks: Sequence[Block], said: str) -> int | None:
    lines = re.findall(rf"{re.escape(trial.file.name)}:(\d+):\d+", said)
    return _at_line(blocks, int(lines[-1])) if lines else None


def _at_line(blocks: Sequence[Block], line: int) -> int | None:
    """Return the place of the first block with something to read on a line, from 1."""
    first = 1
    for at, block in enumerate(blocks):
        last = first + block.source.count("\n")
        if first <= line <= last and not is_blank(block):
            return at
        first = last
    return None


def _search(trial: _TrialBuild, blocks: Sequence[Block], removable: Sequence[int]) -> int | None:
    """Return the first block with which what stands above it no longer builds; halving, so soon."""

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
    """Return what a user calls a block."""
    block = blocks[at]
    if isinstance(block, AnyQuote):
        number = sum(isinstance(above, AnyQuote) for above in blocks[: at + 1])
        return f"clip {number} ({sanitize(block.user_name)})"
    if isinstance(block, FrontMatter):
        return "the front matter"
    return f'"{_line(block.source, _MOST_WORDS)}"'


def _cause(said: str) -> str:
    """Return what Hugo says of the cause alone, without the way there."""
    return _line(_SEE.sub("", _WAY.sub("", said)), _MOST_SAID)


def _line(text: str, most: int) -> str:
    words = " ".join(sanitize(text).split())
    return words if len(words) <= most else words[:most] + "..."
