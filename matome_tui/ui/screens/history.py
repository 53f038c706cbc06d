"""All that was done to a draft, to go back or forward to any step."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from matome_tui.core.draft.edits import describe
from matome_tui.i18n import _
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.drawing.formats import clock, count
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.line_list import LineList, ListLine


class HistoryScreen(MatomeScreen[None]):
    """Lists the steps, the last first; the chosen one becomes the draft's present."""

    GROUPS: ClassVar[tuple[Group, ...]] = ("history", "list")
    BINDINGS = bindings("history")

    def __init__(self, draft_editor: DraftEditor) -> None:
        """List the steps of a draft."""
        super().__init__()
        self._draft_editor = draft_editor

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        yield Bar(id="title")
        yield LineList(self.services.glyphs, "Nothing was done yet.", id="steps")
        yield StatusBar("list", "history", id="status")

    def on_mount(self) -> None:
        """Show the steps, the present one under the cursor."""
        steps = self._draft_editor.steps
        self._list.focus()
        self._show()
        self._list.go_to(len(steps) - 1 - self._draft_editor.position)

    @property
    def _list(self) -> LineList:
        return self.query_one(LineList)

    def _show(self) -> None:
        steps, present = self._draft_editor.steps, self._draft_editor.position
        lines = [
            ListLine(
                f"{clock(step.time) if step.time else '':16}",
                describe(step.title) or _("Start"),
                count(len(step.value.clips), "clip"),
                is_marked=number == present,
                is_dim=number > present,
            )
            for number, step in enumerate(steps)
        ]
        self._list.show(lines[::-1])
        undone = len(steps) - 1 - present
        facts = count(len(steps) - 1, "step"), f"{undone:,} undone" if undone else ""
        self.query_one(Bar).show("What was done", *facts, "times in UTC")

    @on(LineList.Chosen)
    def _go(self) -> None:
        self._draft_editor.go(len(self._draft_editor.steps) - 1 - self._list.cursor)
        self.dismiss()

    def action_close(self) -> None:
        """Go back; the draft stays as it is."""
        self.dismiss()
