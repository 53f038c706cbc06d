"""Asking Firebase for single comments and for ranks, as many at once as is good."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable

from matome_tui.core.items import Comment
from matome_tui.hn.events import CommentAdded, Progress, RankKnown, Emit
from matome_tui.hn.firebase import Item
from matome_tui.hn.http import CONNECTIONS, HNError
from matome_tui.hn.tasks import attempt

FetchItem = Callable[[int], Awaitable[Item | None]]
Distance = Callable[[int], float]

_FAILURES_IN_A_ROW = 8
_ROOM = 1 << 26
"""Bytes of comments that one crawl takes, twenty times the largest thread known."""
_COST = 300
"""Bytes of a comment without its text."""
_SORT_EVERY = 0.25
_PROGRESS_EVERY = 0.05


class KnownComments:
    """The comments that are known.

    Attributes:
        comments: By id.
        replies: How many known comments answer one, by its id.
        live: How many are neither deleted nor dead.
    """

    def __init__(self, comments: Iterable[Comment] = ()) -> None:
        self.comments: dict[int, Comment] = {}
        self.replies: Counter[int] = Counter()
        self.live = 0
        self.add(comments)

    def __contains__(self, comment_id: int) -> bool:
        return comment_id in self.comments

    def add(self, comments: Iterable[Comment]) -> None:
        """Add comments; those known already stay as they are."""
        for comment in comments:
            if comment.id not in self.comments:
                self.comments[comment.id] = comment
                self.replies[comment.parent] += 1
                self.live += not comment.is_gone


class Crawl:
    """Asks for what is wanted and for what the answers make wanted; for nothing twice.

    Unknown comments come first, level by level; then ranks, nearest to the reader first.

    Attributes:
        unanswered: Ids that there was no answer for.
    """

    def __init__(
        self,
        ask: FetchItem,
        known: KnownComments,
        story_id: int,
        emit: Emit,
        distance: Distance = lambda _: 0,
    ) -> None:
        """Prepare; nothing is wanted yet.

        Args:
            ask: Gives an item by its id, as `Firebase.item`.
            known: Grows with the answers.
            story_id: Of the story.
            tell: Is told of every comment added and every rank, and of the progress.
            distance: Gives how far a known comment, by its id, is from the reader.
        """
        self.unanswered: list[int] = []
        self._ask = ask
        self._known = known
        self._emit = emit
        self._distance = distance
        self._asked = {story_id}
        self._unknown: deque[int] = deque()
        self._unranked: deque[int] = deque()
        self._sorted = 0.0
        self._done = 0
        self._told = 0.0
        self._failed_in_a_row = 0
        self._room = _ROOM

    @property
    def has_given_up(self) -> bool:
        """Whether too many answers failed in a row, or there was more than any thread has."""
        return self._failed_in_a_row >= _FAILURES_IN_A_ROW or self._room <= 0

    def unrequested(self) -> list[int]:
        """Return the known comments that were not asked for: they may have more replies."""
        return [item_id for item_id in self._known.comments if item_id not in self._asked]

    def enqueue(self, ids: Iterable[int]) -> None:
        """FetchItem for these, unless that was done before."""
        for item_id in ids:
            if item_id not in self._asked:
                self._room -= _COST
                self._asked.add(item_id)
                (self._unranked if item_id in self._known else self._unknown).append(item_id)

    def enqueue_unknown(self, ids: Iterable[int]) -> None:
        """FetchItem for those of these comments that are unknown."""
        self.enqueue(comment_id for comment_id in ids if comment_id not in self._known)

    def enqueue_ranks(self) -> None:
        """FetchItem for the rank of all replies that have siblings."""
        self.enqueue(parent for parent, replies in self._known.replies.items() if replies > 1)

    def add(self, comments: Iterable[Comment]) -> None:
        """Add those of these comments that are unknown, and want what they need to be placed."""
        fresh = [comment for comment in comments if comment.id not in self._known]
        self._known.add(fresh)
        for comment in fresh:
            self._emit(CommentAdded(comment))
            if comment.parent not in self._known or self._known.replies[comment.parent] > 1:
                self.enqueue((comment.parent,))

    async def run(self) -> None:
        """FetchItem until nothing is wanted any more, or until the crawl gives up."""
        running: set[asyncio.Task[tuple[int, Item | HNError | None]]] = set()
        async with asyncio.TaskGroup() as group:
            while True:
                while len(running) < CONNECTIONS and (item_id := self._next()) is not None:
                    running.add(group.create_task(self._attempt(item_id)))
                if not running:
                    return
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    self._take(*task.result())

    async def _attempt(self, item_id: int) -> tuple[int, Item | HNError | None]:
        return item_id, await attempt(self._ask(item_id))

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

    def _take(self, item_id: int, answer: Item | HNError | None) -> None:
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
        total, now = len(self._asked) - 1, time.monotonic()
        if self._done == total or now - self._told >= _PROGRESS_EVERY:
            self._told = now
            self._emit(Progress(self._done, total))
