"""The search of drafts and kept threads: hits open at their place."""

from pathlib import Path

from textual.widgets import Input

from matome_tui.core.comment.markup import plain_text
from matome_tui.core.draft.entries import Remark
from matome_tui.ui.app import MatomeApp
from matome_tui.ui.screens.archive import ArchiveScreen
from matome_tui.ui.screens.drafts import DraftsScreen
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.hit_list import HitList
from tests.support.draft_editor import DEMO, draft_of, reader_of, tray_of
from tests.support.list_app import painted
from tests.support.program import Driver, Program, notes, press, screen_text, until


def hits(pilot: Driver) -> list[str]:
    """Return the titles and texts of the hits in view, without the facts."""
    lines = painted(pilot.app.screen.query_one(HitList))
    return [line.strip(" ›") for line in lines if line]


async def search(pilot: Driver, text: str, number: str) -> None:
    """Type a search, and wait until the number of its hits is shown."""
    pilot.app.screen.query_one("#words", Input).value = text
    await until(pilot, lambda: number in screen_text(pilot))


async def open_hit(pilot: Driver) -> None:
    """Open the first hit, and wait until its thread is shown."""
    await press(pilot, "enter", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ThreadScreen))
    await until(pilot, lambda: reader_of(pilot).current is not None)


async def test_hits_open_at_their_place_with_the_way_back(program: Program) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "j", "j", "j")
        third = reader_of(pilot).current
        assert third is not None
        start = plain_text(third.html)[:20].upper()
        await press(pilot, "space", "tab", "a")
        await press(pilot, *"ひとことAbout")
        await press(pilot, "ctrl+s")
        remark = next(entry for entry in draft_of(pilot).entries if isinstance(entry, Remark))
        await press(pilot, "escape")

        await press(pilot, "D", "slash")
        assert isinstance(pilot.app.screen, ArchiveScreen)
        assert "Searches all drafts, remarks and kept threads" in screen_text(pilot)
        await press(pilot, *"ｈｉｔｏ")
        await until(pilot, lambda: "Nothing found; threads are kept" in screen_text(pilot))

        await search(pilot, "ヒトコトａｂｏｕｔ", "1 match")
        assert hits(pilot)[1] == "ひとことAbout"
        await open_hit(pilot)
        assert tray_of(pilot).has_focus
        assert tray_of(pilot).current == remark

        await press(pilot, "q", "slash")
        await search(pilot, f'by:{third.author} "{start}"', "That's fair")
        await open_hit(pilot)
        assert reader_of(pilot).has_focus
        assert reader_of(pilot).current == third
        await press(pilot, "q", "escape")
        assert isinstance(pilot.app.screen, DraftsScreen)


async def test_a_draft_deleted_meanwhile_is_reported(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "D", "slash")
        app = pilot.app
        assert isinstance(app, MatomeApp)
        (summary,) = app.services.drafts.summaries()
        await search(pilot, f'"{summary.title}"', "match")
        app.services.drafts.delete(summary.id)
        await press(pilot, "enter", "enter")
        assert notes(pilot) == ["Deleted in another window"]


async def test_an_archive_that_fails_is_reported(program: Program, tmp_path: Path) -> None:
    (tmp_path / "archive.sqlite").mkdir()
    async with program.run() as pilot:
        await press(pilot, "D", "slash")
        problem = "archive.sqlite: not a regular file"
        await until(pilot, lambda: any(problem in note for note in notes(pilot)))
        assert isinstance(pilot.app.screen, ArchiveScreen)


async def test_the_program_fills_the_archive_by_itself(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        app = pilot.app
        assert isinstance(app, MatomeApp)
        await app._fill_archive().wait()
        assert app.services.archive.archive.stamps("thread").keys() == {DEMO}
        assert app.services.archive.stale() == []
        found = reader_of(pilot).current
        assert found is not None
        start = plain_text(found.html)[:20]
        await press(pilot, "D", "slash")
        await search(pilot, f'by:{found.author} "{start}"', "1 match")
        await open_hit(pilot)
        assert reader_of(pilot).current == found
        await until(pilot, lambda: f"{start.lower()}: 1 of 1" in screen_text(pilot))
