"""A list of stories, two lines each."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from matome_tui.core.comment.wrap import cell_width, truncate
from matome_tui.core.items import FoundComment, Story
from matome_tui.core.story_page import Item
from matome_tui.core.story_state import UNTOUCHED, StoryState
from matome_tui.core.text import one_line
from matome_tui.i18n import N_, _
from matome_tui.ui.commands import bindings
from matome_tui.ui.drawing.formats import gone, posted, site_name
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.drawing.spans import styled_segments
from matome_tui.ui.drawing.story_facts import StoryFacts
from matome_tui.ui.widgets.empty_page import STORIES, EmptyPage
from matome_tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from matome_tui.core.comment.passage import Range

_RANK_CELLS = 5
_MARGIN = 1 + 1 + _RANK_CELLS + 1  # the pointer, the sign, the rank and a space
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
        self._drafted: Collection[int] = ()
        self._state: Callable[[int], StoryState] = lambda _: UNTOUCHED
        self._ranks: Mapping[int, int] = {}
        self._empty_text: Sequence[str] = ()
        self._followed: Collection[str] = ()
        self._facts = StoryFacts((), self._state)
        self._is_waiting = False
        self._words = ""
        self._excerpts: dict[int, tuple[str, list[Range]]] = {}

    def show(
        self,
        ids: Sequence[int],
        stories: Mapping[int, Item],
        posted: Mapping[int, str],
        *,
        drafted: Collection[int] = (),
        followed: Collection[str] = (),
        state: Callable[[int], StoryState] = lambda _: UNTOUCHED,
        ranks: Mapping[int, int] | None = None,
        words: str = "",
    ) -> None:
        """Show stories, or comments that were found; the one at the cursor stays on its line.

        Args:
            ids: Of the stories, in order.
            stories: The loaded stories by id.
            posted: Dates of the posts about stories, by story id.
            drafted: Ids of the stories with a draft.
            followed: Names of authors to mark.
            state: Returns what the user has done with a story, by its id.
            ranks: Places in the list, from 1, by id; None for the order of `ids`.
            words: What was searched for in comments, to show of each the passage that has it.
        """
        before = self._ids[self.cursor] if self._ids else None
        self._ids, self._stories, self._posted, self._state = ids, stories, posted, state
        self._drafted, self._followed = drafted, followed
        self._words, self._excerpts = words, {}
        self._facts = StoryFacts(stories.values(), state)
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

    def place(self) -> tuple[int, int]:
        """Return the id of the story at the cursor, 0 for none, and the rows in view above it."""
        return (self._ids[self.cursor] if self._ids else 0), self.cursor - self._top

    def return_to(self, place: tuple[int, int]) -> None:
        """Move the cursor to the story of a `place`, if it is shown, on the same line."""
        story_id, above = place
        if story_id in self._ids:
            row = self._ids.index(story_id)
            self.cursor, self._top = ListRow(row), ListRow(max(row - above, 0))
            self.rows_changed()
            self.post_message(self.Highlighted(self))

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

    def words_at_cursor(self) -> str:
        """Return the words searched for that a thread's search finds in the comment here."""
        if not (self._words and isinstance(found := self.current, FoundComment)):
            return ""
        from matome_tui.core.thread.search import terms, words_found

        return words_found([term for term, _ in terms(self._words)], _text_of(found))

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
        rank = f"{self._ranks[self._ids[row]]}." if line == 0 else ""
        segments = [Segment(pointer, base), self._sign(row, line, base)]
        segments.append(Segment(f"{rank:>{_RANK_CELLS}} ", dim))
        room = width - _MARGIN - 1
        if story is None:
            segments.append(Segment(self._glyphs.ellipsis if line == 0 else "", dim))
        elif line:
            segments += self._below_title(story, room, base)
        elif isinstance(story, FoundComment):
            segments += self._excerpt(story, room, base)
        else:
            segments += self._title(story, room, base)
        return self.strip(segments, width, base)

    def _sign(self, row: ListRow, line: int, base: Style) -> Segment:
        """Return a sign of what the user has done with a story; the first one is at its title."""
        story_id, glyphs = self._ids[row], self._glyphs
        story, state = self._stories.get(story_id), self._state(story_id)
        signs = []
        if story_id in self._posted:
            signs.append((glyphs.posted, "mark"))
        elif story_id in self._drafted:
            signs.append((glyphs.draft, "alert"))
        if state.bookmarked:
            signs.append((glyphs.bookmark, "mark"))
        if isinstance(story, Story) and state.new_comments(story):
            signs.append((glyphs.new, "accent"))
        sign, part = signs[line] if line < len(signs) else (" ", "dim")
        return Segment(sign, base + self.overlay(f"row--{part}"))

    def _title(self, story: Story, room: int, base: Style) -> list[Segment]:
        site = one_line(site_name(story.url))
        shown_site = f"  {site}" if site else ""
        room = max(room - cell_width(shown_site), 10)
        title = truncate(one_line(story.title) or gone(story), room, self._glyphs.ellipsis)
        dim = base + self.overlay("row--dim")
        is_dim = self._state(story.id).opened > 0
        style = dim if is_dim else base + self.overlay("row--accent")
        return [Segment(title, style), Segment(shown_site, dim)]

    def _excerpt(self, found: FoundComment, room: int, base: Style) -> list[Segment]:
        """Return the passage of a comment that was searched for, or its start."""
        ellipsis = self._glyphs.ellipsis
        if found.id not in self._excerpts:
            from matome_tui.core.archive import ArchiveQuery  # lists of stories do without

            query = ArchiveQuery.parse(self._words)
            self._excerpts[found.id] = query.excerpt(_text_of(found), ellipsis)
        text, matches = self._excerpts[found.id]
        shown = truncate(text, max(room, 1), ellipsis)
        spans = [(start, end, "row--match") for start, end in matches]
        accent = base + self.overlay("row--accent")
        return list(styled_segments(shown, spans, accent, self.overlay))

    def _below_title(self, item: Item, room: int, base: Style) -> list[Segment]:
        """Return the facts of a story or comment in columns, then what only few have."""
        dim = base + self.overlay("row--dim")
        counts, news, origin = self._facts.of(item)
        segments = [
            Segment(counts, dim),
            Segment(news, base + self.overlay("row--accent")),
            Segment(origin, dim),
        ]
        room -= sum(cell_width(segment.text) for segment in segments)
        for fact, part in self._rare_facts(item):
            shown = truncate(f"  {fact}", max(room, 0), self._glyphs.ellipsis)
            segments.append(Segment(shown, base + self.overlay(f"row--{part}")))
            room -= cell_width(shown)
        return segments

    def _rare_facts(self, item: Item) -> Iterator[tuple[str, str]]:
        """Yield facts that only few stories or comments have, with their parts."""
        if item.author in self._followed:
            yield _("followed"), "mark"
        if isinstance(item, FoundComment):
            yield one_line(item.title), "dim"
            return
        if item.title and (item.dead or item.deleted):
            yield gone(item), "dim"
        if item.kind != "story":
            yield _(_KINDS[item.kind]), "dim"
        if (day := self._posted.get(item.id)) is not None:
            yield posted(day), "mark"
        elif item.id in self._drafted:
            yield _("draft"), "alert"


def _text_of(found: FoundComment) -> str:
    from matome_tui.core.comment.markup import parse_html  # lists of stories do without

    return one_line(" ".join(block.text for block in parse_html(found.comment.html).blocks))
