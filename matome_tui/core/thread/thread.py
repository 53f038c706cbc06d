"""A thread: the comments of a story as one flat list in ranked pre-order."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NewType, cast

from matome_tui.core.items import Comment, CommentId, Story

Index = NewType("Index", int)
"""A comment's place in its thread, in ranked pre-order, from 0."""


class Thread:
    """The comments of a story, each before its replies, siblings in ranked order.

    Look-ups are O(1). A thread is immutable: new comments or ranks make a new thread.

    Attributes:
        story: The story.
        comments: In ranked pre-order; the story's own text comes first, if it has one, then the
            options of a poll.
        depths: Depth of each comment; 0 at the top level.
        parents: Index of each comment's parent; None at the top level.
        sizes: Number of comments in each comment's branch, including itself.
        roots: Index of each comment's top-level comment.
    """

    __slots__ = (
        "_indexes",
        "_previous_siblings",
        "comments",
        "depths",
        "parents",
        "roots",
        "sizes",
        "story",
    )

    def __init__(
        self,
        story: Story,
        comments: Iterable[Comment],
        ranks: Mapping[int, Sequence[int]] | None = None,
        kept: Collection[CommentId] = (),
    ) -> None:
        """Arrange comments.

        Args:
            story: The story; it ranks the top level.
            comments: In any order. Comments without a known parent, and the oldest comment of each
                reply cycle, move to the top level. Deleted and dead comments without live
                descendants are left out.
            ranks: Ids of replies in ranked order, by the id of their parent. Replies missing from
                a rank follow it, oldest first.
            kept: Ids of comments to keep even if they are gone and have no replies.
        """
        self.story = story
        given: dict[int, Comment] = {
            comment.id: comment for comment in comments if comment.id != story.id
        }
        parents = _parents(given, story.id)
        children: dict[int, list[Comment]] = {}
        for comment_id in _live_or_answered(given.values(), parents, kept):
            children.setdefault(parents[comment_id], []).append(given[comment_id])
        known_ranks = {story.id: story.ranked, **(ranks or {})}
        for parent, siblings in children.items():
            _rank(siblings, parent, known_ranks.get(parent, ()))

        self.comments: list[Comment] = []
        self.depths: list[int] = []
        self.parents: list[Index | None] = []
        self.roots: list[Index] = []
        self.sizes: list[int] = []
        self._previous_siblings: list[Index | None] = []
        self._place(children)
        ids = (comment.id for comment in self.comments)
        self._indexes: dict[int, Index] = dict(zip(ids, self.indexes, strict=True))

    def _place(self, children: Mapping[int, list[Comment]]) -> None:
        latest: dict[Index | None, Index] = {}
        if self.story.html:
            latest[None] = self._append(_text_of(self.story), 0, None, None)
        waiting: list[tuple[Comment, int, Index | None]]
        waiting = [(c, 0, None) for c in reversed(children.get(self.story.id, ()))]
        while waiting:
            comment, depth, parent = waiting.pop()
            index = latest[parent] = self._append(comment, depth, parent, latest.get(parent))
            waiting.extend((c, depth + 1, index) for c in reversed(children.get(comment.id, ())))
        for index in reversed(self.indexes):
            if (parent := self.parents[index]) is not None:
                self.sizes[parent] += self.sizes[index]

    def _append(
        self, comment: Comment, depth: int, parent: Index | None, previous: Index | None
    ) -> Index:
        index = Index(len(self.comments))
        self.comments.append(comment)
        self.depths.append(depth)
        self.parents.append(parent)
        self.roots.append(index if parent is None else self.roots[parent])
        self.sizes.append(1)
        self._previous_siblings.append(previous)
        return index

    def __len__(self) -> int:
        return len(self.comments)

    @property
    def has_comments(self) -> bool:
        """Whether there is more than the story's own text."""
        return len(self.comments) > bool(self.story.html)

    @property
    def indexes(self) -> Sequence[Index]:
        """All indexes, in order."""
        return cast("Sequence[Index]", range(len(self.comments)))

    def find(self, comment_id: int) -> Index | None:
        """Return the index of a comment by its id; None for any other number."""
        return self._indexes.get(comment_id)

    def parent_of(self, comment_id: int) -> Comment | None:
        """Return the comment that a comment replies to, by its id; None if either is unknown."""
        index = self.find(comment_id)
        parent = None if index is None else self.parents[index]
        return None if parent is None else self.comments[parent]

    def reply_count(self, index: Index) -> int:
        """Return how many comments there are below a comment, at any depth."""
        return self.sizes[index] - 1

    def first_reply(self, index: Index) -> Index | None:
        """Return the index of a comment's first reply."""
        return Index(index + 1) if self.sizes[index] > 1 else None

    def next_sibling(self, index: Index) -> Index | None:
        """Return the index of the next comment with the same parent."""
        following = Index(index + self.sizes[index])
        if following < len(self.comments) and self.parents[following] == self.parents[index]:
            return following
        return None

    def previous_sibling(self, index: Index) -> Index | None:
        """Return the index of the previous comment with the same parent."""
        return self._previous_siblings[index]

    def edited_since(self, older: "Thread") -> set[CommentId]:
        """Return the ids of comments whose text differs from an older snapshot's."""
        before = {comment.id: comment.html for comment in older.comments if comment.html}
        return {
            comment.id
            for comment in self.comments
            if comment.html and before.get(comment.id, comment.html) != comment.html
        }

    def is_by_submitter(self, index: Index) -> bool:
        """Return whether a comment is by the author of the story."""
        author = self.comments[index].author
        return bool(author) and author == self.story.author


def _parents(comments: Mapping[int, Comment], story_id: int) -> dict[int, int]:
    """Return the parent id of each comment; following parents always ends at the story."""
    parents = {
        comment_id: comment.parent if comment.parent in comments else story_id
        for comment_id, comment in comments.items()
    }
    grounded = {story_id}
    for comment_id in sorted(parents):
        path: dict[int, int] = {}  # ids, with their places on the path
        at = comment_id
        while at not in grounded and at not in path:
            path[at] = len(path)
            at = parents[at]
        if at in path:
            cycle = list(path)[path[at] :]
            parents[min(cycle)] = story_id
        grounded.update(path)
    return parents


def _live_or_answered(
    comments: Iterable[Comment], parents: Mapping[int, int], kept: Collection[CommentId]
) -> set[int]:
    """Return the ids of all live and kept comments, and of their ancestors."""
    included: set[int] = set()
    for comment in comments:
        if comment.is_gone and comment.id not in kept:
            continue
        at: int = comment.id
        while at in parents and at not in included:
            included.add(at)
            at = parents[at]
    return included


def _rank(siblings: list[Comment], parent: int, rank: Sequence[int]) -> None:
    """Sort what is shown below a parent; replies to something else have no rank there."""
    place = {comment_id: position for position, comment_id in enumerate(rank)}

    def key(comment: Comment) -> tuple[int, int]:
        unranked = len(rank)
        is_reply = comment.parent == parent
        return (place.get(comment.id, unranked) if is_reply else unranked, comment.id)

    siblings.sort(key=key)


def _text_of(story: Story) -> Comment:
    """Return a story's own text as a comment, with the story's id."""
    return Comment(CommentId(story.id), 0, story.author, story.time, story.html)
