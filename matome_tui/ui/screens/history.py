"""The history screen: all steps of a draft, to go back or forward to any of them."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from matome_tui.core.comment.wrap import padded
from matome_tui.core.draft.changes import author_of, changed_entries, subject
from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import describe, moved_key
from matome_tui.core.draft.history import Step
from matome_tui.i18n import _, ngettext
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.drawing.formats import clock
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.line_list import LineList, ListLine

_TIME_CELLS = 16


class HistoryScreen(MatomeScreen[None]):
    """Lists the steps, the last first; the chosen one becomes the draft."""

    GROUPS: ClassVar[tuple[Group, ...]] = ("history", "list")
    BINDINGS = bindings("history")

    def __init__(self, draft_editor: DraftEditor) -> None:
        """List the steps of a draft."""
        super().__init__()
        self._draft_editor = draft_editor

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        yield Bar(id="title")
        yield LineList(self.glyphs, _("No edits yet"), id="steps")
        yield StatusBar("list", "history", "everywhere", id="status")

    def on_mount(self) -> None:
        """Show the steps with the cursor on the present one."""
        steps = self._draft_editor.steps
        self._list.focus()
        self._show()
        self._list.go_to(len(steps) - 1 - self._draft_editor.position)

    @property
    def _list(self) -> LineList:
        return self.query_one(LineList)

    def _show(self) -> None:
        steps, present = self._draft_editor.steps, self._draft_editor.position
        before = (steps[0], *steps)
        lines = [
            ListLine(
                padded(clock(step.time) if step.time else "", _TIME_CELLS),
                _edit(last.value, step),
                _clips(len(step.value.clips)),
                is_marked=number == present,
                is_dim=number > present,
            )
            for number, (last, step) in enumerate(zip(before, steps, strict=False))
        ]
        self._list.show(lines[::-1])
        done, undone = len(steps) - 1, len(steps) - 1 - present
        facts = [ngettext("{number:,} step", "{number:,} steps", done).format(number=done)]
        if undone:
            facts.append(_("{number:,} undone").format(number=undone))
        self.query_one(Bar).show(_("History"), *facts, _("times in UTC"))

    @on(LineList.Chosen)
    def _go(self) -> None:
        self._draft_editor.go(len(self._draft_editor.steps) - 1 - self._list.cursor)
        self.dismiss()

    def action_close(self) -> None:
        """Close; the draft stays as it is."""
        self.dismiss()


def _edit(before: Draft, step: Step[Draft]) -> str:
    """Return what a step did, with the author and the first words of what it concerns."""
    if not step.title:
        return _("Start")
    entries = changed_entries(before, step.value, moved_key(step.title))
    edit = describe(step.title, author_of(entries), len(entries))
    words = subject(entries)
    return _("{edit}: {words}").format(edit=edit, words=words) if words else edit


def _clips(number: int) -> str:
    return ngettext("{number:,} clip", "{number:,} clips", number).format(number=number)
