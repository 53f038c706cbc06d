"""Editing clips: what is typed is kept, whatever brings it."""

from textual import events

from matome_tui.ui.screens.editor import EditorScreen
from matome_tui.ui.screens.thread import ThreadScreen
from matome_tui.ui.widgets.text_area import ProseArea
from tests.support.program import Driver, Program, press, screen_text

DEMO = 44900001


def area_of(pilot: Driver) -> ProseArea:
    return pilot.app.screen.query_one(ProseArea)


def kept_texts(program: Program) -> list[str]:
    session = program.services().drafts.of_thread(DEMO)
    assert session is not None
    return [clip.text for clip in session.draft.clips]


async def test_starts_with_the_original_which_typing_replaces(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter")
        original = area_of(pilot).text
        assert original == kept_texts(program)[0]
        assert "still the original" in screen_text(pilot)
        await press(pilot, *"new")
        assert area_of(pilot).text == "new"
        assert "3 of 200 characters  no Japanese" in screen_text(pilot)


async def test_every_letter_is_on_disk_before_the_next(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter")
        for typed in ("a", "b", "c"):
            await press(pilot, typed)
            assert kept_texts(program) == [area_of(pilot).text]


async def test_one_undo_takes_back_a_whole_edit(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "k", "enter")
        original = area_of(pilot).text
        await press(pilot, *"hello", "ctrl+s")
        assert isinstance(pilot.app.screen, ThreadScreen)
        assert kept_texts(program) == ["hello"]
        await press(pilot, "u")
        assert kept_texts(program) == [original]


async def test_what_was_written_is_there_again(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter", *"words", "escape", "enter")
        assert area_of(pilot).text == "words"
        await press(pilot, *"!")
        assert area_of(pilot).text == "words!"


async def test_next_and_previous_clip_without_leaving(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "space", "g", "enter", *"one", "ctrl+n", *"two", "ctrl+p")
        assert area_of(pilot).text == "one"
        assert kept_texts(program) == ["one", "two"]


async def test_the_original_can_be_had_again(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter")
        original = area_of(pilot).text
        await press(pilot, *"x", "ctrl+o")
        assert area_of(pilot).text == original


async def test_composed_japanese_and_odd_characters_are_taken(program: Program) -> None:
    """Input methods bring whole words in one event, and characters Python calls unprintable."""
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter")
        for key, typed in (
            ("enter", "日本語"),
            ("ideographic_space", "\u3000"),
            ("zero_width_joiner", "\u200d"),
            ("emoji", "\U0001fae9"),
        ):
            area_of(pilot).post_message(events.Key(key, typed))
            await pilot.pause()
        assert area_of(pilot).text == "日本語\u3000\u200d\U0001fae9"


async def test_paste_is_cleaned_and_can_be_undone(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter")
        original = area_of(pilot).text
        area_of(pilot).post_message(events.Paste("a\r\nb\x1b[31mc"))
        await pilot.pause()
        assert area_of(pilot).text == "a\nb[31mc"
        await press(pilot, "ctrl+z")
        assert area_of(pilot).text == original
        assert pilot.app.return_code in (None, 0)
        assert isinstance(pilot.app.screen, EditorScreen)


async def test_escape_characters_in_the_original_are_not_shown(program: Program) -> None:
    assert program.server is not None
    program.server.grow(DEMO, DEMO, "a\x1b[31mb", "es_cape")
    async with program.run(DEMO) as pilot:
        await press(pilot, "G", "enter")
        assert "a[31mb" in screen_text(pilot)
        assert "\x1b" not in screen_text(pilot)
