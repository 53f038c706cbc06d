"""Notes that have no room in the foot, over the lines above it."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.app import App
from textual.strip import Strip

from matome_tui.core.comment.wrap import wrap
from matome_tui.ui.event import Unsubscribe
from matome_tui.ui.notes import Note, Notes
from matome_tui.ui.widgets.pane import Pane

_MOST_LINES = 6


def notes_of(app: App[object]) -> Notes | None:
    """Return the notes of a program; None of an app that has none."""
    notes: Notes | None = getattr(app, "notes", None)
    return notes


class NoteStrip(Pane, can_focus=False):
    """Shows notes as full lines over what is below them; hidden without notes."""

    DEFAULT_CSS = "NoteStrip { layer: notes; dock: bottom; display: none; }"
    COMPONENT_CLASSES: ClassVar = {"row--alert"}

    def __init__(self, notes: Sequence[Note] = ()) -> None:
        super().__init__()
        self._notes = notes
        self._lines: Sequence[tuple[str, bool]] = ()

    def on_mount(self) -> None:
        """Show the first notes."""
        self._fit()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._fit()

    def show(self, notes: Sequence[Note]) -> None:
        """Show other notes; none hides the strip."""
        self._notes = notes
        self._fit()

    def _fit(self) -> None:
        room = max(self.app.size.width - 2, 1)
        lines = [
            (note.text[start:end], note.severity != "information")
            for note in self._notes
            for start, end in wrap(note.text, room)
        ][:_MOST_LINES]
        if lines != self._lines:
            self._lines = lines
            self.styles.height = len(lines)
            self.display = bool(lines)
            self.refresh()

    def paint(self, y: int) -> Strip:
        """Return a line of the notes; see `Pane.paint`."""
        text, is_warning = self._lines[y] if y < len(self._lines) else ("", False)
        base = self.rich_style
        style = base + self.overlay("row--alert") if is_warning else base
        return self.strip([Segment(f" {text}", style)], self.size.width, base)


class DialogNotes(NoteStrip):
    """The notes of the program on a screen without a foot."""

    _unsubscribe: Unsubscribe | None = None

    def on_mount(self) -> None:
        """Follow the notes, and take them over from the foot below."""
        if notes := notes_of(self.app):
            self._unsubscribe = notes.changed.subscribe(lambda now: self.show(now.shown))
            notes.changed.publish(notes)

    def on_unmount(self) -> None:
        """Unsubscribe, as a subscription keeps its widget in memory; return the notes."""
        if self._unsubscribe:
            self._unsubscribe()
        if notes := notes_of(self.app):
            notes.changed.publish(notes)
