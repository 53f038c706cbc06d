"""The search service: a whole thread in one answer, many stories in one answer.

Its trees stand in the order of ids and mostly lack deleted and dead comments with all below them.
Source: hn.algolia.com/api.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matome_tui.core import fields
from matome_tui.core.items import STORY_KINDS, Comment, Story
from matome_tui.hn.body import LARGEST_THREAD
from matome_tui.hn.http import Client, HNError

Node = Mapping[str, Any]

_MOST_HITS = 1000
_MOST_SEARCHES = 100


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
        url = f"{self._base_url}/items/{item_id}"
        tree = await self._client.get(url, parse_tree, is_urgent=True, most=LARGEST_THREAD)
        if tree.story and tree.story.id != item_id:
            raise HNError("The search service sent another story")
        return tree

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
            oldest = min((comment.time for comment in fresh if comment.time), default=since)
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
        if node.get("type") != "comment" or (comment := _read_comment(node)) is None:
            return node
        comments.append(comment)
        story_id = fields.item_id(node.get("story_id")) or 0
        return None

    root = json.loads(body, object_hook=take)
    replies_last = tuple(reversed(comments))
    if isinstance(root, dict) and (story := _read_story(root)):
        return Tree(story, story.id, replies_last)
    if isinstance(root, dict):
        is_item = fields.item_id(root.get("id")) is not None
        story_id = (is_item and fields.item_id(root.get("story_id"))) or 0
    if not story_id:
        raise ValueError("neither a story nor a part of one")
    return Tree(None, story_id, replies_last)


def _parse_hits(body: bytes) -> list[Node]:
    data = json.loads(body)
    hits = data.get("hits") if isinstance(data, Mapping) else None
    if not isinstance(hits, list):
        raise ValueError("no hits")  # noqa: TRY004
    return [hit for hit in hits if isinstance(hit, Mapping)]


def _read_comment(node: Node) -> Comment | None:
    values = {
        "parent": node.get("parent_id"),
        "author": node.get("author"),
        "time": node.get("created_at_i"),
        "html": node.get("text"),
        "deleted": not node.get("author") and not node.get("text"),
    }
    return Comment.from_json(node.get("id"), values)


def _read_story(node: Node) -> Story | None:
    kind = fields.text(node.get("type"))
    if kind not in STORY_KINDS:
        return None
    values = {name: node.get(name) for name in ("title", "author", "url", "points")}
    more = {"kind": kind, "time": node.get("created_at_i"), "html": node.get("text")}
    return Story.from_json(node.get("id"), values | more)


def _read_story_hit(hit: Node) -> Story | None:
    tags = hit.get("_tags")
    kinds = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    values = {name: hit.get(name) for name in ("title", "author", "url", "points")}
    more = {
        "kind": next((kind for kind in kinds if kind in STORY_KINDS), "story"),
        "time": hit.get("created_at_i"),
        "html": hit.get("story_text"),
        "comments": hit.get("num_comments"),
    }
    return Story.from_json(_hit_id(hit), values | more)


def _read_comment_hit(hit: Node) -> Comment | None:
    values = {
        "parent": hit.get("parent_id"),
        "author": hit.get("author"),
        "time": hit.get("created_at_i"),
        "html": hit.get("comment_text"),
    }
    return Comment.from_json(_hit_id(hit), values)


def _hit_id(hit: Node) -> int | None:
    """Return the id of a hit, which is a string there."""
    return fields.parse_id(fields.text(hit.get("objectID")))
