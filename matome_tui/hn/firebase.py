"""The official API of Hacker News: single items, and the ranked order of everything.

Source: github.com/HackerNews/API.
"""

from dataclasses import dataclass
from typing import Any

from matome_tui.core import fields
from matome_tui.core.items import STORY_KINDS, Comment, ListName, Story
from matome_tui.hn.http import Client, NotFoundError


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
            item = read_item(await self._client.get_json(self.item_url(item_id)))
        except NotFoundError:
            return None
        return item if item and item.value.id == item_id else None

    async def story_ids(self, name: ListName) -> list[int]:
        """Return the ids of a list of stories in ranked order. HNError as `item`."""
        ids = await self._client.get_json(f"{self._base_url}/{name}stories.json")
        return list(fields.item_ids(ids))


def read_item(data: Any) -> Item | None:
    """Read an item as the API gives it; None for what is no story or comment."""
    if not isinstance(data, dict):
        return None
    values = data | {"author": data.get("by"), "html": data.get("text")}
    value: Story | Comment | None = None
    if data.get("type") == "comment":
        value = Comment.from_json(data.get("id"), values)
    elif (kind := fields.text(data.get("type"))) in STORY_KINDS:
        counts = {"points": data.get("score"), "comments": data.get("descendants")}
        value = Story.from_json(data.get("id"), values | counts | {"kind": kind})
    return Item(value, fields.item_ids(data.get("kids"))) if value else None
