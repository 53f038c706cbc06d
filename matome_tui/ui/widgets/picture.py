"""The picture of an image file."""

import asyncio
from pathlib import Path

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.strip import Strip

from matome_tui.ui.drawing.glyphs import ASCII, Glyphs
from matome_tui.ui.drawing.half_blocks import Rows, can_read_pictures, read_picture
from matome_tui.ui.widgets.pane import Pane

_UPPER_HALF = "▀"


class Picture(Pane, can_focus=False):
    """Shows an image in half blocks; takes no room if that is impossible."""

    DEFAULT_CSS = "Picture.-absent { display: none; }"

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_class(glyphs is ASCII or not can_read_pictures(), "-absent")
        self._path: Path | None = None
        self._rows: Rows = ()

    def show(self, path: Path | None) -> None:
        """Show another image, or none."""
        if path != self._path:
            self._path = path
            self._read()

    def on_resize(self) -> None:
        """Read the image at the new size."""
        self._read()

    @work(exclusive=True, group="picture", exit_on_error=False)
    async def _read(self) -> None:
        self._rows = ()
        if self._path and self.size:
            background = self.background_colors[1].rgb
            arguments = (self._path, self.size.width, self.size.height, background)
            self._rows = await asyncio.to_thread(read_picture, *arguments)
        self.refresh()

    def paint(self, y: int) -> Strip:
        """Return a line of the image; see `Pane.paint`."""
        cells = self._rows[y] if y < len(self._rows) else ()
        segments = [
            Segment(_UPPER_HALF, Style(color=_rich(upper), bgcolor=_rich(lower)))
            for upper, lower in cells
        ]
        return self.strip(segments, self.size.width, self.rich_style)


def _rich(color: tuple[int, int, int]) -> RichColor:
    return RichColor.from_rgb(*color)
