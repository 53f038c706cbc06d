"""A list of stories, two lines each."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from matome_tui.core.comment.wrap import cell_width, truncate
from matome_tui.core.items import FoundComment, Story
from matome_tui.core.story_page import Item
from matome_tui.core.story_state import UNTOUCHED, StoryState
from matome_tui.core.text import one_line
from matome_tui.i18n import N_, _, ngettext
from matome_tui.ui.commands import bindings
from matome_tui.ui.drawing.formats import age, gone, posted, site_name
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.widgets.empty_page import STORIES, EmptyPage
from matome_tui.ui.widgets.row_list import ListRow, RowList

_RANK_CELLS = 6
_KINDS = {"story": N_("story"), "job": N_("job"), "poll": N_("poll")}


class StoryList(RowList):
    """Shows stories in order; those that are still loading as an ellipsis."""

    BINDINGS = bindings("stories")

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._ids: Sequence[int] = ()
        self._stories: Mapping[int, Item] = {}
        self._posted: Mapping[int, str] = {}
        self._state: Callable[[int], StoryState] = lambda _: UNTOUCHED
        self._ranks: Mapping[int, int] = {}
        self._empty_text: Sequence[str] = ()
        self._followed: Collection[str] = ()
        self._is_waiting = False

    def show(
        self,
        ids: Sequence[int],
        stories: Mapping[int, Item],
        posted: Mapping[int, str],
        *,
        followed: Collection[str] = (),
        state: Callable[[int], StoryState] = lambda _: UNTOUCHED,
        ranks: Mapping[int, int] | None = None,
    ) -> None:
        """Show stories, or comments that were found; the one at the cursor stays on its line.

        Args:
            ids: Of the stories, in order.
            stories: The loaded stories by id.
            posted: Dates of the posts about stories, by story id.
            followed: Names of authors to mark.
            state: Returns what the user has done with a story, by its id.
            ranks: Places in the list, from 1, by id; None for the order of `ids`.
        """
        before = self._ids[self.cursor] if self._ids else None
        self._ids, self._stories, self._posted, self._state = ids, stories, posted, state
        self._followed = followed
        self._ranks = (
            {story_id: row for row, story_id in enumerate(ids, 1)} if ranks is None else ranks
        )
        if before in ids:
            row = ListRow(ids.index(before))
            self._top = ListRow(max(self._top + row - self.cursor, 0))
            self.cursor = row
        self.rows_changed()

    def clear(self) -> None:
        """Show nothing; the next list begins at its top."""
        self._ids = ()
        self.rows_changed()

    def go_to_story(self, story_id: int) -> None:
        """Move the cursor to a story, if it is shown."""
        if story_id in self._ids:
            self.go_to(self._ids.index(story_id))

    def say(self, lines: Sequence[str]) -> None:
        """Set what to say in the middle as long as there are no rows."""
        if lines != self._empty_text:
            self._empty_text = lines
            self.refresh()

    def wait(self, is_waiting: bool) -> None:
        """Show placeholders in an empty list, or no longer."""
        if is_waiting != self._is_waiting:
            self._is_waiting = is_waiting
            if not self._ids:
                self.refresh()

    def empty_page(self) -> EmptyPage:
        """Return what to show in an empty list."""
        return EmptyPage(self._empty_text, STORIES if self._is_waiting else ())

    @property
    def current(self) -> Item | None:
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

    def height_of(self, row: ListRow) -> int:  # noqa: ARG002
        """Return the number of lines of a story."""
        return 2

    def paint_row(self, row: ListRow, line: int, base: Style) -> Strip:
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
            segments += self._comment_line(story, line, width - _RANK_CELLS - 1, base)
        elif line == 0:
            segments += self._title(story, width - _RANK_CELLS - 1, base)
        else:
            segments.append(Segment(self._facts(story), dim))
            segments.append(Segment(self._news(story), base + self.overlay("row--accent")))
            segments.append(self._followed_fact(story, base))
            segments.append(Segment(self._post_fact(story), base + self.overlay("row--mark")))
        return self.strip(segments, width, base)

    def _margin(self, row: ListRow, line: int, base: Style) -> Segment:
        """Return the rank of a story, and below it the signs of a bookmark and a post."""
        story_id = self._ids[row]
        sign = f"{self._ranks[story_id]}."
        if line:
            sign = self._glyphs.bookmark if self._state(story_id).bookmarked else ""
            sign += self._glyphs.posted if story_id in self._posted else ""
        style = base + self.overlay("row--mark" if line else "row--dim")
        return Segment(f"{sign:>{_RANK_CELLS - 2}} ", style)

    def _title(self, story: Story, room: int, base: Style) -> list[Segment]:
        site = one_line(site_name(story.url))
        shown_site = f"  {site}" if site else ""
        room = max(room - cell_width(shown_site), 10)
        title = truncate(one_line(story.title) or gone(story), room, self._glyphs.ellipsis)
        dim = base + self.overlay("row--dim")
        is_dim = self._state(story.id).opened > 0
        style = dim if is_dim else base + self.overlay("row--accent")
        return [Segment(title, style), Segment(shown_site, dim)]

    def _facts(self, story: Story) -> str:
        facts = [one_line(story.author), age(story.time, time.time())]
        if story.kind != "story":
            facts.insert(0, _(_KINDS[story.kind]))
        if story.title and (story.dead or story.deleted):
            facts.insert(0, gone(story))
        if story.kind != "job" and not (story.dead and story.comments is None):
            comments = story.comments or 0
            number = ngettext("{number:,} comment", "{number:,} comments", comments)
            facts.append(number.format(number=comments))
        if story.points is not None:
            number = ngettext("{number:,} point", "{number:,} points", story.points)
            facts.insert(0, number.format(number=story.points))
        return f" {self._glyphs.separator} ".join(fact for fact in facts if fact)

    def _news(self, story: Story) -> str:
        """Return the number of comments since the last visit."""
        new = self._state(story.id).new_comments(story)
        return f" +{new:,}" if new else ""

    def _comment_line(
        self, found: FoundComment, line: int, room: int, base: Style
    ) -> list[Segment]:
        if line == 0:
            text = truncate(_excerpt(found), max(room, 1), self._glyphs.ellipsis)
            return [Segment(text, base + self.overlay("row--accent"))]
        fact = self._followed_fact(found, base)
        room = max(room - cell_width(fact.text), 1)
        text = truncate(self._comment_facts(found), room, self._glyphs.ellipsis)
        return [Segment(text, base + self.overlay("row--dim")), fact]

    def _comment_facts(self, found: FoundComment) -> str:
        comment = found.comment
        facts = (one_line(comment.author), age(comment.time, time.time()), one_line(found.title))
        return f" {self._glyphs.separator} ".join(fact for fact in facts if fact)

    def _followed_fact(self, item: Story | FoundComment, base: Style) -> Segment:
        fact = _("followed") if item.author in self._followed else ""
        text = f" {self._glyphs.separator} {fact}" if fact else ""
        return Segment(text, base + self.overlay("row--mark"))

    def _post_fact(self, story: Story) -> str:
        day = self._posted.get(story.id)
        return "" if day is None else f" {self._glyphs.separator} {posted(day)}"


def _excerpt(found: FoundComment) -> str:
    from matome_tui.core.comment.markup import parse_html  # lists of stories do without

    return one_line(" ".join(block.text for block in parse_html(found.comment.html).blocks))
