"""Items of the official API as stories and comments."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.core.person import Person
from matome_tui.hn.firebase import Firebase, Item, read_item
from matome_tui.hn.http import Client, HNError

KEYS = ["id", "type", "by", "time", "text", "kids", "parent", "title", "url", "score", "deleted"]
VALUES = st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["comment", "story", "x"])


def test_a_comment_with_its_kids() -> None:
    data = {"id": 2, "type": "comment", "by": "ann", "time": 5, "text": "hi", "parent": 1}
    assert read_item(data | {"kids": [4, 3]}) == Item(
        Comment(CommentId(2), 1, "ann", 5, "hi"), (4, 3)
    )


def test_gone_comments() -> None:
    data = {"id": 2, "type": "comment", "time": 5, "parent": 1}
    assert read_item(data | {"deleted": True}) == Item(
        Comment(CommentId(2), 1, "", 5, deleted=True), ()
    )
    dead = read_item(data | {"dead": True, "by": "ann", "text": "[dead]"})
    assert dead == Item(Comment(CommentId(2), 1, "ann", 5, "[dead]", dead=True), ())


def test_a_story_with_its_rank() -> None:
    data = {"id": 1, "type": "poll", "by": "sue", "time": 5, "title": "T", "score": 3, "kids": [2]}
    story = Story(1, "T", "sue", 5, "https://a.test", "hi", 3, 8, (2,), "poll", (9,))
    more = {"url": "https://a.test", "text": "hi", "descendants": 8, "parts": [9], "new": 1}
    assert read_item(data | more) == Item(story, (2,))


@pytest.mark.parametrize(
    ("score", "text"), [(1, "Moss (1 point)"), (1234, "Moss (1,234 points)"), (None, "Moss")]
)
def test_an_option_of_a_poll_says_its_points(score: int | None, text: str) -> None:
    data = {"id": 9, "type": "pollopt", "by": "sue", "time": 5, "poll": 1, "text": "Moss"}
    option = Comment(CommentId(9), 1, "sue", 5, text, is_option=True)
    assert read_item(data | {"score": score}) == Item(option, ())
    assert not option.is_counted
    assert option.is_quotable


def test_a_dead_story_says_so() -> None:
    data = {"id": 1, "type": "story", "by": "sue", "time": 5, "score": 1, "dead": True}
    assert read_item(data) == Item(Story(1, "", "sue", 5, points=1, dead=True), ())


@pytest.mark.parametrize(
    "data", [None, [], "null", {"id": 1, "type": "user"}, {"type": "pollopt"}, {"type": "story"}]
)
def test_other_kinds_of_items_are_none(data: object) -> None:
    assert read_item(data) is None


@given(st.dictionaries(st.sampled_from(KEYS), VALUES | st.lists(VALUES, max_size=3)))
def test_no_json_breaks_the_reader(data: dict[str, Any]) -> None:
    item = read_item(data)
    assert item is None or all(isinstance(kid, int) for kid in item.kids)


def served(answer: httpx.Response) -> Client:
    return Client(transport=httpx.MockTransport(lambda _: answer), attempts=1)


async def test_an_item_that_is_refused_is_missing() -> None:
    async with served(httpx.Response(401, json={"error": "Permission denied"})) as client:
        assert await Firebase(client, "http://f.test/v0/").item(1) is None


async def test_a_failure_is_an_error() -> None:
    async with served(httpx.Response(500)) as client:
        with pytest.raises(HNError):
            await Firebase(client, "http://f.test/v0").item(1)


@pytest.mark.parametrize(("data", "ids"), [([3, "x", 1], [3, 1]), (None, []), ({"a": 1}, [])])
async def test_lists_are_ids_in_order(data: object, ids: list[int]) -> None:
    async with served(httpx.Response(200, text=json.dumps(data))) as client:
        assert await Firebase(client, "http://f.test/v0").story_ids("top") == ids


async def test_another_item_than_the_one_asked_for_is_missing() -> None:
    answer = httpx.Response(200, json={"id": 2, "type": "comment", "parent": 1})
    async with served(answer) as client:
        assert await Firebase(client, "http://f.test/v0").item(3) is None


@pytest.mark.parametrize(
    ("data", "person"),
    [
        (
            {"id": "ann", "created": 5, "karma": -1, "about": "<p>hi", "submitted": [1]},
            Person("ann", 5, -1, "<p>hi"),
        ),
        ({"id": "ann", "created": "x", "karma": None, "about": 3}, Person("ann")),
        ({"id": "Ann"}, None),
        ({"created": 5}, None),
        ([], None),
        (None, None),
    ],
)
async def test_a_profile_has_bounded_values(data: object, person: Person | None) -> None:
    async with served(httpx.Response(200, text=json.dumps(data))) as client:
        assert await Firebase(client, "http://f.test/v0").person("ann") == person


async def test_a_name_cannot_leave_its_path() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path)
        return httpx.Response(200, text="null")

    async with Client(transport=httpx.MockTransport(answer), attempts=1) as client:
        await Firebase(client, "http://f.test/v0").person("../a?b")
    assert asked == [b"/v0/user/..%2Fa%3Fb.json"]


def test_titles_and_names_are_one_line() -> None:
    item = read_item({"id": 1, "type": "story", "title": "a\u2028b\r\nc", "by": "x\x85y\x0b"})
    assert item is not None
    assert (item.value, item.kids) == (Story(1, "a b c", "x y"), ())
