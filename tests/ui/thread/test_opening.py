"""Opening a thread: the position while it loads, and the draft if it does not load."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from matome_tui.core.draft.entries import Clip
from matome_tui.hn.demo import load_demo
from matome_tui.hugo.site.site import create_site
from matome_tui.ui.flows.existing_post import open_post
from matome_tui.ui.screens.editor import EditorScreen
from matome_tui.ui.screens.history import HistoryScreen
from matome_tui.ui.screens.post import PostScreen
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.thread.tray import Tray
from tests.support.draft_editor import DEMO, draft_of, reader_of
from tests.support.hn_server import HNServer
from tests.support.program import Driver, Program, notes, press, rebuild, screen_text, until
from tests.support.reader_app import painted


def kids() -> list[int]:
    story = load_demo().item(DEMO)
    assert story is not None
    return list(story["kids"])


def current(pilot: Driver) -> int:
    comment = reader_of(pilot).current
    return comment.id if comment else 0


def grandchild() -> int:
    """Return the last reply to the first comment."""
    first = load_demo().item(kids()[0])
    assert first is not None
    return int(first["kids"][-1])


# --- where it stands ------------------------------------------------------------------------------


async def test_with_ranks_that_come_late_it_shows_the_first_comment(
    program: Program, hn: HNServer
) -> None:
    hn.faults.latency, hn.faults.match = 1.2, f"^/v0/item/{DEMO}"
    async with program.run(DEMO) as pilot:
        assert current(pilot) == kids()[0]
        assert reader_of(pilot).cursor == 0


async def test_without_the_search_service_it_shows_the_first_comment(
    program: Program, hn: HNServer
) -> None:
    hn.faults.error_rate, hn.faults.match = 1.0, "^/api"
    async with program.run(DEMO) as pilot:
        assert current(pilot) == kids()[0]


async def test_a_deleted_first_comment_is_the_first_one(program: Program, hn: HNServer) -> None:
    hn.delete(kids()[0])
    async with program.run(DEMO) as pilot:
        assert current(pilot) == kids()[0]
        assert "[deleted]" in screen_text(pilot)


async def test_help_and_a_resize_are_no_moves(program: Program, hn: HNServer) -> None:
    hn.faults.latency, hn.faults.match = 1.2, f"^/v0/item/{DEMO}"
    app = program.run(DEMO)
    async with app as pilot:
        await press(pilot, "question_mark", "escape", "slash", "escape", "f", "escape")
        await pilot.resize_terminal(80, 24)
        assert not reader_of(pilot).has_moved
        await press(pilot, "r")
        await rebuild(pilot)
        assert current(pilot) == kids()[0]


@pytest.mark.parametrize("key", ["j", "k", "J", "z", "space", "1", "V", "ctrl+d", "G"])
async def test_keys_that_move_fold_or_mark_are_moves(program: Program, key: str) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, key)
        assert reader_of(pilot).has_moved


async def test_finding_and_going_back_is_no_move(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "slash", *"moss")
        await rebuild(pilot)
        assert reader_of(pilot).cursor not in (None, 0)
        await press(pilot, "escape")
        assert not reader_of(pilot).has_moved
        assert reader_of(pilot).cursor == 0


async def test_under_a_filter_it_shows_the_first_match_and_without_it_the_first(
    program: Program,
) -> None:
    async with program.run(DEMO) as pilot:
        reader = reader_of(pilot)
        await press(pilot, "f", *"moss")
        await rebuild(pilot)
        await press(pilot, "enter", "r")
        await rebuild(pilot)
        assert reader.is_filtered
        assert reader.view is not None
        outline = reader.view.outline
        assert reader.cursor == next(at for at in outline.visible if outline.is_match(at))
        await press(pilot, "escape")
        assert not reader.is_filtered
        assert reader.cursor == 0


async def test_a_filter_typed_before_the_thread_is_there_applies_to_it(
    program: Program, hn: HNServer
) -> None:
    hn.faults.error_rate = 1.0
    async with program.run(DEMO) as pilot:
        await press(pilot, "f", *"moss", "enter")
        hn.faults.error_rate = 0.0
        await press(pilot, "r")
        await rebuild(pilot)
        assert reader_of(pilot).is_filtered
        assert "Filter moss" in screen_text(pilot)


async def test_a_comment_asked_for_that_is_gone_leads_to_what_it_answered(
    program: Program, hn: HNServer
) -> None:
    late = hn.grow(DEMO, grandchild(), "Soon gone.", "late")
    hn.delete(late)
    async with program.run(late) as pilot:
        assert current(pilot) == grandchild()


async def test_a_comment_asked_for_that_comes_late_is_stood_at(
    program: Program, hn: HNServer
) -> None:
    hn.algolia_lag = True
    late = hn.grow(DEMO, grandchild(), "Not indexed yet.", "late")
    async with program.run(late) as pilot:
        assert current(pilot) == late


async def test_where_it_was_left_outlives_a_visit_without_a_move(
    program: Program, hn: HNServer
) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "G", "q")
        last = kept_cursor(program)
    async with program.run(grandchild()) as pilot:
        assert current(pilot) == grandchild()
        await press(pilot, "q")
    assert kept_cursor(program) == last != grandchild()
    async with program.run(DEMO) as pilot:
        assert current(pilot) == last


def kept_cursor(program: Program) -> int | None:
    session = program.services().drafts.of_thread(DEMO)
    assert session is not None
    return session.cursor


# --- without the thread ---------------------------------------------------------------------------


async def without_thread(program: Program) -> None:
    """Store a draft of three clips, and nothing of its thread."""
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "space", "space")
    for file in program.folder.glob("threads.sqlite*"):
        file.unlink()


@pytest.mark.parametrize("fault", ["offline", "errors", "gone"])
@pytest.mark.parametrize("width", [80, 120])
async def test_a_draft_opens_without_its_thread(
    program: Program, hn: HNServer, fault: str, width: int
) -> None:
    await without_thread(program)
    reason = "start without --offline"
    if fault == "offline":
        program.server = None
    elif fault == "errors":
        hn.faults.error_rate, reason = 1.0, "r tries again"
    else:
        hn.forget(DEMO)
        reason = "no such item"
    async with program.run(DEMO, size=(width, 24)) as pilot:
        assert "Koke" in screen_text(pilot)
        assert reason in "\n".join(painted(reader_of(pilot)))
        assert "3 clips: tab goes there" in screen_text(pilot)
        await press(pilot, "tab")
        tray = pilot.app.screen.query_one(Tray)
        assert len(tray._rows) == 3
        await press(pilot, "d", "u", "2")
        assert [clip.color for clip in draft_of(pilot).clips] == ["#ff5733", "", ""]
        for key, screen in (("enter", EditorScreen), ("P", PostScreen), ("U", HistoryScreen)):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, screen)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, ThreadScreen)


@asynccontextmanager
async def program_on_post_alone(
    program: Program, hn: HNServer, folder: Path
) -> AsyncIterator[Driver]:
    """Run the program on a post, while the thread cannot be loaded."""
    path = await saved_post(program, folder)
    hn.faults.error_rate = 1.0
    session = open_post(program.services(), path)
    async with program.run() as pilot:
        pilot.app.push_screen(ThreadScreen(session.draft.thread, session))
        await rebuild(pilot)
        yield pilot


async def test_the_clips_of_a_post_find_their_comments_when_the_thread_comes(
    program: Program, hn: HNServer, tmp_path: Path
) -> None:
    async with program_on_post_alone(program, hn, tmp_path) as pilot:
        assert [clip.comment for clip in draft_of(pilot).clips] == [0, 0]
        await press(pilot, "tab", "j")
        tray = pilot.app.screen.query_one(Tray)
        assert isinstance(tray.current, Clip)
        author = tray.current.author
        hn.faults.error_rate = 0.0
        await press(pilot, "r")
        await rebuild(pilot)
        first, second = (clip.comment for clip in draft_of(pilot).clips)
        assert 0 not in (first, second)
        assert reader_of(pilot).thread is not None
        await press(pilot, "k")
        assert current(pilot) == first
        await press(pilot, "j")
        assert tray.current.author == author
        assert current(pilot) == second


async def test_a_thread_that_comes_late_does_not_take_what_can_be_redone(
    program: Program, hn: HNServer, tmp_path: Path
) -> None:
    async with program_on_post_alone(program, hn, tmp_path) as pilot:
        await press(pilot, "tab", "d", "u")
        hn.faults.error_rate = 0.0
        await press(pilot, "r")
        await rebuild(pilot)
        assert len(draft_of(pilot).clips) == 2
        await press(pilot, "ctrl+r")
        (clip,) = draft_of(pilot).clips
        assert clip.comment


async def saved_post(program: Program, tmp_path: Path) -> Path:
    """Return a post of two quotes whose draft is deleted."""
    program.site = tmp_path / "site"
    create_site(program.site)
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "space", "ctrl+s")
        await until(pilot, lambda: any("Saved" in line for line in notes(pilot)))
    for pattern in ("drafts.sqlite*", "threads.sqlite*"):
        for file in program.folder.glob(pattern):
            file.unlink()
    (path,) = (p for p in program.site.rglob("*.md") if "matomeQuote" in p.read_text("utf-8"))
    return path


# --- a comment of a kept thread -------------------------------------------------------------------


@pytest.mark.parametrize("is_offline", [True, False])
async def test_a_comments_id_opens_the_kept_thread_there(
    program: Program, hn: HNServer, is_offline: bool
) -> None:
    async with program.run(DEMO):
        pass
    if is_offline:
        program.server = None
    hn.faults.error_rate = 1.0
    async with program.run(grandchild()) as pilot:
        assert current(pilot) == grandchild()
        assert "Stored copy, just now" in screen_text(pilot)
        assert len(reader_of(pilot).thread or ()) > 60


@pytest.mark.parametrize("failing", ["offline", ".", f"^/(api|v0/item/(?!{DEMO}))"])
async def test_a_kept_thread_grows_no_younger_by_being_read(
    program: Program, hn: HNServer, failing: str
) -> None:
    async with program.run(DEMO):
        pass
    with closing(sqlite3.connect(program.folder / "threads.sqlite")) as db, db:
        db.execute("UPDATE thread SET fetched = fetched - 2 * 3600")
    if failing == "offline":
        program.server = None
    hn.faults.error_rate, hn.faults.match = 1.0, failing
    for _ in range(2):
        async with program.run(DEMO, size=(80, 24)) as pilot:
            assert "Stored copy, 2h ago" in screen_text(pilot)
            await press(pilot, "j", "q")
            await rebuild(pilot)
