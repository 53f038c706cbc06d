"""A small app with only the reader."""

from typing import ClassVar

from textual.app import App, ComposeResult

from matome_tui.core.thread.viewport import Viewport
from matome_tui.ui.drawing.glyphs import UNICODE
from matome_tui.ui.styles import style_path
from matome_tui.ui.thread.reader import Reader


class ReaderApp(App[None]):
    """An app of one reader."""

    CSS_PATH: ClassVar = [style_path("app"), style_path("thread")]
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Reader(UNICODE, 100, {})

    def on_mount(self) -> None:
        self.reader.focus()

    @property
    def reader(self) -> Reader:
        return self.query_one(Reader)


def view_of(reader: Reader) -> Viewport:
    """Return the view of a reader that shows a thread."""
    assert reader.view is not None
    return reader.view


def painted(reader: Reader) -> list[str]:
    """Return the lines of the view as text."""
    return [reader.paint(y).text.rstrip() for y in range(reader.size.height)]
