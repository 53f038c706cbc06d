"""The two panes of the thread screen: the thread, and the tray with its totals."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from textual import on

from matome_tui.core.draft.entries import Clip, Entry, EntryKey
from matome_tui.ui.commands import Group
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.thread.position_bar import PositionBar
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.tray import Tray
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.divider import Divider

READER_HINTS: tuple[Group, ...] = ("clips", "search", "thread", "everywhere")
_NEED_COMMENT = ("clips.mark", "clips.edit", "thread.fold", "search.start")
_NEED_DRAFT = ("clips.post", "clips.save")
_TRAY_HINTS: tuple[Group, ...] = ("tray", "everywhere")
_LEAST_TRAY = 20
_LEAST_READER = 40


class Panes:
    """Shows both panes side by side, or the one in use if the screen is narrow.

    Attributes:
        tray_width: Cells of the tray and its edge, where there is room for them.
    """

    def __init__(self, screen: MatomeScreen[Any]) -> None:
        """Start in the thread; the screen has the widgets."""
        self._screen = screen
        self._reader = screen.query_one(Reader)
        self._tray = screen.query_one(Tray)
        self._side = screen.query_one("#side")
        self._positions = screen.query_one(PositionBar)
        self._divider = screen.query_one(Divider)
        self.tray_width = screen.services.settings.ui.tray_width
        self._status = screen.query_one(StatusBar)
        self._title = screen.query_one("#title", Bar)
        self._in_tray = False
        self._without: tuple[str, ...] = (*_NEED_COMMENT, *_NEED_DRAFT)

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
            self._title.set_class(not self._in_tray, "-focused")
            self._offer_keys()

    def note_content(self, *, has_thread: bool, has_draft: bool) -> None:
        """Note what there is to give commands on, and show at the foot only their keys."""
        needs_comment = () if has_thread else _NEED_COMMENT
        self._without = needs_comment if has_draft else (*needs_comment, *_NEED_DRAFT)
        self._offer_keys()

    def _offer_keys(self) -> None:
        if self._in_tray:
            self._status.offer(*_TRAY_HINTS)
        else:
            self._status.offer(*READER_HINTS, without=self._without)

    def arrange(self) -> None:
        """Show what there is room for."""
        is_narrow = self._screen.is_narrow
        self._side.display = self._in_tray or not is_narrow
        self._divider.display = not is_narrow
        self._side.styles.width = "1fr" if is_narrow else self._fitting(self.tray_width) - 1
        self._reader.display = not (is_narrow and self._in_tray)
        self._positions.display = self._reader.display

    def move_edge(self, cells: int) -> None:
        """Move the edge between the panes to the right, or to the left if `cells` is negative."""
        self.move_edge_to(self._screen.size.width - self._fitting(self.tray_width) + cells)

    def move_edge_to(self, column: int) -> None:
        """Move the edge between the panes to a column of the screen."""
        if not self._screen.is_narrow:
            self.tray_width = self._fitting(self._screen.size.width - column)
            self.arrange()

    def _fitting(self, width: int) -> int:
        """Return the width nearest to one that leaves room for both panes."""
        return max(min(width, self._screen.size.width - _LEAST_READER), _LEAST_TRAY)


class PaneScreen(MatomeScreen[None]):
    """The part of the thread screen that has two panes."""

    _panes: Panes

    def action_move_edge(self, cells: int) -> None:
        """Move the edge between the panes."""
        self._panes.move_edge(cells)

    @on(Divider.Dragged)
    def _drag_edge(self, event: Divider.Dragged) -> None:
        self._panes.move_edge_to(event.column)

    async def leave(self) -> None:
        """Keep the width of the tray if it was changed."""
        services, width = self.services, self._panes.tray_width
        if width != services.settings.ui.tray_width:
            from matome_tui.ui.flows.settings import keep_setting

            ui = replace(services.settings.ui, tray_width=width)
            services.settings = replace(services.settings, ui=ui)
            await keep_setting(self.matome, services.config_file, "ui.tray_width", width)
