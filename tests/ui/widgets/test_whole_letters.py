"""Messages in Japanese: no letter is lost, and no line breaks kinsoku."""

import os

import pytest
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from matome_tui.core.comment.kinsoku import NOT_AT_END, NOT_AT_START
from matome_tui.core.comment.wrap import cell_width
from matome_tui.ui.notes import Notes
from matome_tui.ui.widgets.bars import StatusBar
from matome_tui.ui.widgets.dialogs import Question
from matome_tui.ui.widgets.note_strip import NoteStrip
from matome_tui.ui.widgets.whole_letters import NoteCompositor
from tests.support.program import Program

MESSAGE = (
    "「苔むす石」の下書きを保存できません（ディスクの空きがない）。"
    "ファイル content/posts/苔.md に書き出すか、もう一度試してください！"
)
BELOW = "あ" * 60
STEP = int(os.environ.get("MATOME_WIDTH_STEP", "11"))


class PanesApp(App[None]):
    """An app of narrow panes side by side, with many edges below a note, and of an empty foot."""

    CSS = """
    Screen { layers: default notes; }
    Horizontal Static { width: 7; height: 1fr; }
    Horizontal Static.odd { width: 4; }
    StatusBar { height: 1; }
    NoteStrip { margin-bottom: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.notes = Notes(self.set_timer)

    def get_default_screen(self) -> Screen[None]:
        screen = Screen[None]()
        screen._compositor = NoteCompositor()
        return screen

    def compose(self) -> ComposeResult:
        with Horizontal():
            for number in range(20):
                yield Static(BELOW * 3, classes="odd" if number % 3 else "")
        yield StatusBar()


def shown(app: App[None]) -> list[str]:
    return [strip.text for strip in app.screen._compositor.render_strips()]


async def test_no_letter_of_a_note_is_lost_at_any_width() -> None:
    app = PanesApp()
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.pause()
        before = shown(app)
        app.notes.add(MESSAGE, seconds=1000)
        for width in range(40, 121, STEP):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            rows = shown(app)
            assert all(cell_width(row) == width for row in rows)
            height = app.screen.query_one(NoteStrip).size.height
            lines = [row.strip() for row in rows[23 - height : 23]]
            assert "".join(lines).replace(" ", "") == MESSAGE.replace(" ", ""), width
            assert all(line[0] not in NOT_AT_START or line[0] == "/" for line in lines)
            assert "あ" in rows[22 - height]
        await pilot.resize_terminal(40, 24)
        app.notes.end_seen()
        await pilot.pause()
        assert shown(app) == before


@pytest.mark.parametrize("width", range(20, 101, 3))
def test_labels_break_lines_with_kinsoku(width: int) -> None:
    lines = [line.plain for line in Content(MESSAGE).wrap(width)]
    assert "".join(lines).replace(" ", "") == MESSAGE.replace(" ", "")
    assert all(line[0] not in NOT_AT_START for line in lines[1:])
    assert all(line[-1] not in NOT_AT_END for line in lines[:-1])


@pytest.mark.parametrize("width", [40, 57, 80])
async def test_a_question_shows_all_letters(program: Program, width: int) -> None:
    async with program.run(size=(width, 24)) as pilot:
        await pilot.app.push_screen(Question(MESSAGE, yes="take it"))
        await pilot.pause()
        region = pilot.app.screen.query_one(".question").region
        strips = pilot.app.screen._compositor.render_strips()[region.y : region.bottom]
        text = "".join(strip.crop(region.x, region.right).text for strip in strips)
        assert text.replace(" ", "") == MESSAGE.replace(" ", "")
