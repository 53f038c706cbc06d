"""Dialogs on small screens: their keys are always in view."""

from asyncio import Future
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.widgets import Label

from matome_tui.core.draft.post_options import Format, PostOptions
from matome_tui.hugo.post.merge import Change, Side
from matome_tui.hugo.program.conventions import Trait
from matome_tui.ui.drawing.glyphs import UNICODE
from matome_tui.ui.flows.conflict_dialog import ConflictDialog
from matome_tui.ui.flows.quotes_dialog import QuotesDialog
from matome_tui.ui.palette import CommandPalette
from matome_tui.ui.screens.help import Help
from matome_tui.ui.screens.link_choice import LinkChoice
from matome_tui.ui.screens.themes import ThemeChoice
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.dialog_box import DialogBox
from matome_tui.ui.widgets.dialogs import (
    Dialog,
    Output,
    Question,
    TextQuestion,
    Unsaved,
    Waiting,
)
from matome_tui.ui.widgets.line_list import LineList
from tests.support.languages import spoken
from tests.support.list_app import painted

QUESTION = "content/posts/2025/08/2025-08-15-how-moss-grows-on-stones.md has changed since then"
LINES = [f"line {number} " + "苔" * 40 for number in range(12)]
SIDES: tuple[Side, ...] = ("file", "draft", "conflict")
CHANGES = tuple(
    Change((str(number),), f"clip {number}", by, "moss" * 30, "石" * 90, "苔" * 90)
    for number, by in enumerate(SIDES * 6)
)
OPTIONS: dict[Format, PostOptions] = {"blockquote": PostOptions(), "matome": PostOptions()}


DIALOGS: dict[type[Dialog[Any]], Callable[[], Dialog[Any]]] = {
    CommandPalette: lambda: CommandPalette((), UNICODE),
    ConflictDialog: lambda: ConflictDialog(QUESTION, CHANGES, UNICODE, may_replace=True),
    Help: lambda: Help(("stories",), {}),
    LinkChoice: lambda: LinkChoice(dict(enumerate(LINES, 1))),
    Output: lambda: Output(QUESTION, LINES),
    Question: lambda: Question(QUESTION, LINES, yes="replace it with this draft"),
    QuotesDialog: lambda: QuotesDialog(
        Path("blog"), OPTIONS, [Trait(line, line, line) for line in LINES[:4]], LINES[:3]
    ),
    TextQuestion: lambda: TextQuestion(QUESTION, "a", enter="import", history=["b"]),
    ThemeChoice: lambda: ThemeChoice(UNICODE),
    Unsaved: lambda: Unsaved(QUESTION, LINES, "quit"),
    Waiting: lambda: Waiting(QUESTION, Future(), lambda: None),
}


def in_view(dialog: Dialog[Any]) -> bool:
    """Return whether the answers are in the box as a whole, and the box on the screen."""
    box = dialog.query_one(DialogBox).region
    label = dialog.query_one(".answers", Label)
    wanted = label.get_content_height(label.size, dialog.size, label.size.width)
    return (
        dialog.region.contains_region(box)
        and box.contains_region(label.region)
        and label.size.height == wanted
    )


def test_all_dialogs_are_tried() -> None:
    own = {each for each in Dialog.__subclasses__() if each.__module__.startswith("matome_tui.")}
    assert own == set(DIALOGS)


@pytest.mark.parametrize(("language", "size"), [("en", (60, 20)), ("ja", (40, 12))])
async def test_answers_are_always_in_view(language: str, size: tuple[int, int]) -> None:
    with spoken(language):
        app = App[None](css_path=style_path("app"))
        async with app.run_test(size=size) as pilot:
            for make in DIALOGS.values():
                dialog = make()
                await app.push_screen(dialog)
                await pilot.pause()
                assert in_view(dialog), type(dialog)
                await app.pop_screen()


async def test_the_change_at_the_cursor_and_its_texts_are_in_view() -> None:
    app = App[None](css_path=style_path("app"))
    async with app.run_test(size=(40, 12)) as pilot:
        dialog = DIALOGS[ConflictDialog]()
        await app.push_screen(dialog)
        await pilot.press("j", "pagedown", "pagedown", "j")
        changes, sides = dialog.query_one(LineList), dialog.query_one("#sides")
        assert changes.cursor > changes.size.height
        assert any("›" in line for line in painted(changes))
        await pilot.press("J")
        assert sides.size.height > 1
        assert sides.scroll_offset.y == 1
