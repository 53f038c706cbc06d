"""Events of a thread while it loads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from matome_tui.core.items import Comment, Story


@dataclass(frozen=True, slots=True)
class Located:
    """The requested item is a comment; the thread of its story follows."""

    story_id: int
    comment_id: int


@dataclass(frozen=True, slots=True)
class StoryKnown:
    """The current story, with the ranks of its top-level comments if Firebase answered."""

    story: Story


@dataclass(frozen=True, slots=True)
class TreeLoaded:
    """All comments of one answer of the search service."""

    story: Story
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class CommentAdded:
    """A new comment, perhaps deleted or dead, or an option of a poll, which the tree may have."""

    comment: Comment


@dataclass(frozen=True, slots=True)
class RankKnown:
    """The ranked order of a comment's replies."""

    parent: int
    kids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageLoaded:
    """The site's own page of the story.

    Attributes:
        comments: New comments, perhaps deleted or dead, and known ones that are faded.
        ranks: Ids of replies in ranked order, by the id of the comment that they reply to.
    """

    comments: tuple[Comment, ...]
    ranks: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Progress:
    """The number of requests done, of those planned so far; sent a few times a second."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Degraded:
    """The thread is incomplete or not in order.

    Attributes:
        reason: One line for the user.
        is_lasting: Whether it stays so at the end of the load; another may mend it.
    """

    reason: str
    is_lasting: bool = True


@dataclass(frozen=True, slots=True)
class Done:
    """The last event.

    Attributes:
        unanswered: Ids of failed requests: these comments and their replies may be missing or
            unranked. The story's id means the whole thread.
    """

    unanswered: tuple[int, ...] = ()


Event = (
    Located
    | StoryKnown
    | TreeLoaded
    | CommentAdded
    | RankKnown
    | PageLoaded
    | Progress
    | Degraded
    | Done
)
Emit = Callable[[Event], None]
