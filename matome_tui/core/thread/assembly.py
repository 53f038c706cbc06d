"""A thread put together from comments and ranks that arrive in any order."""

from collections.abc import Collection, Iterable

from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.core.thread.thread import Thread


class Assembly:
    """The known parts of a thread, and the snapshot of them that is shown.

    A rebuild leaves out new replies and ranks that would move what is being read.

    Attributes:
        story: The story.
        comments: All known comments, by id.
        ranks: Ids of replies in ranked order, by the id of their parent.
    """

    __slots__ = ("_shown", "_shown_ranks", "comments", "ranks", "story")

    def __init__(self, story: Story, comments: Iterable[Comment] = ()) -> None:
        self.story = story
        self.comments: dict[int, Comment] = {comment.id: comment for comment in comments}
        self.ranks: dict[int, tuple[int, ...]] = {}
        self._shown_ranks: dict[int, tuple[int, ...]] = {}
        self._shown = dict(self.comments)

    def add(self, comments: Iterable[Comment]) -> None:
        """Add comments, or newer versions of known ones."""
        self.comments.update((comment.id, comment) for comment in comments)

    def rank(self, parent: int, kids: tuple[int, ...]) -> None:
        """Set the ranked order of the replies to a comment, or to the story."""
        self.ranks[parent] = kids

    @property
    def live(self) -> int:
        """Number of known comments that are neither deleted nor dead."""
        return sum(comment.is_counted for comment in self.comments.values())

    def pending(self) -> int:
        """Return the number of live comments that are not shown yet."""
        waiting = self.comments.keys() - self._shown.keys()
        return sum(self.comments[comment_id].is_counted for comment_id in waiting)

    def rebuild(self, pinned: Collection[int] = (), in_view: Collection[CommentId] = ()) -> Thread:
        """Return a snapshot of all that is known, except for what pinned parents hold back.

        Args:
            pinned: Ids of comments, known or not, or the story, whose replies must stay as shown.
            in_view: Ids of comments that are being read; they keep their text, and their place
                even if they were deleted.
        """
        ranks = {self.story.id: self.story.ranked, **self.ranks}
        self._shown_ranks.update((at, kids) for at, kids in ranks.items() if at not in pinned)
        held_back = self._held_back(pinned)
        read = {at: self._shown[at] for at in in_view if at in self._shown}
        known = {at: comment for at, comment in self.comments.items() if at not in held_back}
        thread = Thread(self.story, (known | read).values(), self._shown_ranks, in_view)
        self._shown = {comment.id: comment for comment in thread.comments}
        return thread

    def _held_back(self, pinned: Collection[int]) -> set[int]:
        """Return the ids of new comments that would be added below, or take over from, the pinned.

        Comments below a comment that is held back are held back too.
        """
        held: set[int] = set()
        for comment_id in sorted(self.comments.keys() - self._shown.keys()):  # parents are older
            parent = self.comments[comment_id].parent
            above = parent if parent in self.comments else self.story.id
            if above in held or any(at in pinned for at in (above, parent, comment_id)):
                held.add(comment_id)
        return held
