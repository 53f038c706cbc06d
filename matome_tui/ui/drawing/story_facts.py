"""The facts of stories below their titles, in columns."""

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from matome_tui.core.items import FoundComment, Story
from matome_tui.core.story_page import Item
from matome_tui.core.story_state import StoryState
from matome_tui.core.text import one_line
from matome_tui.i18n import _, ngettext
from matome_tui.ui.drawing.columns import Columns, widest_number
from matome_tui.ui.drawing.formats import age

_GAP = "  "
_AGE = 3


class ShownFacts(NamedTuple):
    """The facts of one story; joined, they are a line.

    Attributes:
        counts: Points and comments.
        news: Number of comments since the last visit.
        origin: Age and author.
    """

    counts: str
    news: str
    origin: str


class StoryFacts:
    """Columns with the facts of a list's stories or comments."""

    def __init__(self, items: Iterable[Item], state: Callable[[int], StoryState]) -> None:
        """Measure the columns.

        Args:
            items: Whatever is loaded of the list.
            state: Returns what the user has done with a story, by its id.
        """
        items = list(items)
        stories = [item for item in items if isinstance(item, Story)]
        self._state = state
        self._points = widest_number(story.points for story in stories)
        self._comments = widest_number(_comments(story) for story in stories)
        self._columns = Columns(map(self._texts, items), at_right={2, _AGE})

    def of(self, item: Item) -> ShownFacts:
        """Return the facts of a story or comment."""
        points, comments, news, *origin = self._columns.pad(self._texts(item))
        shown, gap = [], ""
        for group in ((points, comments), (news,), origin):
            texts = [text for text in group if text]
            shown.append(gap * bool(texts) + _GAP.join(texts))
            gap = gap or _GAP * bool(texts)
        return ShownFacts(*shown)

    def _texts(self, item: Item) -> tuple[str, str, str, str, str]:
        written = age(item.time, time.time())
        if isinstance(item, FoundComment):
            return "", "", "", written, one_line(item.author)
        points = comments = news = ""
        if item.points is not None:
            number = ngettext("{number} point", "{number} points", item.points)
            points = number.format(number=f"{item.points:>{self._points},}")
        if (total := _comments(item)) is not None:
            number = ngettext("{number} comment", "{number} comments", total)
            comments = number.format(number=f"{total:>{self._comments},}")
        if new := self._state(item.id).new_comments(item):
            # Translators: comments since the last visit, in a column
            news = _("+{number} new").format(number=f"{new:,}")
        return points, comments, news, written, one_line(item.author)


def _comments(story: Story) -> int | None:
    """Return the number of a story's comments; None if it can have none."""
    has_none = story.kind == "job" or (story.dead and story.comments is None)
    return None if has_none else story.comments or 0
