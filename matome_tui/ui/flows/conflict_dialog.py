"""The question what to do about a post file that is not what it was."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Label, Static

from matome_tui.config.settings import Color
from matome_tui.core.comment.word_diff import (
    Part,
    changes,
    is_comparable,
    near_changes,
    since_change,
)
from matome_tui.core.comment.wrap import cell_width, padded
from matome_tui.core.text import sanitize
from matome_tui.hugo.post.merge import Change
from matome_tui.i18n import N_, _
from matome_tui.ui.commands import bindings
from matome_tui.ui.drawing.colors import color_names
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.drawing.word_changes import marked
from matome_tui.ui.widgets.dialog_box import DialogBox
from matome_tui.ui.widgets.dialogs import Answers, Dialog
from matome_tui.ui.widgets.line_list import LineList, ListLine

_MOST_LINES = 12
_CONTEXT = 40
_LINE_CONTEXT = 12
_BY = {"file": N_("file"), "draft": N_("draft"), "conflict": N_("both")}


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the user wants.

    Attributes:
        way: Both sets of changes, or one side alone.
        taken: For a merge: the conflicts in which the file is right.
    """

    way: Literal["merge", "ours", "theirs"]
    taken: frozenset[Change] = frozenset()


class ConflictDialog(Dialog[Resolution | None]):
    """Lists the changes of the file and of the draft; gives how to resolve them, or None."""

    BINDINGS = bindings("conflict")

    def __init__(
        self,
        question: str,
        changes: Sequence[Change],
        glyphs: Glyphs,
        colors: Sequence[Color] = (),
        *,
        may_replace: bool,
    ) -> None:
        """Ask.

        Args:
            question: One line.
            changes: What to list.
            glyphs: What to draw with.
            colors: The colours that have a name.
            may_replace: Whether the draft may take the file's place.
        """
        super().__init__()
        self._question = question
        self._changes = changes
        self._glyphs = glyphs
        self._colors = color_names(colors)
        self._may_replace = may_replace
        self._taken: set[Change] = set()

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with DialogBox():
            yield Label(self._question, markup=False, classes="question")
            lines = LineList(
                self._glyphs, _("No changes in clips, remarks or metadata"), id="changes"
            )
            lines.styles.height = min(max(len(self._changes), 1), _MOST_LINES)
            yield lines
            with VerticalScroll(can_focus=False, id="sides"):
                yield Static()
            yield Label(self._answers(), markup=False, classes="answers")

    def _answers(self) -> Answers:
        answers = [("conflict.merge", _("merge both"))]
        if self._may_replace:
            answers.append(("conflict.ours", _("use the draft's")))
        answers.append(("conflict.theirs", _("use the file's")))
        answers.append(("conflict.down", _("scroll")))
        if any(change.by == "conflict" for change in self._changes):
            answers.append(("conflict.switch", _("switch sides")))
        answers.append(("conflict.cancel", _("cancel")))
        return self.answers(*answers)

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
        is_conflict = change.by == "conflict"
        is_theirs = change.by == "file" or change in self._taken
        words = self._words(change, change.theirs if is_theirs else change.ours)
        if words is None:
            words = "" if change.base is None else _("removed")
        elif base := self._words(change, change.base):
            words = since_change(base, words, _LINE_CONTEXT, self._glyphs.ellipsis)
        side = (_("the file's") if is_theirs else _("the draft's")) if is_conflict else ""
        names = {by: _(name) for by, name in _BY.items()}
        widest = max(map(cell_width, names.values()))
        before = padded(names[change.by], widest)
        return ListLine(before, f"{change.what}  {words}", side, is_marked=is_conflict)

    def _words(self, change: Change, value: str | None) -> str | None:
        """Return the text of one side; of a colour its name, if it has one."""
        if value is None or not change.is_of_color:
            return value
        return self._colors.get(value, value) if value else _("none")

    @on(LineList.Highlighted)
    def _show_sides(self) -> None:
        sides = self._sides(change) if (change := self._current) else {}
        widest = max(map(cell_width, sides), default=0)
        texts = [
            Text.assemble((f"{padded(name, widest)}  ", "dim"), shown)
            for name, shown in sides.items()
        ]
        self.query_one("#sides Static", Static).update(Text("\n").join(texts))
        self.query_one("#sides").scroll_home(animate=False)

    def _sides(self, change: Change) -> dict[str, Text]:
        """Return what each side says; nothing for a change without a text."""
        values = (change.base, change.theirs, change.ours)
        words = [self._words(change, value) for value in values]
        base, theirs, ours = (sanitize(text) if text else None for text in words)
        if base is theirs is ours is None:
            return {}
        if base is None and theirs is not None and ours is not None:
            return {_("file"): self._own(theirs, ours), _("draft"): self._own(ours, theirs)}
        shown = {_("file"): self._since(base, theirs), _("draft"): self._since(base, ours)}
        if base is None or theirs is None or ours is None:
            shown[_("before")] = self._since(None, base)
        return shown

    def _since(self, base: str | None, text: str | None) -> Text:
        """Return the text of a side with its changes since the base, the first one at its start."""
        if text is None or base is None:
            return Text(_("none") if text is None else text)
        if text == base:
            return Text(_("unchanged"), "dim")
        return marked(self._near(base, text))

    def _own(self, text: str, other: str) -> Text:
        """Return the text of a side with the words marked that the other side does not have."""
        return marked(part for part in self._near(other, text) if part[0] != "removed")

    def _near(self, old: str, new: str) -> Iterator[Part]:
        if not is_comparable(old, new):
            return iter([("same", since_change(old, new, _CONTEXT, self._glyphs.ellipsis))])
        return near_changes(changes(old, new), _CONTEXT, self._glyphs.ellipsis)

    @on(LineList.Chosen)
    def action_switch(self) -> None:
        """Take the other side of a clash."""
        change = self._current
        if change and change.by == "conflict":
            self._taken ^= {change}
            self._show()

    def action_resolve(self, way: Literal["merge", "ours", "theirs"]) -> None:
        """Give the answer."""
        if way != "ours" or self._may_replace:
            self.dismiss(Resolution(way, frozenset(self._taken)))

    def action_cancel(self) -> None:
        """Give none."""
        self.dismiss(None)
