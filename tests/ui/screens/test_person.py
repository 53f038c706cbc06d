"""A person: profile, submissions and comments."""

import pytest

from matome_tui.config.file import load
from matome_tui.hn.demo import load_demo
from matome_tui.ui.screens.person import PersonScreen
from matome_tui.ui.screens.stories import StoriesScreen
from matome_tui.ui.widgets.prose_pane import ProsePane
from matome_tui.ui.widgets.story_list import StoryList
from tests.support.browsing import record_pages
from tests.support.draft_editor import DEMO, reader_of
from tests.support.hn_server import HNServer
from tests.support.program import (
    Program,
    answer,
    notes,
    notified,
    press,
    rebuild,
    screen_text,
    until,
)
from tests.support.sample_threads import link

AUTHOR = "kokemori_77"


async def test_a_person_costs_two_requests_a_page_one_and_the_way_back_none(
    program: Program, hn: HNServer
) -> None:
    comments = [hn.grow(DEMO, DEMO, f"Number {number}.", AUTHOR) for number in range(40)]
    hn.describe(AUTHOR, "\x1b[31mRed\u202e, I am.<p>" + "<p>".join(map(str, range(9))))
    async with program.run(size=(80, 24)) as pilot:
        asked = hn.stats.requests.copy()

        def new() -> int:
            return hn.stats.requests.total() - asked.total()

        await press(pilot, "at")
        await rebuild(pilot)
        assert isinstance(pilot.app.screen, PersonScreen)
        await until(pilot, lambda: "a shows all of the text" in screen_text(pilot))
        text = screen_text(pilot)
        assert "Red, I am." in text
        assert "karma  joined" in text.split("\n")[0]
        assert "Koke: a terminal bookmark" in text
        assert new() == 2
        await press(pilot, "tab")
        await rebuild(pilot)
        assert new() == 3
        rows = pilot.app.screen.query_one(StoryList)
        await press(pilot, "G")
        await rebuild(pilot)
        await press(pilot, "G")
        await rebuild(pilot)
        assert new() == 4
        assert rows.row_count() > 40
        await press(pilot, "tab", "tab")
        assert rows.cursor == rows.row_count() - 1
        await press(pilot, "g", "j", "enter")
        await rebuild(pilot)
        assert reader_of(pilot).current is not None
        assert reader_of(pilot).current.id == comments[-2]  # type: ignore[union-attr]
        opened = new()
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, PersonScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StoriesScreen)
        assert new() == opened


async def test_all_of_a_long_text_can_be_read_and_its_links_followed(
    program: Program, hn: HNServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = record_pages(monkeypatch)
    lines = [f"Line {number}." for number in range(30)]
    hn.describe(AUTHOR, "<p>".join([*lines, link("https://a.example/notes")]))
    async with program.run(size=(80, 24)) as pilot:
        await press(pilot, "at")
        await rebuild(pilot)
        pane = pilot.app.screen.query_one(ProsePane)
        await until(pilot, lambda: pane.size.height == 6)
        seen = ""
        for _ in range(10):
            await press(pilot, "a")
            await rebuild(pilot)
            seen += screen_text(pilot)
        assert all(line in seen for line in lines)
        await press(pilot, "L")
        await until(pilot, lambda: opened == ["https://a.example/notes"])


async def test_following_and_muting_are_kept_in_the_configuration(program: Program) -> None:
    config = program.folder / "config" / "config.toml"
    async with program.run(size=(80, 24)) as pilot:
        await press(pilot, "at")
        await rebuild(pilot)
        await press(pilot, "f")
        await until(pilot, lambda: f"You follow {AUTHOR}" in screen_text(pilot))
        assert screen_text(pilot).split("\n")[0].endswith("followed")
        assert load(config, {})[0].people.follow == (AUTHOR,)
        await press(pilot, "m")
        await until(pilot, lambda: f"{AUTHOR} is muted" in screen_text(pilot))
        assert load(config, {})[0].people.follow == ()
        assert load(config, {})[0].people.mute == (AUTHOR,)
        config.write_text("not toml")
        await press(pilot, "m")
        await notified(pilot, "until you quit: the configuration cannot be written")


@pytest.mark.parametrize(
    ("name", "failing", "note"),
    [
        ("nobody_at_all", "", "no public profile of nobody_at_all"),
        (AUTHOR, "^/v0/user", "The profile was not loaded"),
        (AUTHOR, "^/api", "r tries again"),
    ],
)
async def test_what_is_missing_is_said(
    program: Program, hn: HNServer, name: str, failing: str, note: str
) -> None:
    async with program.run(size=(80, 24)) as pilot:
        hn.faults.error_rate, hn.faults.match = (1.0, failing) if failing else (0.0, "")
        await press(pilot, "colon")
        await answer(pilot, f"@{name}")
        await rebuild(pilot)
        await until(
            pilot,
            lambda: note in screen_text(pilot) or any(note in line for line in notes(pilot)),
        )
        hn.faults.error_rate = 0.0
        await press(pilot, "r")
        await rebuild(pilot)
        assert ("Koke" in screen_text(pilot)) == (name == AUTHOR)


async def test_offline_what_a_person_wrote_in_kept_threads_is_listed(program: Program) -> None:
    async with program.run(DEMO):
        pass
    program.server = None
    async with program.run(size=(80, 24)) as pilot:
        await press(pilot, "at")
        await rebuild(pilot)
        assert "Koke: a terminal bookmark" in screen_text(pilot)
        assert "Offline: only what is in kept threads" in screen_text(pilot)
        story = load_demo().item(DEMO)
        assert story is not None
        assert story["by"] in screen_text(pilot).split("\n")[0]
        await press(pilot, "tab")
        await rebuild(pilot)
        assert pilot.app.screen.query_one(StoryList).row_count() == 14
        await press(pilot, "enter")
        await rebuild(pilot)
        assert reader_of(pilot).current is not None
        assert reader_of(pilot).current.author == AUTHOR  # type: ignore[union-attr]
