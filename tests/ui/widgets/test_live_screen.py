"""Screens that cannot do anything: without widgets, being closed, or below others."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Label, Static

from matome_tui.ui.drawing.glyphs import glyphs_for
from matome_tui.ui.flows.conflict_dialog import ConflictDialog
from matome_tui.ui.palette import CommandPalette
from matome_tui.ui.screens.drafts import DraftsScreen
from matome_tui.ui.screens.help import Help
from matome_tui.ui.widgets.dialogs import Dialog, Question, TextQuestion
from tests.support.draft_editor import DEMO
from tests.support.program import Program

SCREENS: dict[str, Callable[[], Screen[Any]]] = {
    "conflict": lambda: ConflictDialog("?", (), glyphs_for(is_ascii=False), may_replace=True),
    "drafts": DraftsScreen,
    "help": lambda: Help(("stories",), {}),
    "palette": lambda: CommandPalette((), glyphs_for(is_ascii=False)),
    "question": lambda: Question("?", yes="yes"),
    "text": lambda: TextQuestion("?", enter="go"),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_the_end_of_the_program_before_a_screen_is_composed_breaks_nothing(
    program: Program, name: str
) -> None:
    async with program.run(DEMO) as pilot:
        screen = SCREENS[name]()
        pilot.app.push_screen(screen)
        pilot.app.exit()
        for bindings in list(screen._bindings.key_to_bindings.values()):
            await pilot.app.run_action(bindings[0].action, screen)
    assert pilot.app.return_code == 0


class Ending(Static):
    """Ends the program before its own widgets are made."""

    def compose(self) -> ComposeResult:
        self.app.exit()
        yield Label()


class Half(Dialog[None]):
    def compose(self) -> ComposeResult:
        yield Ending()

    def on_mount(self) -> None:
        self.query_one(Label)


async def test_a_screen_that_has_only_some_of_its_widgets_is_not_mounted(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await pilot.app.push_screen(Half())
    assert pilot.app.return_code == 0


async def test_a_screen_that_the_end_of_the_program_closes_is_not_closed_again(
    program: Program,
) -> None:
    async with program.run(DEMO) as pilot:
        palette = CommandPalette((), glyphs_for(is_ascii=False))
        await pilot.app.push_screen(palette)
        await pilot.pause()
        pilot.app.exit()
        stack = list(pilot.app.screen_stack)
        palette.dismiss()
        assert pilot.app.screen_stack == stack


async def test_a_screen_below_another_does_not_close_that(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        drafts = DraftsScreen()
        await pilot.app.push_screen(drafts)
        await pilot.app.push_screen(Question("?", yes="yes"))
        stack = list(pilot.app.screen_stack)
        drafts.dismiss()
        assert pilot.app.screen_stack == stack
