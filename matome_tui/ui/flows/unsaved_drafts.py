"""Drafts that cannot be saved yet: shown, tried again, and asked about before leaving."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.timer import Timer

from matome_tui.atomic import write_atomically
from matome_tui.core.draft.draft import Draft
from matome_tui.core.text import sanitize
from matome_tui.i18n import _
from matome_tui.store.database import reason
from matome_tui.store.drafts import DraftStore
from matome_tui.store.session import DraftSession
from matome_tui.store.transfer import dump
from matome_tui.ui.drawing.formats import count
from matome_tui.ui.widgets.dialogs import Leaving, TextQuestion, Unsaved

if TYPE_CHECKING:
    from matome_tui.ui.app import MatomeApp

_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 5.0
_LOOK_SECONDS = 5.0  # between looks at a file with which all is well


class UnsavedDrafts:
    """Watches the drafts file for the program."""

    def __init__(self, app: "MatomeApp", drafts: DraftStore) -> None:
        """Begin to watch."""
        self._app = app
        self._drafts = drafts
        self._pause = _LOOK_SECONDS
        self._timer: Timer | None = None
        drafts.watch = self._changed
        self._changed()
        self._wait()

    def stop(self) -> None:
        """End watching."""
        self._drafts.watch = lambda: None

    def before(self, verb: Leaving, leave: Callable[[], object]) -> None:
        """Leave, after asking where a draft is not saved.

        Args:
            verb: What the user wants to do, as in "quit".
            leave: Does it.
        """
        if self._drafts.flush():
            leave()
        elif not isinstance(self._app.screen, Unsaved):
            self._app.run_worker(
                self._ask(verb, leave), group="leave", exclusive=True, exit_on_error=False
            )

    def _changed(self) -> None:
        for line in self._drafts.take_notices():
            self._app.notify(sanitize(line), severity="warning", markup=False, timeout=10)
        problem = self._drafts.problem
        if problem and not self._app.not_saved:
            self._pause = _FIRST_PAUSE
            self._wait()
        self._app.not_saved = problem

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._app.set_timer(self._pause, self._try_again)

    def _try_again(self) -> None:
        is_kept = self._drafts.flush()
        self._pause = _LOOK_SECONDS if is_kept else min(self._pause * 2, _LONGEST_PAUSE)
        self._wait()

    async def _ask(self, verb: Leaving, leave: Callable[[], object]) -> None:
        while not self._drafts.flush():
            answer = await self._app.push_screen_wait(self._question(verb))
            if answer is None:
                return
            if answer == "leave" or (answer == "file" and await self._write_files()):
                break
        leave()

    def _question(self, verb: Leaving) -> Unsaved:
        unkept = self._drafts.unkept
        drafts = [session.draft for session in unkept]
        titles = [sanitize(draft.metadata.title or draft.story_title) for draft in drafts]
        verb_form = "is" if len(unkept) == 1 else "are"
        what = f"{count(len(unkept), 'draft')} {verb_form} not saved: {self._drafts.problem}"
        return Unsaved(what, titles, verb)

    async def _write_files(self) -> bool:
        """Write each draft to a file that the user names; return whether that was done."""
        return all([await self._write_file(session) for session in list(self._drafts.unkept)])

    async def _write_file(self, session: DraftSession) -> bool:
        name = f"matome-{session.draft.thread}.json"
        while True:
            answer = await self._app.push_screen_wait(
                TextQuestion(_("Write the draft to which file?"), name, enter=_("write"))
            )
            if not answer:
                return False
            if not (problem := _write(session.draft, answer)):
                self._app.notify(f"Written to {answer}; D, then i, reads it back", markup=False)
                return True
            self._app.notify(problem, severity="warning", markup=False)
            name = answer


def _write(draft: Draft, name: str) -> str:
    """Write a draft to a new file; return why that failed, empty where it did not."""
    try:
        path = Path(name).expanduser()
        if path.exists():
            return f"{name} exists; choose another name"
        write_atomically(path, dump(draft))
    except (OSError, RuntimeError, ValueError) as error:
        return f"Not written: {reason(error)}"
    return ""
