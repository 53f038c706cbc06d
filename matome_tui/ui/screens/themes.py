"""The choice of a colour theme, which the screen below shows at once."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Label

from matome_tui.i18n import _
from matome_tui.ui.commands import bindings
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.widgets.dialog_box import DialogBox
from matome_tui.ui.widgets.dialogs import Dialog
from matome_tui.ui.widgets.line_list import LineList, ListLine


class ThemeChoice(Dialog[str | None]):
    """Lists the themes; the one at the cursor is in use. Gives its name, or None for the old."""

    BINDINGS = bindings("themes")

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with DialogBox():
            yield Label(_("Colour theme"), markup=False, classes="question")
            yield LineList(self._glyphs, "", id="themes")
            answers = self.answers(("list.choose", _("keep")), ("themes.cancel", _("cancel")))
            yield Label(answers, markup=False, classes="answers")

    def on_mount(self) -> None:
        """List the themes, from the present one on."""
        self._names = sorted(self.app.available_themes)
        self._before = self.app.theme
        rows = self.query_one(LineList)
        rows.show([ListLine("", name, is_marked=name == self._before) for name in self._names])
        rows.focus()
        rows.go_to(self._names.index(self._before))

    @on(LineList.Highlighted)
    def _preview(self) -> None:
        self.app.theme = self._names[self.query_one(LineList).cursor]

    @on(LineList.Chosen)
    def _keep(self) -> None:
        self.dismiss(self.app.theme)

    def action_cancel(self) -> None:
        """Go back to the theme before."""
        self.app.theme = self._before
        self.dismiss(None)
