"""Where the entries of a post stand in its text: in the open, or in folds.

The counts of line feeds and the text of the folds are those of the matome format.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from matome_tui.hugo.post import (
    AnyQuote,
    Block,
    FoldClose,
    FoldOpen,
    Post,
    Raw,
    SourceLine,
    Tail,
)

_BETWEEN_BLOCKS = "\n" * 5
_INSIDE_FOLD = "\n" * 2
_BEFORE_TAIL = "\n" * 4
_CLOSE = "{{</details>}}"

# Two blank lines part remarks; one is between the paragraphs of one.
_REMARK = re.compile(r"\S(?:.*?\S)??(?=\s*\Z|[ \t\r]*\n(?:[ \t\r]*\n){2})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sections:
    """The parts of a post.

    Attributes:
        head: Up to the source line.
        body: Quotes, folds and remarks. A remark is one `Raw` block; the white space between is in
            blocks of its own.
        tail: What stands behind the last of them.
    """

    head: tuple[Block, ...]
    body: tuple[Block, ...]
    tail: tuple[Block, ...]

    @property
    def entries(self) -> tuple[Block, ...]:
        """The blocks of the body that are entries of a draft.

        The end of a fold is one where what follows it stands open.
        """
        solid = [block for block in self.body if not is_space(block)]
        following = [*solid[1:], FoldOpen("")]
        return tuple(
            block
            for block, after in zip(solid, following, strict=False)
            if not isinstance(block, FoldClose) or not isinstance(after, FoldOpen | FoldClose)
        )


def is_space(block: Block) -> bool:
    """Whether a block is nothing but white space."""
    return isinstance(block, Raw) and not block.source.strip()


def sections(post: Post) -> Sections:
    """Take a post apart."""
    blocks, is_placed = post.blocks, _places(post.blocks)
    placed = [at for at, ours in enumerate(is_placed) if ours]
    sources = [at for at, block in enumerate(blocks) if isinstance(block, SourceLine)]
    tails = [at for at, block in enumerate(blocks) if isinstance(block, Tail)]
    after = placed[-1] + 1 if placed else len(blocks)
    end = next((at for at in tails if at >= after or not placed), after)
    start = min([*placed[:1], end])
    if sources and sources[0] < start:
        start = sources[0] + 1
    if not placed and not tails:
        start = end
    body = tuple(_body(blocks[start:end], is_placed[start:end]))
    return Sections(blocks[:start], body, blocks[end:])


def arrange(head: str, entries: Iterable[Block], tail: str) -> str:
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
        if isinstance(entry, FoldOpen | FoldClose):
            close()
            opening, inside = entry.source if isinstance(entry, FoldOpen) else "", []
        else:
            inside.append(entry.source)
    close()
    return _BETWEEN_BLOCKS.join(parts) + (_BEFORE_TAIL + tail if tail else "\n")


def _places(blocks: Sequence[Block]) -> list[bool]:
    """Return which blocks are the layout's: quotes, and folds unless they hold no quote."""
    is_placed = [isinstance(block, AnyQuote | FoldOpen | FoldClose) for block in blocks]
    opening: int | None = None
    for at, block in enumerate(blocks):
        if isinstance(block, FoldOpen):
            opening = at
        elif isinstance(block, AnyQuote):
            opening = None
        elif isinstance(block, FoldClose) and opening is not None:
            is_placed[opening] = is_placed[at] = False
            opening = None
    return is_placed


def _body(blocks: Sequence[Block], is_placed: Sequence[bool]) -> Iterable[Block]:
    for ours, run in groupby(zip(is_placed, blocks, strict=True), key=itemgetter(0)):
        found = [block for _, block in run]
        yield from found if ours else _remarks("".join(block.source for block in found))


def _remarks(text: str) -> Iterable[Raw]:
    end = 0
    for match in _REMARK.finditer(text):
        if match.start() > end:
            yield Raw(text[end : match.start()])
        yield Raw(match[0])
        end = match.end()
    if end < len(text):
        yield Raw(text[end:])
