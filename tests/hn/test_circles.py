"""Comments that are their own ancestors: loading ends, and each is shown once."""

import asyncio
import json
import random

import httpx
import pytest

from matome_tui.core.thread.assembly import Assembly
from matome_tui.hn.demo.nodes import Json
from matome_tui.hn.http import Client, HNError, NotFoundError
from matome_tui.hn.service import HackerNews
from tests.support.hn_loads import Loaded, at_once

STORY = 1
LONGEST = 20
"""Seconds a load may take on a busy machine; one in a circle never ends."""


def connection(parents: dict[int, int], *, tree: bool = False) -> HackerNews:
    """A server of comments with these parents; all of them are kids of the story as well."""
    items: dict[str, Json] = {
        f"/v0/item/{id_}.json": {
            "id": id_, "type": "comment", "by": "ann", "time": id_, "text": f"{id_}",
            "parent": parent, "kids": [kid for kid, above in parents.items() if above == id_],
        }
        for id_, parent in parents.items()
    }  # fmt: skip
    story = {"id": STORY, "type": "story", "title": "T", "by": "sue", "time": 1}
    items["/v0/item/1.json"] = story | {"kids": list(parents), "descendants": len(parents)}
    nodes = [
        {
            "id": id_, "type": "comment", "author": "ann", "text": f"{id_}", "created_at_i": id_,
            "parent_id": parent, "story_id": STORY, "children": [],
        }
        for id_, parent in parents.items()
    ]  # fmt: skip

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/a/items/1" and tree:
            return httpx.Response(200, json=story | {"children": nodes})
        if request.url.path.startswith("/a/"):
            return httpx.Response(500)
        return httpx.Response(200, content=json.dumps(items.get(request.url.path)))

    client = Client(transport=httpx.MockTransport(answer), attempts=1, sleep=at_once)
    return HackerNews(client, "http://f.test/v0", "http://a.test/a")


async def loaded(hn: HackerNews, item_id: int) -> Loaded:
    result = Loaded()
    try:
        async with asyncio.timeout(LONGEST):
            async for event in hn.threads.load(item_id):
                result.take(event)
    finally:
        await hn.close()
    return result


CIRCLES = [{5: 5}, {5: 6, 6: 5}, {7: 6, 6: 5, 5: 7}, {5: 5, 6: 5, 7: 6, 8: STORY}, {5: 9, 9: 5}]


@pytest.mark.parametrize("tree", [False, True])
@pytest.mark.parametrize("parents", CIRCLES)
async def test_every_comment_of_a_circle_is_shown_once(parents: dict[int, int], tree: bool) -> None:
    result = await loaded(connection(parents, tree=tree), STORY)
    assert sorted(comment.id for comment in result.thread.comments) == sorted(parents)
    assert result.story is not None
    assembly = Assembly(result.story)
    for comment in result.comments.values():
        assembly.add((comment,))
        assembly.rebuild()
    assert sorted(comment.id for comment in assembly.rebuild().comments) == sorted(parents)


@pytest.mark.parametrize("parents", CIRCLES)
async def test_the_climb_from_a_circle_ends(parents: dict[int, int]) -> None:
    with pytest.raises(NotFoundError, match="no story above this comment"):
        await loaded(connection(parents), 5)


async def test_any_parents_at_all() -> None:
    draw = random.Random(1)
    for _ in range(100):
        ids = range(2, draw.randrange(3, 12))
        parents = {id_: draw.choice([STORY, *ids, 99]) for id_ in ids}
        result = await loaded(connection(parents, tree=draw.random() < 0.5), STORY)
        assert sorted(comment.id for comment in result.thread.comments) == sorted(parents)
        try:
            await loaded(connection(parents), draw.choice(ids))
        except HNError:
            continue
