from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.hn.demo import load_demo
from matome_tui.hn.demo.archive import LISTS, Archive

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]


def branch(id_: int, parent: int | None, *children: Json, **fields: Any) -> Json:
    node: Json = {
        "id": id_,
        "type": "comment" if parent else "story",
        "author": f"writer{id_}",
        "created_at_i": 1_755_000_000 + id_,
        "title": None if parent else "Ask HN: A &amp; B?",
        "url": None,
        "text": f"text {id_}",
        "points": None if parent else 7,
        "parent_id": parent,
        "children": list(children),
    }
    return node | fields


def sample() -> Json:
    """Give a story: 5 above 2 in rank, 2 deleted with a reply, 4 dead, 9 not stored."""
    return branch(
        1,
        None,
        branch(5, 1, branch(6, 5, text="caf&#x27;s <i>moss</i>", author="rinrin"), branch(7, 5)),
        branch(2, 1, branch(3, 2), _deleted=True, author=None, text=None),
        branch(4, 1, _dead=True, text="withheld"),
        _kids=[5, 2, 9, 4],
        _descendants=4,
    )


def stories() -> list[Json]:
    poll = {"id": 20, "type": "poll", "by": "p", "time": 5, "title": "Poll", "score": 3}
    option = {"id": 21, "type": "pollopt", "by": "p", "time": 5, "text": "A", "score": 0}
    job = {"id": 22, "type": "job", "by": "j", "time": 6, "title": "Job", "score": 1, "url": "u"}
    return [poll | {"parts": [21], "descendants": 0}, option | {"poll": 20}, job]


@pytest.fixture
def archive() -> Archive:
    return Archive.from_trees([sample()], stories(), {"top": [22, 1], "job": [22]})


def ids_of(hits: Json) -> list[str]:
    return [hit["objectID"] for hit in hits["hits"]]


def test_item_has_ranked_kids_and_no_empty_fields(archive: Archive) -> None:
    assert archive.item(1) == {
        "id": 1,
        "type": "story",
        "by": "writer1",
        "time": 1_755_000_001,
        "title": "Ask HN: A &amp; B?",
        "text": "text 1",
        "score": 7,
        "descendants": 4,
        "kids": [5, 2, 9, 4],
    }
    assert archive.item(9) is None


def test_items_of_deleted_and_dead_comments(archive: Archive) -> None:
    deleted = {"id": 2, "type": "comment", "time": 1_755_000_002, "parent": 1, "kids": [3]}
    assert archive.item(2) == deleted | {"deleted": True}
    dead = {"id": 4, "type": "comment", "time": 1_755_000_004, "parent": 1, "by": "writer4"}
    assert archive.item(4) == dead | {"dead": True, "text": "[dead]"}


def test_a_dead_story_keeps_only_writer_and_score() -> None:
    archive = Archive.from_trees([branch(1, None, _dead=True)])
    item = {"id": 1, "type": "story", "time": 1_755_000_001, "by": "writer1", "score": 7}
    assert archive.item(1) == item | {"dead": True}


def test_items_of_polls_and_jobs(archive: Archive) -> None:
    poll, option, job = (archive.item(id_) for id_ in (20, 21, 22))
    assert poll == stories()[0]
    assert option == stories()[1]
    assert job == stories()[2]


def test_tree_is_in_order_of_id_without_deleted_and_dead_branches(archive: Archive) -> None:
    tree = archive.tree(1)
    assert tree is not None
    assert [child["id"] for child in tree["children"]] == [5]
    assert [child["id"] for child in tree["children"][0]["children"]] == [6, 7]
    assert tree["created_at"] == "2025-08-12T12:00:01.000Z"
    assert tree["children"][0] == archive.tree(5)
    assert tree.keys() == {
        *("author", "children", "created_at", "created_at_i", "id", "options", "parent_id"),
        *("points", "story_id", "text", "title", "type", "url"),
    }


@pytest.mark.parametrize("id_", [2, 4, 9])
def test_items_that_are_not_live_have_no_tree(archive: Archive, id_: int) -> None:
    assert archive.tree(id_) is None


def test_tree_of_a_poll_has_its_options(archive: Archive) -> None:
    tree = archive.tree(20)
    assert tree is not None
    assert tree["options"] == [{"id": 21, "points": 0, "text": "A"}]


def test_counts_live_comments_when_a_thread_does_not_say() -> None:
    thread = sample()
    del thread["_descendants"], thread["_kids"]
    item = Archive.from_trees([thread]).item(1)
    assert item is not None
    assert item["descendants"] == 4
    assert item["kids"] == [5, 2, 4]


@given(st.integers(1, 400))
def test_a_tree_may_be_deep(depth: int) -> None:
    node = branch(depth + 1, depth)
    for id_ in range(depth, 1, -1):
        node = branch(id_, id_ - 1, node)
    archive = Archive.from_trees([branch(1, None, node)])
    tree = archive.tree(1)
    seen = 0
    while tree and tree["children"]:
        tree = tree["children"][0]
        seen += 1
    assert seen == depth


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"tags": "comment"}, {"3", "5", "6", "7"}),
        ({"tags": "story,(story_1,story_20)"}, {"1"}),
        ({"tags": "(story,poll),(story_1,story_20)"}, {"1", "20"}),
        ({"tags": "comment,author_rinrin"}, {"6"}),
        ({"tags": "ask_hn"}, {"1"}),
        ({"tags": "front_page"}, {"1", "22"}),
        ({"query": "CAF'S moss"}, {"6"}),
        ({"query": "nowhere"}, set()),
        ({"numericFilters": "created_at_i>1755000005"}, {"6", "7"}),
        ({"numericFilters": "created_at_i>=1755000005,created_at_i<1755000007"}, {"5", "6"}),
    ],
)
def test_search_finds(archive: Archive, params: dict[str, str], found: set[str]) -> None:
    assert set(ids_of(archive.search(params))) == found


def test_search_orders_and_pages(archive: Archive) -> None:
    assert ids_of(archive.search({}))[:2] == ["1", "20"]
    pages = [
        archive.search({"tags": "comment", "hitsPerPage": "3", "page": page}, by_date=True)
        for page in ("0", "1", "2")
    ]
    assert [ids_of(page) for page in pages] == [["7", "6", "5"], ["3"], []]
    assert {(page["nbHits"], page["nbPages"]) for page in pages} == {(4, 2)}


def test_hits_of_stories_and_comments(archive: Archive) -> None:
    story, comment = archive.search({"tags": "story_1"})["hits"][:2]
    assert story["children"] == [5, 2, 9, 4]
    assert (story["points"], story["num_comments"], story["story_text"]) == (7, 4, "text 1")
    assert story["created_at"] == "2025-08-12T12:00:01Z"
    assert (comment["story_title"], comment["parent_id"]) == ("Ask HN: A &amp; B?", 5)
    assert comment["comment_text"] == "text 7"
    assert "points" not in comment


@pytest.mark.parametrize(
    ("path", "query", "status", "body"),
    [
        ("/v0/topstories.json", {}, 200, [22, 1]),
        ("/v0/showstories.json", {}, 200, []),
        ("/v0/item/9.json", {}, 200, None),
        ("/v0/user/nobody.json", {}, 200, None),
        (
            "/v0/user/p.json",
            {},
            200,
            {"id": "p", "created": 0, "karma": 3, "submitted": [21, 20]},
        ),
        ("/v0/maxitem.json", {}, 200, 22),
        ("/v0/nothing.json", {}, 401, {"error": "Permission denied"}),
        ("/v0/oddstories.json", {}, 401, {"error": "Permission denied"}),
        ("/v0/top.json", {}, 401, {"error": "Permission denied"}),
        ("/api/v1/items/9", {}, 404, {"error": "Not Found", "status": 404}),
        ("/api/v1/items/x", {}, 404, {"error": "Not Found", "status": 404}),
        ("/", {}, 404, {"error": "Not Found", "status": 404}),
    ],
)
def test_answers(
    archive: Archive, path: str, query: dict[str, str], status: int, body: object
) -> None:
    answer = archive.answer(path, query)
    assert (answer[0], json.loads(answer[1])) == (status, body)


@pytest.mark.parametrize(
    "query",
    [
        {"numericFilters": "karma>3"},
        {"hitsPerPage": "1001"},
        {"page": "-1"},
        {"page": "one"},
    ],
)
def test_a_search_that_is_not_understood_is_refused(
    archive: Archive, query: dict[str, str]
) -> None:
    status, body = archive.answer("/api/v1/search", query)
    assert status == 400
    assert json.loads(body)["message"]


def test_answers_are_the_methods_in_json(archive: Archive) -> None:
    assert json.loads(archive.answer("/v0/item/1.json", {})[1]) == archive.item(1)
    assert json.loads(archive.answer("/api/v1/items/1", {})[1]) == archive.tree(1)
    by_date = json.loads(archive.answer("/api/v1/search_by_date", {"tags": "comment"})[1])
    assert by_date == archive.search({"tags": "comment"}, by_date=True)


def test_put_updates_every_view(archive: Archive) -> None:
    archive.put(replace(archive.nodes[3], text="moss again"))
    assert archive.updates()["items"][:2] == [3, 22]
    assert archive.updates()["profiles"][0] == "writer3"
    assert ids_of(archive.search({"query": "moss again"})) == ["3"]


def test_updates_stay_short(archive: Archive) -> None:
    for id_ in range(100, 200):
        archive.put(replace(archive.nodes[3], id=id_))
    assert archive.updates()["items"] == list(range(199, 169, -1))


def test_without_lists_each_holds_all_threads() -> None:
    archive = Archive.from_trees([sample(), branch(30, None)])
    assert all(archive.story_ids(name) == [1, 30] for name in LISTS)


def test_from_folder_equals_from_trees(tmp_path: Path) -> None:
    (tmp_path / "threads").mkdir()
    (tmp_path / "threads" / "1.json").write_text(json.dumps(sample()))
    (tmp_path / "stories.json").write_text(json.dumps(stories()))
    (tmp_path / "lists.json").write_text(json.dumps({"top": [1]}))
    (tmp_path / "abouts.json").write_text(json.dumps({"rinrin": "moss"}))
    read = Archive.from_folder(tmp_path)
    assert read.nodes == Archive.from_trees([sample()], stories()).nodes
    assert read.story_ids("top") == [1]
    assert (read.user("rinrin") or {})["about"] == "moss"


def test_the_demo_loads_from_the_package() -> None:
    demo = load_demo()
    assert all(demo.item(id_) for name in LISTS for id_ in demo.story_ids(name))
