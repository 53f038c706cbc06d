"""The search of the archive: what drafts, notes and kept threads say."""

import asyncio
import time
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input

from matome_tui.core.archive import ArchiveQuery
from matome_tui.core.folding import fold
from matome_tui.core.thread.search import terms, words_found
from matome_tui.i18n import _, ngettext
from matome_tui.store.archive import LIMIT, Hit
from matome_tui.store.error import StoreError
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.flows.archive import fill
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.hit_list import HitList
from matome_tui.ui.widgets.line_input import LineInput

_PATIENCE = 0.3
"""Seconds after which filling the archive is shown."""


class ArchiveScreen(MatomeScreen[None]):
    """Lists what a search finds while it is typed; a chosen hit opens over the list."""

    CSS_PATH = style_path("archive")
    GROUPS: ClassVar[tuple[Group, ...]] = ("archive", "list", "everywhere")
    BINDINGS = bindings("archive")

    def __init__(self) -> None:
        """Begin with an empty search."""
        super().__init__()
        self._query = ArchiveQuery()

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        yield Bar(id="title")
        yield LineInput(hint=_('words, "phrases", by:NAME'), id="words")
        yield HitList(self.glyphs, id="hits")
        yield StatusBar("list", "archive", "everywhere", id="status")

    def on_mount(self) -> None:
        """Let the user type, and bring the archive up to date meanwhile."""
        self.query_one(Bar).show(_("Search drafts and kept threads"))
        self._show([])
        self._input.focus()
        self._fill()

    @property
    def _input(self) -> LineInput:
        return self.query_one(LineInput)

    @property
    def _hits(self) -> HitList:
        return self.query_one(HitList)

    @work(exclusive=True, group="fill", exit_on_error=False)
    async def _fill(self) -> None:
        status, started = self.query_one(StatusBar), time.monotonic()
        try:
            async for done, total in fill(self.services.archive):
                if time.monotonic() - started > _PATIENCE:
                    status.say("", _("Reading {done}/{total}").format(done=done, total=total))
        except StoreError as error:
            self.warn(str(error))
        self._search()

    @on(Input.Changed, "#words")
    def _take_words(self, event: Input.Changed) -> None:
        self._query = ArchiveQuery.parse(event.value)
        self._hits.action_edge(-1)
        self._search()

    @work(exclusive=True, group="search", exit_on_error=False)
    async def _search(self) -> None:
        try:
            hits = await asyncio.to_thread(self.services.archive.archive.find, self._query)
        except StoreError as error:
            self.warn(str(error))
        else:
            self._show(hits)

    def _show(self, hits: list[Hit]) -> None:
        if self._query:
            empty = _("Nothing found; threads are kept when they are opened")
            number = ngettext("{number:,} match", "{number:,} matches", len(hits))
            shown = number.format(number=len(hits))
            if len(hits) >= LIMIT:
                shown = _("the first {number:,} matches").format(number=len(hits))
        else:
            empty = _("Searches all drafts, remarks and kept threads")
            shown = ""
        self._hits.show(hits, self._query, empty)
        self.query_one(StatusBar).say(shown)

    @on(Input.Submitted, "#words")
    def _go_to_hits(self) -> None:
        if self._hits.row_count():
            self._hits.focus()

    @on(HitList.Chosen)
    def _open(self) -> None:
        if (hit := self._hits.current) is None:
            return
        session = None
        if hit.source.kind == "draft":
            try:
                session = self.services.drafts.open(hit.source.number)
            except StoreError as error:
                self.warn(str(error))
                return
            if session is None:
                self.warn(_("Deleted in another window"))
                return
        is_comment = hit.text.kind in ("comment", "clip")
        comment = hit.text.item if is_comment else None
        self.matome.open_thread(
            hit.source.thread,
            session=session,
            comment=comment,
            entry=hit.text.entry,
            title=hit.source.title,
            looked_for=self._words_in(hit),
        )

    def _words_in(self, hit: Hit) -> str:
        """Return the words that a thread's search finds in a comment; a clip may be rewritten."""
        if hit.text.kind != "comment":
            return ""
        typed = terms(self._input.value)
        words = [term for term, plain in typed if not fold(plain).startswith("by:")]
        return words_found(words, hit.text.text)

    def action_edit_search(self) -> None:
        """Change the search."""
        self._input.focus()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
