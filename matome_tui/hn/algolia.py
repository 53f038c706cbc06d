"""The search service: a whole thread in one answer, many stories in one answer.

Its trees stand in the order of ids and mostly lack deleted and dead comments with all below them.
Source: hn.algolia.com/api.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matome_tui.core.items import Comment, Story, StoryKind
from matome_tui.hn.body import LARGEST_THREAD
from matome_tui.hn.http import Client

Node = Mapping[str, Any]

_MOST_HITS = 1000
_MOST_SEARCHES = 100
_KINDS: Mapping[str, StoryKind] = {"story": "story", "job": "job", "poll": "poll"}


@dataclass(frozen=True, slots=True)
class Tree:
    """What one answer tells of a thread.

    Attributes:
        story: The story; None where a comment was asked for.
        story_id: Its id.
        comments: All comments of the answer, each before its replies.
    """

    story: Story | None
    story_id: int
    comments: tuple[Comment, ...]


class Algolia:
    """Asks one API server. Who asks can ask Firebase as well, so it must answer soon."""

    def __init__(self, client: Client, base_url: str) -> None:
        self._client = client
        self._base_url = base_url.rstrip("/")

    async def tree(self, item_id: int) -> Tree:
        """Return the thread below a story, or the branch below a comment.

        Raises:
            NotFoundError: The service does not have it: too new, deleted or dead.
            HNError: There was no usable answer.
        """
        return await self._client.get(
            f"{self._base_url}/items/{item_id}", parse_tree, is_urgent=True, most=LARGEST_THREAD
        )

    async def stories(self, ids: Sequence[int]) -> dict[int, Story]:
        """Return stories by id, without ranks; those it does not have are missing. HNError."""
        wanted = ",".join(f"story_{story_id}" for story_id in ids)
        parameters: dict[str, str | int] = {
            "tags": f"(story,job,poll),({wanted})",
            "hitsPerPage": len(ids),
        }
        found = (_read_story_hit(hit) for hit in await self._hits("search", parameters))
        return {story.id: story for story in found if story}

    async def comments(self, story_id: int, since: int = 0) -> list[Comment]:
        """Return the live comments of a story, newest first, whatever they hang below. HNError.

        A search reaches a thousand hits; older ones take another search each thousand.

        Args:
            story_id: Of the story.
            since: Only later ones are returned; seconds since 1970, UTC.
        """
        found: dict[int, Comment] = {}
        parameters: dict[str, str | int] = {
            "tags": f"comment,story_{story_id}",
            "numericFilters": f"created_at_i>{since}",
            "hitsPerPage": _MOST_HITS,
        }
        for _ in range(_MOST_SEARCHES):
            hits = await self._hits("search_by_date", parameters)
            fresh = [comment for hit in hits if (comment := _read_comment_hit(hit))]
            before = len(found)
            found.update((comment.id, comment) for comment in fresh)
            if len(hits) < _MOST_HITS or len(found) == before:
                break
            oldest = min(comment.time for comment in fresh)
            parameters["numericFilters"] = f"created_at_i>{since},created_at_i<={oldest}"
        return list(found.values())

    async def _hits(self, path: str, parameters: Mapping[str, str | int]) -> list[Node]:
        url = f"{self._base_url}/{path}"
        return await self._client.get(
            url, _parse_hits, parameters, is_urgent=True, most=LARGEST_THREAD
        )


def parse_tree(body: bytes) -> Tree:
    """Read an answer of `items/ID`.

    Comments are made while the JSON is read, innermost first: that takes less time and memory
    than to keep the tree, and lets other threads run in between.

    Raises:
        ValueError: The body is no such answer.
    """
    comments: list[Comment] = []
    story_id = 0

    def take(node: dict[str, Any]) -> dict[str, Any] | None:
        nonlocal story_id
        if node.get("type") != "comment" or not isinstance(node.get("id"), int):
            return node
        comments.append(_read_comment(node))
        story_id = _number(node, "story_id") or 0
        return None

    root = json.loads(body, object_hook=take)
    replies_last = tuple(reversed(comments))
    is_node = isinstance(root, dict) and isinstance(root.get("id"), int)
    kind = _KINDS.get(_text(root, "type")) if is_node else None
    if kind is None:
        story_id = (_number(root, "story_id") if is_node else story_id) or 0
        if not story_id:
            raise ValueError("neither a story nor a part of one")
        return Tree(None, story_id, replies_last)
    story = Story(
        id=root["id"],
        title=_text(root, "title"),
        author=_text(root, "author"),
        time=_number(root, "created_at_i") or 0,
        url=_text(root, "url"),
        html=_text(root, "text"),
        points=_number(root, "points"),
        kind=kind,
    )
    return Tree(story, story.id, replies_last)


def _parse_hits(body: bytes) -> list[Node]:
    data = json.loads(body)
    hits = data.get("hits") if isinstance(data, Mapping) else None
    if not isinstance(hits, list):
        raise ValueError("no hits")  # noqa: TRY004
    return [hit for hit in hits if isinstance(hit, Mapping)]


def _read_comment(node: Node) -> Comment:
    author, html = _text(node, "author"), _text(node, "text")
    return Comment(
        node["id"],
        _number(node, "parent_id") or 0,
        author,
        _number(node, "created_at_i") or 0,
        html,
        deleted=not author and not html,
    )


def _read_story_hit(hit: Node) -> Story | None:
    story_id = _text(hit, "objectID")
    if not story_id.isdecimal():
        return None
    tags = hit.get("_tags")
    kinds = (_KINDS[tag] for tag in tags if tag in _KINDS) if isinstance(tags, list) else iter(())
    return Story(
        id=int(story_id),
        title=_text(hit, "title"),
        author=_text(hit, "author"),
        time=_number(hit, "created_at_i") or 0,
        url=_text(hit, "url"),
        html=_text(hit, "story_text"),
        points=_number(hit, "points"),
        comments=_number(hit, "num_comments"),
        kind=next(kinds, "story"),
    )


def _read_comment_hit(hit: Node) -> Comment | None:
    comment_id = _text(hit, "objectID")
    if not comment_id.isdecimal():
        return None
    return Comment(
        id=int(comment_id),
        parent=_number(hit, "parent_id") or 0,
        author=_text(hit, "author"),
        time=_number(hit, "created_at_i") or 0,
        html=_text(hit, "comment_text"),
    )


def _text(node: Node, key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _number(node: Node, key: str) -> int | None:
    value = node.get(key)
    return value if isinstance(value, int) else None
