"""A small app with only a list of rows."""

from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult

from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.row_list import RowList


class ListApp(App[None]):
    """An app of one list.

    Attributes:
        rows: The list.
        chosen: The rows that were chosen, one after the other.
        highlighted: The rows that the cursor came to.
    """

    CSS_PATH: ClassVar = [style_path("app")]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, rows: RowList) -> None:
        super().__init__()
        self.rows = rows
        self.chosen: list[int] = []
        self.highlighted: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.rows

    def on_mount(self) -> None:
        self.rows.focus()

    @on(RowList.Chosen)
    def _note_choice(self) -> None:
        self.chosen.append(self.rows.cursor)

    @on(RowList.Highlighted)
    def _note_cursor(self, event: RowList.Highlighted) -> None:
        if not isinstance(event, RowList.Chosen):
            self.highlighted.append(self.rows.cursor)


def painted(rows: RowList) -> list[str]:
    """Return the lines of the view as text."""
    return [rows.paint(y).text.rstrip() for y in range(rows.size.height)]
