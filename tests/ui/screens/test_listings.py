"""The lists of the stories screen: what the user has done with stories, bookmarks, hidden ones."""

from pathlib import Path

from matome_tui.hn.demo import load_demo
from matome_tui.ui.widgets.story_list import StoryList
from tests.support.hn_server import HNServer
from tests.support.program import (
    Driver,
    Program,
    answer,
    notified,
    press,
    rebuild,
    screen_text,
)

TOP = load_demo().story_ids("top")


def title(story_id: int) -> str:
    return str((load_demo().item(story_id) or {})["title"])


def titles(pilot: Driver) -> list[str]:
    """Return the titles of the shown stories."""
    rows = pilot.app.screen.query_one(StoryList)
    found = (rows._stories.get(story_id) for story_id in rows._ids)
    return [item.title for item in found if item]


def line_of(pilot: Driver, text: str) -> int:
    return next(y for y, line in enumerate(screen_text(pilot).split("\n")) if text in line)


async def go_to_list(pilot: Driver, *keys: str) -> None:
    for key in keys:
        await press(pilot, key)
        await rebuild(pilot)


async def test_a_visit_dims_a_story_and_counts_the_comments_that_come_after_it(
    program: Program, hn: HNServer
) -> None:
    first, second = TOP[:2]
    async with program.run() as pilot:
        rows = pilot.app.screen.query_one(StoryList)
        unread = rows.paint(line_of(pilot, title(first)[:20]) - 1)
        await press(pilot, "enter")
        await rebuild(pilot)
        await press(pilot, "q")
        read = rows.paint(line_of(pilot, title(first)[:20]) - 1)
        assert read.text == unread.text
        styles = [
            [s.style for s in strip if title(first)[:20] in s.text] for strip in (read, unread)
        ]
        assert styles[0] != styles[1]
        assert "+" not in screen_text(pilot)
    for number in range(12):
        hn.grow(first, first, f"more {number}", "newcomer")
        hn.grow(second, second, f"more {number}", "newcomer")
    async with program.run() as pilot:
        lines = screen_text(pilot).split("\n")
        assert lines[line_of(pilot, title(first)[:20]) + 1].count("comments  +12 new")
        assert "+" not in lines[line_of(pilot, title(second)[:20]) + 1]
        await press(pilot, "enter")
        await rebuild(pilot)
        await press(pilot, "q")
        assert "+12" not in screen_text(pilot)
        hn.faults.error_rate = 1.0  # a visit that shows nothing does not count as seen
        await press(pilot, "j", "enter")
        await rebuild(pilot)
        await press(pilot, "q")
        assert "+" not in screen_text(pilot)


async def test_bookmarks_are_a_list_and_outlive_the_program(program: Program, hn: HNServer) -> None:
    first, second = TOP[:2]
    async with program.run() as pilot:
        await go_to_list(pilot, "shift+tab", "shift+tab")
        assert "[Bookmarks]" in screen_text(pilot)
        assert "b on a story or in its thread sets one" in screen_text(pilot)
        await go_to_list(pilot, "tab", "tab")
        await press(pilot, "b")
        assert "Bookmarked Koke: a terminal bookmark keepe…; u undoes" in screen_text(pilot)
        assert screen_text(pilot).split("\n")[1][1] == "✦"
        await press(pilot, "j", "enter")
        await rebuild(pilot)
        await press(pilot, "b")
        assert "bookmarked" in screen_text(pilot).split("\n")[0]
        await rebuild(pilot)
    hn.grow(second, second, "one more", "newcomer")
    async with program.run() as pilot:
        await go_to_list(pilot, "shift+tab", "shift+tab")
        assert sorted(titles(pilot)) == sorted(map(title, (first, second)))
        assert "comments  +1 new" in screen_text(pilot)
        await press(pilot, "b")
        assert len(titles(pilot)) == 1
        await press(pilot, "u")
        assert len(titles(pilot)) == 2
        await rebuild(pilot)
    program.server = None
    async with program.run(second) as pilot:
        assert "bookmarked" in screen_text(pilot).split("\n")[0]
    async with program.run() as pilot:
        assert "[Kept on this machine]  Bookmarks" in screen_text(pilot)
        await go_to_list(pilot, "tab")
        assert sorted(titles(pilot)) == sorted(map(title, (first, second)))
        assert "Offline" in screen_text(pilot)


async def test_hidden_stories_leave_all_lists_but_their_own(program: Program) -> None:
    first = title(TOP[0])
    async with program.run() as pilot:
        await press(pilot, "x")
        assert first not in titles(pilot)
        assert "Hidden Koke: a terminal bookmark keepe…; u brings it back" in screen_text(pilot)
        await press(pilot, "u")
        assert titles(pilot)[0] == first
        await press(pilot, "u")
        assert "Nothing to undo" in screen_text(pilot)
        await press(pilot, "x")
        await rebuild(pilot)
        await press(pilot, "slash")
        await answer(pilot, "koke")
        await rebuild(pilot)
        assert first not in titles(pilot)
        assert "1 hidden" in screen_text(pilot)
    async with program.run() as pilot:
        assert first not in titles(pilot)
        await go_to_list(pilot, "shift+tab")
        assert "[Hidden]" in screen_text(pilot)
        assert titles(pilot) == [first]
        await press(pilot, "x")
        assert titles(pilot) == []
        assert "x on a story hides it in all lists" in screen_text(pilot)
        await go_to_list(pilot, "tab")
        assert titles(pilot)[0] == first


async def test_a_search_that_finds_nothing_says_so_and_one_that_finds_comments_has_bookmarks(
    program: Program,
) -> None:
    async with program.run() as pilot:
        await press(pilot, "slash")
        await answer(pilot, "{nothing} like=this")
        await rebuild(pilot)
        lines = screen_text(pilot).split("\n")
        middle = "\n".join(lines[len(lines) // 2 - 2 : len(lines) // 2 + 2])
        assert "No story on Hacker News matches: {nothing} like=this" in middle
        assert "/ changes the search, escape goes back to the list" in middle
        await press(pilot, "slash")
        await answer(pilot, "physical shelf in:comments")
        await rebuild(pilot)
        await press(pilot, "b", "escape")
        await rebuild(pilot)
        await go_to_list(pilot, "shift+tab", "shift+tab")
        assert titles(pilot) == [title(44908422)]


async def test_what_cannot_be_stored_holds_and_is_said(program: Program, tmp_path: Path) -> None:
    (tmp_path / "reading.sqlite").mkdir()
    async with program.run() as pilot:
        await notified(pilot, "Bookmarks and visits cannot be read")
        await press(pilot, "b")
        await notified(pilot, "Not stored")
        assert "✦" in screen_text(pilot)
        (tmp_path / "reading.sqlite").rmdir()
        await press(pilot, "j", "b")
        await rebuild(pilot)
    async with program.run() as pilot:
        assert screen_text(pilot).count("✦") == 2


async def test_a_damaged_file_is_set_aside_and_said(program: Program, tmp_path: Path) -> None:
    damage = b"not a database" * 100
    (tmp_path / "reading.sqlite").write_bytes(damage)
    async with program.run() as pilot:
        await notified(pilot, "The file of bookmarks and visits was damaged")
        assert (tmp_path / "reading.damaged-1.sqlite").read_bytes() == damage
