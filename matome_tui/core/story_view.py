"""The view of a list of stories: its order, and the text that narrows it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from matome_tui.core.items import Story
from matome_tui.core.story_page import Item

if TYPE_CHECKING:
    from matome_tui.core.story_query import StoryQuery

Order = Literal["rank", "points", "comments", "age", "rate"]
ORDERS: tuple[Order, ...] = ("rank", "points", "comments", "age", "rate")
"""The orders; `rate` is by comments per hour."""

_LEAST_AGE = 3600
"""Seconds; a younger story counts as that old, or its first comments would put it first."""


@dataclass
class StoryView:
    """The order and the filter of a list.

    Attributes:
        order: The order; `rank` is that of the list.
        filter: What the shown items must match; None for all.
        same_kana: Whether hiragana and katakana match each other in the filter.
    """

    order: Order = "rank"
    filter: "StoryQuery | None" = None
    same_kana: bool = False

    def arrange(
        self,
        ids: Sequence[int],
        items: Mapping[int, Item],
        is_listed: Callable[[int], bool],
        now: float,
    ) -> list[int]:
        """Return the ids of the items to show, in order.

        Args:
            ids: Of all items of the list, in its order.
            items: The loaded items by id. Others have a place in the list's own order alone.
            is_listed: Returns whether an item is in the list.
            now: Seconds since 1970, for rates.
        """
        listed = [item_id for item_id in ids if is_listed(item_id)]
        if self.order == "rank" and self.filter is None:
            return listed
        wanted = self.filter
        loaded = [items[item_id] for item_id in listed if item_id in items]
        shown = [i for i in loaded if wanted is None or wanted.matches(i, same_kana=self.same_kana)]
        if self.order != "rank":
            order = self.order
            shown.sort(key=lambda item: _measure(item, order, now), reverse=True)
        return [item.id for item in shown]


def _measure(item: Item, order: Order, now: float) -> float:
    """Return the number that an order puts the highest of first; unknown ones come last."""
    if order == "age":
        return item.time
    if not isinstance(item, Story):
        return -1
    if order == "points":
        return -1 if item.points is None else item.points
    comments = -1 if item.comments is None else item.comments
    return comments if order == "comments" else comments / max(now - item.time, _LEAST_AGE)
