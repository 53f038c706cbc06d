"""The command palette: finds a command by its words, and runs it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Label

from matome_tui.core.comment.wrap import cell_width, truncate
from matome_tui.core.folding import has_words
from matome_tui.i18n import N_, _
from matome_tui.ui.commands import (
    GROUP_TITLES,
    Command,
    Group,
    bindings,
    find,
    keys_of,
    of_group,
)
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.widgets.dialog_box import DialogBox
from matome_tui.ui.widgets.dialogs import Dialog
from matome_tui.ui.widgets.line_input import LineInput
from matome_tui.ui.widgets.row_list import ListRow, RowList

_GAP = 2
_ANYWHERE = ("everywhere.theme", "everywhere.help", "everywhere.quit", "everywhere.suspend")
"""Commands that can be given on screens of text as well, which do not list `everywhere`."""
_UNLISTED = "everywhere.palette"


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """A command as the palette lists it.

    Attributes:
        group: The title of its group.
        title: A few words.
        keys: Its keys as people write them.
        run: Runs it.
        words: More words to find it by.
    """

    group: str
    title: str
    keys: str
    run: Callable[[], object]
    words: str = ""

    def matches(self, words: str) -> bool:
        """Whether all of these words are in its texts."""
        return has_words(f"{self.title} {self.group} {self.words} {self.keys}", words)


def entries(
    groups: Sequence[Group],
    focused: Widget | None,
    keymap: Mapping[str, str],
    run: Callable[[str], object],
) -> Iterator[PaletteEntry]:
    """Yield the commands that apply on a screen.

    Args:
        groups: The screen's.
        focused: The focused widget; commands of others do not apply.
        keymap: The user's keys by command.
        run: Runs an action on the focused widget.
    """
    further = () if "everywhere" in groups else map(find, _ANYWHERE)
    commands = (*(c for group in groups for c in of_group(group)), *further)
    for command in commands:
        if command.id != _UNLISTED and _applies(command, focused):
            yield _entry(command, keymap, run)


def _applies(command: Command, focused: Widget | None) -> bool:
    """Return whether the focused widget, or what it is in, has a command's action."""
    name = command.action.partition("(")[0]
    if "." in name or focused is None:
        return "." in name
    return any(hasattr(node, f"action_{name}") for node in focused.ancestors_with_self)


def _entry(
    command: Command, keymap: Mapping[str, str], run: Callable[[str], object]
) -> PaletteEntry:
    return PaletteEntry(
        _(GROUP_TITLES[command.group]),
        command.shown_title(),
        keys_of(command, keymap),
        lambda: run(command.action),
        f"{command.shown_tooltip()} {command.id}",
    )


def keyless_entry(title: str, run: Callable[[], object]) -> PaletteEntry:
    """Return an entry of the group `everywhere` that is no command."""
    group = GROUP_TITLES["everywhere"]
    return PaletteEntry(_(group), title, "", run)


class EntryList(RowList):
    """Lists commands, below the title of each group."""

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._entries: Sequence[PaletteEntry] = ()

    def show(self, shown: Sequence[PaletteEntry]) -> None:
        """Show commands, from the first on."""
        self._entries, self.cursor = shown, ListRow(0)
        self.rows_changed()

    @property
    def current(self) -> PaletteEntry | None:
        """The command at the cursor."""
        return self._entries[self.cursor] if self._entries else None

    @property
    def shows_cursor(self) -> bool:
        """Whether the cursor is shown: always, the keys are typed beside the list."""
        return True

    def row_count(self) -> int:
        """Return the number of commands."""
        return len(self._entries)

    def height_of(self, row: ListRow) -> int:
        """Return the number of lines: the first command of a group has its title above it."""
        above = self._entries[row - 1].group if row else ""
        return 1 + (self._entries[row].group != above)

    def paint_row(self, row: ListRow, line: int, base: Style) -> Strip:
        """Return the title of a group, or a command with its keys."""
        entry, width = self._entries[row], self.size.width
        if line + 1 < self.height_of(row):
            plain = self.get_component_rich_style("row--text")
            title = Segment(f" {entry.group}", plain + self.overlay("row--dim"))
            return self.strip([title], width, plain)
        pointer = self._glyphs.pointer if row == self.cursor else " "
        room = max(width - cell_width(entry.keys) - _GAP - 3, 1)
        text = truncate(entry.title, room, self._glyphs.ellipsis)
        space = " " * (room - cell_width(text) + _GAP)
        keys = Segment(f"{space}{entry.keys} ", base + self.overlay("row--accent"))
        return self.strip([Segment(f"{pointer} {text}", base), keys], width, base)

    def empty_text(self) -> Sequence[str]:
        """Return the text of a list without a match."""
        return (_("No command matches"),)


class CommandPalette(Dialog[PaletteEntry | None]):
    """Finds a command while its words are typed; gives it, or None if the user cancels."""

    BINDINGS = bindings("palette")
    HEADING = N_("Commands")

    def __init__(self, listed: Sequence[PaletteEntry], glyphs: Glyphs) -> None:
        """List commands."""
        super().__init__()
        self._listed = listed
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with DialogBox():
            yield LineInput(hint=_("Search for commands…"), id="words")
            commands = EntryList(self._glyphs, id="commands")
            commands.can_focus = False
            yield commands
            answers = self.answers(
                ("enter", _("run")), ("palette.down", _("down")), ("palette.close", _("cancel"))
            )
            yield Label(answers, markup=False, classes="answers")

    def on_mount(self) -> None:
        """List all commands."""
        self._list.show(self._listed)

    @property
    def _list(self) -> EntryList:
        return self.query_one(EntryList)

    @on(Input.Changed)
    def _find(self, event: Input.Changed) -> None:
        self._list.show([entry for entry in self._listed if entry.matches(event.value)])

    @on(Input.Submitted)
    @on(EntryList.Chosen)
    def _run(self) -> None:
        if entry := self._list.current:
            self.dismiss(entry)

    def action_move(self, rows: int) -> None:
        """Go to another command."""
        self._list.action_move(rows)

    def action_page(self, direction: int) -> None:
        """Go down (1) or up (-1) by a page."""
        self._list.action_page(direction)

    def action_cancel(self) -> None:
        """Close the palette."""
        self.dismiss(None)
