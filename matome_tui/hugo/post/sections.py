"""Where the entries of a post stand in its text: in the open, or in folds.

The counts of line feeds and the text of the folds are those of the matome format.
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
_INSIDE_FOLD = "\n" * 2
_BEFORE_TAIL = "\n" * 4
_CLOSE = "{{</details>}}"
_PLACED = AnyQuote | SectionOpen | SectionClose

# Two blank lines part remarks; one is between the paragraphs of one.
_REMARK = re.compile(r"\S(?:.*?\S)??(?=\s*\Z|[ \t\r]*\n(?:[ \t\r]*\n){2})", re.DOTALL)


class DetailsRemark(Raw):
    """A fold of the blogger's own, which holds no quote: all of it is one remark."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class PostParts:
    """The parts of a post.

    Attributes:
        preamble: Up to the source line.
        body: Quotes, folds and remarks. A remark is one `Raw` block; the white space between is in
            blocks of its own.
        tail: What stands behind the last of them.
    """

    preamble: tuple[Block, ...]
    body: tuple[Block, ...]
    tail: tuple[Block, ...]

    @property
    def entries(self) -> tuple[Block, ...]:
        """The blocks of the body that are entries of a draft; see `significant`."""
        solid = [block for block in self.body if not is_blank(block)]
        marks = [
            isinstance(block, SectionOpen)
            if isinstance(block, SectionOpen | SectionClose)
            else None
            for block in solid
        ]
        return tuple(compress(solid, significant(marks)))


def significant(marks: Sequence[bool | None]) -> Iterator[bool]:
    """Yield which entries of a post tell something: all but folds around nothing, and their ends.

    The end of a fold tells something where what follows it stands open.

    Args:
        marks: For each entry: True where a fold begins, False where one ends, else None.
    """
    is_folded = False
    for mark, following in zip(marks, [*marks[1:], True], strict=False):
        tells = mark is None or (following is None and (mark or is_folded))
        if tells and mark is not None:
            is_folded = mark
        yield tells


def is_blank(block: Block) -> bool:
    """Whether a block is nothing but white space."""
    return isinstance(block, Raw) and not block.source.strip()


def split_post(post: Post) -> PostParts:
    """Take a post apart."""
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
        head: What stands before the first entry.
        entries: Quotes, remarks, and where folds begin or end; a fold ends where the next begins.
        tail: What stands behind the last entry; may be empty.
    """
    parts, opening, inside = [head], "", list[str]()

    def close() -> None:
        if opening and inside:
            parts.append(
                opening + _INSIDE_FOLD + _BETWEEN_BLOCKS.join(inside) + _INSIDE_FOLD + _CLOSE
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
    """Return where folds without a quote end, by where they begin."""
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
