"""Links to Hacker News that stay inside, and opening by name."""

from pathlib import Path

import pytest
from textual.worker import WorkerCancelled

from matome_tui.hn.demo import load_demo
from matome_tui.ui.app import MatomeApp
from matome_tui.ui.screens.drafts import DraftsScreen
from matome_tui.ui.screens.link_choice import LinkChoice
from matome_tui.ui.screens.person import PersonScreen
from matome_tui.ui.screens.stories import StoriesScreen
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.dialogs import TextQuestion
from tests.support.browsing import record_pages
from tests.support.draft_editor import DEMO, draft_of, reader_of
from tests.support.hn_server import HNServer
from tests.support.program import (
    Driver,
    Program,
    answer,
    asked_for_text,
    notified,
    press,
    rebuild,
    screen_text,
    shown_notes,
)
from tests.support.sample_threads import link

ASK = 44908422
HN = "https://news.ycombinator.com"


def kids(item_id: int) -> list[int]:
    item = load_demo().item(item_id)
    assert item is not None
    return list(item["kids"])


def current(pilot: Driver) -> int:
    comment = reader_of(pilot).current
    return comment.id if comment else 0


async def test_links_to_hacker_news_stay_inside_and_lead_back(
    program: Program, hn: HNServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = record_pages(monkeypatch)
    first, second = kids(DEMO)[:2]
    there = kids(kids(ASK)[0])[0]
    old, person = f"http://www.ycombinator.com/item?id={ASK}#{there}", f"{HN}/user?id=ledgerwren"
    elsewhere = "https://a.example/item?id=1"
    links = [old, f"{HN}/item?id={first}", person, elsewhere]
    hn.edit(second, "<p>".join(map(link, links)))
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "J", "z")
        assert current(pilot) == second
        await press(pilot, "o", "1")
        await rebuild(pilot)
        assert len(pilot.app.screen_stack) == 4
        assert current(pilot) == there
        await press(pilot, "O", "escape")
        await rebuild(pilot)
        assert len(pilot.app.screen_stack) == 3
        assert current(pilot) == second
        assert "folded" in screen_text(pilot)
        await press(pilot, "o", "2")
        assert current(pilot) == first
        assert len(pilot.app.screen_stack) == 3
        await press(pilot, "backspace", "o", "3")
        await rebuild(pilot)
        assert isinstance(pilot.app.screen, PersonScreen)
        assert "plain text by night" in screen_text(pilot)
        await press(pilot, "q", "o")
        assert isinstance(pilot.app.screen, LinkChoice)
        await press(pilot, "4", "escape")
        assert isinstance(pilot.app.screen, ThreadScreen)
    assert opened == [f"{HN}/item?id={there}", elsewhere]


async def test_a_draft_begun_over_its_own_thread_is_that_of_the_thread_below(
    program: Program, hn: HNServer
) -> None:
    async with program.run(DEMO) as pilot:
        app = pilot.app
        assert isinstance(app, MatomeApp)
        for item_id in (ASK, DEMO):
            app.follow_link(f"{HN}/item?id={item_id}")
            await rebuild(pilot)
        await press(pilot, "space", "q", "q")
        assert len(pilot.app.screen_stack) == 3
        assert len(draft_of(pilot).clips) == 1
        await press(pilot, "j", "space")
        assert len(draft_of(pilot).clips) == 2
        for typed, at in ((ASK, None), (kids(DEMO)[1], kids(DEMO)[1]), (DEMO, kids(DEMO)[1])):
            await press(pilot, "colon")
            await answer(pilot, str(typed))
            await rebuild(pilot)
            assert len(app.screen_stack) == (3 if at else 4)
            assert at in (None, current(pilot))


async def test_anything_is_opened_by_its_name(program: Program, tmp_path: Path) -> None:
    post = tmp_path / "post" / "index.md"
    post.parent.mkdir()
    post.write_text("---\ntitle: x\n---\n")
    async with program.run(size=(80, 24)) as pilot:
        assert isinstance(pilot.app.screen, StoriesScreen)
        await press(pilot, "colon")
        await answer(pilot, "no such thing")
        await notified(pilot, "'no such thing' is not an HN id")
        field = await asked_for_text(pilot)
        await press(pilot, "s")
        assert field.value == "no such things"
        await answer(pilot, "no such thing either")
        await notified(pilot, "either")
        # Not also at the foot below.
        assert screen_text(pilot).count("is not an HN id") == len(shown_notes(pilot))
        await answer(pilot, str(post.parent))
        await notified(pilot, "index.md")
        await answer(pilot, f"news.ycombinator.com/item?id={kids(ASK)[1]}")
        await rebuild(pilot)
        assert current(pilot) == kids(ASK)[1]
        await press(pilot, "colon")
        await answer(pilot, "@quartz-heron")
        await rebuild(pilot)
        assert "Poll: Where do you keep" in screen_text(pilot)
        await press(pilot, "colon", "escape", "escape", "q")
        assert isinstance(pilot.app.screen, StoriesScreen)


async def test_a_screen_that_is_closed_asks_nothing_and_the_program_goes_on(
    program: Program,
) -> None:
    async with program.run() as pilot:
        app = pilot.app
        assert isinstance(app, MatomeApp)
        await app.push_screen(screen := DraftsScreen())
        question = TextQuestion("Which file?", enter="write")
        worker = screen.run_worker(app.ask(question), exit_on_error=False)
        screen.dismiss()
        with pytest.raises(WorkerCancelled):
            await worker.wait()
        assert isinstance(app.screen, StoriesScreen)
        await press(pilot, "D")
        assert isinstance(app.screen, DraftsScreen)
