"""Recently read threads: each opens where it was left."""

from matome_tui.ui.screens.recent import RecentScreen
from matome_tui.ui.screens.stories import StoriesScreen
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.line_list import LineList
from tests.support.draft_editor import DEMO, reader_of
from tests.support.hn_server import HNServer
from tests.support.program import Driver, Program, answer, press, rebuild, screen_text, until

ASK = 44908422
LISTED = 44910996


def place(pilot: Driver) -> tuple[int, list[str]]:
    """Return the comment at the cursor, and what is on the screen."""
    reader = reader_of(pilot)
    assert reader.current is not None
    return reader.current.id, screen_text(pilot).split("\n")[:-1]


async def switch(pilot: Driver, *keys: str) -> None:
    await press(pilot, "H", *keys, "enter")
    await rebuild(pilot)
    assert isinstance(pilot.app.screen, ThreadScreen)


async def test_threads_are_switched_and_come_back_where_they_were_left(
    program: Program, hn: HNServer
) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "J", "z", "J", "j", "ctrl+d")
        left = place(pilot)
        await press(pilot, "colon")
        await answer(pilot, str(ASK))
        await rebuild(pilot)
        await press(pilot, "J")
        asked = place(pilot)
        assert asked[0] != left[0]
        await press(pilot, "H")
        text = screen_text(pilot).split("\n")
        assert "here" in text[1]
        assert "opened" in text[2]
        assert text[2].startswith("›")
        await press(pilot, "enter")
        await rebuild(pilot)
        assert len(pilot.app.screen_stack) == 3
        assert place(pilot) == left
        await switch(pilot)
        assert place(pilot) == asked
        await press(pilot, "q", "q")
        assert isinstance(pilot.app.screen, StoriesScreen)
        await until(pilot, (program.folder / "lists.json").exists)
        await press(pilot, "H", "j", "enter")
        await rebuild(pilot)
        assert place(pilot) == asked
        await switch(pilot)
        assert place(pilot) == left
        await press(pilot, "H", "escape")
        assert place(pilot) == left
        await press(pilot, "ctrl+q")
    program.server = None
    async with program.run(size=(80, 24)) as pilot:
        await press(pilot, "H")
        assert isinstance(pilot.app.screen, RecentScreen)
        assert pilot.app.screen.query_one(LineList).row_count() == 2
        assert "opened" not in screen_text(pilot)
        await press(pilot, "enter")
        await rebuild(pilot)
        assert place(pilot)[0] == left[0]
        await press(pilot, "colon")
        await answer(pilot, str(LISTED))
        await until(pilot, lambda: screen_text(pilot).startswith(" Show HN: "))


async def test_a_link_to_a_comment_goes_before_the_place_that_was_left(
    program: Program, hn: HNServer
) -> None:
    late = hn.grow(ASK, ASK, "The last one.", "late")
    async with program.run(ASK) as pilot:
        await press(pilot, "J", "q", "colon")
        await answer(pilot, str(late))
        await rebuild(pilot)
        assert place(pilot)[0] == late


async def test_threads_kept_before_visits_were_are_listed(program: Program) -> None:
    async with program.run(ASK):
        pass
    (program.folder / "reading.sqlite").unlink()
    async with program.run() as pilot:
        await press(pilot, "H")
        assert "Ask HN: How do you decide" in screen_text(pilot)
