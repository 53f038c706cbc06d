"""Request of a thread before it is opened."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from matome_tui.hn.algolia import Algolia, Tree
from matome_tui.hn.firebase import Answer, Firebase
from matome_tui.hn.http import HNError
from matome_tui.hn.tasks import attempt

FRESH = 60.0
"""Seconds for which a prefetched thread is used."""


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests for a thread, running or answered."""

    item_id: int
    item: asyncio.Task[Answer]
    tree: asyncio.Task[Tree | HNError]

    def cancel(self) -> None:
        """Cancel what is still running."""
        self.item.cancel()
        self.tree.cancel()

    def has_failed(self) -> bool:
        """Return whether an answer is there and of no use."""
        done = [task.result() for task in (self.item, self.tree) if task.done()]
        return any(answer is None or isinstance(answer, HNError) for answer in done)


class Prefetch:
    """Holds the story and tree of one thread, the one requested last."""

    def __init__(
        self, firebase: Firebase, algolia: Algolia, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._firebase = firebase
        self._algolia = algolia
        self._clock = clock
        self._held: Requests | None = None
        self._begun = 0.0

    async def run(self, item_id: int) -> None:
        """Request a thread, and hold the answers until another is requested.

        If this is cancelled, so are the requests, unless they were taken.
        """
        if self._held and self._held.item_id == item_id and self._is_fresh(self._held):
            return
        self._held = requests = Requests(
            item_id,
            asyncio.create_task(attempt(self._firebase.item(item_id))),
            asyncio.create_task(attempt(self._algolia.tree(item_id))),
        )
        self._begun = self._clock()
        try:
            await asyncio.wait({requests.item, requests.tree})
        finally:
            if self._held is requests and not (requests.item.done() and requests.tree.done()):
                self._held = None
                requests.cancel()

    def take(self, item_id: int) -> Requests | None:
        """Return the requests for a thread, now the caller's to cancel; None if there are none."""
        held, self._held = self._held, None
        if held and held.item_id == item_id and self._is_fresh(held):
            return held
        if held:
            held.cancel()
        return None

    def _is_fresh(self, held: Requests) -> bool:
        return not held.has_failed() and self._clock() - self._begun < FRESH
