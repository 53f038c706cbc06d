"""The clips of a draft in the order of the post."""

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from matome_tui.core.entries import Clip
from matome_tui.core.wrap import truncate
from matome_tui.ui.commands import bindings
from matome_tui.ui.glyphs import Glyphs
from matome_tui.ui.widgets.row_list import RowList

_NUMBER_CELLS = 4
_EMPTY = ("No clips yet.", "Mark a comment with space.")


class Tray(RowList):
    """Shows each clip's place, colour, author and first words."""

    BINDINGS = bindings("tray")
    DEFAULT_CSS = "Tray { width: 36; }"
    row_height = 2

    def __init__(
        self, glyphs: Glyphs, color_numbers: Mapping[str, int], *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._color_numbers = color_numbers
        self._clips: Sequence[Clip] = ()
        self._changes: Mapping[int, str] = {}

    def show(self, clips: Sequence[Clip], changes: Mapping[int, str]) -> None:
        """Show these clips, and a word by their keys on what became of the comments."""
        if clips != self._clips or changes != self._changes:
            self._clips, self._changes = clips, changes
            self.rows_changed()

    @property
    def current(self) -> Clip | None:
        """The clip that the cursor is on."""
        return self._clips[self.cursor] if self._clips else None

    def go_to_comment(self, comment: int) -> None:
        """Put the cursor on the first clip of a comment, if there is one."""
        for row, clip in enumerate(self._clips):
            if clip.comment == comment:
                self.go_to(row)
                return

    def row_count(self) -> int:
        """Return how many clips there are."""
        return len(self._clips)

    def paint_row(self, row: int, line: int, base: Style) -> Strip:
        """Return the line with the author (0) or the one with the first words (1)."""
        clip = self._clips[row]
        dim = base + self.overlay("row--dim")
        width = self.size.width
        colored = base + (Style(color=clip.color) if clip.color else self.overlay("row--mark"))
        edge = Segment(self._glyphs.edge, colored)
        if line == 1:
            words = truncate(clip.text.replace("\n", " "), max(width - _NUMBER_CELLS - 3, 1))
            text = dim if clip.is_untouched else base
            indent = " " * (_NUMBER_CELLS + 1)
            return self.strip([edge, Segment(indent, base), Segment(words, text)], width, base)
        number = self._color_numbers.get(clip.color)
        is_cursor = row == self.cursor and self.has_focus
        pointer = self._glyphs.pointer if is_cursor else " "
        segments = [
            edge,
            Segment(f"{pointer}{row + 1:>{_NUMBER_CELLS - 1}} ", dim),
            Segment(clip.author, base + self.overlay("row--accent")),
            Segment(f"  [{number}]" if number else "", colored),
            Segment(f"  {self._changes.get(clip.key, '')}", base + self.overlay("row--alert")),
        ]
        return self.strip(segments, width, base)

    def paint_empty(self, line: int) -> Strip:
        """Return a line below the last clip: without any clip, what to do."""
        style = self.get_component_rich_style("row--text")
        if self._clips or line >= len(_EMPTY):
            return Strip.blank(self.size.width, style)
        dim = style + self.overlay("row--dim")
        return self.strip([Segment(f"  {_EMPTY[line]}", dim)], self.size.width, style)
