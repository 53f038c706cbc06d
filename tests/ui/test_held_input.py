"""Keys typed in one burst: each meets what the key before it opened, focused or closed."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import pytest
from textual import events, work
from textual.keys import _character_to_key
from textual.widgets import Input

from matome_tui.ui import held_input
from matome_tui.ui.keyboard import KeyboardApp
from matome_tui.ui.screens.editor import EditorScreen
from matome_tui.ui.terminal_parser import TerminalParser
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.thread.tray import Tray
from matome_tui.ui.widgets.dialogs import TextQuestion
from matome_tui.ui.widgets.story_list import StoryList
from matome_tui.ui.widgets.text_area import ProseArea
from tests.support.draft_editor import DEMO
from tests.support.hn_server import HNServer
from tests.support.program import Driver, Program, held_input_done, shown_notes, until

ASK = 44908422


class ThinkingApp(KeyboardApp):
    """An app whose key `q` starts what never comes to ask."""

    BINDINGS: ClassVar = [("q", "think"), *((key, f"note('{key}')") for key in "jk")]

    def __init__(self) -> None:
        super().__init__()
        self.noted = ""

    @work(group="question", exit_on_error=False)
    async def action_think(self) -> None:
        await asyncio.Event().wait()

    def action_note(self, key: str) -> None:
        self.noted += key


async def test_keys_do_not_wait_long_nor_twice_for_the_same_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = ThinkingApp()
    async with app.run_test() as pilot:
        monkeypatch.setattr(held_input, "_PATIENCE_SECONDS", 0.0)
        for key in _keys(["qjk"]):
            app.post_message(key)
        await until(pilot, lambda: app.noted == "jk")
        monkeypatch.setattr(held_input, "_PATIENCE_SECONDS", 1e9)
        for key in _keys(["kj"]):
            app.post_message(key)
        await until(pilot, lambda: app.noted == "jkkj")


async def send(pilot: Driver, data: str) -> None:
    """Send what a terminal without the kitty protocol does, all at once."""
    parser = TerminalParser()
    for key in (*parser.feed(data), *parser.feed("")):
        pilot.app.post_message(key)
    await held_input_done(pilot)


async def burst(pilot: Driver, *typed: str) -> None:
    """Send keys, and the letters of longer words, before the program handles any of them."""
    for key in _keys(typed):
        pilot.app.post_message(key)
    await held_input_done(pilot)


def _keys(typed: Sequence[str]) -> list[events.Key]:
    names = {"enter": "\r", "escape": "\x1b", "tab": "\t"}
    keys = []
    for word in typed:
        if word in names or word.startswith("ctrl+"):
            keys.append(events.Key(word, names.get(word)))
        else:
            keys += [events.Key(_character_to_key(letter), letter) for letter in word]
    return keys


async def escape_and_a_quick_key_are_two(pilot: Driver, thread: ThreadScreen) -> None:
    app, reader = pilot.app, thread.query_one(Reader)
    await send(pilot, "jj1/a\r")
    assert reader.cursor != 0
    await send(pilot, "\x1bg")
    assert reader.cursor == 0

    await send(pilot, "jj\rAA\x1b3\x1bjjj")
    assert (app.screen, reader.cursor) == (thread, 5)
    assert thread.draft
    assert [clip.color != "" for clip in thread.draft.clips if clip.text == "AA"] == [True]

    await send(pilot, "/j\x1bg/\x1b・")
    assert thread.query_one("#find").has_focus
    await send(pilot, "\x1bj")
    app.post_message(events.Key("alt+g", None))  # of a terminal with the kitty protocol
    await held_input_done(pilot)
    assert reader.has_focus
    assert reader.cursor == 1


async def text_goes_where_the_keys_before_it_lead(pilot: Driver) -> None:
    app = pilot.app
    for keys, text in (
        (":日本", "日本"),
        ("\x1bjjf日本", "日本"),
        ("\x1b1/x\x1b\taXY日本", "XY日本"),
        ("\x1b#日本", "日本"),
        ("\x1b日本", ""),
    ):
        await send(pilot, keys)
        field = app.focused
        shown = field.text if isinstance(field, ProseArea) else getattr(field, "value", "")
        assert shown.endswith(text), keys
    assert any("input method" in note for note in shown_notes(pilot))


async def test_each_key_meets_what_the_one_before_it_began(tmp_path: Path) -> None:
    with Program(tmp_path, None, is_demo=True) as program:
        async with program.run(DEMO) as pilot:
            app, thread = pilot.app, pilot.app.screen
            assert isinstance(thread, ThreadScreen)

            await burst(pilot, "/dux")
            assert thread.query_one("#find", Input).value == "dux"
            await burst(pilot, "escape", "j")
            assert thread.query_one(Reader).cursor == 1

            await burst(pilot, "1", "tab", "j", "enter", "xd")
            assert isinstance(app.screen, EditorScreen)
            assert app.screen.query_one(ProseArea).text == "xd"
            await burst(pilot, "ctrl+s", "tab", "j")
            assert isinstance(app.focused, Reader)

            await burst(pilot, f":{DEMO}x", "escape", ":@pg")
            assert isinstance(app.screen, TextQuestion)
            assert app.screen.query_one(Input).value == "@pg"
            await burst(pilot, "escape", "ctrl+p", "switch", "enter", "j")
            assert isinstance(app.focused, Tray)

            await burst(pilot, "ctrl+e", "xd.md")
            assert isinstance(app.screen, TextQuestion)
            assert app.screen.query_one(Input).value == "xd.md"
            await burst(pilot, "escape", f":{ASK}", "enter", "j")
            assert isinstance(app.screen, ThreadScreen)
            assert app.screen is not thread
            assert app.screen.draft is not None
            assert app.screen.draft.thread == ASK
            await escape_and_a_quick_key_are_two(pilot, app.screen)
            await text_goes_where_the_keys_before_it_lead(pilot)


async def test_keys_wait_for_the_thread_that_the_one_before_them_opened(
    program: Program, hn: HNServer
) -> None:
    async with program.run() as pilot:
        await until(pilot, lambda: pilot.app.screen.query_one(StoryList).row_count() > 0)
        hn.faults.latency = 0.1
        await burst(pilot, "enter", " 1")
        hn.faults.latency = 0.0
        thread = pilot.app.screen
        assert isinstance(thread, ThreadScreen)
        assert thread.draft is not None
        assert len(thread.draft.clips) == 2
