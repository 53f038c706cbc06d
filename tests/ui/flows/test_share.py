"""Copying a text to share a post with."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from matome_tui.ui.screens.post import PostScreen
from tests.support.draft_editor import DEMO
from tests.support.program import Driver, Program, notes, notified, press, until

ADDRESS = (
    "https://moss.example/posts/2025_08/"
    "2025_08_15_koke_a_terminal_bookmark_keeper_where_unread_links/"
)


@pytest.fixture
def addressed(site: Path) -> Path:
    """The site with an address."""
    config = site / "hugo.toml"
    lines = config.read_text().splitlines()
    kept = [line for line in lines if not line.lower().startswith("baseurl")]
    config.write_text("\n".join(["baseURL = 'https://moss.example/'", *kept]))
    return site


async def open_post(pilot: Driver) -> None:
    await press(pilot, "space", "P")
    await until(pilot, lambda: isinstance(pilot.app.screen, PostScreen))


async def test_the_text_is_copied_with_its_length(program: Program, addressed: Path) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        pilot.app.screen.query_one("#post-title", Input).value = "苔 moss"
        pilot.app.screen.query_one("#post-tags", Input).value = "AI, 機械 学習"
        await press(pilot, "ctrl+y")
        text = f"苔 moss #AI #機械学習 {ADDRESS}"
        await notified(pilot, f"Copied, 45 of 280 characters on X: {text}")
        assert pilot.app.clipboard == text


async def test_a_text_that_is_too_long_is_copied_with_a_warning(
    program: Program, addressed: Path
) -> None:
    publish = replace(program.settings.publish, share="{url}\n{title}")
    program.settings = replace(program.settings, publish=publish)
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        pilot.app.screen.query_one("#post-title", Input).value = "苔" * 150
        await press(pilot, "ctrl+y")
        await notified(pilot, "Copied, but 324 characters are too many for X (280)")
        assert pilot.app.clipboard == ADDRESS + "\n" + "苔" * 150


async def test_without_an_address_the_remedy_is_said(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await open_post(pilot)
        await press(pilot, "ctrl+y")
        await until(pilot, lambda: bool(notes(pilot)))
        assert "set baseURL in its configuration" in notes(pilot)[-1]
        assert pilot.app.clipboard == ""
