"""The parts of the program, in one container."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from matome_tui.config.settings import Settings
from matome_tui.store.error import StoreError
from matome_tui.store.story_lists import StoryListStore
from matome_tui.ui.current_site import CurrentSite
from matome_tui.ui.lazy import Lazy
from matome_tui.ui.people import People
from matome_tui.ui.reading import Reading
from matome_tui.ui.translator import Translator

if TYPE_CHECKING:
    from matome_tui.article.extract import Article
    from matome_tui.config.reading import Problem
    from matome_tui.hn.service import HackerNews
    from matome_tui.store.archive_feed import ArchiveFeed
    from matome_tui.store.drafts import DraftStore
    from matome_tui.store.threads import ThreadStore

_log = logging.getLogger(__name__)


@dataclass
class Services:
    """The parts of the program, put together by the command line.

    Stores and the connection are loaded when they are first used: the first screen does without.

    Attributes:
        settings: The configuration.
        config_file: Where a setting that the program changes is written.
        open_drafts: Opens the store of drafts.
        open_threads: Opens the store of threads.
        open_archive: Makes the search of both; see `archive`.
        story_lists: The lists of stories as last loaded.
        reading: What the user has done with stories, in this session and before.
        connect: Makes the connection to Hacker News; None to stay offline.
        site: The Hugo site that posts are saved in.
        load_article: Returns the text of a linked page, ArticleError if there is none; None if no
            page may be asked for.
        notices: Problems of the configuration, to show when the program starts.
        open_translator: Opens the translation service; None if none is set up.
        people: The followed and muted people.
        threads_problem: Why the store of threads failed last; empty if it did not. Shown once.
    """

    settings: Settings
    config_file: Path
    open_drafts: "Callable[[], DraftStore]"
    open_threads: "Callable[[], ThreadStore]"
    open_archive: "Callable[[ThreadStore], ArchiveFeed]"
    story_lists: StoryListStore
    reading: Reading
    connect: "Callable[[], HackerNews] | None"
    site: CurrentSite
    load_article: "Callable[[str], Awaitable[Article]] | None" = None
    notices: list["Problem"] = field(default_factory=list)
    open_translator: "Callable[[], Translator] | None" = None
    threads_problem: str = ""
    _translator: Translator | None = None
    people: People = field(init=False)

    def __post_init__(self) -> None:
        """Begin with the configured people."""
        self.people = People(self.settings, self.config_file)
        self._drafts = Lazy(self.open_drafts)
        self._threads = Lazy(self.open_threads)
        self._hn = Lazy(lambda: self.connect() if self.connect else None)

    @property
    def has_configuration(self) -> bool:
        """Whether the settings are the user's; all are defaults if the file cannot be read."""
        return not any(problem.is_unreadable for problem in self.notices)

    @property
    def drafts(self) -> "DraftStore":
        """The drafts."""
        return self._drafts.get()

    @property
    def opened_drafts(self) -> "DraftStore | None":
        """The drafts if they were used."""
        return self._drafts.made

    @property
    def threads(self) -> "ThreadStore":
        """The threads kept for reading offline."""
        return self._threads.get()

    @cached_property
    def archive(self) -> "ArchiveFeed":
        """The search of drafts and kept threads."""
        return self.open_archive(self.threads)

    @property
    def hn(self) -> "HackerNews | None":
        """Hacker News; None offline. The first time takes long, see `load_hn`."""
        return self._hn.get()

    async def load_hn(self) -> "HackerNews | None":
        """Return Hacker News like `hn`, and load the HTTP client while the screen goes on."""
        return self._hn.made or await asyncio.to_thread(self._hn.get)

    async def load_translator(self) -> Translator:
        """Open the translation service, which takes long the first time.

        Raises:
            TranslationError: The settings are incomplete, or the service cannot be reached offline.
        """
        if self._translator is None:
            assert self.open_translator is not None
            self._translator = await asyncio.to_thread(self.open_translator)
        return self._translator

    async def close(self) -> None:
        """Store what waits, and close the connections to Hacker News and the translator."""
        try:
            await self.reading.flush()
        except StoreError as error:
            _log.warning("What was read was not stored: %s", error)
        if hn := self._hn.made:
            await hn.close()
        if self._translator is not None:
            await self._translator.close()
