"""Responses of the search service as trees, stories and comments."""

import contextlib
import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.hn import algolia
from matome_tui.hn.algolia import Algolia, parse_tree
from matome_tui.hn.http import Client, HNError
from tests.support.memory import little_memory

KEYS = ["id", "type", "children", "author", "text", "parent_id", "story_id", "created_at_i"]
VALUES = st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["comment", "story", "x"])
NODES = st.recursive(
    VALUES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8)
    ),
    max_leaves=20,
)


def comment(id_: int, parent: int, *children: Any, **fields: Any) -> dict[str, Any]:
    made = {
        "id": id_,
        "type": "comment",
        "author": "ann",
        "text": f"text {id_}",
        "created_at_i": id_,
        "parent_id": parent,
        "story_id": 1,
        "children": list(children),
    }
    return made | fields


def story(*children: Any, **fields: Any) -> dict[str, Any]:
    return {"id": 1, "type": "story", "title": "A story", "children": list(children)} | fields


def body(value: object) -> bytes:
    return json.dumps(value).encode()


def test_a_tree_is_flat_with_each_comment_before_its_replies() -> None:
    tree = parse_tree(body(story(comment(2, 1, comment(4, 2), comment(5, 2)), comment(3, 1))))
    assert tree.story == Story(1, "A story")
    assert tree.story_id == 1
    places: dict[int, int] = {each.id: place for place, each in enumerate(tree.comments)}
    assert sorted(places) == [2, 3, 4, 5]
    assert places[2] < min(places[4], places[5])
    assert tree.comments[places[4]] == Comment(CommentId(4), 2, "ann", 4, "text 4")


def test_the_story_is_read_whole() -> None:
    given = story(author="sue", created_at_i=9, url="https://a.test", text="<p>hi", points=3)
    assert parse_tree(body(given | {"type": "poll"})).story == Story(
        1, "A story", "sue", 9, "https://a.test", "<p>hi", 3, kind="poll"
    )


def test_a_branch_has_the_id_of_its_story() -> None:
    tree = parse_tree(body(comment(2, 1, comment(3, 2, story_id=7))))
    assert (tree.story, tree.story_id) == (None, 1)
    assert [each.id for each in tree.comments] == [2, 3]


def test_a_poll_option_has_the_id_of_its_poll() -> None:
    tree = parse_tree(body({"id": 5, "type": "pollopt", "story_id": 1, "children": []}))
    assert (tree.story, tree.story_id, tree.comments) == (None, 1, ())


def test_the_options_of_a_poll_come_first_and_in_order() -> None:
    options = [
        {"id": 8, "points": 3, "text": "Moss"},
        {"id": 7, "points": 1, "text": "Rocks", "author": "bob", "created_at_i": 6},
        *(None, {}, {"id": "x"}),
    ]
    poll = story(comment(9, 1), type="poll", author="sue", created_at_i=5, options=options)
    found = parse_tree(body(poll))
    assert found.story is not None
    assert found.story.parts == (8, 7)
    assert [each.id for each in found.comments] == [8, 7, 9]
    moss, rocks, _ = found.comments
    assert (moss.author, moss.time, moss.html) == ("sue", 5, "Moss (3 points)")
    assert (rocks.author, rocks.time, rocks.html) == ("bob", 6, "Rocks (1 point)")


def test_skeletons_of_deleted_comments_are_gone_and_keep_their_replies() -> None:
    tree = parse_tree(body(story(comment(2, 1, comment(3, 2), author=None, text=None))))
    assert [(each.id, each.is_gone) for each in tree.comments] == [(2, True), (3, False)]


@pytest.mark.parametrize(
    "given",
    [[], {}, None, 1, {"id": 1}, {"id": "1", "type": "story"}, comment(2, 1, story_id=None)],
)
def test_invalid_trees_are_refused(given: object) -> None:
    with pytest.raises(ValueError, match="neither a story nor a branch"):
        parse_tree(body(given))


@given(NODES)
def test_no_json_breaks_the_reader(given: Any) -> None:
    with contextlib.suppress(ValueError):
        for each in parse_tree(body(given)).comments:
            assert isinstance(each.id, int)
            assert isinstance(each.author + each.html, str)


def hit(id_: int, **fields: Any) -> dict[str, Any]:
    made = {"objectID": str(id_), "author": "ann", "created_at_i": id_, "parent_id": 1}
    return made | {"comment_text": f"text {id_}"} | fields


def served(pages: list[object], requests: list[httpx.QueryParams]) -> Client:
    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request.url.params)
        return httpx.Response(200, json=pages.pop(0))

    return Client(transport=httpx.MockTransport(answer))


async def test_comments_are_searched_two_hundred_at_a_time() -> None:
    requests: list[httpx.QueryParams] = []
    pages: list[object] = [
        {"hits": [hit(id_) for id_ in range(3000, 2800, -1)]},
        {"hits": [hit(id_) for id_ in range(2801, 2700, -1)]},
    ]
    async with served(pages, requests) as client:
        found = await Algolia(client, "http://a.test/").comments(1, since=2700)
    assert [each.id for each in found] == list(range(3000, 2700, -1))
    assert found[0] == Comment(CommentId(3000), 1, "ann", 3000, "text 3000")
    assert [request["numericFilters"] for request in requests] == [
        "created_at_i>2700",
        "created_at_i>2700,created_at_i<=2801",
    ]
    assert requests[0]["tags"] == "comment,story_1"
    assert requests[0]["attributesToRetrieve"] == "parent_id,author,created_at_i,comment_text"
    assert requests[0]["attributesToHighlight"] == ""


async def test_a_full_answer_of_one_second_ends_the_search() -> None:
    page = {"hits": [hit(id_, created_at_i=5) for id_ in range(1, 201)]}
    async with served([page, page], []) as client:
        assert len(await Algolia(client, "http://a.test").comments(1)) == 200


async def test_a_search_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(algolia, "_MAX_SEARCHES", 3)
    newest = iter(range(10**6, 0, -200))
    requests = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal requests
        requests += 1
        start = next(newest)
        hits = [hit(id_) for id_ in range(start, start - 200, -1)]
        return httpx.Response(200, json={"hits": hits})

    async with Client(transport=httpx.MockTransport(answer)) as client:
        assert len(await Algolia(client, "http://a.test").comments(1)) == 600
    assert requests == 3


async def test_stories_come_by_id() -> None:
    hits = [
        {"objectID": "7", "title": "Seven", "num_comments": 3, "points": 9, "_tags": ["story"]},
        {"objectID": "8", "title": "Eight", "_tags": ["job", "author_ann", 5]},
        {"objectID": "x", "title": "No number"},
        "no hit",
    ]
    requests: list[httpx.QueryParams] = []
    async with served([{"hits": hits}], requests) as client:
        found = await Algolia(client, "http://a.test").stories([7, 8, 9])
    assert found == {
        7: Story(7, "Seven", points=9, comments=3),
        8: Story(8, "Eight", kind="job"),
    }
    assert requests[0]["tags"] == "(story,job,poll),(story_7,story_8,story_9)"


@pytest.mark.parametrize("page", [None, [], {}, {"hits": None}])
async def test_an_answer_without_hits_is_an_error(page: object) -> None:
    async def at_once(seconds: float) -> None:
        return

    transport = httpx.MockTransport(lambda _: httpx.Response(200, text=json.dumps(page)))
    async with Client(transport=transport, sleep=at_once) as client:
        with pytest.raises(HNError, match=r"a\.test sent an invalid response"):
            await Algolia(client, "http://a.test").comments(1)


async def test_another_story_than_the_one_asked_for_is_refused() -> None:
    async with served([story()], []) as client:
        with pytest.raises(HNError, match="another story"):
            await Algolia(client, "http://a.test").tree(2)


def test_a_tree_with_an_emoji_takes_little_memory() -> None:
    """Decoded as a whole it would take four bytes a character."""
    replies = [
        {"id": id_, "type": "comment", "author": "ann", "parent_id": 1, "text": "word " * 400}
        for id_ in range(2, 1002)
    ]
    story = {"id": 1, "type": "story", "title": "\U0001f98a", "children": replies}
    data = json.dumps(story, ensure_ascii=False).encode()
    with little_memory(len(data) * 7 // 2):
        assert len(parse_tree(data).comments) == 1000
