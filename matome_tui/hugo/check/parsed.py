"""Posts as the linter reads them: blocks with their positions, and the front matter's values."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from matome_tui.hugo.post.blocks import Block, FrontMatter, PostError, parse

PlacedBlock = tuple[int, Block]
"""A block and its offset in the text of the post."""


class ParsedPost:
    """The text of a post, parsed once for all rules.

    Attributes:
        text: The text.
        blocks: Its blocks in order; their sources make up the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[PlacedBlock] = []
        offset = 0
        for block in parse(text).blocks:
            self.blocks.append((offset, block))
            offset += len(block.source)

    @property
    def front_matter(self) -> FrontMatter | None:
        """The front matter, with which a text begins."""
        first = self.blocks[0][1] if self.blocks else None
        return first if isinstance(first, FrontMatter) else None

    @cached_property
    def metadata(self) -> Mapping[str, Any] | PostError:
        """The values of the front matter, empty without one, or why it cannot be read."""
        try:
            return self.front_matter.values if self.front_matter else {}
        except PostError as error:
            return error


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of an offset in a text."""
    return next(places(text, [offset]))


def places(text: str, offsets: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield line and column, from 1, of offsets in a text, which must be in order."""
    line, counted = 1, 0
    for offset in offsets:
        line += text.count("\n", counted, offset)
        counted = offset
        yield line, offset - text.rfind("\n", 0, offset)
