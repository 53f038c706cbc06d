"""The parts of the program, in one container."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from matome_tui.config.settings import Settings
from matome_tui.store.story_lists import StoryListStore
from matome_tui.ui.current_site import CurrentSite
from matome_tui.ui.lazy import Lazy

if TYPE_CHECKING:
    from matome_tui.hn.service import HackerNews
    from matome_tui.store.drafts import DraftStore
    from matome_tui.store.threads import ThreadStore


@dataclass
class Services:
    """The parts of the program, put together by the command line.

    Stores and the connection are loaded when they are first used: the first screen does without.

    Attributes:
        settings: The configuration.
        config_file: Where a setting that the program changes is written.
        open_drafts: Opens the store of drafts.
        open_threads: Opens the store of threads.
        story_lists: The lists of stories as last loaded.
        connect: Makes the connection to Hacker News; None to stay offline.
        site: The Hugo site that posts are saved in.
        notices: Lines to show when the program starts.
        threads_problem: Why the store of threads failed last; empty if it did not. Shown once.
    """

    settings: Settings
    config_file: Path
    open_drafts: "Callable[[], DraftStore]"
    open_threads: "Callable[[], ThreadStore]"
    story_lists: StoryListStore
    connect: "Callable[[], HackerNews] | None"
    site: CurrentSite
    notices: list[str] = field(default_factory=list)
    threads_problem: str = ""

    def __post_init__(self) -> None:
        self._drafts = Lazy(self.open_drafts)
        self._threads = Lazy(self.open_threads)
        self._hn = Lazy(lambda: self.connect() if self.connect else None)

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

    @property
    def hn(self) -> "HackerNews | None":
        """Hacker News; None offline. The first time takes long, see `load_hn`."""
        return self._hn.get()

    async def load_hn(self) -> "HackerNews | None":
        """Return Hacker News like `hn`, and load the HTTP client while the screen goes on."""
        return self._hn.made or await asyncio.to_thread(self._hn.get)

    async def close(self) -> None:
        """Close the connections to Hacker News, if there are any."""
        if hn := self._hn.made:
            await hn.close()
