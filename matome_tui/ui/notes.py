"""Notes: lines that say what happened, shown for a moment."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from matome_tui.core.comment.wrap import cell_width
from matome_tui.core.text import one_line
from matome_tui.ui.event import Event

Severity = Literal["information", "warning", "error"]

_SECONDS = 4.0
_CELLS_PER_SECOND = 20
"""As fast as people read; a long note stays longer."""
_UNSEEN_SECONDS = 1.0
"""Until then a key does not end a warning, which may have come while the user types."""
_MOST = 3
"""Notes that are shown together."""


@dataclass(frozen=True, slots=True)
class Note:
    """A line for the user.

    Attributes:
        text: One line.
        severity: What kind of line it is.
        since: When it was shown first; monotonic seconds.
        until: When it ends, unless a key ends it sooner.
    """

    text: str
    severity: Severity
    since: float
    until: float


class Notes:
    """The notes that are shown now: the last information, and warnings until they are seen.

    Attributes:
        shown: The oldest first.
        changed: Published with each change of `shown`.
    """

    def __init__(
        self,
        call_later: Callable[[float, Callable[[], None]], object],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Show nothing yet.

        Args:
            call_later: Calls a function after some seconds.
            now: Returns monotonic seconds.
        """
        self.shown: tuple[Note, ...] = ()
        self.changed: Event[Notes] = Event()
        self._call_later = call_later
        self._now = now

    def add(self, text: str, severity: Severity = "information", seconds: float = 0) -> None:
        """Show a note, at least for `seconds`; it replaces the same one and earlier information."""
        text, now = one_line(text), self._now()
        seconds = max(seconds, _SECONDS, cell_width(text) / _CELLS_PER_SECOND)
        kept = [n for n in self.shown if n.severity != "information" and n.text != text]
        self._show((*kept, Note(text, severity, now, now + seconds))[-_MOST:])
        self._call_later(seconds, self._end_due)

    def end_seen(self) -> None:
        """End the notes that the user has seen, as the next key does."""
        now = self._now()
        self._show(
            tuple(
                note
                for note in self.shown
                if note.severity != "information" and now < note.since + _UNSEEN_SECONDS
            )
        )

    def _end_due(self) -> None:
        now = self._now()
        self._show(tuple(note for note in self.shown if now < note.until))

    def _show(self, notes: tuple[Note, ...]) -> None:
        if notes != self.shown:
            self.shown = notes
            self.changed.publish(self)
