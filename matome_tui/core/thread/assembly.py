"""A thread put together from parts that come in any order."""

from collections.abc import Collection, Iterable

from matome_tui.core.items import Comment, Story
from matome_tui.core.thread.thread import Thread


class Assembly:
    """What is known of a thread, and what of that its reader has been shown.

    New replies and ranks are held back for as long as they would move what is being read.

    Attributes:
        story: The story.
        comments: All comments known, by id.
        ranks: Ids of the replies in ranked order, by the id of what they answer.
    """

    __slots__ = ("_shown", "_shown_ranks", "comments", "ranks", "story")

    def __init__(self, story: Story, comments: Iterable[Comment] = ()) -> None:
        self.story = story
        self.comments = {comment.id: comment for comment in comments}
        self.ranks: dict[int, tuple[int, ...]] = {}
        self._shown_ranks: dict[int, tuple[int, ...]] = {}
        self._shown = dict(self.comments)

    def add(self, comments: Iterable[Comment]) -> None:
        """Add comments, or newer states of known ones."""
        self.comments.update((comment.id, comment) for comment in comments)

    def rank(self, parent: int, kids: tuple[int, ...]) -> None:
        """Set the ranked order of the replies to a comment, or of the top level."""
        self.ranks[parent] = kids

    @property
    def live(self) -> int:
        """How many comments are known that are there for all to read."""
        return sum(not comment.is_gone for comment in self.comments.values())

    def held(self) -> int:
        """Return how many live comments wait to be shown."""
        waiting = self.comments.keys() - self._shown.keys()
        return sum(not self.comments[comment_id].is_gone for comment_id in waiting)

    def rebuild(self, pinned: Collection[int] = (), in_view: Collection[int] = ()) -> Thread:
        """Return the thread with all that is known but what is pinned.

        Args:
            pinned: Ids of what has replies, known or not, that must stay as they were shown.
            in_view: Ids of comments that are read just now: they keep their text, and their place
                if they were deleted.
        """
        ranks = {self.story.id: self.story.kids, **self.ranks}
        self._shown_ranks.update((at, kids) for at, kids in ranks.items() if at not in pinned)
        held = self._held_back(pinned)
        read = {at: self._shown[at] for at in in_view if at in self._shown}
        known = {at: comment for at, comment in self.comments.items() if at not in held} | read
        thread = Thread(self.story, known.values(), self._shown_ranks, in_view)
        self._shown = {comment.id: comment for comment in thread.comments}
        return thread

    def _held_back(self, pinned: Collection[int]) -> set[int]:
        """Return what would come among pinned replies, take some away, or hang below the like."""
        held: set[int] = set()
        for comment_id in sorted(self.comments.keys() - self._shown.keys()):  # parents are older
            parent = self.comments[comment_id].parent
            above = parent if parent in self.comments else self.story.id
            if above in held or any(at in pinned for at in (above, parent, comment_id)):
                held.add(comment_id)
        return held
