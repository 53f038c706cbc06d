"""What a pane shows instead of its content: lines in the middle, or placeholders."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual.geometry import Size

from matome_tui.core.comment.wrap import cell_width, wrap
from matome_tui.core.text import sanitize


class Bar(NamedTuple):
    """A line that stands for text that is still loading.

    Attributes:
        indent: Cells before the bar.
        share: Length of the bar, as a share of the width.
    """

    indent: int
    share: float


STORIES: Sequence[Bar] = (Bar(6, 0.6), Bar(6, 0.3), Bar(6, 0.45), Bar(6, 0.3))
"""Two stories of a list."""

COMMENTS: Sequence[Bar] = (
    *(Bar(4, 0.15), Bar(4, 0.8), Bar(4, 0.75), Bar(4, 0.3), Bar(0, 0)),
    *(Bar(6, 0.15), Bar(6, 0.7), Bar(6, 0.5), Bar(0, 0)),
)
"""A comment and a reply."""


@dataclass(frozen=True, slots=True)
class EmptyPage:
    """A page without content.

    Attributes:
        lines: What to say in the middle, without markup; long lines are wrapped.
        placeholders: Bars to repeat down the page instead; empty for none.
    """

    lines: Sequence[str] = ()
    placeholders: Sequence[Bar] = ()

    def line(self, y: int, size: Size, rule: str) -> str:
        """Return the text of a line of a pane; placeholders are made of the glyph `rule`."""
        if self.placeholders:
            indent, share = self.placeholders[y % len(self.placeholders)]
            length = min(round(share * size.width), max(size.width - indent - 1, 0))
            return " " * indent + rule * length
        fitted = [part for line in self.lines for part in _wrapped(line, max(size.width - 4, 1))]
        at = y - max((size.height - len(fitted)) // 2, 0)
        if not 0 <= at < len(fitted):
            return ""
        return " " * max((size.width - cell_width(fitted[at])) // 2, 1) + fitted[at]


def _wrapped(line: str, width: int) -> list[str]:
    text = sanitize(line)
    return [text[start:end].strip() for start, end in wrap(text, width)]
