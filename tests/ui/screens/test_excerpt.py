"""The excerpt screen: selecting by keys, the display, the result."""

from dataclasses import replace

import pytest
from textual import events

from matome_tui.core.comment.passage import Range
from matome_tui.core.draft.excerpt import Excerpt
from matome_tui.ui.screens.excerpt import ExcerptScreen
from matome_tui.ui.screens.stories import StoriesScreen
from matome_tui.ui.widgets.choice_pane import ChoicePane
from matome_tui.ui.widgets.prose_pane import ProsePane
from tests.support.program import Driver, Program, press, screen_text

SHORT = "One two. Three four.<p>Five six. Seven."
LONG = "<p>".join(f"Here begins {number}. It goes on. There it ends." for number in range(60))
JAPANESE = "苔は寝て待て。コーヒーを飲む。「はい。」と言った。"


async def choose(
    pilot: Driver, html: str, *keys: str, ranges: tuple[Range, ...] = (), ellipsis: str = " … "
) -> list[Excerpt | None]:
    """Select parts of a comment by keys; return the result of the screen, if it has one."""
    given: list[Excerpt | None] = []
    screen = ExcerptScreen(html, ranges, "moss_person", ellipsis=ellipsis)
    await pilot.app.push_screen(screen, given.append)
    await press(pilot, *keys)
    return given


def lines(pilot: Driver) -> list[str]:
    return screen_text(pilot).split("\n")


def preview(pilot: Driver) -> str:
    pane = pilot.app.screen.query_one("#excerpt", ProsePane)
    return "\n".join(pane.text[start:end] for start, end in pane.lines)


CHOICES = [
    (["space"], "One two."),
    (["j", "space"], "Three four."),
    (["down", "down", "up", "space"], "Three four."),
    (["space", "j", "j", "space"], "One two.\n\n…\n\nFive six."),
    (["J"], "One two. Three four."),
    (["shift+down", "shift+down", "shift+up"], "One two. Three four."),
    (["G", "K"], "Five six. Seven."),
    (["G", "shift+up"], "Five six. Seven."),
    (["G", "g", "space"], "One two."),
    (["l", "space"], "One"),
    (["right", "right", "left", "space"], "One"),
    (["l", "L"], "One two"),
    (["l", "l", "shift+right", "shift+left", "H"], "One two"),
    (["shift+left"], "One two."),
    (["space", "h", "h", "space"], "One … ."),
    (["a", "space"], "Three four.\n\nFive six. Seven."),
    (["a", "0", "space"], "One two."),
    (["a", "backspace", "j", "space"], "Three four."),
    ([], ""),
    (["a"], ""),
    (["space", "0"], ""),
]


async def test_keys_choose(program: Program) -> None:
    async with program.run() as pilot:
        for keys, text in CHOICES:
            (excerpt,) = await choose(pilot, SHORT, *keys, "enter")
            assert (keys, excerpt and excerpt.text) == (keys, text)
            assert bool(excerpt and excerpt.ranges) == bool(text)
        assert isinstance(pilot.app.screen, StoriesScreen)


async def test_leaves_things_as_they_were(program: Program) -> None:
    async with program.run() as pilot:
        for key in ("escape", "q"):
            assert await choose(pilot, SHORT, "space", key) == [None]
            assert isinstance(pilot.app.screen, StoriesScreen)


async def test_an_excerpt_can_be_adjusted_later(program: Program) -> None:
    async with program.run() as pilot:
        (first,) = await choose(pilot, SHORT, "j", "space", "G", "space", "enter")
        assert first is not None
        assert await choose(pilot, SHORT, "enter", ranges=first.ranges) == [first]
        (second,) = await choose(pilot, SHORT, "space", "enter", ranges=first.ranges)
        assert second is not None
        assert second.text == "Seven."


async def test_the_excerpt_is_shown_as_it_grows(program: Program) -> None:
    async with program.run() as pilot:
        await choose(pilot, SHORT)
        assert "Nothing chosen: the clip quotes the whole comment" in screen_text(pilot)
        assert "sentence 1 / 4" in lines(pilot)[0]
        await press(pilot, "space", "j", "j", "space")
        assert preview(pilot) == "One two.\n\n…\n\nFive six."
        assert "2 parts  18 characters" in screen_text(pilot)
        assert "sentence 3 / 4" in lines(pilot)[0]
        await press(pilot, "a")
        assert "Whole comment" in screen_text(pilot)
        assert preview(pilot) == "One two. Three four.\n\nFive six. Seven."


async def test_an_edge_marks_the_chosen_parts_and_a_pointer_the_cursor(
    program: Program,
) -> None:
    program.settings = replace(
        program.settings, reader=replace(program.settings.reader, ascii=True)
    )
    async with program.run() as pilot:
        await choose(pilot, SHORT, "j", "space", "j")
        first, gap, second = lines(pilot)[2:5]
        assert first == "#  One two. Three four."
        assert gap == ""
        assert second == " > Five six. Seven."
        await press(pilot, "k", "J")
        assert [line[:2] for line in lines(pilot)[2:5]] == ["# ", "#", "#>"]


async def test_the_ellipsis_is_a_setting(program: Program) -> None:
    async with program.run() as pilot:
        keys = ("space", "G", "space", "enter")
        (excerpt,) = await choose(pilot, JAPANESE, *keys, ellipsis="（\x1b中略）")
        assert excerpt is not None
        assert excerpt.text == "苔は寝て待て。（中略）「はい。」と言った。"


async def test_japanese_goes_by_groups_of_characters(program: Program) -> None:
    async with program.run() as pilot:
        (excerpt,) = await choose(pilot, JAPANESE, "j", "l", "L", "L", "enter")
        assert excerpt is not None
        assert excerpt.text == "コーヒーを飲"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)], ids=str)
async def test_the_cursor_stays_in_view(program: Program, size: tuple[int, int]) -> None:
    async with program.run(size=size) as pilot:
        await choose(pilot, LONG)
        pane = pilot.app.screen.query_one(ChoicePane)
        for key in ["j", *"jjjjjjjjjl", *"JJJJJJJJJJ", "k", "G", *"KKKKKKKKKK", "g"]:
            await press(pilot, key)
            assert any(line[1:2] == "›" for line in lines(pilot)[2 : 2 + pane.size.height])


async def test_the_cursor_stays_in_view_when_the_size_changes(program: Program) -> None:
    async with program.run(size=(120, 40)) as pilot:
        await choose(pilot, LONG, "G", *"kkkkkk")
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert any(line[1:2] == "›" for line in lines(pilot)[2:12])


async def test_the_mouse_moves_the_cursor_and_takes(program: Program) -> None:
    async with program.run() as pilot:
        given = await choose(pilot, SHORT)
        await pilot.click(ChoicePane, offset=(14, 0))
        assert "sentence 2 / 4" in lines(pilot)[0]
        await pilot.click(ChoicePane, offset=(6, 2), times=2)
        await pilot.click(ChoicePane, offset=(6, 9))
        await press(pilot, "enter")
        assert [excerpt and excerpt.text for excerpt in given] == ["Five six."]


async def test_the_wheel_scrolls(program: Program) -> None:
    async with program.run(size=(80, 24)) as pilot:
        await choose(pilot, LONG)
        await pilot._post_mouse_events([events.MouseScrollDown], ChoicePane, button=0)
        assert "Here begins 0." not in screen_text(pilot)
        await pilot._post_mouse_events([events.MouseScrollUp], ChoicePane, button=0)
        assert "Here begins 0." in screen_text(pilot)


async def test_a_comment_without_text_can_be_left(program: Program) -> None:
    async with program.run() as pilot:
        given = await choose(pilot, "", *"jkhlJKHL", "space", "a", "0", "g", "G")
        assert "no text" in screen_text(pilot)
        await press(pilot, "enter")
        assert given == [Excerpt()]


async def test_hostile_text_is_text(program: Program) -> None:
    async with program.run() as pilot:
        await choose(pilot, "[/b] \x1b[31mred. [bold]x[/bold]", "space")
        assert preview(pilot) == "[/b] [31mred."
        assert "[bold]x[/bold]" in screen_text(pilot)
        assert "\x1b" not in screen_text(pilot)


async def test_the_help_lists_its_keys(program: Program) -> None:
    async with program.run() as pilot:
        await choose(pilot, SHORT, "question_mark")
        assert "Add or remove the text" in screen_text(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ExcerptScreen)
