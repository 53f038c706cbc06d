"""The entries of a draft as rows, in the order of the post."""

from collections.abc import Callable, Collection, Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from matome_tui.core.draft import Draft
from matome_tui.core.entries import Clip, Entry, Fold, Remark
from matome_tui.core.folds import with_folds
from matome_tui.core.text import sanitize
from matome_tui.core.wrap import truncate
from matome_tui.ui.glyphs import Glyphs
from matome_tui.ui.widgets.row_list import RowList

_NUMBER_CELLS = 4
_EMPTY = ("No clips yet.", "Mark a comment with space.")


class TrayList(RowList):
    """Shows each clip's place, colour, author and first words, and what stands between clips."""

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
            group_size: How many quotes are in a fold; see `with_folds`.
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
        self._rows = with_folds(draft, self._group_size)
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
        match entry:
            case Clip():
                segments = self._clip(entry, line, base)
            case Remark():
                segments = self._remark(entry, base)
            case Fold():
                segments = self._fold(row, entry, base)
        if line == 0:
            segments.insert(1, self._pointer(row, entry, base))
        return self.strip(segments, self.size.width, base)

    def _pointer(self, row: int, entry: Entry, base: Style) -> Segment:
        if entry.key in self._selected:
            return Segment(self._glyphs.new, base + self.overlay("row--alert"))
        is_cursor = row == self.cursor and self.has_focus
        return Segment(self._glyphs.pointer if is_cursor else " ", base)

    def _clip(self, clip: Clip, line: int, base: Style) -> list[Segment]:
        dim = base + self.overlay("row--dim")
        colored = base + (Style(color=clip.color) if clip.color else self.overlay("row--mark"))
        edge = Segment(self._glyphs.edge, colored)
        if line == 1:
            room = max(self.size.width - _NUMBER_CELLS - 3, 1)
            words = truncate(sanitize(clip.text).replace("\n", " "), room)
            style = dim if clip.is_untouched else base
            return [edge, Segment(" " * (_NUMBER_CELLS + 1), base), Segment(words, style)]
        name = self._color_names.get(clip.color)
        part = f" {self._glyphs.ellipsis}" if clip.excerpt else ""
        return [
            edge,
            Segment(f"{self._numbers[clip.key]:>{_NUMBER_CELLS - 1}} ", dim),
            Segment(sanitize(clip.author), base + self.overlay("row--accent")),
            Segment(part, dim),
            Segment(f"  [{name}]" if name else "", colored),
            Segment(f"  {self._changes.get(clip.key, '')}", base + self.overlay("row--alert")),
        ]

    def _remark(self, remark: Remark, base: Style) -> list[Segment]:
        text = sanitize(remark.text).replace("\n", " ")
        words = truncate(text, max(self.size.width - 4, 1))
        style = base + self.overlay("row--accent") if remark.is_heading else base
        return [Segment(" ", base), Segment(" ", base), Segment(words or "(empty)", style)]

    def _fold(self, row: int, fold: Fold, base: Style) -> list[Segment]:
        number = sum(
            isinstance(entry, Fold) and not entry.is_open for entry in self._rows[: row + 1]
        )
        label = "open again" if fold.is_open else sanitize(fold.summary) or f"fold {number}"
        dim = base + self.overlay("row--dim")
        rule = self._glyphs.rule
        text = f"{rule * 2} {truncate(label, max(self.size.width - 8, 1))} "
        return [Segment(" ", base), Segment(text, dim), Segment(rule * self.size.width, dim)]

    def paint_empty(self, line: int) -> Strip:
        """Return a line below the last row: without any row, what to do."""
        style = self.get_component_rich_style("row--text")
        if self._rows or line >= len(_EMPTY):
            return Strip.blank(self.size.width, style)
        dim = style + self.overlay("row--dim")
        return self.strip([Segment(f"  {_EMPTY[line]}", dim)], self.size.width, style)
