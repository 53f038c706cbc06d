"""Title bar and status bar: one line at the head and one at the foot of a screen."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip

from matome_tui.core.comment.wrap import cell_width, truncate
from matome_tui.core.text import one_line
from matome_tui.i18n import _
from matome_tui.ui.commands import Group, first_key, of_group
from matome_tui.ui.drawing.glyphs import UNICODE, Glyphs
from matome_tui.ui.event import Event, Unsubscribe
from matome_tui.ui.widgets.pane import Pane

_GAP = "  "


class Bar(Pane, can_focus=False):
    """One line: text at the left, facts at the right.

    Facts are dropped, one by one, until the text fits.

    Attributes:
        first_to_go: Index of the fact that is dropped first.
    """

    first_to_go = 0

    DEFAULT_CSS = "Bar { height: 1; }"
    COMPONENT_CLASSES: ClassVar = {"bar--text", "bar--fact"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = ""
        self._facts: tuple[str, ...] = ()

    def show(self, text: str, *facts: str) -> None:
        """Replace text and facts; each becomes one line, empty facts are dropped."""
        shown = one_line(text), tuple(one_line(fact) for fact in facts if fact)
        if shown != (self._text, self._facts):
            self._text, self._facts = shown
            self.refresh()

    def paint(self, y: int) -> Strip:  # noqa: ARG002
        """Return the line; see `Pane.paint`."""
        width = self.size.width
        base = self.get_component_rich_style("bar--text")
        fact = base + self.overlay("bar--fact")
        facts = self._facts_beside(width - 2 - cell_width(self._text))
        room = max(width - 2 - cell_width(facts), 1)
        text = truncate(self._text, room, self._ellipsis)
        space = max(width - 2 - cell_width(text) - cell_width(facts), 0)
        return self.strip(
            [Segment(f" {text}", base), Segment(" " * space, base), Segment(f"{facts} ", fact)],
            width,
            base,
        )

    @property
    def _ellipsis(self) -> str:
        glyphs: Glyphs = getattr(self.app, "glyphs", UNICODE)
        return glyphs.ellipsis

    def _facts_beside(self, room: int) -> str:
        facts = list(self._facts)
        while len(facts) > 1 and cell_width(_GAP.join(["", *facts])) > room:
            facts.pop(self.first_to_go)
        return _GAP.join(["", *facts]) if facts else ""


class StatusBar(Bar, can_focus=False):
    """The foot of a screen: its state, then its most important keys, help last.

    Neighbouring commands with the same hint share it: `< > move`.
    """

    first_to_go = -2

    DEFAULT_CSS = "StatusBar { dock: bottom; }"

    def __init__(self, *groups: Group, id: str | None = None) -> None:
        """Show the keys of groups of commands."""
        super().__init__(id=id)
        self._groups = groups
        self._said = ""
        self._unsubscribe: Unsubscribe = lambda: None

    def offer(self, *groups: Group) -> None:
        """Show the keys of other groups of commands."""
        self._groups = groups
        self.say(self._said)

    def say(self, text: str) -> None:
        """Show the state of the screen; a draft that is not saved comes first."""
        self._said = text
        problem = getattr(self.app, "not_saved", "")
        state = _("NOT SAVED ({reason})").format(reason=problem) + "  " if problem else ""
        self.show(f"{state}{text}", *self._hints(getattr(self.app, "keymap", {})))

    def on_mount(self) -> None:
        """Show the keys; update when a draft cannot be saved."""
        event: Event[str] | None = getattr(self.app, "not_saved_changed", None)
        if event:
            self._unsubscribe = event.subscribe(lambda _problem: self.say(self._said))
        self.say(self._said)

    def on_unmount(self) -> None:
        """Unsubscribe; a subscription keeps its widget in memory."""
        self._unsubscribe()

    def _hints(self, keymap: Mapping[str, str]) -> Iterator[str]:
        commands = (c for group in self._groups for c in of_group(group) if c.hint)
        for hint, alike in groupby(commands, lambda command: command.shown_hint()):
            keys = (first_key(command, keymap) for command in alike)
            yield f"{' '.join(keys)} {hint}"
