"""The official API of Hacker News: single items, and the ranked order of everything.

Source: github.com/HackerNews/API.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matome_tui.core.items import Comment, ListName, Story, StoryKind
from matome_tui.hn.http import Client, NotFoundError

_KINDS: Mapping[str, StoryKind] = {"story": "story", "job": "job", "poll": "poll"}


@dataclass(frozen=True, slots=True)
class Item:
    """A story or a comment with the ranked ids of its replies.

    Attributes:
        value: The story or comment.
        kids: Ids of the replies in ranked order, also of deleted and dead ones.
    """

    value: Story | Comment
    kids: tuple[int, ...]


class Firebase:
    """Asks one API server."""

    def __init__(self, client: Client, base_url: str) -> None:
        self._client = client
        self._base_url = base_url.rstrip("/")

    def item_url(self, item_id: int) -> str:
        """Return where an item is; a stream there tells of its changes."""
        return f"{self._base_url}/item/{item_id}.json"

    async def item(self, item_id: int) -> Item | None:
        """Return a story or comment; None for what is missing or of another kind.

        Raises:
            HNError: There was no usable answer.
        """
        try:
            return read_item(await self._client.get_json(self.item_url(item_id)))
        except NotFoundError:
            return None

    async def story_ids(self, name: ListName) -> list[int]:
        """Return the ids of a list of stories in ranked order. HNError as `item`."""
        ids = await self._client.get_json(f"{self._base_url}/{name}stories.json")
        return [item_id for item_id in _list(ids) if isinstance(item_id, int)]


def read_item(data: Any) -> Item | None:
    """Read an item as the API gives it; None for what is no story or comment."""
    if not isinstance(data, Mapping) or not isinstance(data.get("id"), int):
        return None
    kids = tuple(kid for kid in _list(data.get("kids")) if isinstance(kid, int))
    common = {
        "id": data["id"],
        "author": _text(data.get("by")),
        "time": _number(data.get("time")) or 0,
        "html": _text(data.get("text")),
    }
    if data.get("type") == "comment":
        comment = Comment(
            **common,
            parent=_number(data.get("parent")) or 0,
            deleted=data.get("deleted") is True,
            dead=data.get("dead") is True,
        )
        return Item(comment, kids)
    if kind := _KINDS.get(_text(data.get("type"))):
        story = Story(
            **common,
            title=_text(data.get("title")),
            url=_text(data.get("url")),
            points=_number(data.get("score")),
            comments=_number(data.get("descendants")),
            kids=kids,
            kind=kind,
        )
        return Item(story, kids)
    return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None
