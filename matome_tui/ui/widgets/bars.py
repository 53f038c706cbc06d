"""Title bar and status bar: one line at the head and one at the foot of a screen."""

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, groupby
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.app import App
from textual.strip import Strip

from matome_tui.core.comment.wrap import cell_width, truncate
from matome_tui.core.text import one_line
from matome_tui.ui.commands import Command, Group, display, first_key, of_group, plain_keys
from matome_tui.ui.drawing.glyphs import UNICODE, Glyphs
from matome_tui.ui.event import Unsubscribe
from matome_tui.ui.states import States
from matome_tui.ui.widgets.foot import foot, shortened
from matome_tui.ui.widgets.note_strip import NoteStrip, notes_of
from matome_tui.ui.widgets.pane import Pane

_GAP = "  "


def keymap_of(app: App[object]) -> Mapping[str, str]:
    """Return the keymap of a program; empty of an app that has none."""
    keymap: Mapping[str, str] = getattr(app, "keymap", {})
    return keymap


class Bar(Pane, can_focus=False):
    """One line: text at the left, facts at the right.

    Facts are dropped, one by one, until the text fits.
    """

    DEFAULT_CSS = "Bar { height: 1; }"
    COMPONENT_CLASSES: ClassVar = {"bar--text", "bar--fact", "bar--key"}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
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
        needed = sum(cell_width(_GAP + shown) for shown in facts)
        room = max(width - 2 - needed, 1)
        text = truncate(self._text, room, self._ellipsis)
        segments = [Segment(f" {text}", base)]
        segments.append(Segment(" " * max(room - cell_width(text), 0), base))
        for shown in facts:
            key = self.key_in(shown)
            segments += [Segment(_GAP, base), Segment(key, base + self.overlay("bar--key"))]
            segments.append(Segment(shown.removeprefix(key), fact))
        return self.strip([*segments, Segment(" ", base)], width, base)

    def key_in(self, fact: str) -> str:  # noqa: ARG002
        """Return the keys that a fact begins with."""
        return ""

    @property
    def _ellipsis(self) -> str:
        glyphs: Glyphs = getattr(self.app, "glyphs", UNICODE)
        return glyphs.ellipsis

    def _facts_beside(self, room: int) -> list[str]:
        facts = list(self._facts)
        while len(facts) > 1 and cell_width(_GAP.join(["", *facts])) > room:
            facts.pop(self.first_to_go(facts))
        return facts

    def first_to_go(self, facts: Sequence[str]) -> int:  # noqa: ARG002
        """Return the index of the fact that is dropped first."""
        return 0

    def fact_at(self, x: int) -> tuple[str, int] | None:
        """Return the fact at a cell of the bar, and the cell within it; None beside the facts."""
        end = self.size.width - 1
        for fact in reversed(self._facts_beside(end - 1 - cell_width(self._text))):
            start = end - cell_width(fact)
            if start <= x < end:
                return fact, x - start
            end = start - cell_width(_GAP)
        return None


def _first_field_key(command: Command, keymap: Mapping[str, str]) -> str:
    """Return the first key of a command that types nothing in a field, or else its first one."""
    keys = map(display, plain_keys(keymap.get(command.id, command.keys)))
    return next((key for key in keys if len(key) > 1), first_key(command, keymap))


class _Hint(NamedTuple):
    """Commands with the same hint, and the first key of each."""

    keys: Sequence[str]
    commands: Sequence[Command]

    @property
    def stays(self) -> bool:
        """Whether it is the last to give way."""
        return any(command.stays for command in self.commands)


class StatusBar(Bar, can_focus=False):
    """The foot of a screen: its states, where the user is, and its most important keys, help last.

    A note takes the place of the keys until the next key. Neighbouring commands with the same hint
    share it: `< > move`. The keys that stay, such as the one that saves, shorten the text, up to
    half of the line.
    """

    DEFAULT_CSS = "StatusBar { dock: bottom; }"

    def __init__(self, *groups: Group, id: str | None = None, is_for_fields: bool = False) -> None:
        """Show the keys of groups of commands, only those that do not type if `is_for_fields`."""
        super().__init__(id=id)
        self._first_key = _first_field_key if is_for_fields else first_key
        self._groups = groups
        self._without: Collection[str] = ()
        self._place = ""
        self._states: tuple[str, ...] = ()
        self._offered: Mapping[str, _Hint] = {}
        self._staying = 0  # cells
        self._unsubscribe: list[Unsubscribe] = []
        self._strip: NoteStrip | None = None

    def offer(self, *groups: Group, without: Collection[str] = ()) -> None:
        """Show the keys of other groups, `without` commands, by id, that would do nothing."""
        if (groups, without) != (self._groups, self._without):
            self._groups, self._without = groups, without
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
        lasting: Sequence[str] = (*(states.texts if states else ()), *self._states)
        hints = self._hints(keymap_of(self.app))
        self._staying = sum(cell_width(_GAP + key) for key, hint in hints.items() if hint.stays)
        shown = notes.shown if notes and not self._is_below_dialog else ()
        room = self.size.width - 2
        lasting = shortened(lasting, room - self._least_for_keys, self._ellipsis)
        line = foot(self._place, lasting, shown, room, self._staying)
        self.set_class(line.is_warning, "-warning")
        self._offered = hints if line.has_keys else {}
        self.show(line.text, *self._offered)
        if self._strip:
            self._strip.show(line.above)
        elif line.above and self.is_attached:
            self._strip = NoteStrip(line.above)
            self.screen.mount(self._strip)

    @property
    def _is_below_dialog(self) -> bool:
        """Whether a dialog is open over the screen; it shows the notes itself."""
        return any(s.is_modal and s is not self.screen for s in self.app.screen_stack[-1:])

    def _hints(self, keymap: Mapping[str, str]) -> dict[str, _Hint]:
        """Return the hints as they are shown: the keys of commands, then what they do."""
        offered = (c for group in self._groups for c in of_group(group))
        hinted = (c for c in offered if c.hint and c.id not in self._without)
        hints = {}
        for does, alike in groupby(hinted, lambda command: command.shown_hint()):
            commands = list(alike)
            keys = [self._first_key(command, keymap) for command in commands]
            hints[f"{' '.join(keys)} {does}"] = _Hint(keys, commands)
        return hints

    def _facts_beside(self, room: int) -> list[str]:
        return super()._facts_beside(max(room, self._least_for_keys))

    @property
    def _least_for_keys(self) -> int:
        """The cells that the text leaves to keys."""
        return self._staying if self._staying <= self.size.width // 2 else 0

    def first_to_go(self, facts: Sequence[str]) -> int:
        """Return the index of the last hint that need not stay, or else of the last but one."""
        loose = (at for at, fact in enumerate(facts[:-1]) if not self._offered[fact].stays)
        return max(loose, default=-2)

    def key_in(self, fact: str) -> str:
        """Return the keys that a hint begins with, and the space after them."""
        hint = self._offered.get(fact)
        return f"{' '.join(hint.keys)} " if hint else ""

    def command_at(self, x: int) -> Command | None:
        """Return the command whose key or hint is at a cell; of several the first at the hint."""
        fact, cell = self.fact_at(x) or ("", 0)
        if (hint := self._offered.get(fact)) is None:
            return None
        ends = accumulate(cell_width(key) + 1 for key in hint.keys)
        under = (c for c, end in zip(hint.commands, ends, strict=True) if cell < end)
        return next(under, hint.commands[0])

    def on_click(self, event: events.Click) -> None:
        """Run the command under the mouse."""
        if (command := self.command_at(event.x)) and (
            run := getattr(self.app, "run_on_focused", None)
        ):
            self.app.call_later(run, command.action)
