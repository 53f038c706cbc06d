"""The user's translation service."""

import threading

import pytest

from matome_tui.ui.translator import Translator
from matome_tui.ui.widgets.dialogs import Question
from tests.support.draft_editor import DEMO
from tests.support.program import Program, press, rebuild, until
from tests.support.translator import StubTranslator


async def test_comments_asked_for_at_once_open_it_and_ask_once(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.translator = translator = StubTranslator()
    translator.needs_consent = True
    opened: list[Translator] = []
    may_open = threading.Event()

    def open_late() -> Translator:
        opened.append(translator)
        assert may_open.wait(20)
        return translator

    monkeypatch.setattr(program, "_open_translator", open_late)
    async with program.run(DEMO) as pilot:
        await press(pilot, "t", "j", "t")
        await until(pilot, lambda: bool(opened))
        may_open.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await rebuild(pilot)
        await press(pilot, "y")
        await rebuild(pilot)
        assert not isinstance(pilot.app.screen, Question)
        assert len(translator.ids) == 2
        assert len(opened) == 1
