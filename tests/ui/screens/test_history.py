"""The list of steps, to go to any of them, now or after a restart."""

from matome_tui.ui.screens.history import HistoryScreen
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.line_list import LineList
from tests.support.draft_editor import DEMO, draft_of, kept_draft, kept_titles
from tests.support.list_app import painted
from tests.support.program import Driver, Program, notes, press, screen_text

STEPS = ("2", "j", "1", "j", "space")


def lines(pilot: Driver) -> list[str]:
    """Return what the list says of each step, without the times."""
    shown = (line for line in painted(pilot.app.screen.query_one(LineList)) if line)
    return [" ".join([line[:2], line[21:].strip()]) for line in shown]


async def test_lists_the_steps_the_last_first_with_the_present_one_marked(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *STEPS, "u", "U")
        shown = [" ".join(line.split()) for line in lines(pilot)]
        beginnings = (
            "Mark ledgerwren: > what you need is permission",
            "›• Mark ledgerwren: > The URL is the part",
            "Mark quietlathe: ",
            "Start 0 clips",
        )
        assert all(line.startswith(words) for line, words in zip(shown, beginnings, strict=True))
        assert shown[0].endswith("… 3 clips")
        assert "3 steps" in screen_text(pilot)
        assert "1 undone" in screen_text(pilot)


async def test_goes_to_any_step_and_back(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *STEPS)
        end = draft_of(pilot)
        await press(pilot, "U", "j", "j", "enter")
        assert isinstance(pilot.app.screen, ThreadScreen)
        assert len(draft_of(pilot).clips) == 1
        assert kept_draft(program) == draft_of(pilot)
        assert "Clips 1" in screen_text(pilot)
        await press(pilot, "U", "G", "enter")
        assert draft_of(pilot).entries == ()
        await press(pilot, "U", "g", "enter")
        assert draft_of(pilot) == end == kept_draft(program)


async def test_escape_leaves_all_as_it_was(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *STEPS, "U", "G", "escape")
        assert isinstance(pilot.app.screen, ThreadScreen)
        assert len(draft_of(pilot).clips) == 3


async def test_after_a_restart_all_steps_are_there(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *STEPS, "u", "u")
    async with program.run(DEMO) as pilot:
        assert len(draft_of(pilot).clips) == 1
        await press(pilot, "U", "g", "enter")
        assert len(draft_of(pilot).clips) == 3
        await press(pilot, "U", "G", "enter", "ctrl+r")
        assert kept_titles(program) == ["Mark"]


async def test_a_new_draft_has_only_its_beginning(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "U")
        assert isinstance(pilot.app.screen, HistoryScreen)
        assert [line.split() for line in lines(pilot)] == [["›•", "Start", "0", "clips"]]
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ThreadScreen)
        assert program.services().drafts.summaries() == []


async def test_a_step_of_a_draft_that_another_program_changed_is_not_gone_to(
    program: Program,
) -> None:
    async with program.run(DEMO) as one:
        await press(one, *STEPS, "U", "G")
        async with program.run(DEMO) as two:
            await press(two, "G", "space")
        await press(one, "enter")
        assert any("Changed in another window" in line for line in notes(one))
        assert len(draft_of(one).clips) == 4
    assert len(kept_draft(program).clips) == 4
