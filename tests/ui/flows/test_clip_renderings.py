"""All clips that are still the original, translated with one command."""

from matome_tui.translate.events import Event, Failed, Request
from matome_tui.ui.widgets.dialogs import Output, Waiting
from tests.support.draft_editor import DEMO, draft_of, kept_titles
from tests.support.program import Program, notified, press, rebuild, screen_text, until
from tests.support.translator import StubTranslator, rendered


async def test_all_originals_are_translated_as_one_step_with_progress_and_failures(
    program: Program,
) -> None:
    program.translator = translator = StubTranslator()
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "ctrl+g")
        await notified(pilot, "no clip is still the original")
        await press(pilot, *["space"] * 4, "tab", "g", "enter", *"own", "escape")
        own, *others = draft_of(pilot).clips

        translator.gate.clear()
        await press(pilot, "ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, Waiting))
        await until(pilot, lambda: "Translating 0/3" in screen_text(pilot))
        await press(pilot, "escape")
        await rebuild(pilot)
        assert draft_of(pilot).clips == (own, *others)  # cancelled before the first was done

        bad = others[1].key

        def fail(request: Request) -> Event | None:
            return Failed(request.id, "a number is lost", "") if request.id == bad else None

        translator.event = fail
        translator.gate.set()
        await press(pilot, "ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, Output))
        assert "2 clips translated, 1 not" in screen_text(pilot)
        assert f"{others[1].author}: a number is lost" in screen_text(pilot)
        await press(pilot, "escape")
        clips = draft_of(pilot).clips
        assert [clip.text for clip in clips] == [
            "own",
            rendered(others[0].original),
            others[1].original,
            rendered(others[2].original),
        ]
        assert [clip.is_machine for clip in clips] == [False, True, False, True]
        assert kept_titles(program)[-1] == "Translate 2 clips"
        await press(pilot, "u")
        assert draft_of(pilot).clips == (own, *others)
