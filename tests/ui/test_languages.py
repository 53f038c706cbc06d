"""Every screen and dialog, walked through in each language at 80 columns."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Label

from matome_tui import i18n
from matome_tui.article.extract import Article
from matome_tui.core.comment.wrap import cell_width
from matome_tui.ui.widgets.dialogs import Answers
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, node, tree
from tests.support.languages import spoken
from tests.support.program import Driver, Program, press, screen_text
from tests.support.translator import StubTranslator
from tests.ui.test_pseudo_locale import DIALOGS

SIZE = (80, 24)
DIALOG_CELLS = 68
"""Cells for the text of a dialog at 80 columns."""

LINKS = '<a href="http://1.1">1.1</a> <a href="http://2.2">2.2</a>'
WALK: tuple[tuple[str, str], ...] = (
    ("", "help"),
    ("question_mark", "Next story"),
    ("escape slash", "Search Hacker News"),
    ("escape ctrl+p", "Search for commands…"),
    ("@ @", "No command matches"),
    ("escape f3", "Colour theme"),
    ("escape enter", "OP"),
    ("question_mark", "Next comment"),
    ("escape slash", "Search words; enter stays, escape goes back"),
    ("escape f", "Show only: words, by:NAME, op, marked, new, faded, score:50"),
    ("escape j j o", "open link"),
    ("escape z space", "folded"),
    ("tab", "select"),
    ("m", "Move to which place?"),
    ("escape a", "Remark"),
    ("escape F", "section {number}"),
    ("enter", "Summary of the section? Empty for the usual one."),
    ("escape j enter", "keep"),
    ("escape tab k v", "Nothing chosen: the clip quotes the whole comment"),
    ("space", "extend"),
    ("escape U", "times in UTC"),
    ("escape P", "Tags"),
    ("escape D", "Drafts"),
    ("x", "Export the draft to which file?"),
    ("escape i", "Import which file?"),
    ("escape d", "deleted"),
    ("u slash", "Searches all drafts, remarks and kept threads"),
    ("escape escape j R", "open link"),
    ("enter", "quote"),
    ("escape k t T", "in translation"),
    ("s", "top level, place {number}"),
    ("X", "Mark how many of the best comments?"),
    ("escape enter ctrl+g ctrl+g", "a machine's text"),
    ("escape at", "Submissions"),
    ("question_mark", "Profile of a person"),
    ("escape escape H", "Recently read threads"),
    ("escape q shift+tab", "No hidden stories"),
    ("shift+tab", "No bookmarks"),
)
"""Keys, and a text that the screen shows after them."""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """The program with a small thread."""
    story = tree(
        node(STORY, None, title="苔", author="op"),
        node(1001, STORY, author="op", text="苔の話。"),
        node(1002, 1001, author="reader", text=LINKS),
    )
    with HNServer([story], lists={"top": [STORY]}) as server, Program(tmp_path, server) as made:
        server.describe("op", "苔の人。")
        made.translator = StubTranslator()
        made.load_article = article
        yield made


async def article(url: str) -> Article:
    """Stand in for the reader of pages."""
    return Article(url, "苔", ("苔の本文。",))


def widest_answer(pilot: Driver) -> int:
    """Return the width of the widest answer of the dialog that is shown, if any."""
    contents = (label.content for label in pilot.app.screen.query(Label))
    answers = (content.texts for content in contents if isinstance(content, Answers))
    return max((cell_width(text.rstrip()) for texts in answers for text in texts), default=0)


async def shows(pilot: Driver, text: str) -> None:
    """Wait until the screen shows a text."""
    for _turn in range(200):
        if text in screen_text(pilot):
            return
        await pilot.pause(0.01)
    raise AssertionError(f"without {text!r}:\n{screen_text(pilot)}")


@pytest.mark.parametrize("language", ["en", "ja"])
async def test_every_screen_speaks_the_language(language: str, program: Program) -> None:
    with spoken(language):
        async with program.run(size=SIZE) as pilot:
            for keys, message in WALK:
                await press(pilot, *keys.split())
                await shows(pilot, i18n._(message).format(number=1))
                assert widest_answer(pilot) <= DIALOG_CELLS
            for dialog in DIALOGS.values():
                await pilot.app.push_screen(dialog())
                await pilot.pause()
                assert widest_answer(pilot) <= DIALOG_CELLS
                pilot.app.pop_screen()
