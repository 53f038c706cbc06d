"""What Textual does to Japanese text on the screen, put right: line breaks, and notes.

Textual breaks the text of labels, dialogs and tooltips without kinsoku. It cuts each line of the
screen at the edges of all widgets, also of those below a note, and blanks a wide letter that is cut
(https://github.com/Textualize/textual/issues/6357).
"""

from collections.abc import Iterable

import textual.content
from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip

from matome_tui.core.comment.wrap import wrap
from matome_tui.ui.widgets.note_strip import NoteStrip

Render = tuple[Region, Region, list[Strip]]
"""The region of a widget, what clips it, and its lines."""


def _divide_line(text: str, width: int, fold: bool = True) -> list[int]:  # noqa: ARG001 -- as Textual calls it
    """Return where the lines of a text begin, after the first."""
    return [start for start, _ in wrap(text, width) if start] if width > 0 else []


setattr(textual.content, "divide_line", _divide_line)  # noqa: B010 -- not a name that it exports


class NoteCompositor(Compositor):
    """A compositor that leaves out what is below notes, and its edges."""

    @property
    def cuts(self) -> list[list[int]]:
        """The cuts of each line; see `Compositor.cuts`."""
        if self._cuts is None:
            cuts = super().cuts
            for y in self.covered():
                cuts[y] = [0, self.size.width]
            self._cuts = cuts
        return self._cuts

    def covered(self) -> range:
        """Return the lines that notes cover, from edge to edge."""
        for widget, (region, clip) in self.visible_widgets.items():
            if isinstance(widget, NoteStrip):
                return region.intersection(clip).line_range
        return range(0)

    def _get_renders(self, crop: Region | None = None) -> Iterable[Render]:
        covered = self.covered()
        for region, clip, strips in super()._get_renders(crop):
            shown = region.intersection(clip)
            if not covered or shown.line_range == covered or not _meet(shown, covered):
                yield region, clip, strips
                continue
            for y, strip in zip(shown.line_range, strips, strict=False):
                if y not in covered:
                    line = Region(shown.x, y, shown.width, 1)
                    yield line, line, [strip]


def _meet(region: Region, lines: range) -> bool:
    return region.y < lines.stop and lines.start < region.bottom
