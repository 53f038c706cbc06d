"""Completes the cut links of posts from Hacker News, for `matome check --fix --from-hn`."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from matome_tui import paths
from matome_tui.cli.answers import write_errors
from matome_tui.config.settings import Settings
from matome_tui.core.items import Comment
from matome_tui.files import plain, read_text
from matome_tui.hn.algolia import Tree
from matome_tui.hn.http import Client, HNError, NotFoundError
from matome_tui.hn.service import HackerNews
from matome_tui.hugo.check.full_addresses import complete_post
from matome_tui.hugo.post.blocks import PostError, parse
from matome_tui.hugo.site.root import find_site
from matome_tui.i18n import _
from matome_tui.store.database import StoreError
from matome_tui.store.threads import ThreadStore

_sleep = asyncio.sleep
_PAUSE_SECONDS = 1.0
"""Between two requests: a whole site is in no hurry."""

_MAX_FAILURES = 3
"""Failures in a row after which Hacker News is left alone."""


def whole_links(posts: Iterable[Path], settings: Settings) -> Mapping[Path, tuple[str, str]]:
    """Return the texts of posts, as they are and with their cut links completed, if any can be.

    A thread is asked for once, as it is stored for reading offline: a run that was interrupted
    goes on where it stopped. Failures are written to standard error.

    Args:
        posts: The posts, an iterator that shows the progress.
        settings: The servers, and the options of posts.
    """
    return asyncio.run(_whole_links(posts, settings))


async def _whole_links(posts: Iterable[Path], settings: Settings) -> Mapping[Path, tuple[str, str]]:
    client = Client(contact=settings.hn.contact)
    hn = HackerNews(client, settings.hn.firebase_url, settings.hn.algolia_url)
    megabytes = settings.hn.offline_megabytes
    store = ThreadStore(paths.cache_directory() / "threads.sqlite", megabytes * 1_000_000)
    threads = _Threads(hn, store)
    texts: dict[Path, tuple[str, str]] = {}
    try:
        for path in posts:
            try:
                text = read_text(path)
                thread = parse(text).thread
                comments = await threads.comments(thread) if thread else ()
                options = settings.post_on(find_site(path.absolute().parent))
                whole = complete_post(text, comments, options)
            except (OSError, UnicodeDecodeError, PostError, HNError) as error:
                message = _("The links of {path} were not completed: {reason}")
                write_errors(message.format(path=path, reason=plain(error)))
                if threads.failures >= _MAX_FAILURES:
                    write_errors(_("Hacker News does not answer; run it again to go on"))
                    break
                continue
            if whole != text:
                texts[path] = text, whole
    finally:
        await hn.close()
    return texts


class _Threads:
    """Threads, from the store or else from Hacker News.

    Attributes:
        failures: The number of requests in a row that failed.
    """

    def __init__(self, hn: HackerNews, store: ThreadStore) -> None:
        self._hn = hn
        self._store = store
        self._has_asked = False
        self.failures = 0

    async def comments(self, thread: int) -> tuple[Comment, ...]:
        """Return the comments of a thread. Raises HNError."""
        with suppress(StoreError):  # it is asked for instead
            if stored := self._store.load(thread):
                return stored.comments
        if self._has_asked:
            await _sleep(_PAUSE_SECONDS)
        self._has_asked = True
        self.failures += 1
        tree = await self._tree(thread)
        if tree.story:
            try:
                self._store.save(tree.story, tree.comments, {})
            except StoreError as error:
                message = _("The thread {number} is not stored: {reason}")
                write_errors(message.format(number=thread, reason=error))
        return tree.comments

    async def _tree(self, thread: int) -> Tree:
        try:
            tree = await self._hn.tree(thread)
        except NotFoundError:  # an answer, too
            self.failures = 0
            raise
        self.failures = 0
        return tree
