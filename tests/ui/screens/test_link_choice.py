"""Choosing one of several links by its number."""

from pathlib import Path

import pytest
from textual.app import App

from matome_tui.ui.screens.link_choice import LinkChoice
from matome_tui.ui.thread.screen import ThreadScreen
from tests.support.browsing import record_pages
from tests.support.hn_server import HNServer
from tests.support.program import Program, press, screen_text
from tests.support.sample_threads import LINKS, SAMPLE_THREADS

FEW = {0: "https://zero.example", 2: "https://two.example"}
MANY = {number: f"https://{number}.example" for number in range(1, 24)}


class Choosing(App[None]):
    """Asks which link, and keeps the answer."""

    def __init__(self, links: dict[int, str]) -> None:
        super().__init__()
        self._links = links
        self.answers: list[str | None] = []

    def on_mount(self) -> None:
        self.push_screen(LinkChoice(self._links), self.answers.append)


@pytest.mark.parametrize(
    ("links", "keys", "answers"),
    [
        (FEW, ["2"], ["https://two.example"]),
        (FEW, ["0"], ["https://zero.example"]),
        (FEW, ["enter"], ["https://zero.example"]),
        (FEW, ["1", "7", "2"], ["https://two.example"]),
        (FEW, ["escape"], [None]),
        (FEW, ["o"], [None]),
        (FEW, ["1"], []),
        (MANY, ["3"], ["https://3.example"]),
        (MANY, ["1"], []),
        (MANY, ["1", "4"], ["https://14.example"]),
        (MANY, ["1", "enter"], ["https://1.example"]),
        (MANY, ["2", "9", "3"], ["https://23.example"]),
        (MANY, ["1", "backspace", "5"], ["https://5.example"]),
    ],
)
async def test_a_number_gives_its_link(
    links: dict[int, str], keys: list[str], answers: list[str | None]
) -> None:
    app = Choosing(links)
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert app.answers == answers


async def test_typed_text_is_shown() -> None:
    app = Choosing(MANY)
    async with app.run_test() as pilot:
        await pilot.press("2")
        assert "╭─ Links ─" in screen_text(pilot)
        assert "enter open link 2   escape cancel" in screen_text(pilot)


async def test_the_numbers_are_those_beside_the_links(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened = record_pages(monkeypatch)
    with HNServer(SAMPLE_THREADS) as server, Program(tmp_path, server) as program:
        async with program.run(LINKS) as pilot:
            assert "https://b.example/two [2]" in screen_text(pilot)
            await press(pilot, "o", "2")
            assert "https://b.example/two" in screen_text(pilot).splitlines()[-1]
            await press(pilot, "j", "o", "1", "j", "o")
            assert isinstance(pilot.app.screen, ThreadScreen)
    long = "https://e.example/" + "a-long-way-down/" * 6
    assert opened == ["https://b.example/two", "https://c.example/?page=1&lang=en", long]
