"""A list of stories, two lines each."""

import time
from collections.abc import Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from matome_tui.core.comment.wrap import cell_width, truncate
from matome_tui.core.items import FoundComment, Story
from matome_tui.core.text import one_line
from matome_tui.i18n import N_, _, ngettext
from matome_tui.ui.commands import bindings
from matome_tui.ui.drawing.formats import age, posted, site_name
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.widgets.row_list import RowList

_RANK_CELLS = 6
_KINDS = {"story": N_("story"), "job": N_("job"), "poll": N_("poll")}


class StoryList(RowList):
    """Shows stories in order; those that are still loading as an ellipsis."""

    BINDINGS = bindings("stories")

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._ids: Sequence[int] = ()
        self._stories: Mapping[int, Story | FoundComment] = {}
        self._posted: Mapping[int, str] = {}

    def show(
        self,
        ids: Sequence[int],
        stories: Mapping[int, Story | FoundComment],
        posted: Mapping[int, str],
    ) -> None:
        """Show stories, or comments that were found; the one at the cursor stays on its line.

        Args:
            ids: Of the stories, in order.
            stories: The loaded stories by id.
            posted: Dates of the posts about stories, by story id.
        """
        before = self._ids[self.cursor] if self._ids else None
        self._ids, self._stories, self._posted = ids, stories, posted
        if before in ids:
            moved = ids.index(before) - self.cursor
            self.cursor += moved
            self._top = max(self._top + moved, 0)
        self.rows_changed()

    @property
    def current(self) -> Story | FoundComment | None:
        """The story under the cursor; None if it is not loaded."""
        return self._stories.get(self._ids[self.cursor]) if self._ids else None

    @property
    def wanted(self) -> range:
        """The rows in view and one page more."""
        last = self.last_row_in_view()
        return range(self._top, min(2 * last + 2 - self._top, len(self._ids)))

    def row_count(self) -> int:
        """Return the number of stories."""
        return len(self._ids)

    def height_of(self, row: int) -> int:  # noqa: ARG002
        """Return the number of lines of a story."""
        return 2

    def paint_row(self, row: int, line: int, base: Style) -> Strip:
        """Return the title (0) or the facts (1) of a story."""
        width = self.size.width
        dim = base + self.overlay("row--dim")
        story = self._stories.get(self._ids[row])
        is_cursor = row == self.cursor and self.has_focus
        pointer = self._glyphs.pointer if is_cursor and line == 0 else " "
        segments = [Segment(pointer, base), self._margin(row, line, base)]
        if story is None:
            segments.append(Segment(self._glyphs.ellipsis if line == 0 else "", dim))
        elif isinstance(story, FoundComment):
            text = _excerpt(story) if line == 0 else self._comment_facts(story)
            text = truncate(text, max(width - _RANK_CELLS - 1, 1), self._glyphs.ellipsis)
            segments.append(Segment(text, dim if line else base + self.overlay("row--accent")))
        elif line == 0:
            segments += self._title(story, width - _RANK_CELLS - 1, base)
        else:
            segments.append(Segment(self._facts(story), dim))
            segments.append(Segment(self._post_fact(story), base + self.overlay("row--mark")))
        return self.strip(segments, width, base)

    def _margin(self, row: int, line: int, base: Style) -> Segment:
        """Return the rank of a story, and below it a sign if there is a post."""
        is_posted = self._ids[row] in self._posted
        sign = f"{row + 1}." if line == 0 else self._glyphs.posted if is_posted else ""
        style = base + self.overlay("row--mark" if line else "row--dim")
        return Segment(f"{sign:>{_RANK_CELLS - 2}} ", style)

    def _title(self, story: Story, room: int, base: Style) -> list[Segment]:
        site = one_line(site_name(story.url))
        shown_site = f"  {site}" if site else ""
        room = max(room - cell_width(shown_site), 10)
        title = truncate(one_line(story.title) or _("[deleted]"), room, self._glyphs.ellipsis)
        accent = base + self.overlay("row--accent")
        dim = base + self.overlay("row--dim")
        return [Segment(title, accent), Segment(shown_site, dim)]

    def _facts(self, story: Story) -> str:
        facts = [one_line(story.author), age(story.time, time.time())]
        if story.kind != "story":
            facts.insert(0, _(_KINDS[story.kind]))
        if story.kind != "job":
            comments = story.comments or 0
            number = ngettext("{number:,} comment", "{number:,} comments", comments)
            facts.append(number.format(number=comments))
        if story.points is not None:
            number = ngettext("{number:,} point", "{number:,} points", story.points)
            facts.insert(0, number.format(number=story.points))
        return f" {self._glyphs.separator} ".join(fact for fact in facts if fact)

    def _comment_facts(self, found: FoundComment) -> str:
        comment = found.comment
        facts = (one_line(comment.author), age(comment.time, time.time()), one_line(found.title))
        return f" {self._glyphs.separator} ".join(fact for fact in facts if fact)

    def _post_fact(self, story: Story) -> str:
        day = self._posted.get(story.id)
        return "" if day is None else f" {self._glyphs.separator} {posted(day)}"


def _excerpt(found: FoundComment) -> str:
    from matome_tui.core.comment.markup import parse_html  # lists of stories do without

    return one_line(" ".join(block.text for block in parse_html(found.comment.html).blocks))
