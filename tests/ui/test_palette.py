"""The command palette, and the choice of a theme."""

from dataclasses import replace

from matome_tui.config.file import load
from matome_tui.config.settings import Settings, UiSettings
from matome_tui.ui.palette import CommandPalette, EntryList
from matome_tui.ui.screens.editor import EditorScreen
from matome_tui.ui.screens.themes import ThemeChoice
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.screen import ThreadScreen
from tests.support.draft_editor import DEMO
from tests.support.program import Driver, Program, notes, press, rebuild, screen_text, until


def lines_of(pilot: Driver) -> list[str]:
    """The lines of the list, between the margins of the dialog."""
    rows = pilot.app.screen.query_one(EntryList)
    return [rows.paint(y).text.strip() for y in range(rows.size.height)]


def titles_of(pilot: Driver) -> list[str]:
    return [entry.title for entry in pilot.app.screen.query_one(EntryList)._entries]


async def test_it_lists_what_applies_by_group_with_its_keys_on_the_same_line(
    program: Program,
) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "ctrl+p")
        lines = lines_of(pilot)
        assert lines[0] == "Thread: moving and folding"
        assert lines[1].split() == ["›", "Next", "comment", "j", "↓"]
        titles = titles_of(pilot)
        assert {"Search", "Choose the colour theme"} <= {*titles}
        assert not {"Move up in the post", "Screenshot", "Open the command palette"} & {*titles}
        await press(pilot, "escape", "tab", "ctrl+p")
        assert {"Move up in the post"} <= {*titles_of(pilot)}
        assert "Next sibling" not in titles_of(pilot)


async def test_it_finds_a_command_by_words_in_any_order_and_runs_it(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "ctrl+p", *"nt LAST")
        assert titles_of(pilot) == ["Last comment"]
        await press(pilot, "!")
        assert "No command matches" in screen_text(pilot)
        await press(pilot, "enter", "backspace", "enter")
        await rebuild(pilot)
        reader = pilot.app.screen.query_one(Reader)
        assert reader.cursor == len(reader.thread or ()) - 1
        await press(pilot, "ctrl+p", *".top")
        await pilot.click(EntryList, offset=(8, 1), times=2)
        await rebuild(pilot)
        assert reader.cursor == 0


async def test_in_the_editor_it_has_a_key_that_types_nothing(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter", "f2")
        assert isinstance(pilot.app.screen, CommandPalette)
        titles = titles_of(pilot)
        assert {"Keep the text and go back", "Quit"} <= {*titles}
        assert "List all drafts" not in titles
        await press(pilot, "f2")
        assert isinstance(pilot.app.screen, EditorScreen)
        await press(pilot, "f2", *"keep ", "enter")
        await rebuild(pilot)
        assert isinstance(pilot.app.screen, ThreadScreen)


async def test_its_keys_move_the_cursor(program: Program) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "ctrl+p", "ctrl+n", "down", "ctrl+p", "up")
        rows = pilot.app.screen.query_one(EntryList)
        assert rows.cursor == 0
        await press(pilot, "pagedown")
        assert rows.cursor == rows.last_row_in_view() > 5
        await press(pilot, "pageup", "pageup")
        assert rows.cursor == 0


async def test_a_theme_is_seen_at_once_and_kept(program: Program) -> None:
    program.settings = replace(Settings(), ui=UiSettings(theme="nord"))
    config = program.folder / "config" / "config.toml"
    async with program.run(DEMO) as pilot:
        await press(pilot, "f3", "j")
        assert isinstance(pilot.app.screen, ThemeChoice)
        await until(pilot, lambda: pilot.app.theme != "nord")
        await press(pilot, "escape")
        assert pilot.app.theme == "nord"
        assert not config.exists()
        await press(pilot, "f3", "j")
        await until(pilot, lambda: pilot.app.theme != "nord")
        chosen = pilot.app.theme
        await press(pilot, "enter")
        await rebuild(pilot)
        assert pilot.app.theme == chosen
    assert load(config, {})[0].ui.theme == chosen


async def test_a_theme_that_cannot_be_kept_is_reported(program: Program) -> None:
    config = program.folder / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text("ui = 1\n")
    async with program.run(DEMO) as pilot:
        await press(pilot, "f3", "j", "enter")
        await rebuild(pilot)
        assert "ui.theme is changed until you quit" in notes(pilot)[-1]
    assert config.read_text() == "ui = 1\n"
