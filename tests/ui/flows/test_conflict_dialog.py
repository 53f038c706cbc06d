"""What the dialog of a conflict shows of each change."""

import pytest
from textual.app import App
from textual.widgets import Static

from matome_tui.hugo.post.merge import Change
from matome_tui.ui.drawing.glyphs import UNICODE
from matome_tui.ui.flows.conflict_dialog import ConflictDialog
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.line_list import LineList
from tests.support.list_app import painted

LONG = "Moss grows on stones. " * 40
FILE, DRAFT = f"{LONG}It is green. {LONG}", f"{LONG}It is blue. {LONG}"
OTHER = "Stones lie under moss. " * 160  # too long to be compared word by word
NEAR = (
    "… on stones. Moss grows on stones. It is "
    "[-green-]{+blue+}. Moss grows on stones. Moss grows on …"
)


@pytest.mark.parametrize(
    ("change", "line", "sides"),
    [
        (
            Change(("1",), "clip", "draft", FILE, FILE, DRAFT),
            "clip  …. It is blue. Moss",
            ["file   unchanged", f"draft  {NEAR}"],
        ),
        (
            Change(("2",), "clip", "conflict", None, FILE, DRAFT),
            "Moss grows on",
            [
                f"file   {NEAR}".replace("[-green-]{+blue+}", "{+green+}"),
                f"draft  {NEAR}".replace("[-green-]", ""),
            ],
        ),
        (
            Change(("3",), "clip", "file", "moss", None, "moss"),
            "removed",
            ["file    none", "draft   unchanged", "before  moss"],
        ),
        (
            Change(("4",), "clip", "file", "", "[b]\x1b", ""),
            "[b]",
            ["file    [b]", "draft   none", "before  none"],
        ),
        (Change(("5",), "order", "file"), "order", []),
        (
            Change(("6",), "clip", "draft", f"a, {LONG * 4}.", f"a, {LONG * 4}.", f"a, {OTHER}!"),
            "clip  a, Stones",
            ["file   unchanged", f"draft  a, {OTHER}!"],
        ),
    ],
)
async def test_texts_begin_at_their_differences_which_are_marked(
    change: Change, line: str, sides: list[str]
) -> None:
    app = App[None](css_path=style_path("app"))
    async with app.run_test(size=(80, 24)):
        dialog = ConflictDialog("Changed", [change], UNICODE, may_replace=True)
        await app.push_screen(dialog)
        assert line in painted(dialog.query_one(LineList))[0]
        assert str(dialog.query_one("#sides Static", Static).content).splitlines() == sides
