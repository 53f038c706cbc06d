"""Pages of lists of stories."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matome_tui.core.items import FoundComment, Story

Item = Story | FoundComment
"""What a list shows."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list.

    Attributes:
        ids: Ids of its items, in order.
        items: The items that came with it, by id; the others are loaded when they are seen.
        has_more: Whether another page follows.
    """

    ids: tuple[int, ...]
    items: Mapping[int, Item] = field(default_factory=dict)
    has_more: bool = False
