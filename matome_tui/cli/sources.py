"""Where threads and drafts come from: Hacker News, and the files of this machine."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from matome_tui import paths
from matome_tui.config.settings import Settings

if TYPE_CHECKING:
    from matome_tui.hn.service import HackerNews
    from matome_tui.store.drafts import DraftStore
    from matome_tui.store.threads import ThreadStore

_MEGABYTE = 1_000_000


def hacker_news(settings: Settings) -> "HackerNews":
    """Return the connection to Hacker News; nothing is sent yet."""
    from matome_tui.hn.http import Client
    from matome_tui.hn.service import HackerNews

    hn = settings.hn
    pages_url = hn.pages_url if hn.pages else ""
    return HackerNews(Client(contact=hn.contact), hn.firebase_url, hn.algolia_url, pages_url)


def kept_threads(settings: Settings, cache: Path | None = None) -> "ThreadStore":
    """Return the store of threads in a cache folder, by default the user's."""
    from matome_tui.store.threads import ThreadStore

    folder = cache or paths.cache_directory()
    return ThreadStore(folder / "threads.sqlite", settings.hn.offline_megabytes * _MEGABYTE)


def own_drafts() -> "DraftStore":
    """Open the user's store of drafts."""
    from matome_tui.store.drafts import DraftStore

    return DraftStore(paths.data_directory() / "drafts.sqlite")


def drafted_threads() -> set[int] | None:
    """Return the threads with drafts, which stay kept; None if that is not known."""
    from matome_tui.store.error import StoreError

    try:
        with closing(own_drafts()) as store:
            return store.threads()
    except StoreError:
        return None  # then nothing is deleted
