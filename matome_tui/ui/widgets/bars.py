"""Title bar and status bar: one line at the head and one at the foot of a screen."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip

from matome_tui.core.comment.wrap import cell_width, truncate
from matome_tui.core.text import one_line
from matome_tui.ui.commands import Group, first_key, of_group
from matome_tui.ui.drawing.glyphs import UNICODE, Glyphs
from matome_tui.ui.event import Unsubscribe
from matome_tui.ui.states import States
from matome_tui.ui.widgets.foot import foot
from matome_tui.ui.widgets.note_strip import NoteStrip, notes_of
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
    """The foot of a screen: its states, where the user is, and its most important keys, help last.

    A note takes the place of the keys until the next key. Neighbouring commands with the same hint
    share it: `< > move`.
    """

    first_to_go = -2

    DEFAULT_CSS = "StatusBar { dock: bottom; }"

    def __init__(self, *groups: Group, id: str | None = None) -> None:
        """Show the keys of groups of commands."""
        super().__init__(id=id)
        self._groups = groups
        self._place = ""
        self._states: tuple[str, ...] = ()
        self._unsubscribe: list[Unsubscribe] = []
        self._strip: NoteStrip | None = None

    def offer(self, *groups: Group) -> None:
        """Show the keys of other groups of commands."""
        self._groups = groups
        self._update()

    def say(self, place: str, *states: str) -> None:
        """Show where the user is, and the states of the screen, each with its way out."""
        self._place, self._states = place, tuple(filter(None, states))
        self._update()

    def on_mount(self) -> None:
        """Show the keys; follow the notes and the states of the program."""
        states: States | None = getattr(self.app, "states", None)
        if states:
            self._unsubscribe.append(states.changed.subscribe(lambda _states: self._update()))
        if notes := notes_of(self.app):
            self._unsubscribe.append(notes.changed.subscribe(lambda _notes: self._update()))
        self._update()

    def on_unmount(self) -> None:
        """Unsubscribe; a subscription keeps its widget in memory."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    def on_resize(self) -> None:
        """Move a note to where there is room for it."""
        self._update()

    def _update(self) -> None:
        states: States | None = getattr(self.app, "states", None)
        notes = notes_of(self.app)
        lasting = (*(states.texts if states else ()), *self._states)
        line = foot(self._place, lasting, notes.shown if notes else (), self.size.width - 2)
        keymap: Mapping[str, str] = getattr(self.app, "keymap", {})
        self.set_class(line.is_warning, "-warning")
        self.show(line.text, *(self._hints(keymap) if line.has_keys else ()))
        if self._strip:
            self._strip.show(line.above)
        elif line.above and self.is_attached:
            self._strip = NoteStrip(line.above)
            self.screen.mount(self._strip)

    def _hints(self, keymap: Mapping[str, str]) -> Iterator[str]:
        commands = (c for group in self._groups for c in of_group(group) if c.hint)
        for hint, alike in groupby(commands, lambda command: command.shown_hint()):
            keys = (first_key(command, keymap) for command in alike)
            yield f"{' '.join(keys)} {hint}"
