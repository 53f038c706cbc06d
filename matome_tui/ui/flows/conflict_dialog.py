"""The question what to do about a post file that is not what it was."""

from collections.abc import Sequence
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
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.screens.base import style_path
from matome_tui.ui.widgets.line_list import LineList, ListLine

_MOST_LINES = 12
_BY = {"file": "the file", "draft": "the draft", "conflict": "both"}
_WIDEST = max(map(len, _BY.values()))


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the user wants.

    Attributes:
        way: Both sets of changes, or one side alone.
        taken: For a merge: the key_conflicts in which the file is right.
    """

    way: Literal["merge", "ours", "theirs"]
    taken: frozenset[Change] = frozenset()


class ConflictDialog(ModalScreen[Resolution | None]):
    """Lists what the file and the draft changed; gives what to make of it, None for nothing."""

    CSS_PATH = style_path("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [
        ("m", "resolve('merge')", "Merge"),
        ("o", "resolve('ours')", "The draft replaces the file"),
        ("t", "resolve('theirs')", "The file becomes the draft"),
        ("space", "switch", "The other side"),
        ("J,shift+down", "scroll(1)", "Scroll the texts down"),
        ("K,shift+up", "scroll(-1)", "Scroll the texts up"),
        ("escape,q,n", "leave", "Leave all as it is"),
    ]

    def __init__(
        self, question: str, changes: Sequence[Change], glyphs: Glyphs, *, may_replace: bool
    ) -> None:
        """Ask.

        Args:
            question: One line.
            changes: What to list.
            glyphs: What to draw with.
            may_replace: Whether the draft may take the file's place.
        """
        super().__init__()
        self._question = question
        self._changes = changes
        self._glyphs = glyphs
        self._may_replace = may_replace
        self._taken: set[Change] = set()

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        replace = "    o: the draft replaces the file" if self._may_replace else ""
        key_conflicts = any(change.by == "conflict" for change in self._changes)
        switch = "    space: the other side of what both changed" if key_conflicts else ""
        with Vertical(classes="dialog"):
            yield Label(self._question, markup=False, classes="question")
            lines = LineList(self._glyphs, "Nothing that a post tells", id="changes")
            lines.styles.height = min(max(len(self._changes), 1), _MOST_LINES)
            yield lines
            with VerticalScroll(can_focus=False, id="sides"):
                yield Static()
            yield Label(
                f"m: merge both{replace}    t: the file becomes the draft{switch}"
                "    J K: scroll the texts    escape: leave all as it is",
                markup=False,
                classes="answers",
            )

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
            words = "" if change.base is None else "taken out"
        side = ("the file's" if is_theirs else "the draft's") if is_conflict else ""
        before = _BY[change.by].ljust(_WIDEST)
        return ListLine(before, f"{change.what}  {words}", side, is_marked=is_conflict)

    @on(LineList.Highlighted)
    def _show_sides(self) -> None:
        change = self._current
        text = Text()
        if change:
            sides = {"the file": change.theirs, "the draft": change.ours, "it was": change.base}
            for name, words in sides.items():
                text.append(f"{name:<{_WIDEST}}  ", style="dim")
                text.append("not there\n" if words is None else f"{sanitize(words)}\n")
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
        """Scroll what the two say."""
        self.query_one("#sides").scroll_relative(y=lines, animate=False)

    def action_resolve(self, way: Literal["merge", "ours", "theirs"]) -> None:
        """Give the answer."""
        if way != "ours" or self._may_replace:
            self.dismiss(Resolution(way, frozenset(self._taken)))

    def action_leave(self) -> None:
        """Give none."""
        self.dismiss(None)
