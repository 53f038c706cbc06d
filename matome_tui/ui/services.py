"""The parts of the program, in one container."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from matome_tui.config.settings import Settings
from matome_tui.store.drafts import DraftStore
from matome_tui.store.threads import ThreadStore
from matome_tui.ui.current_site import CurrentSite

if TYPE_CHECKING:
    from matome_tui.hn.service import HackerNews


@dataclass
class Services:
    """The parts of the program, put together by the command line.

    Attributes:
        settings: The configuration.
        config_file: Where a setting that the program changes is written.
        drafts: The drafts.
        threads: The threads kept for reading offline.
        connect: Makes the connection to Hacker News; None to stay offline.
        site: The Hugo site that posts are saved in.
        notices: Lines to show when the program starts.
        threads_problem: Why the store of threads failed last; empty if it did not. Shown once.
    """

    settings: Settings
    config_file: Path
    drafts: DraftStore
    threads: ThreadStore
    connect: "Callable[[], HackerNews] | None"
    site: CurrentSite
    notices: list[str] = field(default_factory=list)
    threads_problem: str = ""

    @cached_property
    def hn(self) -> "HackerNews | None":
        """Hacker News; None offline. The HTTP client is loaded when it is first asked for."""
        return self.connect() if self.connect else None

    async def close(self) -> None:
        """Close the connections to Hacker News, if there are any."""
        if "hn" in vars(self) and self.hn is not None:
            await self.hn.close()
