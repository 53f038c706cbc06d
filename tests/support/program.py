"""The program under test: started, driven by keys, and started again on the same files."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Self
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerFailed

from matome_tui.article.extract import Article
from matome_tui.config.reading import Problem
from matome_tui.config.settings import Settings
from matome_tui.hn.demo.transport import ALGOLIA_URL, FIREBASE_URL, DemoTransport
from matome_tui.hn.http import Client
from matome_tui.hn.service import HackerNews
from matome_tui.store.archive_feed import feed_in
from matome_tui.store.drafts import DraftStore
from matome_tui.store.reading import ReadingStore
from matome_tui.store.story_lists import StoryListStore
from matome_tui.store.threads import ThreadStore
from matome_tui.ui.app import MatomeApp
from matome_tui.ui.current_site import CurrentSite
from matome_tui.ui.notes import Note, Notes
from matome_tui.ui.reading import Reading
from matome_tui.ui.services import Services
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.translator import Translator
from matome_tui.ui.widgets.dialogs import Dialog, TextQuestion
from tests.support.hn_server import HNServer

Driver = Pilot[None]


class Program:
    """Starts the program on one folder, as often as a test needs."""

    def __init__(self, folder: Path, server: HNServer | None, *, is_demo: bool = False) -> None:
        self.folder = folder
        self.server = server
        self.is_demo = is_demo
        self.settings = Settings()
        self.notices: list[Problem] = []
        self.is_live = False
        self.prefetches = False
        self.has_pages = False
        self.site: Path | None = None
        self.translator: Translator | None = None
        self.load_article: Callable[[str], Awaitable[Article]] | None = None
        self._drafts: list[DraftStore] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for store in self._drafts:
            store.close()

    def services(self) -> Services:
        drafts = DraftStore(self.folder / "drafts.sqlite", waits=False)
        self._drafts.append(drafts)
        hn = replace(self.settings.hn, live=self.is_live, prefetch=self.prefetches)
        settings = replace(self.settings, hn=hn)
        return Services(
            settings,
            self.folder / "config" / "config.toml",
            lambda: drafts,
            lambda: ThreadStore(self.folder / "threads.sqlite"),
            partial(feed_in, self.folder, self.folder),
            StoryListStore(self.folder / "lists.json"),
            Reading(lambda: ReadingStore(self.folder / "reading.sqlite")),
            self._connect if self.server or self.is_demo else None,
            CurrentSite(settings, self.site),
            open_translator=self._open_translator if self.translator else None,
            load_article=self.load_article,
            notices=[*self.notices],
        )

    def _open_translator(self) -> Translator:
        assert self.translator is not None
        return self.translator

    def _connect(self) -> HackerNews:
        if self.server is None:
            return HackerNews(Client(transport=DemoTransport()), FIREBASE_URL, ALGOLIA_URL)
        client = Client(attempts=1, read_timeout=3.0)
        pages = self.server.url if self.has_pages else ""
        return HackerNews(client, self.server.firebase_url, self.server.algolia_url, pages)

    @asynccontextmanager
    async def run(
        self, item_id: int | None = None, *, size: tuple[int, int] = (120, 40)
    ) -> AsyncIterator[Driver]:
        """Run the program, on a thread or the first screen, until the block ends."""
        start = ThreadScreen(item_id) if item_id else None
        app = MatomeApp(self.services(), start)
        record_notes(app)
        async with app.run_test(size=size) as pilot:
            await rebuild(pilot)
            yield pilot


async def rebuild(pilot: Driver) -> None:
    """Wait until all background work is done and drawn, or waits for the user's answer."""
    while workers := list(pilot.app.workers):
        waits = asyncio.gather(*(worker.wait() for worker in workers), return_exceptions=True)
        while not waits.done() and not isinstance(pilot.app.screen, Dialog):
            await asyncio.wait([waits], timeout=0.05)
        if not waits.done():
            break
        for result in await waits:
            # Cancelled workers were replaced by newer ones.
            if isinstance(result, WorkerFailed):
                raise result
        await pilot.pause()  # work may have led to more work
    await pilot.pause()


async def press(pilot: Driver, *keys: str) -> None:
    """Press keys and wait until they are handled."""
    await pilot.press(*keys)
    await held_input_done(pilot)


async def held_input_done(pilot: Driver) -> None:
    """Wait until all keys, also those that wait for what the one before began, are handled."""
    app = pilot.app
    await pilot.pause()
    if isinstance(app, MatomeApp):
        await until(pilot, lambda: app.held_input.is_empty)
        await pilot.pause()


async def type_text(pilot: Driver, text: str) -> None:
    """Type text as a terminal sends it; `Pilot.press` loses Japanese punctuation."""
    for character in text:
        pilot.app.post_message(events.Key(_character_to_key(character), character))
        await pilot.pause()


async def until(pilot: Driver, condition: Callable[[], bool], turns: int = 6000) -> None:
    """Run the program until a condition holds; fail after `turns` turns."""
    for _ in range(turns):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError(f"the condition never held in {pilot.app.screen}:\n{screen_text(pilot)}")


async def site_read(pilot: Driver) -> None:
    """Wait until the site's index is read and shown."""
    app = pilot.app
    assert isinstance(app, MatomeApp)
    await until(pilot, lambda: app.services.site.index is not None)
    await rebuild(pilot)


async def notified(pilot: Driver, text: str) -> None:
    """Wait until a note with a text is shown."""
    await until(pilot, lambda: any(text in line for line in notes(pilot)))


async def asked_for_text(pilot: Driver) -> Input:
    """Wait until the program asks for a line of text, and return the field."""

    def is_asking() -> bool:
        # A screen is the top one before its widgets are mounted.
        return isinstance(pilot.app.screen, TextQuestion) and bool(pilot.app.screen.query(Input))

    await until(pilot, is_asking)
    return pilot.app.screen.query_one(Input)


async def answer(pilot: Driver, text: str) -> None:
    """Answer the question for a line of text."""
    (await asked_for_text(pilot)).value = text
    await press(pilot, "enter")


def screen_text(pilot: Driver) -> str:
    """Return the lines of the screen, without colours."""
    app = pilot.app
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text.rstrip() for strip in strips)


_RECORDED: WeakKeyDictionary[App[None], list[Note]] = WeakKeyDictionary()


def record_notes(app: MatomeApp) -> None:
    """Keep all notes of a program, for `notes`."""
    recorded = _RECORDED[app] = []

    def record(notes: Notes) -> None:
        recorded.extend(note for note in notes.shown if note not in recorded)

    app.notes.changed.subscribe(record)


def notes(pilot: Driver) -> list[str]:
    """Return the notes that were shown so far, also those that have ended."""
    return [note.text for note in _RECORDED[pilot.app]]


def shown_notes(pilot: Driver) -> list[str]:
    """Return the notes that are shown now."""
    assert isinstance(pilot.app, MatomeApp)
    return [note.text for note in pilot.app.notes.shown]
