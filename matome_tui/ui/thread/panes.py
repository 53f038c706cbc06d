"""The two panes of the thread screen: the thread, and the tray with its totals."""

from collections.abc import Sequence
from typing import Any

from matome_tui.core.draft.entries import Clip, Entry, EntryKey
from matome_tui.ui.commands import Group
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.tray import Tray
from matome_tui.ui.widgets.bars import StatusBar

READER_HINTS: tuple[Group, ...] = ("clips", "search", "thread", "everywhere")
_TRAY_HINTS: tuple[Group, ...] = ("tray", "everywhere")


class Panes:
    """Shows both panes side by side, or the one in use if the screen is narrow."""

    def __init__(self, screen: MatomeScreen[Any]) -> None:
        """Start in the thread; the screen has the widgets."""
        self._screen = screen
        self._reader = screen.query_one(Reader)
        self._tray = screen.query_one(Tray)
        self._side = screen.query_one("#side")
        self._status = screen.query_one(StatusBar)
        self._in_tray = False

    def switch(self) -> bool:
        """Go to the other pane; return whether that is the tray."""
        self._in_tray = not self._in_tray
        self.arrange()
        (self._tray if self._in_tray else self._reader).focus()
        return self._in_tray

    def show_entry(self, key: EntryKey, *, is_in_tray: bool) -> None:
        """Move the tray's cursor to an entry, and go to the tray if that is wanted."""
        self._tray.go_to_entry(key)
        if is_in_tray and not self._in_tray:
            self.switch()

    def go_to(self, entries: Sequence[Entry]) -> None:
        """Go to the first of the entries in both panes, unless the cursor is at one of them."""
        comments = [entry.comment for entry in entries if isinstance(entry, Clip)]
        thread, current = self._reader.thread, self._reader.current
        if thread and comments and not (current and current.id in comments):
            found = (at for comment in comments if (at := thread.find(comment)) is not None)
            if (at := next(found, None)) is not None:
                self._reader.go_to(at)
        if entries:
            self._tray.go_to_entry(entries[0].key)

    def note_focus(self) -> None:
        """Note which pane is in use, also if the mouse chose it, and show its keys at the foot."""
        if (focused := self._screen.focused) in (self._tray, self._reader):
            self._in_tray = focused is self._tray
            self._status.offer(*(_TRAY_HINTS if self._in_tray else READER_HINTS))

    def arrange(self) -> None:
        """Show what there is room for."""
        is_narrow = self._screen.is_narrow
        self._side.display = self._in_tray or not is_narrow
        self._side.set_class(is_narrow, "-whole")
        self._reader.display = not (is_narrow and self._in_tray)
