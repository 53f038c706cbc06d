"""The parts of the program, in one container."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from matome_tui.config.settings import Settings
from matome_tui.store.database import StoreError
from matome_tui.store.drafts import DraftStore
from matome_tui.store.story_lists import StoryListStore
from matome_tui.store.threads import ThreadStore
from matome_tui.ui.current_site import CurrentSite
from matome_tui.ui.people import People
from matome_tui.ui.reading import Reading

if TYPE_CHECKING:
    from matome_tui.article.extract import Article
    from matome_tui.hn.service import HackerNews
    from matome_tui.store.archive_feed import ArchiveFeed

_log = logging.getLogger(__name__)


@dataclass
class Services:
    """The parts of the program, put together by the command line.

    Attributes:
        settings: The configuration.
        config_file: Where a setting that the program changes is written.
        drafts: The drafts.
        threads: The threads kept for reading offline.
        open_archive: Makes the search of both; see `archive`.
        story_lists: The lists of stories as last loaded.
        reading: What the user has done with stories, in this session and before.
        connect: Makes the connection to Hacker News; None to stay offline.
        site: The Hugo site that posts are saved in.
        load_article: Returns the text of a linked page, ArticleError if there is none; None if no
            page may be asked for.
        notices: Lines to show when the program starts.
        people: The followed and muted people.
        threads_problem: Why the store of threads failed last; empty if it did not. Shown once.
    """

    settings: Settings
    config_file: Path
    drafts: DraftStore
    threads: ThreadStore
    open_archive: "Callable[[], ArchiveFeed]"
    story_lists: StoryListStore
    reading: Reading
    connect: "Callable[[], HackerNews] | None"
    site: CurrentSite
    load_article: "Callable[[str], Awaitable[Article]] | None" = None
    notices: list[str] = field(default_factory=list)
    threads_problem: str = ""
    people: People = field(init=False)
    _hn: "HackerNews | None" = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Begin with the configured people."""
        self.people = People(self.settings, self.config_file)

    @cached_property
    def archive(self) -> "ArchiveFeed":
        """The search of drafts and kept threads."""
        return self.open_archive()

    @property
    def hn(self) -> "HackerNews | None":
        """Hacker News; None offline. The first time takes long, see `load_hn`."""
        with self._lock:
            if self._hn is None and self.connect:
                self._hn = self.connect()
        return self._hn

    async def load_hn(self) -> "HackerNews | None":
        """Return Hacker News like `hn`, and load the HTTP client while the screen goes on."""
        return self._hn or await asyncio.to_thread(lambda: self.hn)

    async def close(self) -> None:
        """Store what waits, and close the connections to Hacker News, if there are any."""
        try:
            await self.reading.flush()
        except StoreError as error:
            _log.warning("What was read was not stored: %s", error)
        if self._hn is not None:
            await self._hn.close()
