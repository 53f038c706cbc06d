"""The command palette."""

import pytest
from textual.command import Command, CommandList
from textual.content import Content

from matome_tui.ui.palette import CommandPalette
from tests.support.draft_editor import DEMO
from tests.support.program import Program


@pytest.mark.parametrize("action", ["page_down", "page_up"])
async def test_a_page_key_before_the_commands_are_laid_out_does_nothing(
    program: Program, action: str
) -> None:
    async with program.run(DEMO) as pilot:
        palette = CommandPalette()
        await pilot.app.push_screen(palette)
        commands = palette.query_one(CommandList)
        commands.clear_options()
        commands._options.append(Command(Content("x"), None))  # type: ignore[arg-type]
        commands.highlighted = 0
        commands._index_to_line.clear()
        palette._action_command_list(action)
        assert pilot.app.is_running
