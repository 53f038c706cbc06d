"""The entries of a draft as rows, in the order of the post."""

from collections.abc import Callable, Collection, Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from matome_tui.core.comment.wrap import truncate
from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Clip, Entry, Remark, Section
from matome_tui.core.draft.sections import entries_with_sections
from matome_tui.core.text import one_line, sanitize
from matome_tui.ui.drawing.colors import style_of
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.widgets.row_list import RowList

_SIGN_CELLS = 3
_LEAD_CELLS = 2 + _SIGN_CELLS + 1
"""What stands before an entry's words: pointer, edge, a number or sign, and what is selected."""
_AS_IS = "="
_EMPTY = ("No clips yet.", "Mark a comment with space.")


class TrayList(RowList):
    """Shows each clip's place, colour, author and first words, and what stands between clips.

    A sign before the words tells that they are still the comment's own.
    """

    def __init__(
        self,
        glyphs: Glyphs,
        color_names: Mapping[str, str],
        group_size: int,
        *,
        id: str | None = None,
    ) -> None:
        """Make an empty one.

        Args:
            glyphs: What to draw with.
            color_names: What to call colours, by their values.
            group_size: How many quotes are in a fold; see `entries_with_sections`.
            id: The widget's.
        """
        super().__init__(id=id)
        self._glyphs = glyphs
        self._color_names = color_names
        self._group_size = group_size
        self._draft: Draft | None = None
        self._rows: Sequence[Entry] = ()
        self._numbers: dict[int, int] = {}
        self._changes: Mapping[int, str] = {}
        self._selected: Collection[int] = frozenset()

    def show(self, draft: Draft, changes: Mapping[int, str]) -> None:
        """Show a draft, and a word by the clips' keys on what became of the comments."""
        if draft is self._draft and changes == self._changes:
            return
        self._draft, self._changes = draft, changes
        self._rows = entries_with_sections(draft, self._group_size)
        self._numbers = {clip.key: number for number, clip in enumerate(draft.clips, start=1)}
        self._selected = frozenset(self._selected) & {entry.key for entry in draft.entries}
        self.rows_changed()

    @property
    def current(self) -> Entry | None:
        """The entry that the cursor is on."""
        return self._rows[self.cursor] if self._rows else None

    def go_to_comment(self, comment: int) -> None:
        """Put the cursor on the first clip of a comment, if there is one."""
        self._go_to_row(lambda entry: isinstance(entry, Clip) and entry.comment == comment)

    def go_to_entry(self, key: int) -> None:
        """Put the cursor on the entry with that key, if there is one."""
        self._go_to_row(lambda entry: entry.key == key)

    def _go_to_row(self, is_wanted: Callable[[Entry], bool]) -> None:
        rows = (row for row, entry in enumerate(self._rows) if is_wanted(entry))
        self.go_to(next(rows, self.cursor))

    def row_count(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def height_of(self, row: int) -> int:
        """Return two lines for a clip, one for what stands between clips."""
        return 2 if isinstance(self._rows[row], Clip) else 1

    def paint_row(self, row: int, line: int, base: Style) -> Strip:
        """Return a line of an entry: of a clip the one with the author (0) or the words (1)."""
        entry = self._rows[row]
        is_cursor = row == self.cursor and self.has_focus and line == 0
        pointer = Segment(self._glyphs.pointer if is_cursor else " ", base)
        match entry:
            case Clip():
                segments = self._words(entry, base) if line else self._facts(entry, base)
            case Remark():
                segments = self._remark(entry, base)
            case Section():
                segments = self._fold(row, entry, base)
        return self.strip([pointer, *segments], self.size.width, base)

    @property
    def _room(self) -> int:
        return max(self.size.width - _LEAD_CELLS - 1, 1)

    def _edge(self, clip: Clip, base: Style) -> Segment:
        return Segment(self._glyphs.edge, self._colored(clip, base))

    def _colored(self, clip: Clip, base: Style) -> Style:
        return base + (style_of(clip.color) if clip.color else self.overlay("row--mark"))

    def _sign(self, sign: str, base: Style) -> Segment:
        return Segment(f"{sign:>{_SIGN_CELLS}}", base + self.overlay("row--dim"))

    def _selection(self, entry: Entry, base: Style) -> Segment:
        if entry.key in self._selected:
            return Segment(self._glyphs.new, base + self.overlay("row--alert"))
        return Segment(" ", base)

    def _facts(self, clip: Clip, base: Style) -> list[Segment]:
        segments = [
            self._edge(clip, base),
            self._sign(str(self._numbers[clip.key]), base),
            self._selection(clip, base),
            Segment(one_line(clip.author), base + self.overlay("row--accent")),
        ]
        if clip.excerpt:
            segments.append(Segment(f" {self._glyphs.ellipsis}", base + self.overlay("row--dim")))
        # What a colour means may be long: it comes last.
        if change := self._changes.get(clip.key):
            segments.append(Segment(f"  {change}", base + self.overlay("row--alert")))
        if name := self._color_names.get(clip.color):
            segments.append(Segment(f"  [{name}]", self._colored(clip, base)))
        return segments

    def _words(self, clip: Clip, base: Style) -> list[Segment]:
        words = self._cut(sanitize(clip.text).replace("\n", " "), self._room)
        if not clip.is_untouched:
            return [self._edge(clip, base), self._sign("", base), Segment(f" {words}", base)]
        dim = base + self.overlay("row--dim")
        return [self._edge(clip, base), self._sign(_AS_IS, base), Segment(f" {words}", dim)]

    def _remark(self, remark: Remark, base: Style) -> list[Segment]:
        text = sanitize(remark.text).replace("\n", " ")
        words = text.lstrip("#")
        sign = text[: len(text) - len(words)][:_SIGN_CELLS] or self._glyphs.remark
        style = base + self.overlay("row--accent") if remark.is_heading else base
        return [
            Segment(" ", base),
            self._sign(sign, base),
            self._selection(remark, base),
            Segment(self._cut(words.strip(), self._room) or "(empty)", style),
        ]

    def _fold(self, row: int, fold: Section, base: Style) -> list[Segment]:
        number = sum(
            isinstance(entry, Section) and not entry.is_open for entry in self._rows[: row + 1]
        )
        label = "open again" if fold.is_open else one_line(fold.summary) or f"fold {number}"
        dim = base + self.overlay("row--dim")
        rule = self._glyphs.rule
        return [
            Segment(" ", base),
            Segment(rule * _SIGN_CELLS, dim),
            self._selection(fold, base),
            Segment(f"{self._cut(label, self._room - 2)} ", dim),
            Segment(rule * self.size.width, dim),
        ]

    def _cut(self, text: str, room: int) -> str:
        return truncate(text, room, self._glyphs.ellipsis)

    def paint_empty(self, line: int) -> Strip:
        """Return a line below the last row: without any row, what to do."""
        style = self.get_component_rich_style("row--text")
        if self._rows or line >= len(_EMPTY):
            return Strip.blank(self.size.width, style)
        dim = style + self.overlay("row--dim")
        return self.strip([Segment(f"  {_EMPTY[line]}", dim)], self.size.width, style)
