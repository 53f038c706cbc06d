"""The drafts screen: open, copy, delete, restore, export and import drafts."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult

from matome_tui.core.comment.wrap import cell_width
from matome_tui.files import plain, read_text
from matome_tui.hugo.post.remarks import warning
from matome_tui.i18n import N_, _, ngettext
from matome_tui.store.drafts import DraftSummary
from matome_tui.store.error import StoreError
from matome_tui.store.session import DraftSession
from matome_tui.store.transfer import TransferError, dump, load
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.drawing.columns import Columns, widest_number
from matome_tui.ui.drawing.formats import ago
from matome_tui.ui.flows.new_file import write_named
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.dialogs import TextQuestion
from matome_tui.ui.widgets.line_list import LineList, ListLine

_ID_CELLS = 9
_ROOM = 22
"""Cells for a title and what separates it from the facts."""
_LEAST_WANTED = (0, 2, 1)
"""The columns of facts to leave out one by one: the number, the state, the clips."""

_STATES = {
    "draft": N_("draft"),
    "saved": N_("saved"),
    "changed": N_("changed"),
    "deleted": N_("deleted"),
    "uncommitted": N_("not committed"),
    "unpushed": N_("not pushed"),
}


class DraftsScreen(MatomeScreen[DraftSession | None]):
    """Lists the drafts, the last edited first; gives the one to open."""

    GROUPS: ClassVar[tuple[Group, ...]] = ("drafts", "list")
    BINDINGS = bindings("drafts")

    def __init__(self) -> None:
        """List the drafts of the store."""
        super().__init__()
        self._summaries: list[DraftSummary] = []
        self._unpublished: Mapping[Path, str] = {}

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        yield Bar(id="title")
        yield LineList(self.glyphs, _("No drafts yet; mark a comment to begin one"), id="drafts")
        yield StatusBar("list", "drafts", "everywhere", id="status")

    def on_mount(self) -> None:
        """Show the drafts."""
        self._list.focus()
        self._show()
        self._look_at_repository()

    @work(exclusive=True, group="repository", exit_on_error=False)
    async def _look_at_repository(self) -> None:
        """Show which saved posts are not committed, or not pushed."""
        posts = [Path(summary.path) for summary in self._summaries if summary.path]
        if (site := self.services.site.root) and posts:
            from matome_tui.hugo.site.publishing import states_of

            self._unpublished = await asyncio.to_thread(states_of, site, posts)
            self._show()

    @property
    def _list(self) -> LineList:
        return self.query_one(LineList)

    @property
    def _restore_key(self) -> str:
        return self.shown_key("drafts.restore")

    @property
    def _current(self) -> DraftSummary | None:
        return self._summaries[self._list.cursor] if self._summaries else None

    def _show(self) -> None:
        try:
            self._summaries = self.services.drafts.summaries()
        except StoreError as error:
            self.warn(str(error))
        self._list.show(self._lines())
        there = sum(not summary.deleted for summary in self._summaries)
        number = ngettext("{number:,} draft", "{number:,} drafts", there).format(number=there)
        self.query_one(Bar).show(_("Drafts"), number)

    def on_resize(self) -> None:
        """Show as many facts as there is room for."""
        self._list.show(self._lines())

    def _lines(self) -> list[ListLine]:
        now, summaries = time.time(), self._summaries
        clips = widest_number(summary.clips for summary in summaries)
        facts = [
            (
                f"{summary.thread:>{_ID_CELLS}}",
                _clips(summary.clips, clips),
                self._state(summary),
                ago(summary.touched, now),
            )
            for summary in summaries
        ]
        shown = self._fitting(facts)
        columns = Columns((behind for _number, *behind in shown), at_right={2})
        return [
            ListLine(number, _title(summary), columns.join(behind), is_dim=bool(summary.deleted))
            for summary, (number, *behind) in zip(summaries, shown, strict=True)
        ]

    def _fitting(self, facts: Sequence[Sequence[str]]) -> list[Sequence[str]]:
        """Return the facts without the columns that leave the titles too little room."""
        shown = [*facts]
        for column in _LEAST_WANTED:
            if not shown or self.size.width - cell_width(Columns(shown).join(shown[0])) >= _ROOM:
                break
            shown = [(*row[:column], "", *row[column + 1 :]) for row in shown]
        return shown

    def _state(self, summary: DraftSummary) -> str:
        state: str = "deleted" if summary.deleted else summary.state
        if state == "saved":
            state = self._unpublished.get(Path(summary.path), state)
        return _(_STATES[state])

    @on(LineList.Chosen)
    def _open(self) -> None:
        if (summary := self._current) is None:
            return
        if summary.deleted:
            self.notify(_("Deleted; {key} restores it").format(key=self._restore_key))
            return
        try:
            session = self.services.drafts.open(summary.id)
        except StoreError as error:
            self.warn(str(error))
            return
        if session:
            self.dismiss(session)
        else:
            self.notify(_("Deleted in another window"))
            self._show()

    def action_duplicate(self) -> None:
        """Make a copy."""
        if summary := self._current:
            done = _("Copied {title}").format(title=_title(summary))
            self._change(lambda: self.services.drafts.duplicate(summary.id), done)

    def action_delete(self) -> None:
        """Delete the draft; it can be restored."""
        if (summary := self._current) and not summary.deleted:
            line = _("Deleted {title}; {key} restores it")
            done = line.format(title=_title(summary), key=self._restore_key)
            self._change(lambda: self.services.drafts.delete(summary.id), done)

    def action_restore(self) -> None:
        """Restore the deleted draft under the cursor, or the last deleted one."""
        deleted = sorted((s for s in self._summaries if s.deleted), key=lambda s: -s.deleted)
        wanted = self._current if self._current and self._current.deleted else None
        if summary := wanted or next(iter(deleted), None):
            done = _("Restored {title}").format(title=_title(summary))
            self._change(lambda: self.services.drafts.restore(summary.id), done)
        else:
            self.notify(_("No deleted drafts"))

    def _change(self, work: Callable[[], None], done: str) -> None:
        try:
            work()
        except StoreError as error:
            self.warn(str(error))
        else:
            self.notify(done)
        self._show()

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_export(self) -> None:
        """Write the draft to a file."""
        if (summary := self._current) is None or summary.deleted:
            return
        name, failed = f"matome-{summary.thread}.json", _("Not exported: {reason}")
        try:
            session = self.services.drafts.open(summary.id)
        except StoreError as error:
            self.warn(failed.format(reason=error))
            return

        def dialog(name: str) -> TextQuestion:
            return TextQuestion(_("Export the draft to which file?"), name, enter=_("export"))

        if session and (
            file := await write_named(self.matome, dialog, name, dump(session.draft), failed)
        ):
            self.notify(_("Exported to {path}").format(path=file))

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_import_file(self) -> None:
        """Import a draft from a file as a new draft."""
        answer = await self.matome.ask(
            TextQuestion(_("Import which file?"), example="matome-1.json", enter=_("import"))
        )
        if not answer:
            return
        await self._import(Path(answer))

    async def _import(self, file: Path) -> None:
        try:
            draft = load(await asyncio.to_thread(lambda: read_text(file.expanduser())))
            self.services.drafts.keep(draft)
        except (OSError, RuntimeError, UnicodeDecodeError, TransferError, StoreError) as error:
            self.warn(_("{file} was not imported: {reason}").format(file=file, reason=plain(error)))
        else:
            self.notify(_("Imported {file}").format(file=file))
            if line := warning(draft):
                self.warn(line)
        self._show()

    def action_search(self) -> None:
        """Search all drafts and kept threads."""
        from matome_tui.ui.screens.archive import ArchiveScreen

        self.app.push_screen(ArchiveScreen())

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def _clips(number: int, width: int) -> str:
    clips = ngettext("{number} clip", "{number} clips", number)
    return clips.format(number=f"{number:>{width},}")


def _title(summary: DraftSummary) -> str:
    return summary.title or _("(no title)")
