"""Items of the archive, and the two forms in which they are stored.

A thread has the form of Algolia's `items/ID`, with a few more keys: `_kids` (ranked ids of all
replies, stored or not), `_deleted`, `_dead` and, for the story, `_descendants` and `_parts`. A
story without comments, and an option of a poll, has the form of a Firebase item.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]
"""A JSON object in a form of the APIs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A story, comment, job, poll or poll option.

    Attributes:
        id: Number of the item.
        type: `story`, `comment`, `job`, `poll` or `pollopt`.
        time: Seconds since 1970, UTC.
        story: Id of the story at the root; for a story its own.
        parent: Id of the parent; for a poll option, of its poll.
        by: Name of the author, None if deleted.
        title: Title as plain text.
        url: URL of the article.
        text: HTML in Hacker News' subset.
        score: Points; comments have none.
        descendants: Number of live comments below a story.
        kids: Ids of the replies in ranked order.
        parts: Ids of a poll's options.
        deleted: Whether the author deleted it.
        dead: Whether it was hidden by flags or moderators.
    """

    id: int
    type: str
    time: int
    story: int
    parent: int | None = None
    by: str | None = None
    title: str | None = None
    url: str | None = None
    text: str | None = None
    score: int | None = None
    descendants: int | None = None
    kids: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    deleted: bool = False
    dead: bool = False

    @property
    def live(self) -> bool:
        """Whether it is neither deleted nor dead."""
        return not (self.deleted or self.dead)

    def created_at(self, timespec: str = "seconds") -> str:
        """Return its time in ISO 8601, UTC.

        Algolia's search writes whole `seconds`, its trees `milliseconds`.
        """
        moment = datetime.fromtimestamp(self.time, UTC).replace(tzinfo=None)
        return moment.isoformat(timespec=timespec) + "Z"


def without_none(fields: Json) -> Json:
    """Return fields without those that are None, as both APIs do."""
    return {name: value for name, value in fields.items() if value is not None}


def nodes_of_tree(root: Json) -> list[Node]:
    """Return the nodes of a stored thread, the story first.

    Raises:
        KeyError: A node lacks a required key.
    """
    raw = [root]
    for one in raw:
        raw += one["children"]
    comments = [_node_of_branch(one, root["id"]) for one in raw[1:]]
    live = sum(comment.live for comment in comments)
    return [_node_of_branch(root, root["id"], root.get("_descendants", live)), *comments]


def node_of_item(item: Json) -> Node:
    """Return the node of a stored Firebase item without comments.

    Raises:
        KeyError: It lacks `id`, `type`, `time`, `by` or `score`.
    """
    poll = item.get("poll")
    return Node(
        id=item["id"],
        type=item["type"],
        time=item["time"],
        story=poll or item["id"],
        parent=poll,
        by=item["by"],
        title=item.get("title"),
        url=item.get("url"),
        text=item.get("text"),
        score=item["score"],
        descendants=item.get("descendants"),
        parts=tuple(item.get("parts", ())),
    )


def _node_of_branch(raw: Json, story: int, descendants: int | None = None) -> Node:
    return Node(
        id=raw["id"],
        type=raw["type"],
        time=raw["created_at_i"],
        story=story,
        parent=raw["parent_id"],
        by=raw["author"],
        title=raw["title"],
        url=raw["url"],
        text=raw["text"],
        score=raw["points"],
        descendants=descendants,
        kids=tuple(raw.get("_kids", [child["id"] for child in raw["children"]])),
        parts=tuple(raw.get("_parts", ())),
        deleted=raw.get("_deleted", False),
        dead=raw.get("_dead", False),
    )
