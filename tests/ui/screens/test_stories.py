"""The lists of stories."""

from pathlib import Path

import pytest

from matome_tui.hn.demo import load_demo
from matome_tui.hugo.site.site import create_site
from matome_tui.store.session import Publication
from matome_tui.ui.app import MatomeApp
from matome_tui.ui.screens import stories
from matome_tui.ui.screens.stories import StoriesScreen
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.name_bar import NameBar
from matome_tui.ui.widgets.story_list import StoryList
from tests.support.draft_editor import DEMO
from tests.support.hn_server import HNServer
from tests.support.posts import add_posts, post
from tests.support.program import (
    Program,
    answer,
    asked_for_text,
    notes,
    press,
    rebuild,
    screen_text,
    until,
)


async def test_the_front_page_is_in_ranked_order_with_its_facts(program: Program) -> None:
    async with program.run() as pilot:
        text = screen_text(pilot)
        top = load_demo().story_ids("top")
        titles = [(load_demo().item(story_id) or {})["title"] for story_id in top[:10]]
        places = [text.index(title) for title in titles]
        assert places == sorted(places)
        first = load_demo().item(top[0])
        assert first is not None
        assert f"{first['score']} points" in text
        assert f"{first['descendants']} comments" in text


async def test_enter_opens_the_thread_and_q_comes_back(program: Program) -> None:
    async with program.run() as pilot:
        rows = pilot.app.screen.query_one(StoryList)
        await press(pilot, "j", "enter")
        assert isinstance(pilot.app.screen, ThreadScreen)
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, StoriesScreen)
        assert rows.cursor == 1


async def test_a_list_below_a_thread_is_loaded_when_it_is_seen(
    program: Program, hn: HNServer
) -> None:
    async with program.run(DEMO) as pilot:
        assert isinstance(pilot.app.screen_stack[1], StoriesScreen)
        assert not any("topstories" in path for path in hn.stats.requests)
        await press(pilot, "q")
        await until(pilot, lambda: "[Top]" in screen_text(pilot))
        await until(pilot, lambda: any("topstories" in path for path in hn.stats.requests))
        await until(pilot, lambda: bool(pilot.app.screen.query_one(StoryList).current))
        asked = hn.stats.requests.copy()
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ThreadScreen))
        await press(pilot, "q")
        assert [path for path in hn.stats.requests if "topstories" in path] == [
            path for path in asked if "topstories" in path
        ]


async def test_a_click_on_the_name_of_a_list_shows_it(program: Program) -> None:
    async with program.run() as pilot:
        title = screen_text(pilot).splitlines()[0]
        await pilot.click(NameBar, offset=(title.index("Ask") + 1, 0))
        await rebuild(pilot)
        title = screen_text(pilot).splitlines()[0]
        assert "[Ask]" in title
        await pilot.click(NameBar, offset=(title.index("[Ask]") - 1, 0))
        await rebuild(pilot)
        assert screen_text(pilot).splitlines()[0] == title
        await press(pilot, "tab")
        assert "[Show]" in screen_text(pilot)


async def test_tab_goes_through_the_lists(program: Program) -> None:
    async with program.run() as pilot:
        for name in ("New", "Best", "Ask", "Show", "Jobs", "Bookmarks", "Hidden", "Top"):
            await press(pilot, "tab")
            await rebuild(pilot)
            assert f"[{name}]" in screen_text(pilot)
        for _ in ("Hidden", "Bookmarks", "Jobs"):
            await press(pilot, "shift+tab")
            await rebuild(pilot)
        jobs = [(load_demo().item(i) or {})["title"] for i in load_demo().story_ids("job")]
        assert all(title in screen_text(pilot) for title in jobs)


async def test_another_list_begins_at_its_top(program: Program) -> None:
    async with program.run() as pilot:
        for keys in (["tab"], ["shift+tab"], ["j", "j", "j", "tab"]):
            await press(pilot, *keys)
            await rebuild(pilot)
            assert pilot.app.screen.query_one(StoryList).cursor == 0


async def test_stories_are_loaded_as_they_scroll_into_view(hn: HNServer, program: Program) -> None:
    async with program.run(size=(100, 10)) as pilot:
        await press(pilot, "G")
        await rebuild(pilot)
        last = load_demo().item(load_demo().story_ids("top")[-1])
        assert last is not None
        assert last["title"] in screen_text(pilot)


async def test_kept_threads_stand_for_a_list_that_cannot_be_loaded(
    program: Program, hn: HNServer
) -> None:
    hn.faults.error_rate = 1.0
    async with program.run() as pilot:
        assert "No threads kept on this machine yet" in screen_text(pilot)
    hn.faults.error_rate = 0.0
    async with program.run(44908422):
        pass
    hn.faults.error_rate = 1.0
    async with program.run() as pilot:
        lines = [line.strip() for line in screen_text(pilot).split("\n")]
        assert lines[3] == "r tries again. The threads kept on this machine:"
        assert "Ask HN: How do you decide" in lines[5]
        await press(pilot, "enter")
        await rebuild(pilot)
        await press(pilot, "j", "q")
        hn.faults.error_rate = 0.0
        await press(pilot, "r")
        await rebuild(pilot)
        assert "kept on this machine" not in screen_text(pilot)
        assert "Koke" in screen_text(pilot)


async def test_what_takes_long_has_its_title_a_sign_that_turns_and_placeholders(
    program: Program, hn: HNServer
) -> None:
    async with program.run() as pilot:
        rows = pilot.app.screen.query_one(StoryList)
        assert rows.current is not None
        title = rows.current.title
        hn.faults.hang_rate = 1.0
        await press(pilot, "enter")
        await until(pilot, lambda: "─────" in screen_text(pilot))
        lines = screen_text(pilot).split("\n")
        assert title in lines[0]
        signs = {lines[-1].split()[0]}
        assert lines[-1].split()[1] == "Loading"

        def has_turned() -> bool:
            signs.add(screen_text(pilot).split("\n")[-1].split()[0])
            return len(signs) > 2

        await until(pilot, has_turned)
        assert "space" not in lines[-1]
        await press(pilot, "space", "enter", "1", "v")
        assert notes(pilot) == ["The comments are still loading"] * 4
        await press(pilot, "escape")
        await until(pilot, lambda: "Stopped: r continues" in screen_text(pilot))
        await until(pilot, lambda: "─────" not in screen_text(pilot))
        await press(pilot, "q", "tab")
        await until(pilot, lambda: "─────" in screen_text(pilot))
        assert "Loading" in screen_text(pilot)
        await press(pilot, "escape")
        await until(pilot, lambda: "─────" not in screen_text(pilot))
        assert "Cancelled" in screen_text(pilot)


async def test_a_failure_is_one_line_and_r_tries_again(hn: HNServer, program: Program) -> None:
    hn.faults.error_rate = 1.0
    async with program.run() as pilot:
        assert "r tries again" in screen_text(pilot)
        hn.faults.error_rate = 0.0
        await press(pilot, "r")
        await rebuild(pilot)
        assert "Koke" in screen_text(pilot)


async def test_the_list_of_last_time_is_there_before_an_answer(
    hn: HNServer, program: Program
) -> None:
    async with program.run():
        pass
    hn.faults.error_rate = 1.0
    async with program.run() as pilot:
        first, second, *others = load_demo().story_ids("top")
        assert (load_demo().item(first) or {})["title"] in screen_text(pilot)
        assert "Kept list, just now (r tries again): " in screen_text(pilot)
        before = screen_text(pilot)
        await press(pilot, "r")
        await rebuild(pilot)
        assert screen_text(pilot) == before
        await press(pilot, "s", *"sssss"[:4])
        assert "Kept list, just now (r tries again): " in screen_text(pilot)
        await press(pilot, "j")
        hn.faults.error_rate = 0.0
        hn.rank("top", [others.pop(), first, second, *others])
        rows = pilot.app.screen.query_one(StoryList)
        screen = pilot.app.screen
        assert isinstance(screen, StoriesScreen)
        screen._load()
        await rebuild(pilot)
        assert rows.current is not None
        assert (rows.current.id, rows.cursor) == (second, 2)


async def test_without_the_search_service_stories_come_one_by_one(
    hn: HNServer, program: Program
) -> None:
    hn.faults.error_rate = 1.0
    hn.faults.match = "^/api/"
    async with program.run() as pilot:
        assert "Koke" in screen_text(pilot)


async def test_offline_lists_what_was_opened(program: Program) -> None:
    async with program.run(44908422):
        pass
    program.server = None
    async with program.run() as pilot:
        assert "Offline" in screen_text(pilot)
        assert "Ask HN: How do you decide" in screen_text(pilot)
        await press(pilot, "r")
        assert "start without --offline" in screen_text(pilot)
        await press(pilot, "enter")
        await rebuild(pilot)
        assert "Our attic has nine computers" in screen_text(pilot)
        assert "start without --offline" not in screen_text(pilot)
        await press(pilot, "r")
        assert "start without --offline" in screen_text(pilot)


async def test_stories_that_the_site_has_a_post_of_are_marked(
    program: Program, tmp_path: Path
) -> None:
    program.site = tmp_path / "site"
    create_site(program.site)
    first, _, third = load_demo().story_ids("top")[:3]
    add_posts(
        program.site,
        post(first, date="2025-05-31"),
        post(first, date="2025-05-30"),
        post(third, date="someday"),
    )
    async with program.run() as pilot:
        await until(pilot, lambda: "posted 2025-05-31" in screen_text(pilot))
        lines = screen_text(pilot).split("\n")[1:7]
        assert [line[1] for line in lines[::2]] == ["✓", " ", "✓"]
        assert "2025-05-30" not in screen_text(pilot)
        assert lines[5].endswith("posted")


async def test_a_story_with_a_draft_is_marked_on_the_way_back(program: Program) -> None:
    async with program.run() as pilot:
        await press(pilot, "j", "enter")
        await rebuild(pilot)
        await press(pilot, "space", "q")
        lines = screen_text(pilot).split("\n")
        assert [lines[1][1], lines[3][1]] == [" ", "✎"]
        assert lines[4].endswith("draft")
    session = program.services().drafts.of_thread(load_demo().story_ids("top")[1])
    assert session
    session.publish(Publication("index.md", ""))  # in whatever site
    async with program.run() as pilot:
        await until(pilot, lambda: screen_text(pilot).split("\n")[3][1] == "✓")
        assert screen_text(pilot).split("\n")[4].endswith("posted")


async def test_a_story_is_marked_once_its_post_is_saved(program: Program, tmp_path: Path) -> None:
    program.site = tmp_path / "site"
    create_site(program.site)
    async with program.run() as pilot:
        assert "posted" not in screen_text(pilot)
        await press(pilot, "enter")
        await rebuild(pilot)
        await press(pilot, "space", "ctrl+s")
        await until(pilot, lambda: any("Saved" in line for line in notes(pilot)))
        await rebuild(pilot)
        assert "posted 2025-08-15" in screen_text(pilot).split("\n")[0]
        await press(pilot, "q")
        assert "posted 2025-08-15" in screen_text(pilot)


async def test_the_thread_under_a_resting_cursor_is_prefetched(
    hn: HNServer, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "REST_SECONDS", 0.001)
    program.prefetches = program.has_pages = True
    second = load_demo().story_ids("top")[1]
    async with program.run() as pilot:
        await press(pilot, "j")
        await until(pilot, lambda: f"/api/v1/items/{second}" in hn.stats.requests)
        await rebuild(pilot)
        assert not any(url.startswith("/item") for url in hn.stats.requests)
        await press(pilot, "enter")
        await rebuild(pilot)
        assert hn.stats.requests[f"/api/v1/items/{second}"] == 1
        assert hn.stats.requests[f"/v0/item/{second}.json"] == 1
        assert isinstance(pilot.app.screen, ThreadScreen)
        assert pilot.app.screen.query_one(Reader).thread is not None


async def test_a_move_of_the_cursor_ends_a_prefetch(
    hn: HNServer, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "REST_SECONDS", 0.001)
    program.prefetches = True
    hn.faults.match, hn.faults.hang_rate = "^/api/v1/items", 1
    _, second, third = load_demo().story_ids("top")[:3]
    async with program.run() as pilot:
        await press(pilot, "j")
        await until(pilot, lambda: f"/api/v1/items/{second}" in hn.stats.requests)
        monkeypatch.setattr(stories, "REST_SECONDS", 3600)
        await press(pilot, "j")
        await until(pilot, lambda: hn.stats.in_flight == 0)
        assert f"/api/v1/items/{third}" not in hn.stats.requests


async def test_without_the_setting_nothing_is_prefetched(
    hn: HNServer, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "REST_SECONDS", 0.001)
    async with program.run() as pilot:
        await press(pilot, "j")
        await rebuild(pilot)
        assert not any("/api/v1/items/" in url for url in hn.stats.requests)


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_a_search_costs_one_request_and_the_way_back_none(
    program: Program, hn: HNServer, key: str
) -> None:
    async with program.run() as pilot:
        before = screen_text(pilot)
        asked = hn.stats.requests.total()
        await press(pilot, "slash")
        await answer(pilot, "physical shelf in:comments")
        await rebuild(pilot)
        assert "Search: physical shelf in:comments" in screen_text(pilot)
        assert "A shelf. I mean it" in screen_text(pilot)
        assert hn.stats.requests.total() == asked + 1
        await press(pilot, key)
        assert screen_text(pilot) == before
        assert hn.stats.requests.total() == asked + 1


async def test_a_found_comment_opens_its_thread_there(program: Program) -> None:
    async with program.run() as pilot:
        await press(pilot, "slash")
        await answer(pilot, "physical shelf in:comments")
        await rebuild(pilot)
        found = pilot.app.screen.query_one(StoryList).current
        await press(pilot, "enter")
        await rebuild(pilot)
        assert isinstance(pilot.app.screen, ThreadScreen)
        assert "Ask HN: How do you decide" in screen_text(pilot)
        current = pilot.app.screen.query_one(Reader).current
        assert found is not None
        assert current is not None
        assert current.id == found.id
        assert "physical shelf: 1 of 1" in screen_text(pilot)
        await press(pilot, "k", "n")
        assert pilot.app.screen.query_one(Reader).current == current


async def test_a_wrong_filter_says_why_and_asks_again(program: Program) -> None:
    async with program.run() as pilot:
        await press(pilot, "slash")
        await answer(pilot, "koke since:yesterday")
        await until(pilot, lambda: any("is not a day" in line for line in notes(pilot)))
        assert (await asked_for_text(pilot)).value == "koke since:yesterday"
        await answer(pilot, "koke points>1")
        await rebuild(pilot)
        assert "Koke" in screen_text(pilot)


async def test_a_search_offline_finds_kept_threads(program: Program) -> None:
    async with program.run(44908422):
        pass
    program.server = None
    async with program.run() as pilot:
        await press(pilot, "slash")
        await answer(pilot, "decide tag:ask")
        await rebuild(pilot)
        assert "Ask HN: How do you decide" in screen_text(pilot)
        await press(pilot, "slash")
        await answer(pilot, "decide tag:show")
        await rebuild(pilot)
        assert "Ask HN: How do you decide" not in screen_text(pilot)


async def test_escape_cancels_a_search_that_hangs(program: Program, hn: HNServer) -> None:
    async with program.run() as pilot:
        before = screen_text(pilot)
        hn.faults.hang_rate = 1.0
        await press(pilot, "slash")
        await answer(pilot, "koke")
        await until(pilot, lambda: "Loading" in screen_text(pilot))
        await press(pilot, "escape")
        await until(pilot, lambda: screen_text(pilot) == before)


async def test_brackets_go_through_past_days(program: Program, hn: HNServer) -> None:
    async with program.run() as pilot:
        before, asked = screen_text(pilot), hn.stats.requests.total()
        await press(pilot, "left_square_bracket")
        await rebuild(pilot)
        first = screen_text(pilot).split("\n")[0]
        await press(pilot, "left_square_bracket")
        await rebuild(pilot)
        second = screen_text(pilot).split("\n")[0]
        assert first > second > " matome  Search: day:2"
        assert hn.stats.requests.total() == asked + 2
        await press(pilot, "right_square_bracket")
        await press(pilot, "right_square_bracket")
        await rebuild(pilot)
        assert screen_text(pilot) == before


async def test_a_typed_day_lists_its_stories_by_points(program: Program) -> None:
    async with program.run() as pilot:
        await press(pilot, "slash")
        await answer(pilot, "day:2025-08-15")
        await rebuild(pilot)
        stories = [story for story in map(load_demo().item, load_demo().story_ids("top")) if story]
        start = 1_755_216_000  # 2025-08-15 00:00 UTC
        there = [story for story in stories if start <= story["time"] < start + 86_400]
        there.sort(key=lambda story: -story["score"])
        assert there
        places = [screen_text(pilot).index(story["title"]) for story in there[:10]]
        assert places == sorted(places)


async def test_the_program_begins_with_a_search(program: Program) -> None:
    app = MatomeApp(program.services(), None, "physical shelf in:comments")
    async with app.run_test(size=(120, 40)) as pilot:
        await rebuild(pilot)
        assert "A shelf. I mean it" in screen_text(pilot)
        assert await app.services.reading.searches() == ["physical shelf in:comments"]
        assert not app.screen.go_back()  # type: ignore[attr-defined]
        await press(pilot, "escape")
        await rebuild(pilot)
        assert "[Top]" in screen_text(pilot)
        assert "Koke" in screen_text(pilot)
