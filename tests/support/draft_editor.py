"""The draft of a running program: as edited, as shown in the tray, and as stored."""

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import describe
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.thread.tray import Tray
from tests.support.program import Driver, Program

DEMO = 44900001


def draft_of(pilot: Driver) -> Draft:
    """Return the draft of the thread that is shown."""
    screen = pilot.app.screen
    assert isinstance(screen, ThreadScreen)
    assert screen.draft is not None
    return screen.draft


def reader_of(pilot: Driver) -> Reader:
    return pilot.app.screen.query_one(Reader)


def tray_of(pilot: Driver) -> Tray:
    return pilot.app.screen.query_one(Tray)


def tray_lines(pilot: Driver) -> list[str]:
    """Return the lines of the tray that are not empty."""
    tray = tray_of(pilot)
    lines = (tray.paint(y).text.rstrip() for y in range(tray.size.height))
    return [line for line in lines if line]


def kept_draft(program: Program, thread: int = DEMO) -> Draft:
    """Return the draft as a program started now reads it."""
    session = program.services().drafts.of_thread(thread)
    assert session is not None
    return session.draft


def kept_titles(program: Program, thread: int = DEMO) -> list[str]:
    """Return the titles of the steps as a program started now reads them."""
    session = program.services().drafts.of_thread(thread)
    assert session is not None
    return [describe(step.title) for step in session.steps[1 : session.position + 1]]
