"""The list of drafts: opened from every screen, and nothing is lost."""

import json
from pathlib import Path

import pytest
from textual.widgets import Input

from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Story
from matome_tui.store.transfer import dump
from matome_tui.ui.screens.drafts import DraftsScreen
from matome_tui.ui.screens.stories import StoriesScreen
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.line_list import LineList
from tests.support.draft_editor import DEMO, draft_of, reader_of
from tests.support.list_app import painted
from tests.support.program import (
    Driver,
    Program,
    asked_for_text,
    notes,
    notified,
    press,
    rebuild,
    screen_text,
    until,
)

ASK = 44908422
SHOW = 44910996


def lines(pilot: Driver) -> list[str]:
    shown = (line.rstrip() for line in painted(pilot.app.screen.query_one(LineList)))
    return [line for line in shown if line]


def no_files(folder: Path) -> bool:
    return not any(folder.iterdir())


async def with_drafts(program: Program) -> None:
    """Make drafts of two threads, that of the Ask HN last."""
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "space")
    async with program.run(ASK) as pilot:
        await press(pilot, "space")
    drafts = program.services().drafts
    drafts._file.connection.execute(
        "UPDATE draft SET touched = touched - 7200 WHERE thread = ?", (DEMO,)
    )


async def answer(pilot: Driver, text: str) -> None:
    """Type an answer to the question that is asked, instead of its present text."""
    await until(pilot, lambda: bool(pilot.app.screen.query("#answer")))
    pilot.app.screen.query_one("#answer", Input).value = text
    await press(pilot, "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))
    await pilot.pause()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "own"
    made.mkdir()
    return made


@pytest.mark.parametrize("thread", [None, DEMO])
async def test_is_at_hand_everywhere(program: Program, thread: int | None) -> None:
    async with program.run(thread) as pilot:
        before = pilot.app.screen
        await press(pilot, "D")
        assert isinstance(pilot.app.screen, DraftsScreen)
        foot = screen_text(pilot).splitlines()[-1]
        assert "/ search" in foot
        assert foot.endswith("? help")
        assert "No drafts yet; mark a comment to begin one" in screen_text(pilot)
        await press(pilot, "D", "c", "d", "u", "x", "enter")
        assert isinstance(pilot.app.screen, DraftsScreen)
        await press(pilot, "escape")
        assert pilot.app.screen is before


async def test_is_at_hand_over_other_screens_too(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "U", "D")
        assert isinstance(pilot.app.screen, DraftsScreen)


async def test_lists_thread_title_clips_state_and_age(program: Program) -> None:
    await with_drafts(program)
    async with program.run(size=(100, 24)) as pilot:
        await press(pilot, "D")
        first, second = lines(pilot)
        assert first.startswith(f"›  {ASK:>9}  Ask HN: ")
        assert first.endswith("  1 clip   draft  just now")
        assert second.startswith(f"   {DEMO:>9}  Koke: ")
        assert second.endswith("  2 clips  draft    2h ago")
        assert "2 drafts" in screen_text(pilot)
        await pilot.resize_terminal(40, 12)
        first, second = lines(pilot)
        assert first.split() == ["›", "Ask", "HN:", "How", "do…", "1", "clip", "just", "now"]
        assert second.split()[-4:] == ["2", "clips", "2h", "ago"]


async def test_opens_a_draft_over_its_thread(program: Program) -> None:
    await with_drafts(program)
    async with program.run() as pilot:
        await press(pilot, "D", "j", "enter")
        await rebuild(pilot)
        assert isinstance(pilot.app.screen, ThreadScreen)
        assert reader_of(pilot).thread is not None
        assert len(draft_of(pilot).clips) == 2
        thread = pilot.app.screen
        await press(pilot, "D", "j", "enter")
        await rebuild(pilot)
        assert pilot.app.screen is thread
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, StoriesScreen)


async def test_a_copy_is_a_draft_of_its_own(program: Program) -> None:
    await with_drafts(program)
    async with program.run() as pilot:
        await press(pilot, "D", "j", "c")
        assert [int(line[1:].split()[0]) for line in lines(pilot)] == [DEMO, ASK, DEMO]
        await press(pilot, "g", "enter")
        await rebuild(pilot)
        await press(pilot, "u")
        assert len(draft_of(pilot).clips) == 1
    drafts = program.services().drafts
    assert sorted(s.clips for s in drafts.summaries() if s.thread == DEMO) == [1, 2]


async def test_a_deleted_draft_stays_in_sight_and_comes_back(program: Program) -> None:
    await with_drafts(program)
    async with program.run(size=(100, 24)) as pilot:
        await press(pilot, "D", "j", "d")
        assert lines(pilot)[1].endswith("deleted    2h ago")
        assert (
            "Deleted Koke: a terminal bookmark keeper where unread links grow moss; u restores it"
            in screen_text(pilot)
        )
        assert "1 draft" in screen_text(pilot)
        await press(pilot, "j", "enter")
        assert isinstance(pilot.app.screen, DraftsScreen)
        assert "Deleted; u restores it" in screen_text(pilot)
        await press(pilot, "d", "x", "u")
        assert "Restored" in screen_text(pilot)
        assert not any("deleted" in line for line in lines(pilot))
        await press(pilot, "u")
        assert "No deleted drafts" in screen_text(pilot)


async def test_of_several_the_one_deleted_last_comes_back_first(program: Program) -> None:
    await with_drafts(program)
    drafts = program.services().drafts
    async with program.run() as pilot:
        await press(pilot, "D", "c", "G", "d")
        drafts._file.connection.execute("UPDATE draft SET deleted = deleted - 60 WHERE deleted")
        await press(pilot, "k", "d", "g", "u")
        there = [summary.thread for summary in drafts.summaries() if not summary.deleted]
        assert there == [ASK, ASK]


async def test_a_deleted_draft_is_not_opened_with_its_thread(program: Program) -> None:
    await with_drafts(program)
    async with program.run() as pilot:
        await press(pilot, "D", "j", "d")
    async with program.run(DEMO) as pilot:
        assert draft_of(pilot).clips == ()
        await press(pilot, "space")
    assert len(program.services().drafts.summaries()) == 3


async def test_a_draft_that_another_program_deleted_is_reported(program: Program) -> None:
    await with_drafts(program)
    async with program.run() as pilot:
        await press(pilot, "D")
        drafts = program.services().drafts
        drafts.delete(drafts.summaries()[0].id)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DraftsScreen)
        assert "Deleted in another window" in screen_text(pilot)
        assert any("deleted" in line for line in lines(pilot))


async def test_a_draft_goes_out_to_a_file_and_comes_in_again(
    program: Program, tmp_path: Path
) -> None:
    await with_drafts(program)
    file = tmp_path / "moss.json"
    async with program.run() as pilot:
        await press(pilot, "D", "j", "x")
        await answer(pilot, str(file))
        assert "Exported to" in screen_text(pilot)
        assert json.loads(file.read_text("utf-8"))["thread"] == DEMO
        await press(pilot, "i")
        await answer(pilot, str(file))
        await until(pilot, lambda: len(lines(pilot)) == 3)
        assert "Imported " in screen_text(pilot)
    drafts = program.services().drafts
    copies = [drafts.open(summary.id) for summary in drafts.summaries() if summary.thread == DEMO]
    assert copies[0] is not None
    assert copies[1] is not None
    assert copies[0].draft.entries == copies[1].draft.entries


async def test_offers_a_name_and_takes_no_for_an_answer(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    await with_drafts(program)
    async with program.run() as pilot:
        await press(pilot, "D", "x")
        await until(pilot, lambda: bool(pilot.app.screen.query("#answer")))
        assert pilot.app.screen.query_one("#answer", Input).value == f"matome-{ASK}.json"
        await press(pilot, "escape", "i", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))
    assert no_files(folder)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("there.json", "Not exported: there.json already exists; choose another name"),
        ("missing/moss.json", "Not exported: "),
        ("~nobody-here/moss.json", "Not exported: "),
    ],
)
async def test_a_failed_export_is_one_line_and_asks_again(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.json").write_text("mine")
    await with_drafts(program)
    async with program.run() as pilot:
        await press(pilot, "D", "x")
        (await asked_for_text(pilot)).value = name
        await press(pilot, "enter")
        await notified(pilot, reason)
        assert (await asked_for_text(pilot)).value == name
        (line,) = notes(pilot)
        assert "\n" not in line
        assert (tmp_path / "there.json").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("not-there.json", None),
        ("~nobody-here/moss.json", None),
        ("moss.json", b"no json"),
        ("moss.json", b"\xff\xfe"),
        ("moss.json", b'{"format": "matome-draft", "version": 99}'),
        ("moss.json", b'{"format": "matome-draft", "version": 1, "thread": "x"}'),
        (".", None),
    ],
)
async def test_a_failed_import_is_one_line(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    async with program.run() as pilot:
        await press(pilot, "D", "i")
        await answer(pilot, name)
        await until(pilot, lambda: bool(notes(pilot)))
        (line,) = notes(pilot)
        assert line.startswith(f"{name} was not imported: ")
        assert "\n" not in line
        assert [line.strip() for line in lines(pilot)] == [
            "No drafts yet; mark a comment to begin one"
        ]


async def test_an_import_says_what_goes_live(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "moss.json"
    draft = Draft.begin(Story(77, "A story", "poster", 1)).add_remark("<b>x</b>", 0)
    file.write_text(dump(draft), encoding="utf-8")
    async with program.run() as pilot:
        await press(pilot, "D", "i")
        await answer(pilot, str(file))
        await until(pilot, lambda: bool(notes(pilot)))
        assert notes(pilot)[1].startswith("1 remark has raw HTML")
