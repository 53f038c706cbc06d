"""Every text of ours on a screen is translated."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from matome_tui.core.draft.entries import Clip, EntryKey
from matome_tui.core.items import Comment, CommentId
from matome_tui.hugo.post.merge import Change
from matome_tui.ui.commands import COMMANDS, keys_of
from matome_tui.ui.drawing.glyphs import UNICODE
from matome_tui.ui.flows.conflict_dialog import ConflictDialog
from matome_tui.ui.screens.comparison import comparison
from matome_tui.ui.screens.help import Help
from matome_tui.ui.screens.post import PostScreen
from matome_tui.ui.widgets.dialogs import Unsaved
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, node, tree
from tests.support.program import Program, press, screen_text
from tests.support.pseudo_locale import pseudo_locale, unbracketed

SIZE = (200, 70)
KEYS = set(re.findall(r"[A-Za-z]{2,}", " ".join(keys_of(command, {}) for command in COMMANDS)))
NAMES = {
    "matome",
    "Markdown",
    "UTC",
    "YYYY",
    "MM",
    "DD",
    "http",
    "json",
    "content",
    "posts",
    "index",
    "md",
}
LINKS = '<a href="http://1.1">1.1</a> <a href="http://2.2">2.2</a>'
PATHS: dict[str, tuple[int | None, list[str]]] = {
    "stories": (None, []),
    "help": (None, ["question_mark"]),
    "thread": (STORY, ["space"]),
    "palette": (STORY, ["ctrl+p"]),
    "no command": (STORY, ["ctrl+p", "@", "@"]),
    "search": (STORY, ["slash"]),
    "filter": (STORY, ["f"]),
    "tray": (STORY, ["space", "tab"]),
    "section": (STORY, ["space", "tab", "F"]),
    "place": (STORY, ["space", "tab", "m"]),
    "help of a thread": (STORY, ["question_mark"]),
    "end of the help": (STORY, ["question_mark", *["pagedown"] * 20]),
    "editor": (STORY, ["enter", "1"]),
    "parent": (STORY, ["j", "enter", "ctrl+t"]),
    "remark": (STORY, ["space", "tab", "a"]),
    "excerpt": (STORY, ["v", "space"]),
    "nothing": (STORY, ["v"]),
    "history": (STORY, ["space", "1", "space", "u", "U"]),
    "post": (STORY, ["space", "P"]),
    "drafts": (STORY, ["space", "D"]),
    "deleted": (STORY, ["space", "D", "d"]),
    "export": (STORY, ["space", "D", "x"]),
    "import": (STORY, ["D", "i"]),
    "links": (STORY, ["j", "o"]),
    "person": (STORY, ["j", "at", "tab", "f"]),
    "recent": (STORY, ["H"]),
    "archive": (STORY, ["space", "D", "slash"]),
    "hits": (STORY, ["space", "D", "slash", "苔"]),
    "article": (STORY, ["j", "R", "1"]),
    "no undo": (STORY, ["u"]),
}


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """The program with data that has no Latin letters."""
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0)
    monkeypatch.setattr("matome_tui.ui.screens.help._WIDE", SIZE[0] + 1)  # texts on one line each
    story = tree(
        node(STORY, None, title="苔", author="77"),
        node(1001, STORY, author="88", text="苔の話。読む。"),
        node(1002, 1001, author="99", text=LINKS),
    )
    lists = {"top": [STORY]}
    with (
        HNServer([story], lists=lists) as server,
        Program(tmp_path, server) as made,
        pseudo_locale(),
    ):
        yield made


def own_words(text: str) -> list[str]:
    """Return the words that are not translated, but for keys and names."""
    return [word for word in unbracketed(text) if word not in KEYS | NAMES]


@pytest.mark.parametrize("name", sorted(PATHS))
async def test_screens_show_translated_text_only(name: str, program: Program) -> None:
    thread, keys = PATHS[name]
    async with program.run(thread, size=SIZE) as pilot:
        await press(pilot, *keys)
        if isinstance(pilot.app.screen, Help):  # leave the texts below it whole
            pilot.app.screen.query_one(".dialog").styles.max_width = 100
            await pilot.pause()
        if isinstance(pilot.app.screen, PostScreen):
            pilot.app.screen.query_one("#preview").display = False
            await pilot.pause()
        text = screen_text(pilot)
        assert "⟦" in text
        assert own_words(text) == [], text


CLIP = Clip(EntryKey(1), 1001, "88", 1, "苔", "")
CHANGES = (
    Change(("1",), "1", "conflict", "苔", None, "苔苔"),
    Change(("2",), "2", "file", "苔", None, "苔"),
    Change(("3",), "3", "draft", None, None, "苔"),
)
DIALOGS: dict[str, Callable[[], Screen[Any]]] = {
    "conflict": lambda: ConflictDialog("1", CHANGES, UNICODE, may_replace=True),
    "no changes": lambda: ConflictDialog("1", (), UNICODE, may_replace=False),
    "comparison": lambda: comparison(CLIP, Comment(CommentId(1001), STORY, "88", 1, "苔の話")),
    "quit": lambda: Unsaved("1", ["苔"], "quit"),
    "leave": lambda: Unsaved("1", ["苔"], "leave"),
}


@pytest.mark.parametrize("name", DIALOGS)
async def test_dialogs_show_translated_text_only(name: str, program: Program) -> None:
    async with program.run(size=SIZE) as pilot:
        await pilot.app.push_screen(DIALOGS[name]())
        await pilot.pause()
        assert own_words(screen_text(pilot)) == [], screen_text(pilot)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("⟦Save⟧ it", ["it"]),
        ("⟦Undone: ⟦Mark⟧⟧ 苔 3", []),
        ("⟦Show all ke…  two", ["two"]),
        ("⟦Show all\n⟦a⟧ b", []),
    ],
)
def test_brackets_are_removed(text: str, words: list[str]) -> None:
    assert unbracketed(text) == words
