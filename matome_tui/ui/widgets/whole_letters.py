"""What Textual does to Japanese text on the screen, put right: line breaks, and toasts.

Textual breaks the text of labels, dialogs, toasts and tooltips without kinsoku. It cuts each line
of the screen at the edges of all widgets, also of those below a toast, and blanks a wide letter
that is cut (https://github.com/Textualize/textual/issues/6357).
"""

from collections.abc import Iterable, Iterator

import textual.content
from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets._toast import Toast

from matome_tui.core.comment.wrap import wrap

Render = tuple[Region, Region, list[Strip]]
"""The region of a widget, what clips it, and its lines."""


def _divide_line(text: str, width: int, fold: bool = True) -> list[int]:  # noqa: ARG001 -- as Textual calls it
    """Return where the lines of a text begin, after the first."""
    return [start for start, _ in wrap(text, width) if start] if width > 0 else []


setattr(textual.content, "divide_line", _divide_line)  # noqa: B010 -- not a name that it exports


class ToastCompositor(Compositor):
    """A compositor that leaves out what is below toasts, and its edges."""

    @property
    def cuts(self) -> list[list[int]]:
        """The cuts of each line; see `Compositor.cuts`."""
        if self._cuts is None:
            cuts = super().cuts
            for toast in self.toasts():
                for y in toast.line_range:
                    cuts[y] = [cut for cut in cuts[y] if not toast.x < cut < toast.right]
            self._cuts = cuts
        return self._cuts

    def toasts(self) -> list[Region]:
        """Return the regions of toasts on the screen."""
        placed = [
            region.intersection(clip).intersection(self.size.region)
            for widget, (region, clip) in self.visible_widgets.items()
            if isinstance(widget, Toast)
        ]
        return [region for region in placed if region]

    def _get_renders(self, crop: Region | None = None) -> Iterable[Render]:
        toasts = self.toasts()
        for region, clip, strips in super()._get_renders(crop):
            shown = region.intersection(clip)
            if shown in toasts or not any(map(shown.overlaps, toasts)):
                yield region, clip, strips
                continue
            for y, strip in zip(shown.line_range, strips, strict=False):
                for start, end in _beside(shown, y, toasts):
                    piece = Region(start, y, end - start, 1)
                    yield piece, piece, [strip.crop(start - shown.x, end - shown.x)]


def _beside(region: Region, y: int, toasts: list[Region]) -> Iterator[tuple[int, int]]:
    """Yield the columns of a region on line `y` that no toast covers."""
    at = region.x
    for toast in sorted(toast for toast in toasts if toast.y <= y < toast.bottom):
        if at < (end := min(toast.x, region.right)):
            yield at, end
        at = max(at, toast.right)
    if at < region.right:
        yield at, region.right
