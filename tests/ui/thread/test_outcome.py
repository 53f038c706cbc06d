"""What edits, undo and modes say, and where they lead."""

from dataclasses import replace

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.ui.screens.editor import EditorScreen
from matome_tui.ui.screens.excerpt import ExcerptScreen
from matome_tui.ui.thread.outcome import outcome
from tests.support.draft_editor import DEMO, draft_of, kept_titles, reader_of, tray_of
from tests.support.hn_server import HNServer
from tests.support.program import (
    Driver,
    Program,
    press,
    rebuild,
    screen_text,
    shown_notes,
    until,
)
from tests.support.threads import STORY, comment

EMPTY = Draft(STORY, "A story", Metadata("A story", "2025-01-02"))
TWO = EMPTY.add([comment(101), comment(102, author="ben")], lambda comment_id: comment_id)
COLORS = {"#ff5733": "2 orange"}


def said(before: Draft, after: Draft) -> str:
    return outcome(before, after, COLORS, "u")


def test_a_removal_names_what_is_lost() -> None:
    first, second = TWO.clips
    one = TWO.remove([second.key])
    assert said(TWO, one) == "Removed ben's clip; u undoes"
    colored = one.set_color([first.key], "#ff5733")
    assert said(colored, EMPTY) == "Removed ann's clip (2 orange); u undoes"
    edited = colored.set_text(first.key, "my words")
    assert said(edited, EMPTY) == "Removed ann's clip (2 orange, rewritten); u undoes"
    assert said(TWO, EMPTY) == "Removed 2 clips; u undoes"
    remark = EMPTY.add_remark("## Moss", 0)
    assert said(remark, EMPTY) == "Removed '## Moss'; u undoes"
    assert said(TWO.add_remark("## Moss", 0), EMPTY) == "Removed 3 entries; u undoes"


def test_only_what_is_not_plain_to_see_is_said() -> None:
    first = TWO.clips[0]
    assert said(EMPTY, TWO) == "Marked 2 comments; u undoes"
    assert said(EMPTY, EMPTY.add([comment(101)], lambda at: at)) == ""
    assert said(TWO, TWO.set_color([first.key], "#ff5733")) == ""
    assert said(TWO, TWO.add_remark("", 0)) == ""


def test_several_clips_are_counted_and_their_colour_is_named() -> None:
    keys = [clip.key for clip in TWO.clips]
    orange = TWO.set_color(keys, "#ff5733")
    assert said(EMPTY, orange) == "Marked 2 comments (2 orange); u undoes"
    assert said(EMPTY, orange.set_color(keys[:1], "#38d3d3")) == "Marked 2 comments; u undoes"
    assert said(TWO, orange) == "Coloured 2 clips (2 orange); u undoes"
    assert said(TWO.remove(keys[1:]), orange) == "Coloured 2 clips (2 orange); u undoes"
    assert said(orange, TWO) == "Removed the colour of 2 clips; u undoes"
    assert said(TWO, TWO.set_text(keys[0], "a").set_text(keys[1], "b")) == ""


def foot(pilot: Driver) -> str:
    return screen_text(pilot).splitlines()[-1].strip()


async def test_what_is_done_is_named_and_undone_where_it_was(program: Program) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "2", "space")
        assert reader_of(pilot).cursor == 2
        assert foot(pilot).startswith("3/71  ledgerwren  2 clips")
        await press(pilot, "G", "u")
        assert foot(pilot) == "Undone: mark kokemori_77"
        assert reader_of(pilot).cursor == 1
        await press(pilot, "j")
        assert foot(pilot).startswith("3/71  ledgerwren  1 clip")
        await press(pilot, "g", "space")
        assert foot(pilot) == "Removed quietlathe's clip (2 orange); u undoes"
        await press(pilot, "u")
        assert foot(pilot) == "Undone: remove quietlathe's clip"
        assert [clip.color for clip in draft_of(pilot).clips] == ["#ff5733"]
        await press(pilot, "tab", "d", "u")
        assert foot(pilot) == "Undone: remove quietlathe's clip"
        await press(pilot, "tab", "j", "space", "tab", "G", "less_than_sign", "u")
        assert foot(pilot) == "Undone: move kokemori_77"


async def test_modes_show_with_their_way_out(program: Program) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "V")
        assert foot(pilot).startswith("Range: 1 comment (escape ends)  1/71")
        await press(pilot, "j", "j", "y")
        assert foot(pilot) == "Range: 3 comments (escape ends)  Text copied"
        await press(pilot, "space")
        assert foot(pilot) == "Marked 3 comments; u undoes"
        await press(pilot, "g", "V", "j", "j", "2")
        assert foot(pilot) == "Coloured 3 clips (2 orange); u undoes"
        await press(pilot, "u")
        assert foot(pilot) == "Undone: colour 3 clips orange"
        await press(pilot, "f", *"by:ledgerwren", "enter")
        assert foot(pilot).startswith("Filter by:ledgerwren: 3 comments (escape ends)  3/3")
        await press(pilot, "escape", "full_stop")
        assert foot(pilot) == "Nothing new since your last visit"
        await press(pilot, "k")
        assert "(escape ends)" not in foot(pilot)
        assert shown_notes(pilot) == []


async def test_what_a_post_will_not_have_is_noted_once(program: Program) -> None:
    post = program.settings.post.in_format("blockquote")
    program.settings = replace(program.settings, post=post)
    async with program.run(DEMO) as pilot:
        await press(pilot, "2")
        assert foot(pilot) == "This site's posts have no colours; the draft keeps them"
        await press(pilot, "2")
        assert shown_notes(pilot) == []
        assert [clip.color for clip in draft_of(pilot).clips] == ["#ff5733"] * 2
        await press(pilot, "tab", "F")
        assert foot(pilot) == "This site's posts have no sections; the draft keeps them"
        await press(pilot, "j", "F")
        assert shown_notes(pilot) == []


async def test_an_excerpt_that_is_not_used_leaves_nothing_behind(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExcerptScreen))
        await press(pilot, "escape")
        await rebuild(pilot)
        assert draft_of(pilot).clips == ()
        await press(pilot, "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExcerptScreen))
        await press(pilot, "space", "enter")
        await rebuild(pilot)
        assert [bool(clip.excerpt) for clip in draft_of(pilot).clips] == [True]
        assert kept_titles(program) == ["Choose an excerpt"]


async def test_leaving_the_editor_goes_to_what_was_edited_last(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "j", "space", "g", "enter", "ctrl+n")
        assert isinstance(pilot.app.screen, EditorScreen)
        await press(pilot, "escape")
        assert reader_of(pilot).cursor == 2
        assert tray_of(pilot).current == draft_of(pilot).clips[1]


async def test_comments_that_are_new_since_the_last_visit_are_counted_at_the_top(
    program: Program, hn: HNServer
) -> None:
    async with program.run(DEMO) as pilot:
        thread = reader_of(pilot).thread
        assert thread is not None
        first = thread.comments[0].id
        assert "since your visit" not in screen_text(pilot)
        await press(pilot, "q")
    hn.grow(DEMO, first, "A late reply.", "latecomer")
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: "1 new since your visit" in screen_text(pilot))
        await press(pilot, "G", "comma")
        current = reader_of(pilot).current
        assert current is not None
        assert current.author == "latecomer"
        await press(pilot, "comma")
        assert foot(pilot).endswith("No new comment above")
