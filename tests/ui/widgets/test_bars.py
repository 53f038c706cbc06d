"""The bars at the top and the bottom: the order in which facts are dropped, and the hints."""

from typing import ClassVar

import pytest
from textual import events
from textual.app import App, ComposeResult

from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.bars import Bar, StatusBar


class BarApp(App[None]):
    """An app of one bar."""

    CSS_PATH: ClassVar = [style_path("app")]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, bar: Bar) -> None:
        super().__init__()
        self.bar = bar
        self.keymap: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield self.bar


def line_of(app: BarApp) -> str:
    return app.bar.paint(0).text


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (40, " Moss and more        three  four  five "),
        (30, " Moss and more     four  five "),
        (18, " Moss and …  five "),
    ],
)
async def test_facts_give_way_to_the_text(width: int, line: str) -> None:
    app = BarApp(Bar())
    async with app.run_test(size=(width, 1)):
        app.bar.show("Moss and more", "three", "", "four", "five")
        assert line_of(app) == line


async def test_control_characters_are_dropped() -> None:
    app = BarApp(Bar())
    async with app.run_test(size=(40, 1)):
        app.bar.show("a\x1b[31mb", "c\x9bd")
        assert line_of(app).split() == ["a[31mb", "cd"]


async def test_the_foot_offers_keys_that_share_a_hint_together() -> None:
    app = BarApp(bar := StatusBar("tray", "everywhere"))
    async with app.run_test(size=(120, 1)):
        hints = line_of(app).split("  ")
        assert "< > move" in hints
        assert [hint for hint in hints if hint][-1].strip() == "? help"
        bar.say("here")
        bar.offer("history")
        assert line_of(app).split() == ["here", "escape", "back"]


async def test_the_foot_shows_the_users_own_keys() -> None:
    app = BarApp(StatusBar("tray"))
    app.keymap = {"tray.section": "f9,x"}
    async with app.run_test(size=(120, 1)):
        assert "f9 section" in line_of(app)


async def test_a_click_on_a_key_or_its_hint_finds_the_command() -> None:
    app = BarApp(bar := StatusBar("tray", "everywhere"))
    async with app.run_test(size=(120, 1)):
        bar.say("here < > move")
        line = line_of(app)
        at = line.rindex("< > move")
        ids = [command.id if (command := bar.command_at(x)) else "" for x in range(len(line))]
        assert ids[at - 2 : at] == ["", ""]
        assert ids[at : at + 2] == ["tray.earlier"] * 2
        assert ids[at + 2 : at + 4] == ["tray.later"] * 2
        assert ids[at + 4 : at + 8] == ["tray.earlier"] * 4
        assert ids[-2:] == ["everywhere.help", ""]
        assert not any(ids[:14])


async def test_help_is_the_last_to_go_at_the_foot() -> None:
    app = BarApp(StatusBar("tray", "everywhere"))
    async with app.run_test(size=(30, 1)):
        assert line_of(app).strip().endswith("? help")
        assert "remove" not in line_of(app)


async def test_the_key_that_saves_stays_at_the_foot() -> None:
    app = BarApp(bar := StatusBar("clips", "everywhere"))
    async with app.run_test(size=(60, 1)):
        bar.say("4/71  ada  2 clips", "Preview 127.0.0.1:1313 (ctrl+b ends)")
        assert line_of(app).split("  ")[1:] == [" ctrl+s save", "? help "]
        bar.say("", "Preview 127.0.0.1:1313 (ctrl+b ends) and so on")
        assert line_of(app).endswith("…  ctrl+s save  ? help ")


async def test_save_back_and_help_stay_beside_fields_while_a_preview_runs() -> None:
    app = BarApp(bar := StatusBar("post", "everywhere", is_for_fields=True))
    async with app.run_test(size=(80, 1)):
        bar.say("title: 12 characters  not committed", "Preview 127.0.0.1:1313 (ctrl+b ends)")
        assert line_of(app).endswith("  ctrl+s save  escape back  f1 help ")
        assert "(ctrl+b ends)" in line_of(app)


async def test_the_mouse_wheel_over_a_bar_does_nothing() -> None:
    app = BarApp(Bar())
    async with app.run_test() as pilot:
        for kind in (events.MouseScrollDown, events.MouseScrollUp):
            app.bar.post_message(kind(app.bar, 0, 0, 0, 0, 0, False, False, False, 0, 0))
            await pilot.pause()
        assert app.is_running


async def test_keys_stand_out_from_their_hints() -> None:
    app = BarApp(StatusBar("excerpt", "everywhere"))
    async with app.run_test(size=(120, 1)):
        parts = [(part.text, part.style) for part in app.bar.paint(0) if part.text.strip()]
        bold = [text.strip() for text, style in parts if style and style.bold]
        assert "?" in bold
        assert not any("help" in text for text in bold)
        assert any(text.strip() == "help" for text, _style in parts)
