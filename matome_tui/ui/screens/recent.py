"""The recent screen: the threads that were read, to go back to one."""

import asyncio
import time
from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult

from matome_tui.core.story_state import Visit
from matome_tui.i18n import _, ngettext
from matome_tui.store.error import StoreError
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.drawing.formats import age
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.line_list import LineList, ListLine

_AGE_CELLS = 4


class RecentScreen(MatomeScreen[Visit | None]):
    """Lists threads, the last read first; gives the one to open."""

    GROUPS: ClassVar[tuple[Group, ...]] = ("recent", "list")
    BINDINGS = bindings("recent")

    def __init__(self, present: int) -> None:
        """List the threads; `present` is the id of the one that is read now, 0 for none."""
        super().__init__()
        self._present = present
        self._visits: Sequence[Visit] = ()

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        yield Bar(id="title")
        yield LineList(self.glyphs, _("No threads read yet"), id="visits")
        yield StatusBar("list", "recent", "everywhere", id="status")

    def on_mount(self) -> None:
        """Show the threads of this session, which are known, then the others."""
        self._list.focus()
        self._show(self.services.reading.visits)
        self._load()

    @work(group="visits", exit_on_error=False)
    async def _load(self) -> None:
        """Add the threads of former sessions, and those stored before visits were."""
        try:
            self._show(await self.services.reading.recent())
            kept = await asyncio.to_thread(self.services.threads.stories)
            self._show(await self.services.reading.recent(kept))
        except StoreError as error:
            self.warn(str(error))

    def _show(self, visits: Sequence[Visit]) -> None:
        """Show threads; the cursor begins on the one before the present one."""
        self._visits = visits
        opened = self.services.reading.opened
        now = time.time()
        lines = [
            ListLine(
                f"{age(int(visit.moment), now) if visit.moment else '':>{_AGE_CELLS}}",
                visit.title,
                self._state(visit),
                is_marked=visit.thread in opened,
            )
            for visit in visits
        ]
        self._list.show(lines)
        if visits and visits[0].thread == self._present and not self._list.cursor:
            self._list.go_to(1)
        number = ngettext("{number:,} thread", "{number:,} threads", len(visits))
        self.query_one(Bar).show(_("Recently read threads"), number.format(number=len(visits)))

    def _state(self, visit: Visit) -> str:
        if visit.thread == self._present:
            return _("here")
        return _("opened") if visit.thread in self.services.reading.opened else ""

    @property
    def _list(self) -> LineList:
        return self.query_one(LineList)

    @on(LineList.Chosen)
    def _choose(self) -> None:
        self.dismiss(self._visits[self._list.cursor])

    def action_close(self) -> None:
        """Go back without a choice."""
        self.dismiss()
