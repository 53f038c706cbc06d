"""Editing clips: typed text is kept, from any input method."""

from dataclasses import replace

import pytest
from textual import events
from textual.widgets import Static

from matome_tui.config.settings import Color, EditorSettings, Settings
from matome_tui.core.comment.markup import parse_html
from matome_tui.core.draft.entries import EntryKey, Remark
from matome_tui.ui.screens.editor import EditorScreen
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.prose_pane import ProsePane
from matome_tui.ui.widgets.text_area import ProseArea
from tests.support.draft_editor import DEMO, kept_draft, kept_titles
from tests.support.program import (
    Driver,
    Program,
    held_input_done,
    notes,
    press,
    screen_text,
    type_text,
)


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
        assert "not rewritten" in screen_text(pilot)
        await press(pilot, *"new")
        assert area_of(pilot).text == "new"
        assert "3 / 200 characters  no Japanese" in screen_text(pilot)


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


async def test_written_text_is_there_again(program: Program) -> None:
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


# The counts and warnings


def review_of(pilot: Driver) -> tuple[str, set[str]]:
    """Return the line of facts and the classes that colour it."""
    review = pilot.app.screen.query_one("#review", Static)
    return str(review.render()), set(review.classes)


async def test_beyond_the_target_the_count_is_amber_and_far_beyond_it_red(program: Program) -> None:
    program.settings = Settings(editor=EditorSettings(target=4))
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter")
        assert "-over" not in review_of(pilot)[1]
        seen = []
        for letter in "苔がむすまで":
            await type_text(pilot, letter)
            seen.append(review_of(pilot))
        await type_text(pilot, "に")
        seen.append(review_of(pilot))
        assert seen[3] == ("4 / 4 characters", set())
        assert seen[4] == ("5 / 4 characters  too long", {"-over"})
        assert seen[5] == ("6 / 4 characters  too long", {"-over"})
        assert seen[6] == ("7 / 4 characters  too long", {"-far-over"})


async def test_graphemes_are_counted_and_no_line_breaks_or_addresses(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter")
        await type_text(pilot, "👨\u200d👩\u200d👧か\u3099\nhttps://example.org/a")
        assert review_of(pilot)[0].startswith("2 / 200 characters")


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (" ", "empty"),
        ("moss", "no Japanese"),
        ("苔Привет", "foreign letters: Привет"),
        ("苔の話", "a link of the original is missing"),
    ],
)
async def test_asks_while_one_types(program: Program, text: str, question: str) -> None:
    assert program.server is not None
    link = "https://example.org/moss"
    program.server.grow(DEMO, DEMO, f'See <a href="{link}">{link}</a>', "linker")
    async with program.run(DEMO) as pilot:
        await press(pilot, "G", "enter")
        assert "not rewritten" in review_of(pilot)[0]
        await type_text(pilot, text)
        assert question in review_of(pilot)[0]
        await press(pilot, "ctrl+u")
        await type_text(pilot, f"苔の話 {link}")
        assert review_of(pilot)[0] == "4 / 200 characters"


async def test_a_missing_link_is_inserted_at_the_cursor(program: Program) -> None:
    assert program.server is not None
    links = ("https://example.org/moss", "https://example.org/fern")
    program.server.grow(DEMO, DEMO, f"See {links[0]} and {links[1]}", "linker")
    async with program.run(DEMO) as pilot:
        await press(pilot, "G", "enter")
        await type_text(pilot, "苔moss!")
        assert review_of(pilot)[0].endswith("missing  ctrl+l inserts the link")
        await press(pilot, "left", "ctrl+l")
        assert area_of(pilot).text == f"苔moss {links[0]} !"
        await press(pilot, "home", "ctrl+l", "ctrl+l")
        assert area_of(pilot).text == f"{links[1]}苔moss {links[0]} !"
        assert notes(pilot) == ["No link of the original is missing"]
        assert review_of(pilot)[0] == "8 / 200 characters"


async def test_clips_that_are_not_rewritten_come_one_after_another(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *["space"] * 3, "g", "j", "enter", *"two", "ctrl+r")
        assert "clip 3 / 3" in screen_text(pilot)
        await press(pilot, "x", "ctrl+r")
        assert "clip 1 / 3" in screen_text(pilot)
        await press(pilot, "ctrl+r")
        assert "clip 1 / 3" in screen_text(pilot)
        assert notes(pilot) == ["No other clip is left to rewrite"]
        await press(pilot, "escape", "i")
        assert "clip 1 / 3" in screen_text(pilot)
        await press(pilot, "ctrl+n", "ctrl+o", "escape", "tab", "g", "j", "i")
        assert "clip 2 / 3" in screen_text(pilot)
        await press(pilot, "x", "ctrl+r", "x", "escape", "i")
        assert isinstance(pilot.app.screen, ThreadScreen)
        assert "No clip is left to rewrite" in screen_text(pilot)


async def test_other_languages_are_not_asked_for_japanese(program: Program) -> None:
    program.settings = Settings(editor=EditorSettings(language=""))
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter", *"moss")
        assert review_of(pilot)[0] == "4 / 200 characters"


# Beside the text


async def test_shows_the_colour_and_what_it_means(program: Program) -> None:
    colors = (Color("ember", "#ff0000", "a warning"), Color("sky", "#0000ff"))
    program.settings = replace(Settings(), colors=colors)
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter", "alt+1")
        assert "ember: a warning" in screen_text(pilot)
        await press(pilot, "alt+2")
        assert "sky" in screen_text(pilot)
        assert kept_draft(program).clips[0].color == "#0000ff"
        await press(pilot, "alt+0", "alt+3")
        assert kept_draft(program).clips[0].color == ""
        await press(pilot, "escape")
    assert kept_titles(program) == ["Mark", "Colour ember", "Colour sky", "No colour"]


async def test_a_colour_parts_what_was_typed_before_from_what_comes_after(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter", *"ab", "alt+1", *"cd", "escape")
    assert kept_titles(program) == ["Mark", "Edit text", "Colour aqua", "Edit text"]


async def test_shows_what_the_comment_answers_on_a_key(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "enter")
        assert "Author here." in pilot.app.screen.query_one(ProsePane).text
        await press(pilot, "ctrl+t")
        shown = pilot.app.screen.query_one(ProsePane).text
        assert shown.startswith("The detail I keep coming back to")
        assert "parent of kokemori_77" in screen_text(pilot)
        assert area_of(pilot).text.startswith("Author here.")
        await press(pilot, "ctrl+t")
        assert "Author here." in pilot.app.screen.query_one(ProsePane).text
        await press(pilot, "ctrl+t", "ctrl+p", "ctrl+n")
        assert "what" not in screen_text(pilot).splitlines()[0]


async def test_the_original_is_broken_as_the_reader_breaks_it(program: Program) -> None:
    text = "、".join("あいうえおかきくけこ" for _ in range(20))
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "enter")
        pane = pilot.app.screen.query_one(ProsePane)
        pane.show(parse_html(text))
        await pilot.pause()
        assert pane.size.height == len(pane.lines) > 1
        starts = [pane.paint(y).text[0] for y in range(len(pane.lines))]
        assert "、" not in starts


async def test_a_comment_that_answers_the_story_has_nothing_to_show(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter", "ctrl+t")
        assert notes(pilot) == [
            "No parent to show: this is a top-level comment, or its thread is not loaded"
        ]


async def test_original_and_text_are_side_by_side_or_stacked(program: Program) -> None:
    for width, is_stacked in ((120, False), (80, True)):
        async with program.run(DEMO, size=(width, 24)) as pilot:
            await press(pilot, "g", "enter")
            original, area = pilot.app.screen.query_one("#original").region, area_of(pilot).region
            assert (original.y < area.y) is is_stacked
            assert (original.x < area.x) is not is_stacked
            foot = screen_text(pilot).splitlines()[-1]
            assert "ctrl+s keep" in foot
            assert foot.endswith("f1 help")


# Headings and remarks


async def test_a_remark_is_edited_alone_and_without_questions(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "tab", "a", *"words")
        assert review_of(pilot) == ("5 characters", set())
        assert screen_text(pilot).splitlines()[0].split() == ["Remark", "Markdown"]
        assert not pilot.app.screen.query_one("#original-pane").display
        await press(pilot, "alt+1", "ctrl+o", "ctrl+t", "escape")
    assert kept_draft(program).entries[1] == Remark(EntryKey(2), "words")


async def test_a_remark_without_words_is_dropped(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "tab", "a")
        assert len(kept_draft(program).entries) == 2
        await press(pilot, "escape")
        assert len(kept_draft(program).entries) == 1
        assert isinstance(pilot.app.screen, ThreadScreen)


async def test_next_and_previous_go_over_clips_and_remarks_but_not_folds(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(
            pilot, "V", "j", "space", "tab", "g", "a", *"words", "escape", "F", "g", "enter"
        )
        heads = []
        for key in ("ctrl+n", "ctrl+n", "ctrl+n", "ctrl+p", "ctrl+p", "ctrl+p"):
            await press(pilot, key)
            heads.append(screen_text(pilot).splitlines()[0].split()[0])
        assert heads == [
            "Remark",
            "kokemori_77",
            "kokemori_77",
            "Remark",
            "quietlathe",
            "quietlathe",
        ]
        assert "clip 1 / 2" in screen_text(pilot)
        assert notes(pilot)[1:] == ["This is the last entry", "This is the first entry"]
        await press(pilot, "escape")
    assert kept_titles(program) == [
        "Mark 2 comments",
        "Add a remark",
        "Edit text",
        "Begin a section",
    ]


async def test_enter_ends_a_heading_that_was_one_when_it_was_opened(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "tab", "a", *"#x", "enter", *"y", "backspace", "backspace")
        assert area_of(pilot).text == "#x"
        await press(pilot, "ctrl+p", "ctrl+n", "z", "enter")
        assert isinstance(pilot.app.screen, ThreadScreen)
    assert kept_draft(program).entries[1] == Remark(EntryKey(2), "#xz")


# Nothing is lost


async def test_the_original_again_is_a_step_of_its_own(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter", *"mine", "ctrl+o", "!", "escape", "u")
        assert kept_draft(program).clips[0].is_untouched
        await press(pilot, "u")
        assert kept_texts(program) == ["mine"]


@pytest.mark.parametrize("key", ["escape", "enter", "tab", "f1"])
async def test_a_composed_word_is_kept_whatever_key_committed_it(
    program: Program, key: str
) -> None:
    """Terminals of the kitty protocol bring each character with the key that committed it."""
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter")
        for character in "苔むす":
            pilot.app.post_message(events.Key(key, character))
        await held_input_done(pilot)
        assert isinstance(pilot.app.screen, EditorScreen)
        assert kept_texts(program) == ["苔むす"]


KEYS_AT_ONCE = [("x", "x"), ("ctrl+n", None), ("y", "y"), ("alt+1", "1"), ("escape", None)]


async def test_keys_that_come_at_once_are_heeded_in_their_order(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "space", "g", "enter")
        for key, character in KEYS_AT_ONCE:
            pilot.app.post_message(events.Key(key, character))
        await held_input_done(pilot)
        assert kept_texts(program) == ["x", "y"]
        assert [clip.color for clip in kept_draft(program).clips] == ["", "#38d3d3"]
        assert isinstance(pilot.app.screen, ThreadScreen)


async def test_a_warning_says_that_a_shortcode_in_a_remark_will_not_run(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "tab", "a")
        await type_text(pilot, "{{< x >}}")
        assert "shortcodes in it are shown, not run" in review_of(pilot)[0]


async def test_bare_asterisks_in_a_remark_are_reported(program: Program) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "space", "tab", "a")
        await type_text(pilot, "**「苔が生える」**です")
        assert "the asterisks of “**「苔が生える」**” will show" in review_of(pilot)[0]
        assert "punctuation outside" in " ".join(screen_text(pilot).split())
        await press(pilot, "backspace", "backspace")
        assert "asterisks" not in review_of(pilot)[0]
