"""The tray: order, headings, remarks, sections, selections; every action is one step."""

from dataclasses import replace

import pytest

from matome_tui.config.settings import DEFAULT_COLORS, ReaderSettings, Settings
from matome_tui.core.draft.entries import Clip, Remark, Section
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.ui.thread.screen import ThreadScreen
from tests.support.draft_editor import (
    DEMO,
    draft_of,
    kept_draft,
    kept_titles,
    reader_of,
    tray_lines,
    tray_of,
)
from tests.support.hn_server import HNServer
from tests.support.program import (
    Driver,
    Program,
    asked_for_text,
    notes,
    press,
    screen_text,
    type_text,
    until,
)


def places(pilot: Driver) -> list[Index]:
    """Return the places in the thread of the clips, in the order of the post."""
    thread = thread_of(pilot)
    return [index_of(thread, clip.comment) for clip in draft_of(pilot).clips]


def index_of(thread: Thread, comment_id: int) -> Index:
    index = thread.find(comment_id)
    assert index is not None
    return index


def thread_of(pilot: Driver) -> Thread:
    thread = reader_of(pilot).thread
    assert thread is not None
    return thread


def kinds(pilot: Driver) -> list[str]:
    """Return the entries: a clip's place, a remark's text, a section's sign."""
    thread = thread_of(pilot)
    shown: list[str] = []
    for entry in draft_of(pilot).entries:
        match entry:
            case Clip():
                shown.append(str(thread.find(entry.comment)))
            case Remark():
                shown.append(entry.text)
            case Section():
                shown.append("/" if entry.is_open else f"-{entry.summary}")
    return shown


def cursor_entry(pilot: Driver) -> Index:
    """Return the place in the thread of the clip that the tray's cursor is on."""
    entry = tray_of(pilot).current
    assert isinstance(entry, Clip)
    return index_of(thread_of(pilot), entry.comment)


MARK_FIVE = ("V", "j", "j", "j", "j", "space", "tab", "g")


# Rows


async def test_shows_place_author_colour_and_words(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "2", "k", "enter")
        await type_text(pilot, "苔の話。")
        await press(pilot, "escape", "j", "space")
        lines = tray_lines(pilot)
        assert lines[0] == " ▌  1 quietlathe  2 orange"
        assert lines[1] == " ▌    苔の話。"
        assert lines[2] == " ▌  2 kokemori_77"
        assert lines[3].startswith(" ▌  = Author here.")
        assert lines[4].startswith(" ▌    ")
        assert lines[4].endswith("…")


async def test_selected_entries_and_the_cursor_have_signs_of_their_own(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE, "space", "k")
        assert tray_lines(pilot)[0] == "›▌  1•quietlathe"
        assert tray_lines(pilot)[3] == " ▌  2 kokemori_77"
        await press(pilot, "space")
        assert tray_lines(pilot)[0] == " ▌  1 quietlathe"


async def test_headings_remarks_and_sections_have_signs_with_ascii_too(program: Program) -> None:
    program.settings = Settings(reader=ReaderSettings(ascii=True))
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "tab", "number_sign")
        await type_text(pilot, "見出し")
        await press(pilot, "enter", "j", "a")
        await type_text(pilot, "一言。")
        await press(pilot, "escape", "F", "g", "j", "j")
        lines = tray_lines(pilot)
        assert lines[0] == "   ## 見出し"
        assert lines[1].startswith(" #  1 quietlathe")
        assert lines[4].startswith("> --- section 1 ---")
        assert lines[5] == '    " 一言。'


async def test_an_empty_tray_says_how_to_fill_it(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        lines = [line.strip() for line in tray_lines(pilot)[:2]]
        assert lines == ["No clips yet", "Mark a comment with space"]
        await press(pilot, "tab", "d", "greater_than_sign", "space", "m", "b", "c", "e", "enter")
        assert isinstance(pilot.app.screen, ThreadScreen)
        assert kept_or_none(program) is None


def kept_or_none(program: Program) -> object:
    return program.services().drafts.of_thread(DEMO)


async def test_the_sums_above_follow(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "space")
        assert "Clips 2" in screen_text(pilot)
        assert "0 of 2 rewritten" in screen_text(pilot)
        await press(pilot, "g", "enter", "x", "escape")
        assert "1 of 2 rewritten" in screen_text(pilot)


@pytest.mark.parametrize(("width", "lines"), [(159, 3), (160, 4)])
async def test_a_wide_screen_shows_more_of_a_text(program: Program, width: int, lines: int) -> None:
    async with program.run(DEMO, size=(width, 40)) as pilot:
        await press(pilot, "space")
        assert len(tray_lines(pilot)) == lines


async def test_the_title_of_the_pane_in_use_stands_out(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        thread, tray = pilot.app.screen.query(".pane-title")
        await press(pilot, "space")
        assert (thread.has_class("-focused"), tray.has_class("-focused")) == (True, False)
        await press(pilot, "tab")
        assert (thread.has_class("-focused"), tray.has_class("-focused")) == (False, True)


async def test_the_cursor_of_the_thread_dims_while_the_tray_is_used(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space")
        bright = reader_of(pilot).get_component_rich_style("reader--cursor")
        reader = reader_of(pilot)
        row = next(y for y in range(reader.size.height) if "›" in reader.paint(y).text)
        painted = reader.paint(row)
        await press(pilot, "tab")
        assert reader_of(pilot).get_component_rich_style("reader--cursor") != bright
        assert reader.paint(row) != painted


# Order


async def test_one_clip_moves_and_the_cursor_with_it(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE, "greater_than_sign", "alt+down")
        assert places(pilot) == [1, 2, 0, 3, 4]
        assert cursor_entry(pilot) == 0
        await press(pilot, "less_than_sign", "alt+up", "alt+up")
        assert places(pilot) == [0, 1, 2, 3, 4]
        assert kept_titles(program).count("Move") == 4


async def test_several_move_together_and_keep_together(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE, "space", "j", "space", "greater_than_sign")
        assert places(pilot) == [1, 0, 2, 3, 4]
        await press(pilot, "G", "greater_than_sign", "greater_than_sign", "greater_than_sign")
        assert places(pilot) == [1, 3, 4, 0, 2]
        await press(pilot, "escape", "g", "greater_than_sign")
        assert places(pilot) == [3, 1, 4, 0, 2]


async def test_a_clip_goes_to_a_place_by_number(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE, "m")
        await asked_for_text(pilot)
        await press(pilot, "4", "enter")
        assert places(pilot) == [1, 2, 3, 0, 4]
        await press(pilot, "m", "9", "9", "enter")
        assert places(pilot) == [1, 2, 3, 4, 0]
        await press(pilot, "m", "1", "enter")
        assert places(pilot) == [0, 1, 2, 3, 4]
        await press(pilot, "m", "escape", "m", "x", "enter")
        assert places(pilot) == [0, 1, 2, 3, 4]
        assert kept_titles(program)[-3:] == ["Move to 4", "Move to 99", "Move to 1"]


async def test_a_reply_goes_below_what_it_answers(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE, "j", *["greater_than_sign"] * 3)
        assert places(pilot) == [0, 2, 3, 4, 1]
        await press(pilot, "b")
        assert places(pilot) == [0, 2, 3, 4, 1]
        await press(pilot, "g", "j", "j", "j", "m", *"1", "enter", "b")
        assert places(pilot) == [0, 2, 3, 4, 1]
        assert cursor_entry(pilot) == 4


async def test_the_order_of_the_thread_and_of_time(program: Program, hn: HNServer) -> None:
    async with program.run(DEMO) as pilot:
        comments = thread_of(pilot).comments
        await press(pilot, "M", "tab", "g", "greater_than_sign", "s")
        by_thread = places(pilot)
        assert by_thread == sorted(by_thread)
        await press(pilot, "s")
        by_time = places(pilot)
        assert by_time == sorted(by_thread, key=lambda place: comments[place].time)
        assert by_time != by_thread
        await press(pilot, "s")
        assert places(pilot) == by_thread


async def test_in_the_order_of_time_a_new_clip_goes_to_its_time(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        comments = thread_of(pilot).comments
        await press(pilot, "M", "tab", "s", "tab", "right_curly_bracket", "M")
        times = [comments[place].time for place in places(pilot)]
        assert times == sorted(times)


# Remarks and sections


async def test_a_heading_is_written_above_and_a_remark_below(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "space", "tab", "number_sign")
        await type_text(pilot, "見出し")
        await press(pilot, "enter")
        assert tray_of(pilot).current == draft_of(pilot).entries[0]
        await press(pilot, "j", "a")
        await type_text(pilot, "一言。")
        await press(pilot, "escape")
        assert kinds(pilot) == ["## 見出し", "0", "一言。", "1"]
        await press(pilot, "enter")
        await type_text(pilot, "もう一言。")
        await press(pilot, "escape")
        assert kinds(pilot) == ["## 見出し", "0", "一言。もう一言。", "1"]
        await press(pilot, "g", "enter", "end", *"2", "enter")
        assert kinds(pilot) == ["## 見出し2", "0", "一言。もう一言。", "1"]
        await press(pilot, "enter", "ctrl+u", *"### b", "enter")
        assert kinds(pilot)[0] == "### b"
        await press(pilot, "number_sign", *"c", "escape")
        assert kinds(pilot) == ["### b", "0", "一言。もう一言。", "1"]


async def test_headings_move_and_are_taken_out_like_clips(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE, "number_sign", *"a", "enter", "greater_than_sign")
        assert kinds(pilot)[:3] == ["0", "## a", "1"]
        await press(pilot, "d")
        assert kinds(pilot) == ["0", "1", "2", "3", "4"]


async def test_a_section_begins_and_ends_by_hand(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE, "j", "F")
        assert kinds(pilot) == ["0", "-", "1", "2", "3", "4"]
        await press(pilot, "G", "E")
        assert kinds(pilot) == ["0", "-", "1", "2", "3", "/", "4"]
        assert [line.strip("›─ ") for line in tray_lines(pilot) if "──" in line] == [
            "section 1",
            "end of section",
        ]
        steps = len(kept_titles(program))
        await press(pilot, "E", "j", "E")
        assert notes(pilot)[-2:] == ["No open section to end here; begin one first"] * 2
        assert len(kept_titles(program)) == steps
        await press(pilot, "g", "j", "F")
        assert kinds(pilot) == ["0", "1", "2", "3", "/", "4"]


async def test_a_section_has_a_summary(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE, "j", "F", "g", "j", "enter")
        await type_text(pilot, "続きを読む")
        await press(pilot, "enter")
        assert kinds(pilot)[1] == "-続きを読む"
        assert any("続きを読む" in line for line in tray_lines(pilot))
        await press(pilot, "enter", *["backspace"] * 5, "enter")
        assert kinds(pilot)[1] == "-"
        await press(pilot, "enter", "escape")
        assert isinstance(pilot.app.screen, ThreadScreen)


async def test_counted_sections_become_manual_when_one_is_changed(program: Program) -> None:
    program.settings = replace(Settings(), post=PostOptions(group_size=2))
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE)
        assert kinds(pilot) == ["0", "1", "2", "3", "4"]
        assert sum("section" in line for line in tray_lines(pilot)) == 2
        await press(pilot, "j", "j", "d")
        assert kinds(pilot) == ["0", "1", "2", "3", "-", "4"]
        await press(pilot, "C")
        assert kinds(pilot) == ["0", "1", "2", "3", "4"]
        assert sum("section" in line for line in tray_lines(pilot)) == 2
        await press(pilot, "u", "u")
        assert not draft_of(pilot).has_manual_sections


async def test_remarks_stay_where_they_are_put_between_counted_sections_too(
    program: Program,
) -> None:
    program.settings = replace(Settings(), post=PostOptions(group_size=2))
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE, "G", "number_sign", *"a", "enter")
        assert kinds(pilot) == ["0", "1", "2", "3", "## a", "4"]
        await press(pilot, "g", "j", "j", "a", *"b", "escape")
        assert kinds(pilot) == ["0", "1", "b", "2", "3", "## a", "4"]


# Coming and going


async def test_several_are_taken_out_and_coloured_in_one_step(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE, "space", "space", "2")
        colors = [clip.color for clip in draft_of(pilot).clips]
        assert colors == ["#ff5733", "#ff5733", "", "", ""]
        await press(pilot, "d")
        assert places(pilot) == [2, 3, 4]
        assert kept_titles(program)[-2:] == ["Colour orange", "Remove 2 entries"]
        await press(pilot, "u")
        assert places(pilot) == [0, 1, 2, 3, 4]


async def test_escape_drops_the_selection_first(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE, "space", "escape")
        assert tray_of(pilot).has_focus
        assert not any("•" in line for line in tray_lines(pilot))
        await press(pilot, "escape")
        assert reader_of(pilot).has_focus


async def test_a_comment_is_clipped_again_as_it_is(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "2", "k", "enter", *"mine", "escape", "tab", "c")
        first, second = draft_of(pilot).clips
        assert first.comment == second.comment
        assert (first.text, first.color) == ("mine", "#ff5733")
        assert second.is_untouched
        assert second.color == ""
        assert tray_of(pilot).current == second


async def test_from_a_clip_to_its_comment_and_back(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "j", "j", "j", "space", "g", "tab", "j", "escape")
        assert reader_of(pilot).cursor == 4
        assert reader_of(pilot).has_focus
        await press(pilot, "tab")
        assert cursor_entry(pilot) == 4


async def test_every_step_can_be_undone_to_the_beginning(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE, "greater_than_sign", "number_sign", *"a", "enter")
        await press(pilot, "j", "F", "j", "j", "E", "space", "s", "c", "G", "d", "C")
        steps = len(kept_titles(program))
        assert steps > 8
        end = draft_of(pilot)
        await press(pilot, *["u"] * steps)
        assert draft_of(pilot).entries == ()
        await press(pilot, *["ctrl+r"] * steps)
        assert draft_of(pilot) == end == kept_draft(program)


async def test_deleted_and_edited_comments_are_flagged(program: Program, hn: HNServer) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *MARK_FIVE)
        first, second = (clip.comment for clip in draft_of(pilot).clips[:2])
    hn.edit(first, "Something else now.")
    hn.delete(second)
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: "deleted" in tray_lines(pilot)[3])
        assert tray_lines(pilot)[0].endswith("quietlathe  edited")
        assert tray_lines(pilot)[3].endswith("kokemori_77  deleted")
        assert tray_lines(pilot)[4].startswith(" ▌  = Author here.")


async def test_a_colour_is_called_what_it_means_where_that_is_set(program: Program) -> None:
    orange = replace(DEFAULT_COLORS[1], meaning="disagrees")
    program.settings = Settings(colors=(DEFAULT_COLORS[0], orange))
    async with program.run(DEMO) as pilot:
        await press(pilot, "1", "j", "2")
        assert "1 aqua" in screen_text(pilot)
        assert "2 disagrees" in screen_text(pilot)
