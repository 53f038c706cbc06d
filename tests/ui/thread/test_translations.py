"""Reading in translation: one comment, or the thread as it is read; clips of renderings."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from matome_tui.config.settings import TranslateSettings
from matome_tui.core.thread.thread import Index
from matome_tui.translate.events import Done, Failed, Skipped
from matome_tui.translate.service import open_translator
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.dialogs import Question
from tests.support.draft_editor import DEMO, draft_of, reader_of
from tests.support.program import (
    Driver,
    Program,
    notes,
    notified,
    press,
    rebuild,
    screen_text,
    until,
)
from tests.support.translation_server import TranslationServer, render
from tests.support.translator import StubTranslator, rendered

WITHOUT_SERVICE = """
import asyncio, sys
from pathlib import Path
from tests.support.draft_editor import DEMO
from tests.support.program import Program, press, rebuild, notes

async def main():
    with Program(Path(sys.argv[1]), None, is_demo=True) as program:
        async with program.run(DEMO) as pilot:
            await press(pilot, "t", "T", "space", "enter", "ctrl+g", "escape")
            await rebuild(pilot)
            print(*notes(pilot), sep="\\n")
    print(*(name for name in sys.modules if name.startswith("matome_tui.translate")))

asyncio.run(main())
"""


@pytest.fixture
def translator(program: Program) -> StubTranslator:
    program.translator = made = StubTranslator()
    return made


def line_of_cursor(pilot: Driver) -> int | None:
    view = reader_of(pilot).view
    assert view is not None
    return view.screen_line_of(view.cursor)


def test_without_a_service_nothing_is_imported_and_the_keys_say_how(tmp_path: Path) -> None:
    run = [sys.executable, "-c", WITHOUT_SERVICE, str(tmp_path)]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=True)
    *said, modules = done.stdout.splitlines()
    assert modules == ""
    assert set(said) == {"No translation service is set up; see [translate] in the README"}


async def test_a_rendering_is_streamed_hidden_and_asked_for_again_if_it_failed(
    program: Program, translator: StubTranslator
) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "j")
        before, at = screen_text(pilot), line_of_cursor(pilot)
        comment = reader_of(pilot).current
        assert comment
        translator.gate.clear()
        await press(pilot, "t")
        await until(pilot, lambda: "~ 訳…" in screen_text(pilot))
        assert "translating 1" in screen_text(pilot)
        translator.gate.set()
        await rebuild(pilot)
        assert f"~ {rendered(translator.asked[0].text)}" in screen_text(pilot)
        assert line_of_cursor(pilot) == at
        assert (
            translator.asked[0].title
            == "Koke: a terminal bookmark keeper where unread links grow moss"
        )
        await press(pilot, "t")
        await rebuild(pilot)
        assert screen_text(pilot) == before
        await press(pilot, "t")
        await rebuild(pilot)
        assert "~ 訳文" in screen_text(pilot)
        assert translator.ids == [comment.id]  # asked once

        translator.event = lambda r: Failed(r.id, "the rendering is cut off", "半分")
        await press(pilot, "j", "t")
        await rebuild(pilot)
        assert "~ (not translated: the rendering is cut off)" in screen_text(pilot)
        assert "~ 半分" in screen_text(pilot)
        translator.event = lambda _: None
        await press(pilot, "t", "t")
        await rebuild(pilot)
        assert "半分" not in screen_text(pilot)
        assert [request.is_fresh for request in translator.asked] == [False, False, True]


async def test_the_thread_is_translated_as_it_is_read_and_nothing_at_the_cursor_moves(
    program: Program, translator: StubTranslator
) -> None:
    translator.event = lambda r: Skipped(r.id, "already Japanese") if "苔" in r.text else None
    async with program.run(DEMO, size=(80, 24)) as pilot:
        reader = reader_of(pilot)
        await press(pilot, "ctrl+d", "j", "j")
        at = line_of_cursor(pilot)
        await press(pilot, "T")
        await rebuild(pilot)
        assert line_of_cursor(pilot) == at
        assert "in translation" in screen_text(pilot)
        view = reader.view
        assert view
        assert reader.thread
        comments = reader.thread.comments
        shown = {index for index, line in view.frame if line}
        assert {comments[index].id for index in shown} <= set(translator.ids)
        assert len(translator.ids) < len(comments) / 2  # a screen ahead, and no more
        await press(pilot, *"jjjj")
        await rebuild(pilot)
        furthest = max(reader.thread.find(at) or Index(0) for at in translator.ids)
        assert furthest > max(index for index, _ in view.frame)
        assert len(set(translator.ids)) == len(translator.ids)
        await press(pilot, "T")
        await rebuild(pilot)
        assert "~ 訳文" not in screen_text(pilot)
        assert "in translation" not in screen_text(pilot)


async def test_a_rendering_goes_with_the_text_that_was_translated(
    program: Program, translator: StubTranslator
) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "j", "t", "j", "t")
        await rebuild(pilot)
        assert screen_text(pilot).count("~ 訳文") == 2
        screen, comment = pilot.app.screen, reader_of(pilot).current
        assert isinstance(screen, ThreadScreen)
        assert screen._feed.assembly
        assert comment
        screen._feed.assembly.add([replace(comment, html="Edited since.")])
        screen._rebuild(everything=True)
        await pilot.pause()
        assert "Edited since." in screen_text(pilot)
        assert screen_text(pilot).count("~ 訳文") == 1


async def test_cached_renderings_come_with_the_first_frame_and_failures_end_reading(
    program: Program, translator: StubTranslator
) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        thread = reader_of(pilot).thread
        assert thread
        translator.kept = {c.id: Done(c.id, f"訳{c.id}", True) for c in thread.comments}
        await press(pilot, "T")
        await rebuild(pilot)
        assert translator.asked == []
        await pilot.press("G")
        last = next(c for c in reversed(thread.comments) if not c.is_gone)
        assert f"訳{last.id}" in screen_text(pilot)

    translator.kept = {}
    translator.event = lambda r: Failed(r.id, "no answer from the service")
    async with program.run(DEMO) as pilot:
        await press(pilot, "T")
        await rebuild(pilot)
        assert "Translation stopped: no answer from the service" in screen_text(pilot)
        assert len(translator.asked) <= 3 + program.settings.translate.concurrency


async def test_nothing_is_sent_before_the_user_agrees_nor_more_than_the_budget(
    program: Program, translator: StubTranslator
) -> None:
    translator.needs_consent = True
    async with program.run(DEMO) as pilot:
        for key in ("t", "T"):
            await press(pilot, key)
            await until(pilot, lambda: isinstance(pilot.app.screen, Question))
            assert "api.example.com" in screen_text(pilot)
            await press(pilot, "escape")
            await rebuild(pilot)
        assert translator.asked == []
        assert "in translation" not in screen_text(pilot)
        await press(pilot, "t")
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await press(pilot, "y")
        await until(pilot, lambda: "~ 訳文" in screen_text(pilot))

        translator.budget = 10
        asked = len(translator.asked)
        await press(pilot, "T")
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        assert "max_characters" in screen_text(pilot)
        await press(pilot, "escape")
        await rebuild(pilot)
        assert len(translator.asked) == asked
        assert "used up" in screen_text(pilot)
        await press(pilot, "T")
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await press(pilot, "y")
        await until(pilot, lambda: len(translator.asked) > asked)


async def test_a_hostile_answer_of_a_service_is_only_text(program: Program, tmp_path: Path) -> None:
    with TranslationServer() as server:
        server.answer = lambda text: f"{render(text)}\x1b]0;x\x07[/b]\u202e<script>"
        settings = TranslateSettings(backend="openai", url=f"{server.url}/v1", model="m")
        program.translator = open_translator(settings, tmp_path, tmp_path)
        async with program.run(DEMO, size=(80, 24)) as pilot:
            await press(pilot, "t")
            await until(pilot, lambda: "苔の話" in screen_text(pilot))
            await rebuild(pilot)
            assert "[/b]<script>" in screen_text(pilot).replace("\n", "")
            assert not {"\x1b", "\x07", "\u202e"} & set(screen_text(pilot))
            await press(pilot, "space")
            assert draft_of(pilot).clips[0].is_machine


async def test_a_clip_starts_with_the_rendering_at_hand_as_a_machines_text(
    program: Program, translator: StubTranslator
) -> None:
    async with program.run(DEMO, size=(120, 40)) as pilot:
        await press(pilot, "t")
        await rebuild(pilot)
        await press(pilot, "space", "space")
        first, second = draft_of(pilot).clips
        assert (first.text, first.is_machine) == (rendered(first.original), True)
        assert second.is_untouched
        assert "1 by machine" in screen_text(pilot)
        await press(pilot, "g", "tab", "g", "y")
        assert not draft_of(pilot).clips[0].is_machine
        assert "by machine" not in screen_text(pilot)
        await press(pilot, "u")
        assert draft_of(pilot).clips[0].is_machine
        await press(pilot, "ctrl+s")
        await notified(pilot, "machine's texts that you have not edited")
        assert notes(pilot)
