"""A machine's rendering in the editor: streamed below the text, and taken with one key."""

from matome_tui.translate.events import Failed
from matome_tui.ui.screens.rendering import RenderingPane
from matome_tui.ui.widgets.text_area import ProseArea
from tests.support.draft_editor import DEMO, kept_draft, kept_titles
from tests.support.program import Program, press, rebuild, screen_text, until
from tests.support.translator import StubTranslator, rendered


async def test_a_rendering_is_streamed_taken_and_taken_back(program: Program) -> None:
    program.translator = translator = StubTranslator()
    translator.gate.clear()
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "enter")
        screen = pilot.app.screen
        area, pane = screen.query_one(ProseArea), screen.query_one(RenderingPane)
        original = area.text
        await press(pilot, "ctrl+g")
        await until(pilot, lambda: "Translating" in screen_text(pilot))
        assert area.text == original
        assert area.has_focus  # the user can go on writing meanwhile
        translator.gate.set()
        await rebuild(pilot)
        text = rendered(original)
        assert "ctrl+g takes it" in screen_text(pilot)
        assert text in screen_text(pilot)
        assert translator.asked[0].text == original

        await press(pilot, "ctrl+g")
        assert area.text == text
        assert not pane.display
        assert kept_draft(program).clips[0].is_machine
        assert "a machine's text" in screen_text(pilot)
        await press(pilot, "ctrl+z")
        assert area.text == original
        assert kept_draft(program).clips[0].is_untouched
        await press(pilot, "ctrl+y", "end", *"x")
        assert area.text == f"{text}x"
        assert not kept_draft(program).clips[0].is_machine

        translator.event = lambda r: Failed(r.id, "the answer is a refusal", "できません")
        await press(pilot, "ctrl+g")
        await rebuild(pilot)
        assert "Not translated: the answer is a refusal" in screen_text(pilot)
        assert "できません" in screen_text(pilot)
        translator.event = lambda _: None
        await press(pilot, "ctrl+g")
        await rebuild(pilot)
        assert [request.is_fresh for request in translator.asked] == [False, False, True]

        assert kept_titles(program)[:2] == ["Mark", "Take the rendering"]
