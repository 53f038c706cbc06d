"""Pictures of the reader. `pytest --snapshot-update` renews the pictures."""

import json
from string import ascii_letters

import pytest
from rich.style import Style
from syrupy.assertion import SnapshotAssertion

from matome_tui.core.thread.thread import Thread
from matome_tui.hn.algolia import parse_tree
from matome_tui.hn.demo.nodes import Json
from matome_tui.ui.thread.reader import Reader
from tests.support.program import press, until
from tests.support.reader_app import ReaderApp, painted
from tests.support.sample_threads import CODE_THREAD, JAPANESE_THREAD, LINK_THREAD, ODD_THREAD

NOW = 1760000000.0
SIZES = [(80, 24), (120, 40), (200, 60)]
THREADS = {
    "code": CODE_THREAD,
    "japanese": JAPANESE_THREAD,
    "odd": ODD_THREAD,
    "links": LINK_THREAD,
}
THEMES = ["textual-dark", "textual-light", "ansi-dark", "ansi-light"]


@pytest.fixture(autouse=True)
def at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: NOW)


def thread_of(tree: Json) -> Thread:
    parsed = parse_tree(json.dumps(tree).encode())
    assert parsed.story is not None
    return Thread(parsed.story, parsed.comments)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("tree", THREADS.values(), ids=THREADS)
async def test_text(tree: Json, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with ReaderApp().run_test(size=size) as pilot:
        assert isinstance(pilot.app, ReaderApp)
        reader = pilot.app.reader
        await until(pilot, lambda: reader.size == size)
        reader.show(thread_of(tree))
        assert "\n".join(painted(reader)).rstrip() == snapshot


@pytest.mark.parametrize("theme", THEMES)
async def test_colours(theme: str, snapshot: SnapshotAssertion) -> None:
    async with ReaderApp().run_test(size=(80, 24)) as pilot:
        assert isinstance(pilot.app, ReaderApp)
        pilot.app.theme = theme
        reader = pilot.app.reader
        thread = thread_of(CODE_THREAD)
        reader.show(thread)
        reader.set_marks({thread.comments[0].id: "#ff0000", thread.comments[1].id: ""})
        reader.set_new({thread.comments[0].id})
        reader.set_edited({thread.comments[1].id})
        keyword = reader.overlay("reader--keyword").color
        await until(pilot, lambda: keyword in {style.color for style in styles_of(reader)})
        await press(pilot, "j")
        assert with_styles(reader) == snapshot


def styles_of(reader: Reader) -> list[Style]:
    """Return the styles of all segments in view, in their order."""
    strips = (reader.paint(y) for y in range(reader.size.height))
    return [segment.style or Style() for strip in strips for segment in strip]


def with_styles(reader: Reader) -> str:
    """Return the view, below each line a letter for the style of each cell, and the styles."""
    letters: dict[str, str] = {}
    lines: list[str] = []
    for y in range(reader.size.height):
        strip = reader.paint(y)
        looks = ""
        for segment in strip:
            name = str(segment.style)
            looks += letters.setdefault(name, ascii_letters[len(letters)]) * segment.cell_length
        lines += [strip.text.rstrip(), looks.rstrip(looks[-1]) + looks[-1]]
    return "\n".join([*lines, *(f"{letter}: {name}" for name, letter in letters.items())])
