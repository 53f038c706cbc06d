"""The look of a draft's entries in the tray."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style

from matome_tui.core.comment.wrap import truncate, wrap
from matome_tui.core.draft.entries import Clip, Entry, Remark, Section
from matome_tui.core.text import one_line, sanitize
from matome_tui.i18n import _
from matome_tui.ui.drawing.colors import style_of
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.thread.painter import MACHINE

_SIGN_CELLS = 3
_LEAD_CELLS = 2 + _SIGN_CELLS + 1
"""Cells before an entry's text: pointer, edge, number or sign, selection."""
_UNTOUCHED = "="


@dataclass(frozen=True, slots=True)
class EntryState:
    """What the look of an entry depends on besides the entry.

    Attributes:
        number: Number of a clip among clips, or of a section among sections, from 1.
        change: A word on what became of a clip's comment; empty for nothing.
        is_selected: Whether it is selected.
        has_pointer: Whether the pointer of the cursor is shown.
        most_lines: The most lines of a clip's text.
    """

    number: int
    change: str
    is_selected: bool
    has_pointer: bool
    most_lines: int = 2


class EntryPainter:
    """Paints entries as lines of segments."""

    def __init__(
        self,
        glyphs: Glyphs,
        color_names: Mapping[str, str],
        overlay: Callable[[str], Style],
    ) -> None:
        """Make a painter.

        Args:
            glyphs: Glyphs to draw with.
            color_names: Names of the colours, by their values.
            overlay: Returns what a component class adds to a style; see `Pane.overlay`.
        """
        self._glyphs = glyphs
        self._color_names = color_names
        self._overlay = overlay

    def paint(
        self, entry: Entry, line: int, state: EntryState, width: int, base: Style
    ) -> list[Segment]:
        """Return a line of an entry: of a clip its header (0), or a line of its text (from 1)."""
        pointer = Segment(self._glyphs.pointer if state.has_pointer else " ", base)
        room = max(width - _LEAD_CELLS - 1, 1)
        match entry:
            case Clip():
                if line:
                    text = self._start_of(entry, width, state.most_lines)[line - 1]
                    painted = self._text(entry, line - 1, text, base)
                else:
                    painted = self._header(entry, state, base)
            case Remark():
                painted = self._remark(entry, state, room, base)
            case Section():
                painted = self._section(entry, state, room, base)
        return [pointer, *painted]

    def _header(self, clip: Clip, state: EntryState, base: Style) -> list[Segment]:
        segments = [
            self._edge(clip, base),
            self._sign(str(state.number), base),
            self._selection(state, base),
            Segment(one_line(clip.author), base + self._overlay("row--accent")),
        ]
        if clip.excerpt:
            segments.append(Segment(f" {self._glyphs.ellipsis}", base + self._overlay("row--dim")))
        # The name of a colour may be long: it comes last.
        if state.change:
            segments.append(Segment(f"  {state.change}", base + self._overlay("row--alert")))
        if name := self._color_names.get(clip.color):
            segments.append(Segment(f"  {name}", base + self._overlay("row--dim")))
        return segments

    def height(self, entry: Entry, width: int, most: int) -> int:
        """Return the lines of an entry in a tray: of a clip its header and `most` of its text."""
        return 1 + len(self._start_of(entry, width, most)) if isinstance(entry, Clip) else 1

    def _start_of(self, clip: Clip, width: int, most: int) -> Sequence[str]:
        return _start(clip.text, max(width - _LEAD_CELLS - 1, 1), most, self._glyphs.ellipsis)

    def _text(self, clip: Clip, line: int, text: str, base: Style) -> list[Segment]:
        sign, style = "", base
        if clip.is_untouched:
            sign, style = _UNTOUCHED, base + self._overlay("row--dim")
        elif clip.is_machine:
            sign, style = MACHINE, base + self._overlay("row--dim")
        sign = sign if line == 0 else ""
        return [self._edge(clip, base), self._sign(sign, base), Segment(f" {text}", style)]

    def _remark(self, remark: Remark, state: EntryState, room: int, base: Style) -> list[Segment]:
        text = sanitize(remark.text).replace("\n", " ")
        words = text.lstrip("#")
        sign = text[: len(text) - len(words)][:_SIGN_CELLS] or self._glyphs.remark
        style = base + self._overlay("row--accent") if remark.is_heading else base
        return [
            Segment(" ", base),
            self._sign(sign, base),
            self._selection(state, base),
            Segment(self._cut(words.strip(), room) or _("(empty)"), style),
        ]

    def _section(
        self, section: Section, state: EntryState, room: int, base: Style
    ) -> list[Segment]:
        label = one_line(section.summary) or _("section {number}").format(number=state.number)
        if section.is_open:
            label = _("end of section")
        dim = base + self._overlay("row--dim")
        rule = self._glyphs.rule
        return [
            Segment(" ", base),
            Segment(rule * _SIGN_CELLS, dim),
            self._selection(state, base),
            Segment(f"{self._cut(label, room - 2)} ", dim),
            Segment(rule * room, dim),
        ]

    def _edge(self, clip: Clip, base: Style) -> Segment:
        return Segment(self._glyphs.edge, self._colored(clip, base))

    def _colored(self, clip: Clip, base: Style) -> Style:
        return base + (style_of(clip.color) if clip.color else self._overlay("row--mark"))

    def _sign(self, sign: str, base: Style) -> Segment:
        return Segment(f"{sign:>{_SIGN_CELLS}}", base + self._overlay("row--dim"))

    def _selection(self, state: EntryState, base: Style) -> Segment:
        if state.is_selected:
            return Segment(self._glyphs.new, base + self._overlay("row--alert"))
        return Segment(" ", base)

    def _cut(self, text: str, room: int) -> str:
        return truncate(text, room, self._glyphs.ellipsis)


@lru_cache(maxsize=2048)
def _start(text: str, room: int, most: int, ellipsis: str) -> Sequence[str]:
    """Return the start of a text on at most `most` lines of `room` cells."""
    shown = sanitize(text[: 2 * room * most]).replace("\n", " ")
    ranges = wrap(shown, room)
    lines = [shown[start:end] for start, end in ranges[:most]]
    if len(ranges) > most:
        lines[-1] = truncate(shown[ranges[most - 1][0] :], room, ellipsis)
    return lines


def entry_numbers(entries: Collection[Entry]) -> list[int]:
    """Return the number of each entry among those of its kind, from 1.

    An entry that ends a section has the number of that section.
    """
    counts: dict[type[Entry], int] = {}
    numbers: list[int] = []
    for entry in entries:
        kind = type(entry)
        is_counted = not (isinstance(entry, Section) and entry.is_open)
        counts[kind] = counts.get(kind, 0) + is_counted
        numbers.append(counts[kind])
    return numbers
