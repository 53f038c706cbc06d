from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.support.hn_server import Faults, HNServer

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]


def branch(id_: int, parent: int | None, kids: list[Json], **fields: Any) -> Json:
    node: Json = {
        "id": id_,
        "type": "comment" if parent else "story",
        "author": f"writer{id_}",
        "created_at_i": 1_755_000_000 + id_,
        "title": None if parent else "A thread",
        "url": None,
        "text": f"text {id_}",
        "points": None if parent else 7,
        "parent_id": parent,
        "story_id": 1,
        "children": kids,
    }
    return node | fields


def thread() -> Json:
    return branch(1, None, [branch(3, 1, [branch(4, 3, [])]), branch(2, 1, [])])


@pytest.fixture
def server() -> Iterator[HNServer]:
    with HNServer([thread()]) as server:
        yield server


@pytest.fixture
def client(server: HNServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=10, trust_env=False) as client:
        yield client


def events(response: httpx.Response) -> Iterator[tuple[str, Any]]:
    lines = response.iter_lines()
    for line in lines:
        if line.startswith("event: "):
            yield line[7:], json.loads(next(lines).removeprefix("data: "))


def test_both_apis_answer_over_one_kept_connection(server: HNServer, client: httpx.Client) -> None:
    assert client.get("/v0/item/1.json").json()["kids"] == [3, 2]
    assert client.get("/v0/item/99.json").text == "null"
    assert client.get("/v0/topstories.json?print=pretty").json() == [1]
    tree = client.get("/api/v1/items/1").json()
    assert [child["id"] for child in tree["children"]] == [2, 3]
    assert client.get("/api/v1/items/99").status_code == 404
    found = client.get("/api/v1/search_by_date", params={"tags": "comment,(story_1,story_2)"})
    assert [hit["objectID"] for hit in found.json()["hits"]] == ["4", "3", "2"]
    assert server.stats.connections == 1
    assert server.stats.statuses == {200: 5, 404: 1}
    assert server.stats.requests["/v0/item/1.json"] == 1


def test_growth_shows_in_both_views(server: HNServer, client: httpx.Client) -> None:
    before = client.get("/api/v1/items/1").json()
    new = server.grow(1, 3, "fresh", "latecomer")
    assert new == 5
    assert client.get("/v0/item/5.json").json()["by"] == "latecomer"
    assert client.get("/v0/item/3.json").json()["kids"] == [4, 5]
    assert client.get("/v0/item/1.json").json()["descendants"] == 4
    assert client.get("/v0/maxitem.json").json() == 5
    assert client.get("/v0/updates.json").json()["items"][0] == 5
    after = client.get("/api/v1/items/1").json()
    assert after != before
    assert after["children"][1]["children"][1]["text"] == "fresh"


def test_edits_and_deletions_show(server: HNServer, client: httpx.Client) -> None:
    server.edit(2, "better")
    server.delete(3)
    assert client.get("/v0/item/2.json").json()["text"] == "better"
    deleted = client.get("/v0/item/3.json").json()
    assert deleted["deleted"] is True
    assert deleted["kids"] == [4]
    assert not {"by", "text"} & deleted.keys()
    assert client.get("/v0/item/1.json").json()["descendants"] == 2
    assert [kid["id"] for kid in client.get("/api/v1/items/1").json()["children"]] == [2]


def test_algolia_can_lag_and_catches_up(server: HNServer, client: httpx.Client) -> None:
    server.algolia_lag = True
    late = server.grow(1, 1, "late", "latecomer")
    server.edit(2, "better")
    assert client.get(f"/v0/item/{late}.json").json()["text"] == "late"
    assert client.get(f"/api/v1/items/{late}").status_code == 404
    assert client.get("/api/v1/items/2").json()["text"] == "text 2"
    server.algolia_lag = False
    server.edit(4, "caught up")
    assert client.get(f"/api/v1/items/{late}").json()["text"] == "late"


def test_stream_puts_the_value_and_each_change(server: HNServer, client: httpx.Client) -> None:
    server.keep_alive = 0.01
    headers = {"Accept": "text/event-stream"}
    with client.stream("GET", "/v0/item/1.json", headers=headers) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        stream = events(response)
        name, first = next(stream)
        assert (name, first["path"], first["data"]["kids"]) == ("put", "/", [3, 2])
        assert next(stream) == ("keep-alive", None)
        assert server.stats.streams == 1
        server.grow(1, 1, "fresh", "latecomer")
        changed = next(data for name, data in stream if name == "put")
        assert changed["data"]["kids"] == [3, 2, 5]


def test_a_client_that_leaves_ends_its_stream(server: HNServer, client: httpx.Client) -> None:
    with client.stream("GET", "/v0/topstories.json", headers={"Accept": "text/event-stream"}) as r:
        next(events(r))
    assert server.wait_for(lambda stats: stats.streams == 0)


@pytest.mark.parametrize("kind", ["error", "garbage", "truncate"])
def test_faults_hit_only_what_they_match(server: HNServer, client: httpx.Client, kind: str) -> None:
    server.faults.match = "^/api/"
    setattr(server.faults, f"{kind}_rate", 1.0)
    assert client.get("/v0/item/1.json").json()["id"] == 1
    if kind == "truncate":
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/api/v1/items/1")
        return
    answer = client.get("/api/v1/items/1")
    assert answer.status_code == (500 if kind == "error" else 200)
    if kind == "garbage":
        with pytest.raises(ValueError, match="Expecting value"):
            answer.json()


def test_rate_limit_asks_to_wait(server: HNServer, client: httpx.Client) -> None:
    server.faults.rate_limit = 2
    answers = [client.get("/v0/maxitem.json") for _ in range(4)]
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert all(answer.headers["retry-after"] == "1" for answer in refused)


def test_faults_depend_on_nothing_but_url_and_count() -> None:
    faults = Faults(error_rate=0.25, hang_rate=0.25)
    draws = [faults.draw(f"/{number % 50}", number // 50) for number in range(1_000)]
    again = [faults.draw(f"/{number % 50}", number // 50) for number in range(1_000)]
    assert draws == again
    assert 200 < draws.count("error") < 300
    assert 200 < draws.count("hang") < 300
    assert set(draws) == {"error", "hang", ""}
    assert [Faults(error_rate=0.25, seed=2).draw("/1", n) for n in range(99)] != [
        Faults(error_rate=0.25).draw("/1", n) for n in range(99)
    ]


def test_requests_in_flight_are_counted(server: HNServer, client: httpx.Client) -> None:
    server.faults.latency = 0.2
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(client.get, [f"/v0/item/{number}.json" for number in range(5)]))
    assert 1 < server.stats.most_in_flight <= 5
    assert server.stats.in_flight == 0


def test_stopping_releases_what_hangs_and_streams() -> None:
    headers = {"Accept": "text/event-stream"}
    with ThreadPoolExecutor() as pool, httpx.Client(timeout=None, trust_env=False) as client:
        with HNServer([thread()]) as server:
            server.faults.match = "maxitem"
            server.faults.hang_rate = 1.0
            hung = pool.submit(client.get, f"{server.firebase_url}/maxitem.json")
            stream = pool.submit(client.get, f"{server.firebase_url}/item/1.json", headers=headers)
            assert server.wait_for(lambda stats: stats.in_flight == stats.streams == 1)
        assert isinstance(hung.exception(timeout=10), httpx.TransportError)
        assert b"event: put" in stream.result(timeout=10).content
    assert server.stats.in_flight == server.stats.streams == 0


def test_a_hung_request_ends_when_its_client_leaves(server: HNServer, client: httpx.Client) -> None:
    server.faults.hang_rate = 1.0
    with pytest.raises(httpx.ReadTimeout):
        client.get("/v0/maxitem.json", timeout=0.1)
    assert server.wait_for(lambda stats: stats.in_flight == 0)
    assert not server.stats.statuses
