"""Concurrent requests to Firebase for single comments and for ranks."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Collection, Container, Iterable

from matome_tui.core.items import Comment
from matome_tui.hn.events import CommentAdded, Emit, Progress, RankKnown
from matome_tui.hn.firebase import Answer, Item
from matome_tui.hn.http import CONNECTIONS, HNError
from matome_tui.hn.tasks import attempt

FetchItem = Callable[[int], Awaitable[Item | None]]
Distance = Callable[[int], float]

_FAILURES_IN_A_ROW = 8
_ROOM = 1 << 26
"""Bytes of comments that one crawl accepts, twenty times the largest known thread."""
_COST = 300
"""Bytes counted for a comment, besides its text."""
_SORT_EVERY = 0.25
_PROGRESS_EVERY = 0.05


class KnownComments:
    """The comments of a thread that are known so far.

    Attributes:
        comments: The comments by id.
        replies: Number of known replies, by the id of the parent.
        live: Number of comments that are neither deleted nor dead.
    """

    def __init__(self, comments: Iterable[Comment] = ()) -> None:
        self.comments: dict[int, Comment] = {}
        self.replies: Counter[int] = Counter()
        self.live = 0
        self.add(comments)

    def __contains__(self, comment_id: int) -> bool:
        return comment_id in self.comments

    def add(self, comments: Iterable[Comment]) -> None:
        """Add comments, except those that are known."""
        for comment in comments:
            if comment.id not in self.comments:
                self.comments[comment.id] = comment
                self.replies[comment.parent] += 1
                self.live += comment.is_counted

    def has_all_replies(self, parent: int, kids: Collection[int]) -> bool:
        """Return whether these are several, and all known replies of a parent are among them."""
        known = (self.comments.get(kid) for kid in kids)
        among = sum(comment is not None and comment.parent == parent for comment in known)
        return len(kids) > 1 and among == self.replies[parent]


class Crawl:
    """A queue of items to request, which answers extend; no item is requested twice.

    Unknown comments come first, level by level, then ranks, nearest to the reader first.

    Attributes:
        unanswered: Ids of failed requests.
    """

    def __init__(
        self,
        fetch: FetchItem,
        known: KnownComments,
        story_id: int,
        emit: Emit,
        distance: Distance = lambda _: 0,
    ) -> None:
        """Create an empty queue.

        Args:
            fetch: Requests an item by its id, as `Firebase.item` does.
            known: The known comments; answers are added to it.
            story_id: Id of the story.
            emit: Called with an event for each new comment and each rank, and for progress.
            distance: Returns how far a known comment, by its id, is from the reader.
        """
        self.unanswered: list[int] = []
        self._fetch = fetch
        self._known = known
        self._emit = emit
        self._distance = distance
        self._requested = {story_id}
        self._unknown: deque[int] = deque()
        self._unranked: deque[int] = deque()
        self._sorted = 0.0
        self._done = 0
        self._reported = 0.0
        self._failed_in_a_row = 0
        self._room = _ROOM

    @property
    def has_given_up(self) -> bool:
        """Whether too many requests failed in a row, or the thread is too large to be true."""
        return self._failed_in_a_row >= _FAILURES_IN_A_ROW or self._room <= 0

    def unrequested(self) -> list[int]:
        """Return the known comments that were not requested: they may have unknown replies."""
        return [item_id for item_id in self._known.comments if item_id not in self._requested]

    def enqueue(self, ids: Iterable[int]) -> None:
        """Request these items, except those requested before."""
        for item_id in ids:
            if item_id not in self._requested:
                self._room -= _COST
                self._requested.add(item_id)
                (self._unranked if item_id in self._known else self._unknown).append(item_id)

    def enqueue_unknown(self, ids: Iterable[int]) -> None:
        """Request those of these comments that are unknown."""
        self.enqueue(comment_id for comment_id in ids if comment_id not in self._known)

    def enqueue_ranks(self, ranked: Container[int] = ()) -> None:
        """Request the ranks of all replies that have siblings, except below ranked parents."""
        several = (parent for parent, replies in self._known.replies.items() if replies > 1)
        self.enqueue(parent for parent in several if parent not in ranked)

    def add(self, comments: Iterable[Comment]) -> None:
        """Add unknown comments, and request their parents if these are needed to place them."""
        fresh = [comment for comment in comments if comment.id not in self._known]
        self._known.add(fresh)
        for comment in fresh:
            self._emit(CommentAdded(comment))
            if comment.parent not in self._known or self._known.replies[comment.parent] > 1:
                self.enqueue((comment.parent,))

    async def run(self) -> None:
        """Drain the queue, or give up."""
        running: set[asyncio.Task[tuple[int, Answer]]] = set()
        async with asyncio.TaskGroup() as group:
            while True:
                while len(running) < CONNECTIONS and (item_id := self._next()) is not None:
                    running.add(group.create_task(self._attempt(item_id)))
                if not running:
                    return
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    self._take(*task.result())

    async def _attempt(self, item_id: int) -> tuple[int, Answer]:
        return item_id, await attempt(self._fetch(item_id))

    def _next(self) -> int | None:
        if self.has_given_up and (self._unknown or self._unranked):
            self._give_up()
        if self._unknown:
            return self._unknown.popleft()
        if not self._unranked:
            return None
        if time.monotonic() - self._sorted >= _SORT_EVERY:
            self._unranked = deque(sorted(self._unranked, key=self._distance))
            self._sorted = time.monotonic()
        return self._unranked.popleft()

    def _give_up(self) -> None:
        rest = [*self._unknown, *self._unranked]
        self._unknown.clear()
        self._unranked.clear()
        self.unanswered += rest
        self._done += len(rest)
        self._emit_progress()

    def _take(self, item_id: int, answer: Answer) -> None:
        if isinstance(answer, HNError):
            self.unanswered.append(item_id)
            self._failed_in_a_row += 1
        else:
            self._failed_in_a_row = 0
            if answer and isinstance(answer.value, Comment):
                self._take_comment(answer.value, answer.kids)
        self._done += 1
        self._emit_progress()

    def _take_comment(self, comment: Comment, kids: tuple[int, ...]) -> None:
        self._room -= len(comment.html)
        self.add((comment,))
        if len(kids) > 1:
            self._emit(RankKnown(comment.id, kids))
        self.enqueue_unknown(kids)

    def _emit_progress(self) -> None:
        total, now = len(self._requested) - 1, time.monotonic()
        if self._done == total or now - self._reported >= _PROGRESS_EVERY:
            self._reported = now
            self._emit(Progress(self._done, total))
