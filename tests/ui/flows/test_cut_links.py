"""Completing links that were cut short, in the draft of a post whose thread is open."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from matome_tui.ui.app import MatomeApp
from matome_tui.ui.flows.existing_post import open_post
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.dialogs import Question
from tests.support.draft_editor import draft_of, kept_titles
from tests.support.files import write
from tests.support.hn_server import HNServer
from tests.support.hn_threads import node, tree
from tests.support.program import Driver, Program, notified, press, record_notes, screen_text, until

STORY = 1000
URL = "https://example.org/moss/that/grows/on/links/nobody/reads/{}/more?tab=1"
CUT = URL.format("1")[:58] + "..."
FIRST = 1_756_000_000
POST = f"""\
+++
title = 'T'
date = 2025-08-24
+++

> T

引用元：[https://news.ycombinator.com/item?id={STORY}](https://news.ycombinator.com/item?id={STORY})

{{{{<matomeQuote body="苔 {CUT}" userName="ann" createdAt="2025/08/24 01:46:40" color="">}}}}

{{{{<matomeQuote body="苔 {CUT}" userName="bob" createdAt="2025/08/24 01:46:41" color="">}}}}
"""


@pytest.fixture
def reopened(tmp_path: Path) -> Iterator[Program]:
    """The program with the draft of a post of its thread."""
    replies = [
        node(
            STORY + at,
            STORY,
            author=author,
            text=f'<a href="{URL.format(1 + at // 2)}">{CUT}</a>',
            created_at_i=FIRST + at - 1,
        )
        for at, author in ((1, "ann"), (2, "bob"))
    ]
    write(tmp_path, {"post.md": POST})
    with HNServer([tree(node(STORY, None), *replies)]) as server, Program(tmp_path, server) as made:
        yield made


@asynccontextmanager
async def opened(program: Program) -> AsyncIterator[Driver]:
    """Run the program on the post, as `matome post.md` does."""
    services = program.services()
    session = open_post(services, program.folder / "post.md")
    app = MatomeApp(services, ThreadScreen(STORY, session))
    record_notes(app)
    async with app.run_test(size=(120, 40)) as pilot:
        yield pilot


def texts(pilot: Driver) -> list[str]:
    return [clip.text for clip in draft_of(pilot).clips]


async def test_all_are_completed_after_showing_them(reopened: Program) -> None:
    async with opened(reopened) as pilot:
        await notified(pilot, "2 cut links can be completed from their comments: L")
        await press(pilot, "L")
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        await until(pilot, lambda: "Complete 2 cut links?" in screen_text(pilot))
        assert f"+ {URL.format(1)}" in screen_text(pilot)
        await press(pilot, "n")
        assert texts(pilot) == [f"苔 {CUT}"] * 2
        await press(pilot, "L")
        await until(pilot, lambda: "Complete 2 cut links?" in screen_text(pilot))
        await press(pilot, "y")
        await until(pilot, lambda: texts(pilot) == [f"苔 {URL.format(n)}" for n in (1, 2)])
        await press(pilot, "L")
        await notified(pilot, "No link was cut short")
        assert kept_titles(reopened, STORY) == ["Complete 2 links"]
        await press(pilot, "u")
        assert texts(pilot) == [f"苔 {CUT}"] * 2


async def test_one_by_one_in_the_tray(reopened: Program) -> None:
    async with opened(reopened) as pilot:
        await notified(pilot, "2 cut links")
        await press(pilot, "tab", "g", "L")
        assert texts(pilot) == [f"苔 {URL.format(1)}", f"苔 {CUT}"]
        await press(pilot, "L")
        await notified(pilot, "No link of this clip can be completed")
        assert kept_titles(reopened, STORY) == ["Complete a link"]
