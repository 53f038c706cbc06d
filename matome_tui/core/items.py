"""Stories and comments as Hacker News gives them."""

from dataclasses import dataclass
from typing import Literal

StoryKind = Literal["story", "job", "poll"]
ListName = Literal["top", "new", "best", "ask", "show", "job"]

ITEM_URL = "https://news.ycombinator.com/item?id={}"
"""The address of a story or comment, by its id."""


@dataclass(frozen=True, slots=True)
class Story:
    """A submission: link, question, job or poll.

    Attributes:
        id: Hacker News' number for it.
        title: Plain text.
        author: User name; empty when deleted.
        time: Seconds since 1970, UTC.
        url: The link; empty for a text post.
        html: The text of a text post, as HTML; empty for a link.
        points: None where the source does not tell.
        comments: How many live comments the source says there are; None where it does not tell.
        kids: Ids of the top-level comments in ranked order, also of deleted and dead ones.
        kind: What was submitted.
    """

    id: int
    title: str
    author: str = ""
    time: int = 0
    url: str = ""
    html: str = ""
    points: int | None = None
    comments: int | None = None
    kids: tuple[int, ...] = ()
    kind: StoryKind = "story"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, or the text of a story where it stands in a thread as the first entry.

    Attributes:
        id: Hacker News' number for it.
        parent: Id of the comment or story that it answers; 0 for a story's own text.
        author: User name; empty when deleted.
        time: Seconds since 1970, UTC.
        html: The text as HTML; empty when deleted.
        deleted: Taken back by its author.
        dead: Hidden by flags or moderators; its text is withheld.
    """

    id: int
    parent: int
    author: str = ""
    time: int = 0
    html: str = ""
    deleted: bool = False
    dead: bool = False

    @property
    def is_gone(self) -> bool:
        """Whether there is nothing left to read or to clip."""
        return self.deleted or self.dead or not self.author
