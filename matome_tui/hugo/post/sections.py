"""The entries and sections in the text of a post: split apart, and joined with their spacing.

The counts of line feeds are those of the matome format.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, groupby

from matome_tui.hugo.post.blocks import (
    AnyQuote,
    Block,
    Post,
    Raw,
    SectionClose,
    SectionOpen,
    SourceLine,
    Tail,
)

_BETWEEN_BLOCKS = "\n" * 5
_INSIDE_SECTION = "\n" * 2
_BEFORE_TAIL = "\n" * 4
_CLOSE = "{{</details>}}"
_PLACED = AnyQuote | SectionOpen | SectionClose

# Two blank lines separate remarks; one separates the paragraphs of a remark.
_REMARK = re.compile(r"\S(?:.*?\S)??(?=\s*\Z|[ \t\r]*\n(?:[ \t\r]*\n){2})", re.DOTALL)


class DetailsRemark(Raw):
    """A `details` block without a quote, which is one remark as a whole."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class PostParts:
    """The parts of a post.

    Attributes:
        preamble: The blocks up to the source line.
        body: Quotes, remarks, and the ends of sections. A remark is one `Raw` block; white space is
            in blocks of its own.
        tail: The blocks after the last of these.
    """

    preamble: tuple[Block, ...]
    body: tuple[Block, ...]
    tail: tuple[Block, ...]

    @property
    def entries(self) -> tuple[Block, ...]:
        """The blocks of the body that are entries of a draft, without empty sections."""
        solid = [block for block in self.body if not is_blank(block)]
        marks = [
            isinstance(block, SectionOpen)
            if isinstance(block, SectionOpen | SectionClose)
            else None
            for block in solid
        ]
        return tuple(compress(solid, significant(marks)))


def significant(marks: Sequence[bool | None]) -> Iterator[bool]:
    """Yield for each entry of a post whether it counts: all but the marks of empty sections do.

    The end of a section counts if an entry outside of sections follows.

    Args:
        marks: For each entry True if it starts a section, False if it ends one, else None.
    """
    in_section = False
    for mark, following in zip(marks, [*marks[1:], True], strict=False):
        counts = mark is None or (following is None and (mark or in_section))
        if counts and mark is not None:
            in_section = mark
        yield counts


def is_blank(block: Block) -> bool:
    """Return whether a block is white space only."""
    return isinstance(block, Raw) and not block.source.strip()


def split_post(post: Post) -> PostParts:
    """Split a post into its parts."""
    blocks = _with_details_remarks(post.blocks)
    placed = [at for at, block in enumerate(blocks) if isinstance(block, _PLACED)]
    sources = [at for at, block in enumerate(blocks) if isinstance(block, SourceLine)]
    tails = [at for at, block in enumerate(blocks) if isinstance(block, Tail)]
    after = placed[-1] + 1 if placed else len(blocks)
    end = next((at for at in tails if at >= after or not placed), after)
    start = min([*placed[:1], end])
    if sources and sources[0] < start:
        start = sources[0] + 1
    if not placed and not tails:
        start = end
    body = tuple(_body(blocks[start:end]))
    return PostParts(tuple(blocks[:start]), body, tuple(blocks[end:]))


def join_parts(head: str, entries: Iterable[Block], tail: str) -> str:
    """Return the text of a post.

    Args:
        head: The text before the first entry.
        entries: Quotes, remarks, and the ends of sections; the start of one ends that before it.
        tail: The text after the last entry; may be empty.
    """
    parts, opening, inside = [head], "", list[str]()

    def close() -> None:
        if opening and inside:
            parts.append(
                opening + _INSIDE_SECTION + _BETWEEN_BLOCKS.join(inside) + _INSIDE_SECTION + _CLOSE
            )
        else:
            parts.extend(inside)

    for entry in entries:
        if isinstance(entry, SectionOpen | SectionClose):
            close()
            opening, inside = entry.source if isinstance(entry, SectionOpen) else "", []
        else:
            inside.append(entry.source)
    close()
    return _BETWEEN_BLOCKS.join(parts) + (_BEFORE_TAIL + tail if tail else "\n")


def _with_details_remarks(blocks: Sequence[Block]) -> list[Block]:
    ends = _details_remarks(blocks)
    whole: list[Block] = []
    at = 0
    while at < len(blocks):
        if end := ends.get(at):
            whole.append(DetailsRemark("".join(block.source for block in blocks[at:end])))
        else:
            whole.append(blocks[at])
        at = end or at + 1
    return whole


def _details_remarks(blocks: Sequence[Block]) -> dict[int, int]:
    """Return the ends of `details` blocks without a quote, by their starts."""
    openings: list[int] = []
    ends = {}
    for at, block in enumerate(blocks):
        if isinstance(block, SectionOpen):
            openings.append(at)
        elif isinstance(block, AnyQuote):
            openings.clear()
        elif isinstance(block, SectionClose) and openings:
            ends[openings.pop()] = at + 1
    return ends


def _body(blocks: Iterable[Block]) -> Iterator[Block]:
    for is_whole, run in groupby(blocks, lambda block: isinstance(block, DetailsRemark | _PLACED)):
        found = list(run)
        yield from found if is_whole else _remarks("".join(block.source for block in found))


def _remarks(text: str) -> Iterator[Raw]:
    end = 0
    for match in _REMARK.finditer(text):
        if match.start() > end:
            yield Raw(text[end : match.start()])
        yield Raw(match[0])
        end = match.end()
    if end < len(text):
        yield Raw(text[end:])
