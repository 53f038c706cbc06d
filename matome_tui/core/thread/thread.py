"""A thread: the comments of a story as one flat list in ranked pre-order."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from matome_tui.core.items import Comment, Story

NOWHERE = -1


class Thread:
    """The comments of a story, each before its replies, siblings in ranked order.

    A comment is addressed by its index in that list. All look-ups are O(1); a thread never
    changes: more comments or better ranks make a new one.

    Attributes:
        story: The story.
        comments: In ranked pre-order. The story's own text, where it has one, is the first.
        depths: Of each comment; 0 for top-level comments.
        parents: Index of each comment's parent, or `NOWHERE`.
        sizes: Of each comment: how many comments its branch has, itself included.
        roots: Index of each comment's top-level comment.
    """

    __slots__ = ("_elder", "_index", "comments", "depths", "parents", "roots", "sizes", "story")

    def __init__(
        self,
        story: Story,
        comments: Iterable[Comment],
        ranks: Mapping[int, Sequence[int]] | None = None,
        kept: Collection[int] = (),
    ) -> None:
        """Arrange `comments`, given in any order.

        Args:
            story: The story; its `kids` rank the top level.
            comments: A comment whose parent is missing stands at the top level, and so does the
                oldest of a circle of comments that answer each other. Deleted and dead ones that
                nobody answered are left out.
            ranks: Ids of the replies in ranked order by the id of the comment they answer.
                Replies that a rank does not name follow it, oldest first.
            kept: Ids of comments that stay even where they are gone and nobody answered them.
        """
        self.story = story
        given = {comment.id: comment for comment in comments if comment.id != story.id}
        parents = _parents(given, story.id)
        children: dict[int, list[Comment]] = {}
        for comment_id in _live_or_answered(given.values(), parents, kept):
            children.setdefault(parents[comment_id], []).append(given[comment_id])
        known_ranks = {story.id: story.kids, **(ranks or {})}
        for parent, siblings in children.items():
            _rank(siblings, known_ranks.get(parent, ()))

        self.comments: list[Comment] = []
        self.depths: list[int] = []
        self.parents: list[int] = []
        self.roots: list[int] = []
        self.sizes: list[int] = []
        self._elder: list[int] = []
        self._place(children)
        self._index = {comment.id: index for index, comment in enumerate(self.comments)}

    def _place(self, children: Mapping[int, list[Comment]]) -> None:
        if self.story.html:
            story = self.story
            self._append(Comment(story.id, 0, story.author, story.time, story.html), 0, NOWHERE)
            self._elder.append(NOWHERE)
        latest: dict[int, int] = {NOWHERE: 0 if self.story.html else NOWHERE}
        waiting = [(c, 0, NOWHERE) for c in reversed(children.get(self.story.id, ()))]
        while waiting:
            comment, depth, parent = waiting.pop()
            index = self._append(comment, depth, parent)
            self._elder.append(latest.get(parent, NOWHERE))
            latest[parent] = index
            waiting.extend((c, depth + 1, index) for c in reversed(children.get(comment.id, ())))
        for index in range(len(self.comments) - 1, -1, -1):
            if (parent := self.parents[index]) != NOWHERE:
                self.sizes[parent] += self.sizes[index]

    def _append(self, comment: Comment, depth: int, parent: int) -> int:
        index = len(self.comments)
        self.comments.append(comment)
        self.depths.append(depth)
        self.parents.append(parent)
        self.roots.append(index if parent == NOWHERE else self.roots[parent])
        self.sizes.append(1)
        return index

    def __len__(self) -> int:
        return len(self.comments)

    def find(self, comment_id: int) -> int:
        """Return the index of the comment with that id, or `NOWHERE`."""
        return self._index.get(comment_id, NOWHERE)

    def replies(self, index: int) -> int:
        """Return how many comments the branch below a comment has."""
        return self.sizes[index] - 1

    def first_reply(self, index: int) -> int:
        """Return the index of the first reply, or `NOWHERE`."""
        return index + 1 if self.sizes[index] > 1 else NOWHERE

    def next_sibling(self, index: int) -> int:
        """Return the index of the next comment under the same parent, or `NOWHERE`."""
        following = index + self.sizes[index]
        if following < len(self.comments) and self.parents[following] == self.parents[index]:
            return following
        return NOWHERE

    def previous_sibling(self, index: int) -> int:
        """Return the index of the previous comment under the same parent, or `NOWHERE`."""
        return self._elder[index]

    def is_by_submitter(self, index: int) -> bool:
        """Whether the comment is by the author of the story."""
        author = self.comments[index].author
        return bool(author) and author == self.story.author


def _parents(comments: Mapping[int, Comment], story_id: int) -> dict[int, int]:
    """Return what each comment stands below; every way up ends at the story."""
    parents = {
        comment_id: comment.parent if comment.parent in comments else story_id
        for comment_id, comment in comments.items()
    }
    grounded = {story_id}
    for comment_id in sorted(parents):
        way: dict[int, int] = {}  # and how far up it each comment stands
        at = comment_id
        while at not in grounded and at not in way:
            way[at] = len(way)
            at = parents[at]
        if at in way:
            circle = list(way)[way[at] :]
            parents[min(circle)] = story_id
        grounded.update(way)
    return parents


def _live_or_answered(
    comments: Iterable[Comment], parents: Mapping[int, int], kept: Collection[int]
) -> set[int]:
    """Return the ids of the live comments, of those kept, and of all that they stand below."""
    there: set[int] = set()
    for comment in comments:
        at = comment.id if not comment.is_gone or comment.id in kept else NOWHERE
        while at in parents and at not in there:
            there.add(at)
            at = parents[at]
    return there


def _rank(siblings: list[Comment], rank: Sequence[int]) -> None:
    place = {comment_id: position for position, comment_id in enumerate(rank)}
    siblings.sort(key=lambda comment: (place.get(comment.id, len(rank)), comment.id))
