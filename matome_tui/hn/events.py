"""What there is to tell of a thread that comes in."""

from collections.abc import Callable
from dataclasses import dataclass

from matome_tui.core.items import Comment, Story


@dataclass(frozen=True, slots=True)
class Located:
    """The id that was asked for is a comment's; the thread of this story follows."""

    story_id: int
    comment_id: int


@dataclass(frozen=True, slots=True)
class StoryKnown:
    """The story as Firebase has it, with the rank of the top level; without one if it failed."""

    story: Story


@dataclass(frozen=True, slots=True)
class TreeLoaded:
    """The comments that the search service gave in one answer."""

    story: Story
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class CommentAdded:
    """A comment that was not known before, perhaps a deleted or dead one."""

    comment: Comment


@dataclass(frozen=True, slots=True)
class RankKnown:
    """The ranked order of a comment's replies."""

    parent: int
    kids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """So many of the requests planned until now are answered. A few come each second."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Degraded:
    """Something is not as it should be; `reason` is one line for the user."""

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing follows.

    Attributes:
        missing: How many live comments are missing by the story's own count.
        unanswered: Ids that Firebase did not answer for: the replies to these may be unranked or
            missing, and so may the comments themselves. The story's id stands for the thread.
    """

    missing: int
    unanswered: tuple[int, ...] = ()


Event = Located | StoryKnown | TreeLoaded | CommentAdded | RankKnown | Progress | Degraded | Done
Emit = Callable[[Event], None]
