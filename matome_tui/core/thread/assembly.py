"""A thread put together from comments and ranks that arrive in any order."""

from collections.abc import Collection, Iterable, Iterator

from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.core.thread.thread import Thread


class Assembly:
    """The known parts of a thread, and the snapshot of them that is shown.

    A rebuild leaves out new replies and ranks that would move what is being read. The first load
    fills the thread around that; a comment that comes later is new, and waits until it is wanted.

    Attributes:
        story: The story.
        comments: All known comments, by id.
        ranks: Ids of replies in ranked order, by the id of their parent.
        filling: Number of live comments of the first load that the snapshot leaves out.
    """

    __slots__ = ("_first", "_shown", "_shown_ranks", "comments", "filling", "ranks", "story")

    def __init__(self, story: Story, comments: Iterable[Comment] = ()) -> None:
        self.story = story
        self.comments: dict[int, Comment] = {comment.id: comment for comment in comments}
        self.ranks: dict[int, tuple[int, ...]] = {}
        self._shown_ranks: dict[int, tuple[int, ...]] = {}
        self._shown = dict(self.comments)
        self.filling = 0
        self._first: frozenset[int] | None = None  # ids of the first load, once it is done

    def add(self, comments: Iterable[Comment]) -> None:
        """Add comments, or newer versions of known ones."""
        self.comments.update((comment.id, comment) for comment in comments)

    def rank(self, parent: int, kids: tuple[int, ...]) -> None:
        """Set the ranked order of the replies to a comment, or to the story."""
        self.ranks[parent] = kids

    def end_first_load(self) -> None:
        """Count comments that are added from now on as new."""
        self._first = frozenset(self.comments)

    def _is_new(self, comment_id: int) -> bool:
        return self._first is not None and comment_id not in self._first

    @property
    def live(self) -> int:
        """Number of known comments that are neither deleted nor dead."""
        return sum(comment.is_counted for comment in self.comments.values())

    def pending(self) -> int:
        """Return the number of new live comments that are not shown yet."""
        return sum(map(self._is_new, self._waiting()))

    def _waiting(self) -> Iterator[int]:
        """Yield the ids of live comments that are not shown."""
        waiting = self.comments.keys() - self._shown.keys()
        return (comment_id for comment_id in waiting if self.comments[comment_id].is_counted)

    def rebuild(
        self,
        pinned: Collection[int] = (),
        in_view: Collection[CommentId] = (),
        *,
        is_view_full: bool = True,
    ) -> Thread:
        """Return a snapshot of all that is known, except for what pinned parents hold back.

        Args:
            pinned: Ids of comments, known or not, or the story, whose replies must stay as shown.
            in_view: Ids of comments that are being read; they keep their text, and their place
                even if they were deleted.
            is_view_full: Whether comments that are added above them stay out of view.
        """
        ranks = {self.story.id: self.story.ranked, **self.ranks}
        self._shown_ranks.update((at, kids) for at, kids in ranks.items() if at not in pinned)
        held, outside = self._held_back(pinned)
        read = {at: self._shown[at] for at in in_view if at in self._shown}
        thread = self._arrange(held, read)
        if among := outside & _ids_among(thread, in_view, is_view_full=is_view_full):
            thread = self._arrange(held | among, read)
        self._shown = {comment.id: comment for comment in thread.comments}
        self.filling = sum(not self._is_new(comment_id) for comment_id in self._waiting())
        return thread

    def _arrange(self, held: Collection[int], read: dict[CommentId, Comment]) -> Thread:
        """Return all that is known but the comments that are held back, and what is being read."""
        known = {at: comment for at, comment in self.comments.items() if at not in held}
        return Thread(self.story, (known | read).values(), self._shown_ranks, read)

    def _held_back(self, pinned: Collection[int]) -> tuple[set[int], set[int]]:
        """Return the comments that would be added below, or take over from, the pinned.

        Comments below a comment that is held back are held back too.

        Returns:
            The ids of those that are held back, and of those that may be added out of view.
        """
        held: set[int] = set()
        outside: set[int] = set()
        for comment_id in sorted(self.comments.keys() - self._shown.keys()):  # parents are older
            parent = self.comments[comment_id].parent
            above = parent if parent in self.comments else self.story.id
            if above in held or comment_id in pinned:
                held.add(comment_id)
            elif above in outside or above in pinned or parent in pinned:
                (held if self._is_new(comment_id) else outside).add(comment_id)
        return held, outside


def _ids_among(thread: Thread, in_view: Iterable[int], *, is_view_full: bool) -> set[int]:
    """Return the ids of the comments from the first to the last in view, or from the start."""
    found = [index for index in map(thread.find, in_view) if index is not None]
    if not found:
        return set()
    first = min(found) if is_view_full else 0
    return {comment.id for comment in thread.comments[first : max(found) + 1]}
