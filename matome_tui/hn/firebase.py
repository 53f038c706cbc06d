"""Client of the official API: single items, ranks of replies, lists of stories, people.

Source: github.com/HackerNews/API.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from matome_tui.core import fields
from matome_tui.core.items import STORY_KINDS, Comment, ListName, Story
from matome_tui.core.person import Person
from matome_tui.hn.http import Client, HNError, NotFoundError


@dataclass(frozen=True, slots=True)
class Item:
    """A story or comment with the ranked ids of its replies.

    Attributes:
        value: The story or comment.
        kids: Ids of all replies in ranked order, deleted and dead ones included.
    """

    value: Story | Comment
    kids: tuple[int, ...]


Answer = Item | HNError | None
"""An item, the reason why it could not be had, or None if it does not exist."""


class Firebase:
    """Client of one API server."""

    def __init__(self, client: Client, base_url: str) -> None:
        self._client = client
        self._base_url = base_url.rstrip("/")

    def item_url(self, item_id: int) -> str:
        """Return the URL of an item, which also streams its changes."""
        return f"{self._base_url}/item/{item_id}.json"

    async def item(self, item_id: int) -> Item | None:
        """Return a story or comment; None if it is missing or of another kind.

        Raises:
            HNError: There was no usable answer.
        """
        try:
            item = read_item(await self._client.get_json(self.item_url(item_id)))
        except NotFoundError:
            return None
        return item if item and item.value.id == item_id else None

    async def story_ids(self, name: ListName) -> list[int]:
        """Return the ids of a list of stories in ranked order. Raises HNError."""
        ids = await self._client.get_json(f"{self._base_url}/{name}stories.json")
        return list(fields.item_ids(ids))

    async def person(self, name: str) -> Person | None:
        """Return a user's profile; None if there is no such user, or nothing public of them.

        Raises:
            HNError: There was no usable answer.
        """
        url = f"{self._base_url}/user/{quote(name, safe='')}.json"
        try:
            data = await self._client.get_json(url)
        except NotFoundError:
            return None
        person = Person.from_json(data) if isinstance(data, dict) else None
        return person if person and person.name == name else None


def story_of(answer: Answer) -> Story | None:
    """Return the story in an answer, None if there is none."""
    return answer.value if isinstance(answer, Item) and isinstance(answer.value, Story) else None


def read_item(data: Any) -> Item | None:
    """Return an item from the API's JSON; None if it is no story, comment or option of a poll."""
    if not isinstance(data, dict):
        return None
    values = data | {"author": data.get("by"), "html": data.get("text")}
    value: Story | Comment | None = None
    if data.get("type") == "comment":
        value = Comment.from_json(data.get("id"), values)
    elif data.get("type") == "pollopt":
        poll = {"parent": data.get("poll") or data.get("parent")}
        value = Comment.option(data.get("id"), values | poll, data.get("score"))
    elif (kind := fields.text(data.get("type"))) in STORY_KINDS:
        counts = {"points": data.get("score"), "comments": data.get("descendants")}
        value = Story.from_json(data.get("id"), values | counts | {"kind": kind})
    return Item(value, fields.item_ids(data.get("kids"))) if value else None
