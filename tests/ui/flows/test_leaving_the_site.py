"""Symbolic links that lead out of a site: nothing is written there unasked."""

from pathlib import Path

import pytest
from textual.widgets import Static

from matome_tui.ui.flows.quotes_dialog import QuotesDialog
from matome_tui.ui.widgets.dialogs import Question
from tests.support.draft_editor import DEMO
from tests.support.program import Driver, Program, notified, press, until

OUTSIDE = "leads out of the site"
PLACE = Path("2025_08", "2025_08_15_koke_a_terminal_bookmark_keeper_where_unread_links", "index.md")


@pytest.fixture
def posts(site: Path) -> Path:
    return site / "content" / "posts"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


async def asked(pilot: Driver, *texts: str) -> str:
    """Wait for a question with all of the texts in it; return all that it says."""

    def said() -> str:
        labels = pilot.app.screen.query(Static) if isinstance(pilot.app.screen, Question) else ()
        return " ".join(str(label.content) for label in labels)

    await until(pilot, lambda: all(text in said() for text in texts))
    return said()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("link", ["month", "dangling"])
async def test_is_asked_about_before_anything_is_written(
    program: Program, posts: Path, elsewhere: Path, link: str
) -> None:
    if link == "month":
        (posts / PLACE.parts[0]).symlink_to(elsewhere)
        real = elsewhere.joinpath(*PLACE.parts[1:])
    else:
        real = elsewhere / "new.md"
        (posts / PLACE).parent.mkdir(parents=True)
        (posts / PLACE).symlink_to(real)
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        assert str(real) in await asked(pilot, OUTSIDE, "does not follow")
        await press(pilot, "n")
        await notified(pilot, "Not saved")
        assert files(elsewhere) == []
        await press(pilot, "ctrl+s")
        await asked(pilot, OUTSIDE)
        await press(pilot, "y")
        await notified(pilot, "Saved")
        assert files(elsewhere) == [real]
        before = real.read_text()
        await press(pilot, "j", "j", "1", "ctrl+s")  # once was enough
        await until(pilot, lambda: real.read_text() != before)


async def test_a_linked_site_is_not_asked_about(
    program: Program, posts: Path, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "site")
    program.site = tmp_path / "link"
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "Saved")
    assert (posts / PLACE).is_file()


async def test_a_link_inside_the_site_does_not_lead_out(program: Program, posts: Path) -> None:
    (posts / "2025").mkdir()
    (posts / PLACE.parts[0]).symlink_to(posts / "2025")
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        assert "leads out" not in await asked(pilot, "does not follow")
        await press(pilot, "y")
        await notified(pilot, "Saved")
    assert (posts / "2025" / PLACE.relative_to(PLACE.parts[0])).is_file()


async def test_shortcodes_are_never_written_through_a_link_that_leads_nowhere(
    program: Program, posts: Path, elsewhere: Path
) -> None:
    shortcodes = posts.parents[1] / "layouts" / "shortcodes"
    (shortcodes / "matomeQuote.html").unlink()
    (shortcodes / "matomeQuote.html").symlink_to(elsewhere / "new.html")
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, QuotesDialog))
        await press(pilot, "m", "space", "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await press(pilot, "y")
        await pilot.pause()
        assert files(elsewhere) == []


async def test_the_offer_of_shortcodes_says_where_they_go(
    program: Program, posts: Path, elsewhere: Path
) -> None:
    shortcodes = posts.parents[1] / "layouts" / "shortcodes"
    for file in files(shortcodes):
        file.unlink()
    shortcodes.rmdir()
    shortcodes.symlink_to(elsewhere)
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, QuotesDialog))
        await press(pilot, "m")
        assert str(elsewhere) in await asked(pilot, "outside of the site")
        await press(pilot, "n")
    assert files(elsewhere) == []
