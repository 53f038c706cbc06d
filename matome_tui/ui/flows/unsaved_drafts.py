"""Drafts that cannot be stored yet: shown, retried, and asked about before leaving."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

from matome_tui.core.text import sanitize
from matome_tui.i18n import _, ngettext
from matome_tui.store.drafts import DraftStore
from matome_tui.store.session import DraftSession
from matome_tui.store.transfer import dump
from matome_tui.ui.flows.user import Host

if TYPE_CHECKING:
    from matome_tui.ui.widgets.dialogs import Leaving, Unsaved

_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 5.0
_NOTICE_SECONDS = 10.0
_LOOK_SECONDS = 5.0  # between looks at a file with which all is well


class UnsavedDrafts:
    """Watches the store for drafts that are not on disk, and retries them.

    This concerns all drafts of the session, also those whose screens are closed.
    """

    def __init__(self, host: Host, drafts: DraftStore, show_problem: Callable[[str], None]) -> None:
        """Begin to watch.

        Args:
            host: The program.
            drafts: The store.
            show_problem: Shows why a draft is not on disk; empty when all are.
        """
        self._host = host
        self._drafts = drafts
        self._show_problem = show_problem
        self._problem = ""
        self._is_asking = False
        self._pause = _LOOK_SECONDS
        self._timer: Timer | None = None
        drafts.on_change = self._changed
        self._changed()
        self._wait()

    def stop(self) -> None:
        """End watching."""
        self._drafts.on_change = lambda: None

    def before(self, verb: "Leaving", leave: Callable[[], object]) -> None:
        """Leave, after asking if a draft is not saved.

        Args:
            verb: What the user wants to do, as in "quit".
            leave: Does it.
        """
        if self._drafts.flush():
            leave()
        elif not self._is_asking:
            self._host.run_worker(
                self._ask(verb, leave), group="leave", exclusive=True, exit_on_error=False
            )

    def _changed(self) -> None:
        for line in self._drafts.take_notices():
            self._host.notify(sanitize(line), severity="warning", timeout=_NOTICE_SECONDS)
        problem = self._drafts.problem
        if problem and not self._problem:
            self._pause = _FIRST_PAUSE
            self._wait()
        self._problem = problem
        self._show_problem(problem)

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._host.set_timer(self._pause, self._try_again)

    def _try_again(self) -> None:
        is_kept = self._drafts.flush()
        self._pause = _LOOK_SECONDS if is_kept else min(self._pause * 2, _LONGEST_PAUSE)
        self._wait()

    async def _ask(self, verb: "Leaving", leave: Callable[[], object]) -> None:
        self._is_asking = True
        try:
            may_leave = await self._may_leave(verb)
        finally:
            self._is_asking = False
        if may_leave:
            leave()

    async def _may_leave(self, verb: "Leaving") -> bool:
        while not self._drafts.flush():
            answer = await self._host.ask(self._question(verb))
            if answer is None:
                return False
            if answer == "leave" or (answer == "file" and await self._write_files()):
                break
        return True

    def _question(self, verb: "Leaving") -> "Unsaved":
        from matome_tui.ui.widgets.dialogs import Unsaved

        unkept = self._drafts.unsaved
        drafts = [session.draft for session in unkept]
        titles = [sanitize(draft.metadata.title or draft.story_title) for draft in drafts]
        number = len(unkept)
        what = ngettext(
            "{number} draft is not saved: {reason}",
            "{number} drafts are not saved: {reason}",
            number,
        )
        return Unsaved(what.format(number=number, reason=self._drafts.problem), titles, verb)

    async def _write_files(self) -> bool:
        """Write each draft to a file that the user names; return whether that was done."""
        return all([await self._write_file(session) for session in list(self._drafts.unsaved)])

    async def _write_file(self, session: DraftSession) -> bool:
        from matome_tui.ui.flows.new_file import write_named
        from matome_tui.ui.widgets.dialogs import TextQuestion

        def dialog(name: str) -> TextQuestion:
            return TextQuestion(_("Write the draft to which file?"), name, enter=_("write"))

        name, failed = f"matome-{session.draft.thread}.json", _("Not written: {reason}")
        if file := await write_named(self._host, dialog, name, dump(session.draft), failed):
            line = _("Written to {path}; {list}, then {key}, reads it back")
            key = self._host.shown_key
            listed, read = key("everywhere.drafts"), key("drafts.import")
            self._host.notify(line.format(path=file, list=listed, key=read))
        return bool(file)
