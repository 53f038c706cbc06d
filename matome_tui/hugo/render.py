"""Whether a post builds, and what of it is to blame where it does not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matome_tui.core.text import sanitize
from matome_tui.hugo.grouping import is_space, sections
from matome_tui.hugo.one_post import IN_MEMORY, OnePost
from matome_tui.hugo.post import AnyQuote, Block, FoldClose, FoldOpen, FrontMatter, Raw, parse
from matome_tui.hugo.run import BuildError, Hugo, HugoError

CHECK_TIMEOUT = 10.0
"""Seconds that a build of one post may take."""

_EMPTY = "+++\ntitle = 'A post'\ndate = 2025-01-01\n+++\n"
_MOST_WORDS = 40  # code points that tell which remark it is
_MOST_SAID = 300

# Hugo says `"FILE:LINE:COLUMN": ` of each file and template on its way to the cause.
_WAY = re.compile(r'^.*(?:"[^"]*:\d+:\d+": |error calling \w+: )')
_SEE = re.compile(r'[.:]? [Ss]ee (?:"[^"]*"|\S+)$')


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a post does not build.

    Attributes:
        where: What of it is to blame, as `clip 12 (author)`; empty where that could not be told.
        what: What Hugo says, in one line.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


def find_fault(hugo: Hugo, site: Path, path: Path, text: str) -> Fault | None:
    """Build one post, in memory only, with the site's configuration and layouts.

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
    with OnePost(hugo, site, path) as post:
        said = _build(hugo, post, text)
        if not said:
            return None
        if own := _build(hugo, post, _EMPTY):
            raise HugoError(f"The site does not build without the post either: {_cause(own)}")
        return Fault(_blame(hugo, post, text, said), _cause(said))


def _build(hugo: Hugo, post: OnePost, text: str) -> str:
    """Return what is wrong with a text; nothing where it builds."""
    post.write(text)
    try:
        hugo.build(post.site, post.output, *post.config, *IN_MEMORY, timeout=CHECK_TIMEOUT)
    except BuildError as error:
        return str(error)
    return ""


def _blame(hugo: Hugo, post: OnePost, text: str, said: str) -> str:
    """Return what of a text is to blame: what Hugo points at, or else what it builds without."""
    parts = sections(parse(text))
    blocks = (*parts.head, *parts.body, *parts.tail)
    lines = re.findall(rf"{re.escape(post.file.name)}:(\d+):\d+", said)
    at = _at_line(blocks, int(lines[-1])) if lines else None
    # What is in a fold is built as a part of the fold.
    if at is None or isinstance(blocks[at], FoldOpen | FoldClose):
        body = range(len(parts.head), len(parts.head) + len(parts.body))
        removable = [
            at for at in body if isinstance(blocks[at], AnyQuote | Raw) and not is_space(blocks[at])
        ]
        at = _search(hugo, post, blocks, removable) or at
    return "" if at is None else _name(blocks, at)


def _at_line(blocks: Sequence[Block], line: int) -> int | None:
    """Return the place of the first block with something to read on a line, from 1."""
    first = 1
    for at, block in enumerate(blocks):
        last = first + block.source.count("\n")
        if first <= line <= last and not is_space(block):
            return at
        first = last
    return None


def _search(
    hugo: Hugo, post: OnePost, blocks: Sequence[Block], removable: Sequence[int]
) -> int | None:
    """Return the first block with which what stands above it no longer builds; halving, so soon."""

    def builds(count: int) -> bool:
        dropped = frozenset(removable[count:])
        kept = (block.source for at, block in enumerate(blocks) if at not in dropped)
        return not _build(hugo, post, "".join(kept))

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
