"""Where the quotes of a post stand: so many in the open, the rest in folds.

The counts of line feeds and the text of the folds are those of the matome format.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from matome_tui.hugo.post import Block, FoldClose, FoldOpen, Post, Quote, Tail, parse

_BETWEEN_BLOCKS = "\n" * 5
_INSIDE_FOLD = "\n" * 2
_BEFORE_TAIL = "\n" * 4
_TOP = 0


def arrange(head: str, entries: Sequence[str], tail: str, group_size: int) -> str:
    """Return the text of a post.

    Args:
        head: What stands before the first quote.
        entries: The quotes, each with what follows it in the same place.
        tail: What stands behind the last quote; may be empty.
        group_size: So many quotes stand open; so many are in each fold.
    """
    parts = list(entries[:group_size])
    for number, start in enumerate(range(group_size, len(entries), group_size), start=1):
        parts.append(
            f'{{{{< details summary="もっとコメントを表示（{number}）">}}}}'
            + _INSIDE_FOLD
            + _BETWEEN_BLOCKS.join(entries[start : start + group_size])
            + _INSIDE_FOLD
            + "{{</details>}}"
        )
    body = _BETWEEN_BLOCKS.join([head, *parts])
    return body + (_BEFORE_TAIL + tail if tail else "\n")


def rearrange(post: Post, quotes: Sequence[tuple[Quote | None, Quote]], group_size: int) -> Post:
    """Return the post with other quotes, grouped anew.

    What else stands between the quotes stays behind the one it followed, or the one before where
    that is gone.

    Args:
        post: The post as it was.
        quotes: For each quote to come the one of the post that it replaces, if any.
        group_size: As for `arrange`.
    """
    blocks, is_placed = post.blocks, _places(post.blocks)
    if any(is_placed):
        first, after = is_placed.index(True), len(blocks) - is_placed[::-1].index(True)
    else:
        tails = [at for at, block in enumerate(blocks) if isinstance(block, Tail)]
        first = after = tails[0] if tails else len(blocks)
    kept = {id(old) for old, _ in quotes}
    remarks = _remarks(blocks[first:after], is_placed[first:after], kept)
    entries = [new.source + remarks[id(old)] for old, new in quotes]
    head = "".join(block.source for block in blocks[:first]).rstrip("\r\n") + remarks[_TOP]
    tail = "".join(block.source for block in blocks[after:]).lstrip("\r\n")
    return parse(arrange(head, entries, tail, group_size))


def _places(blocks: Sequence[Block]) -> list[bool]:
    """Return which blocks are the layout's: quotes, and folds unless they hold no quote."""
    is_placed = [isinstance(block, Quote | FoldOpen | FoldClose) for block in blocks]
    opening: int | None = None
    for at, block in enumerate(blocks):
        if isinstance(block, FoldOpen):
            opening = at
        elif isinstance(block, Quote):
            opening = None
        elif isinstance(block, FoldClose) and opening is not None:
            is_placed[opening] = is_placed[at] = False
            opening = None
    return is_placed


def _remarks(
    blocks: Sequence[Block], is_placed: Sequence[bool], kept: set[int]
) -> defaultdict[int, str]:
    """Return what the layout does not place, by the identity of the kept quote before it.

    What stands before them all has the key `_TOP`.
    """
    remarks: defaultdict[int, str] = defaultdict(str)
    owner = _TOP
    for ours, run in groupby(zip(is_placed, blocks, strict=True), key=itemgetter(0)):
        found = [block for _, block in run]
        if ours:
            owner = next((id(block) for block in reversed(found) if id(block) in kept), owner)
        elif (text := "".join(block.source for block in found).strip("\r\n")).strip():
            remarks[owner] += "\n\n" + text
    return remarks
