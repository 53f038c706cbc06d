"""Client of the search service: whole threads and many stories in one answer.

Trees are in order of id, mostly without deleted and dead comments and the replies below them.
Source: hn.algolia.com/api.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matome_tui.core import fields
from matome_tui.core.items import STORY_KINDS, Comment, FoundComment, Story
from matome_tui.hn.body import MAX_THREAD_BYTES, parse_json
from matome_tui.hn.http import Client, HNError
from matome_tui.i18n import _
from matome_tui.web.body import Data

Node = Mapping[str, Any]

_MAX_HITS = 200
"""Hits of one search: few are read in little memory."""
_STORY_FIELDS = "title,author,url,points,created_at_i,story_text,num_comments,_tags"
_COMMENT_FIELDS = "parent_id,author,created_at_i,comment_text"
_MAX_SEARCHES = 100


@dataclass(frozen=True, slots=True)
class Tree:
    """A thread, or a branch of one.

    Attributes:
        story: The story; None for a branch.
        story_id: Id of the story.
        comments: All comments, each before its replies; the options of a poll come first.
    """

    story: Story | None
    story_id: int
    comments: tuple[Comment, ...]


class Algolia:
    """Client of one API server. Requests are urgent: Firebase is the alternative."""

    def __init__(self, client: Client, base_url: str) -> None:
        self._client = client
        self._base_url = base_url.rstrip("/")

    async def tree(self, item_id: int) -> Tree:
        """Return the thread below a story, or the branch below a comment.

        Raises:
            NotFoundError: The service does not have the item: too new, deleted or dead.
            HNError: There was no usable answer.
        """
        url = f"{self._base_url}/items/{item_id}"
        tree = await self._client.get(url, parse_tree, is_urgent=True, max_bytes=MAX_THREAD_BYTES)
        if tree.story and tree.story.id != item_id:
            raise HNError(_("The search service sent another story"))
        return tree

    async def stories(self, ids: Sequence[int]) -> dict[int, Story]:
        """Return stories by id, without ranks, if the service has them. Raises HNError."""
        wanted = ",".join(f"story_{story_id}" for story_id in ids)
        parameters: dict[str, str | int] = {
            "tags": f"(story,job,poll),({wanted})",
            "hitsPerPage": len(ids),
            **_only(_STORY_FIELDS),
        }
        found = (_read_story_hit(hit) for hit in await self._hits("search", parameters))
        return {story.id: story for story in found if story}

    async def comments(self, story_id: int, since: int = 0) -> list[Comment]:
        """Return the live comments of a story, newest first, also below deleted ones.

        Each 200 comments take a search.

        Args:
            story_id: Id of the story.
            since: Return only comments after this time; seconds since 1970, UTC.

        Raises:
            HNError: There was no usable answer.
        """
        found: dict[int, Comment] = {}
        parameters: dict[str, str | int] = {
            "tags": f"comment,story_{story_id}",
            "numericFilters": f"created_at_i>{since}",
            "hitsPerPage": _MAX_HITS,
            **_only(_COMMENT_FIELDS),
        }
        for __ in range(_MAX_SEARCHES):
            hits = await self._hits("search_by_date", parameters)
            fresh = [comment for hit in hits if (comment := _read_comment_hit(hit))]
            before = len(found)
            found.update((comment.id, comment) for comment in fresh)
            if len(hits) < _MAX_HITS or len(found) == before:
                break
            oldest = min((comment.time for comment in fresh if comment.time), default=since)
            parameters["numericFilters"] = f"created_at_i>{since},created_at_i<={oldest}"
        return list(found.values())

    async def find(
        self, path: str, parameters: Mapping[str, str | int]
    ) -> tuple[list[Story | FoundComment], bool]:
        """Return a page of a search, and whether there are more. Raises HNError.

        Args:
            path: `search` or `search_by_date`.
            parameters: The service's own.
        """
        url = f"{self._base_url}/{path}"
        hits, has_more = await self._client.get(
            url, _parse_page, parameters, is_urgent=True, max_bytes=MAX_THREAD_BYTES
        )
        return [item for hit in hits if (item := _read_hit(hit))], has_more

    async def _hits(self, path: str, parameters: Mapping[str, str | int]) -> list[Node]:
        url = f"{self._base_url}/{path}"
        return await self._client.get(
            url, _parse_hits, parameters, is_urgent=True, max_bytes=MAX_THREAD_BYTES
        )


def parse_tree(body: Data) -> Tree:
    """Parse a response of `items/ID`.

    Comments are made while the JSON is parsed, innermost first: this takes less time and memory
    than a tree of dicts, and lets other threads run.

    Raises:
        ValueError: The body is not such a response.
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

    root = parse_json(body, take)
    replies_last = tuple(reversed(comments))
    if isinstance(root, dict) and (story := _read_story(root)):
        options = tuple(_read_options(root, story))
        story = replace(story, parts=tuple(option.id for option in options))
        return Tree(story, story.id, (*options, *replies_last))
    if isinstance(root, dict):
        is_item = fields.item_id(root.get("id")) is not None
        story_id = (is_item and fields.item_id(root.get("story_id"))) or 0
    if not story_id:
        raise ValueError("neither a story nor a branch")
    return Tree(None, story_id, replies_last)


def _only(names: str) -> dict[str, str]:
    """Return the parameters for hits with these fields alone, without highlighted copies."""
    return {"attributesToRetrieve": names, "attributesToHighlight": ""}


def _parse_hits(body: Data) -> list[Node]:
    return _hits_of(parse_json(body))


def _parse_page(body: Data) -> tuple[list[Node], bool]:
    data = parse_json(body)
    hits = _hits_of(data)
    page, pages = (fields.number(data.get(name)) or 0 for name in ("page", "nbPages"))
    return hits, page + 1 < pages


def _hits_of(data: Any) -> list[Node]:
    hits = data.get("hits") if isinstance(data, Mapping) else None
    if not isinstance(hits, list):
        raise ValueError("without hits")  # noqa: TRY004
    return [hit for hit in hits if isinstance(hit, Mapping)]


def _read_hit(hit: Node) -> Story | FoundComment | None:
    if "comment_text" not in hit:
        return _read_story_hit(hit)
    comment, story_id = _read_comment_hit(hit), fields.item_id(hit.get("story_id"))
    if comment is None or story_id is None:
        return None
    return FoundComment(comment, story_id, fields.line(hit.get("story_title")))


def _read_comment(node: Node) -> Comment | None:
    is_deleted = not node.get("author") and not node.get("text")
    return Comment.from_json(
        node.get("id"), _comment_values(node, "text") | {"deleted": is_deleted}
    )


def _read_story(node: Node) -> Story | None:
    kind = fields.text(node.get("type"))
    if kind not in STORY_KINDS:
        return None
    return Story.from_json(node.get("id"), _story_values(node, "text") | {"kind": kind})


def _read_options(node: Node, story: Story) -> Iterator[Comment]:
    """Yield the options of a poll. Their author and time are the poll's, if they are not given."""
    options = node.get("options")
    for option in options if isinstance(options, list) else ():
        if not isinstance(option, Mapping):
            continue
        values = {
            "parent": story.id,
            "author": option.get("author") or story.author,
            "time": option.get("created_at_i") or story.time,
            "html": option.get("text"),
        }
        if read := Comment.option(option.get("id"), values, option.get("points")):
            yield read


def _read_story_hit(hit: Node) -> Story | None:
    tags = hit.get("_tags")
    kinds = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    kind = next((kind for kind in kinds if kind in STORY_KINDS), "story")
    more = {"kind": kind, "comments": hit.get("num_comments")}
    return Story.from_json(_hit_id(hit), _story_values(hit, "story_text") | more)


def _read_comment_hit(hit: Node) -> Comment | None:
    return Comment.from_json(_hit_id(hit), _comment_values(hit, "comment_text"))


def _story_values(data: Node, text: str) -> dict[str, object]:
    """Return the values of a story; its text is under the key `text`."""
    values = {name: data.get(name) for name in ("title", "author", "url", "points")}
    return values | {"time": data.get("created_at_i"), "html": data.get(text)}


def _comment_values(data: Node, text: str) -> dict[str, object]:
    """Return the values of a comment; its text is under the key `text`."""
    return {
        "parent": data.get("parent_id"),
        "author": data.get("author"),
        "time": data.get("created_at_i"),
        "html": data.get(text),
    }


def _hit_id(hit: Node) -> int | None:
    """Return the id of a hit, a string in the API."""
    return fields.parse_id(fields.text(hit.get("objectID")))
