"""Dialogs: one answer, and always a way out."""

from dataclasses import replace

from textual.geometry import Offset
from textual.widgets import Input

from matome_tui.ui.widgets.dialogs import Output, Question, TextQuestion
from tests.support.languages import spoken
from tests.support.program import Program, press, screen_text, type_text


async def test_a_question_is_answered_by_one_key(program: Program) -> None:
    async with program.run() as pilot:
        answers: list[bool | None] = []
        for key in ("y", "n", "escape", "q"):
            await pilot.app.push_screen(Question("Is it [moss]?", yes="take it"), answers.append)
            assert "Is it [moss]?" in screen_text(pilot)
            await press(pilot, key)
        assert answers == [True, False, False, False]


async def test_keys_of_the_user_answer_and_are_shown(program: Program) -> None:
    program.settings = replace(program.settings, keys={"question.yes": "s", "question.no": "f5,q"})
    async with program.run() as pilot:
        answers: list[bool | None] = []
        for key in ("s", "f5"):
            await pilot.app.push_screen(Question("Sure?", yes="take it"), answers.append)
            assert "s take it   f5 cancel" in screen_text(pilot)
            await press(pilot, "y", key)
        assert answers == [True, False]
        await pilot.app.push_screen(Output("Done", []))
        assert "f5 close" in screen_text(pilot)


async def test_lines_of_answers_break_between_answers(program: Program) -> None:
    with spoken("ja"):
        async with program.run(size=(60, 24)) as pilot:
            await pilot.app.push_screen(Question("苔？", yes="苔" * 12, no="石" * 12))
            await pilot.pause()
            lines = [line.strip(" │") for line in screen_text(pilot).splitlines()]
            assert f"y {'苔' * 12}" in lines
            assert f"n {'石' * 12}" in lines


async def test_a_question_is_the_title_if_there_is_room(program: Program) -> None:
    async with program.run(size=(60, 24)) as pilot:
        for question, is_title in (("Sure?", True), ("Sure? " * 12, False)):
            await pilot.app.push_screen(Question(question, yes="take it"))
            await pilot.pause()
            await pilot.pause()
            lines = screen_text(pilot).splitlines()
            (top,) = (line for line in lines if "╭" in line)
            assert ("Sure?" in top) == is_title
            assert any("Sure?" in line for line in lines)
            await press(pilot, "n")


async def test_long_output_is_scrolled_by_lines_pages_and_to_its_ends(program: Program) -> None:
    async with program.run(size=(60, 24)) as pilot:
        lines = [f"line {number}." for number in range(100)]
        await pilot.app.push_screen(Output("Done", lines))
        for key, line in (("end", 99), ("home", 0), ("j", 1), ("pagedown", 12), ("pageup", 1)):
            await press(pilot, key)
            assert f"line {line}." in screen_text(pilot), key
        assert "line 0." not in screen_text(pilot)


async def test_keys_of_answers_stand_out(program: Program) -> None:
    async with program.run() as pilot:
        await pilot.app.push_screen(Question("Sure?", yes="take it"))
        await pilot.pause()
        strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
        (foot,) = (strip for strip in strips if "y take it   n cancel" in strip.text)
        bold = [part.text for part in foot if part.style and part.style.bold]
        assert {"y", "n"} <= set(bold)
        assert "take it" not in "".join(bold)


async def test_details_scroll(program: Program) -> None:
    async with program.run(size=(80, 24)) as pilot:
        lines = [f"+line {number}" for number in range(100)]
        await pilot.app.push_screen(Question("\n".join(["Take it?"] * 3), lines, yes="take it"))
        await pilot.pause()
        assert "+line 0" in screen_text(pilot)
        assert "y take it   n cancel" in screen_text(pilot)
        await press(pilot, *"jjj")
        assert "+line 0" not in screen_text(pilot)
        assert "+line 3" in screen_text(pilot)
        await press(pilot, *"kkk")
        assert "+line 0" in screen_text(pilot)


async def test_a_text_is_given_when_there_is_one(program: Program) -> None:
    async with program.run() as pilot:
        answers: list[str | None] = []
        question = TextQuestion("Which [file]?", example="a.json", enter="take it")
        await pilot.app.push_screen(question, answers.append)
        await press(pilot, "enter")
        assert answers == []
        assert "a.json" in screen_text(pilot)
        await type_text(pilot, " 苔\u3000む ")
        await press(pilot, "enter")
        assert answers == ["苔\u3000む"]


async def test_nothing_is_an_answer_where_it_may_be_one(program: Program) -> None:
    async with program.run() as pilot:
        answers: list[str | None] = []
        for keys in (["ctrl+u", "enter"], ["escape"]):
            question = TextQuestion("Which?", "x", enter="take it", may_be_empty=True)
            await pilot.app.push_screen(question, answers.append)
            await press(pilot, *keys)
        assert answers == ["", None]


async def test_the_terminals_cursor_is_in_the_field_from_the_start(program: Program) -> None:
    async with program.run(size=(80, 24)) as pilot:
        await pilot.app.push_screen(TextQuestion("Which?", enter="take it"))
        await pilot.pause()
        await pilot.pause()
        field = pilot.app.screen.query_one(Input)
        assert pilot.app.cursor_position == field.cursor_screen_offset
        assert pilot.app.cursor_position != Offset(0, 0)
        assert field.region.contains_point(pilot.app.cursor_position)
