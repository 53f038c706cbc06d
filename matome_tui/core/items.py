"""Stories and comments of Hacker News."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NewType

from matome_tui.core import fields
from matome_tui.core.address import web_url

CommentId = NewType("CommentId", int)
"""Hacker News' number for a comment, or for the story whose text heads its thread."""

StoryKind = Literal["story", "job", "poll"]
ListName = Literal["top", "new", "best", "ask", "show", "job"]

STORY_KINDS: Mapping[object, StoryKind] = {"story": "story", "job": "job", "poll": "poll"}

ITEM_URL = "https://news.ycombinator.com/item?id={}"
"""The address of a story or comment, to be formatted with its id."""


@dataclass(frozen=True, slots=True)
class Story:
    """A submission: link, question, job or poll.

    Attributes:
        id: Hacker News' id.
        title: Plain text.
        author: User name; empty if deleted.
        time: Seconds since 1970, UTC; 0 if unknown.
        url: The link; empty for a text post.
        html: The text of a text post, as HTML; empty for a link.
        points: The score; None if unknown.
        comments: The number of live comments as reported; None if unknown.
        kids: Ids of the top-level comments in ranked order, including deleted and dead ones.
        kind: The kind of submission.
        parts: Ids of a poll's options, in order.
        deleted: Deleted by its author.
        dead: Hidden by flags or moderators; title, link and text are withheld.
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
    parts: tuple[int, ...] = ()
    deleted: bool = False
    dead: bool = False

    @classmethod
    def from_json(cls, story_id: object, values: Mapping[str, Any]) -> "Story | None":
        """Return a story with bounded values (see `fields`); None if the id is not valid.

        Args:
            story_id: Its id.
            values: Any JSON values by the names of the attributes; missing ones are unknown.
        """
        if (known_id := fields.item_id(story_id)) is None:
            return None
        kind = values.get("kind")
        return cls(
            id=known_id,
            title=fields.line(values.get("title")),
            author=fields.line(values.get("author")),
            time=fields.moment(values.get("time")),
            url=web_url(fields.text(values.get("url"))),
            html=fields.text(values.get("html")),
            points=fields.number(values.get("points")),
            comments=fields.number(values.get("comments")),
            kids=fields.item_ids(values.get("kids")),
            kind=STORY_KINDS.get(kind, "story") if isinstance(kind, str) else "story",
            parts=fields.item_ids(values.get("parts")),
            deleted=values.get("deleted") is True,
            dead=values.get("dead") is True,
        )

    @property
    def ranked(self) -> tuple[int, ...]:
        """Ids of a poll's options, then of the top-level comments, in order."""
        return (*self.parts, *self.kids)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, or a story's own text as the first entry of a thread.

    Attributes:
        id: Hacker News' id.
        parent: Id of the comment or story that it replies to; 0 for a story's own text.
        author: User name; empty if deleted.
        time: Seconds since 1970, UTC; 0 if unknown.
        html: The text as HTML; empty if deleted.
        deleted: Deleted by its author.
        dead: Hidden by flags or moderators; the text is withheld.
        faded: How far votes have faded it, from 1 to 9; 0 if they have not, or if that is unknown.
        is_option: An option of a poll; its text ends with its points.
    """

    id: CommentId
    parent: int
    author: str = ""
    time: int = 0
    html: str = ""
    deleted: bool = False
    dead: bool = False
    faded: int = 0
    is_option: bool = False

    @classmethod
    def from_json(cls, comment_id: object, values: Mapping[str, Any]) -> "Comment | None":
        """Return a comment with bounded values; see `Story.from_json`."""
        if (known_id := fields.item_id(comment_id)) is None:
            return None
        return cls(
            CommentId(known_id),
            fields.item_id(values.get("parent")) or 0,
            fields.line(values.get("author")),
            fields.moment(values.get("time")),
            fields.text(values.get("html")),
            values.get("deleted") is True,
            values.get("dead") is True,
            fields.number(values.get("faded")) or 0,
            values.get("is_option") is True,
        )

    @classmethod
    def option(
        cls, option_id: object, values: Mapping[str, Any], points: object
    ) -> "Comment | None":
        """Return an option of a poll; `values` as for `from_json`, the text without the points."""
        html = fields.text(values.get("html"))
        if (number := fields.number(points)) is not None:
            html += f" ({number:,} point{'' if number == 1 else 's'})"
        return cls.from_json(option_id, {**values, "html": html, "is_option": True})

    @property
    def is_gone(self) -> bool:
        """Whether there is no text to read."""
        return self.deleted or self.dead or not (self.author or self.html)

    @property
    def is_counted(self) -> bool:
        """Whether Hacker News counts it among the comments of its story."""
        return not (self.is_gone or self.is_option)

    @property
    def is_quotable(self) -> bool:
        """Whether a post can quote it: a quote names its author."""
        return bool(self.author) and not self.is_gone


@dataclass(frozen=True, slots=True)
class FoundComment:
    """A comment that a search found.

    Attributes:
        comment: The comment.
        story_id: Id of the story that it is about.
        title: The title of that story.
    """

    comment: Comment
    story_id: int
    title: str

    @property
    def id(self) -> int:
        """Hacker News' id of the comment."""
        return self.comment.id

    @property
    def author(self) -> str:
        """User name; empty if deleted."""
        return self.comment.author

    @property
    def time(self) -> int:
        """When the comment was written; seconds since 1970, UTC."""
        return self.comment.time

    @property
    def url(self) -> str:
        """The link; a comment has none."""
        return ""

    def story(self) -> Story:
        """Return what is known of the story that the comment is about."""
        return Story(self.story_id, self.title)
