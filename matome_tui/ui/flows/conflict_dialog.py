"""The dialog for a conflict between a draft and its post file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from matome_tui.core.text import sanitize
from matome_tui.hugo.post.merge import Change
from matome_tui.i18n import N_, _
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.line_list import LineList, ListLine

_MOST_LINES = 12
_BY = {"file": N_("the file"), "draft": N_("the draft"), "conflict": N_("both")}


@dataclass(frozen=True, slots=True)
class Resolution:
    """The user's answer.

    Attributes:
        way: Both sets of changes, or one side alone.
        taken: For a merge: the changes of both in which the file's is taken.
    """

    way: Literal["merge", "ours", "theirs"]
    taken: frozenset[Change] = frozenset()


class ConflictDialog(ModalScreen[Resolution | None]):
    """Lists the changes of the file and the draft; returns how to resolve them, None to cancel."""

    CSS_PATH = style_path("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [
        ("m", "resolve('merge')", N_("Merge")),
        ("o", "resolve('ours')", N_("The draft replaces the file")),
        ("t", "resolve('theirs')", N_("Take the file's version")),
        ("space", "switch", N_("The other side")),
        ("J,shift+down", "scroll(1)", N_("Scroll the texts down")),
        ("K,shift+up", "scroll(-1)", N_("Scroll the texts up")),
        ("escape,q,n", "leave", N_("Cancel")),
    ]

    def __init__(
        self, question: str, changes: Sequence[Change], glyphs: Glyphs, *, may_replace: bool
    ) -> None:
        """Ask.

        Args:
            question: One line.
            changes: The changes.
            glyphs: The signs to draw with.
            may_replace: Whether the draft may replace the file.
        """
        super().__init__()
        self._question = question
        self._changes = changes
        self._glyphs = glyphs
        self._may_replace = may_replace
        self._taken: set[Change] = set()

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with Vertical(classes="dialog"):
            yield Label(self._question, markup=False, classes="question")
            lines = LineList(self._glyphs, _("No differences in the post"), id="changes")
            lines.styles.height = min(max(len(self._changes), 1), _MOST_LINES)
            yield lines
            with VerticalScroll(can_focus=False, id="sides"):
                yield Static()
            yield Label("   ".join(self._answers()), markup=False, classes="answers")

    def _answers(self) -> Iterator[str]:
        yield _("m merge both")
        if self._may_replace:
            yield _("o replace the file by the draft")
        yield _("t take the file's version")
        if any(change.by == "conflict" for change in self._changes):
            yield _("space the other side of a change by both")
        yield _("J K scroll the texts")
        yield _("escape cancel")

    def on_mount(self) -> None:
        """Show the changes."""
        self.query_one(LineList).focus()
        self._show()

    @property
    def _current(self) -> Change | None:
        cursor = self.query_one(LineList).cursor
        return self._changes[cursor] if self._changes else None

    def _show(self) -> None:
        self.query_one(LineList).show([self._line(change) for change in self._changes])
        self._show_sides()

    def _line(self, change: Change) -> ListLine:
        is_conflict, is_theirs = (
            change.by == "conflict",
            change.by == "file" or change in self._taken,
        )
        words = change.theirs if is_theirs else change.ours
        if words is None:
            words = "" if change.base is None else _("removed")
        side = (_("the file's") if is_theirs else _("the draft's")) if is_conflict else ""
        before = _(_BY[change.by]).ljust(max(len(_(name)) for name in _BY.values()))
        return ListLine(before, f"{change.what}  {words}", side, is_marked=is_conflict)

    @on(LineList.Highlighted)
    def _show_sides(self) -> None:
        change = self._current
        text = Text()
        if change:
            sides = {
                _("the file"): change.theirs,
                _("the draft"): change.ours,
                _("before"): change.base,
            }
            for name, words in sides.items():
                text.append(f"{name:<{max(map(len, sides))}}  ", style="dim")
                text.append(f"{_('none') if words is None else sanitize(words)}\n")
        self.query_one("#sides Static", Static).update(text)
        self.query_one("#sides").scroll_home(animate=False)

    @on(LineList.Chosen)
    def action_switch(self) -> None:
        """Take the other side of a conflict."""
        change = self._current
        if change and change.by == "conflict":
            self._taken ^= {change}
            self._show()

    def action_scroll(self, lines: int) -> None:
        """Scroll the texts of both sides."""
        self.query_one("#sides").scroll_relative(y=lines, animate=False)

    def action_resolve(self, way: Literal["merge", "ours", "theirs"]) -> None:
        """Resolve the conflict."""
        if way != "ours" or self._may_replace:
            self.dismiss(Resolution(way, frozenset(self._taken)))

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)
