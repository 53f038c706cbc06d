"""The threads of posts, for commands that need the comments of many."""

import asyncio
from contextlib import suppress

from matome_tui.cli.answers import write_errors
from matome_tui.cli.sources import drafted_threads, hacker_news, kept_threads
from matome_tui.config.settings import Settings
from matome_tui.core.items import Comment
from matome_tui.hn.algolia import Tree
from matome_tui.hn.http import NotFoundError
from matome_tui.i18n import _
from matome_tui.store.error import StoreError

_sleep = asyncio.sleep
_PAUSE_SECONDS = 1.0
"""Between two requests: a whole site is in no hurry."""

_MAX_FAILURES = 3
"""Failures in a row after which Hacker News is left alone."""


class Threads:
    """Threads, from the store or else from Hacker News, which is asked once a second at most.

    Attributes:
        failures: The number of requests in a row that failed.
    """

    def __init__(self, settings: Settings) -> None:
        """Connect to Hacker News and the store; nothing is sent yet."""
        self._hn = hacker_news(settings)
        self._store = kept_threads(settings)
        self._has_asked = False
        self.failures = 0

    @property
    def has_given_up(self) -> bool:
        """Whether Hacker News is left alone after several failures."""
        return self.failures >= _MAX_FAILURES

    async def close(self) -> None:
        """Close all connections."""
        await self._hn.close()

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
                self._store.save(tree.story, tree.comments, {}, drafted_threads())
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
