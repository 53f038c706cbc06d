"""Threads from both APIs: order of events, requests, failures."""

import asyncio
import json
import time
from contextlib import aclosing

import httpx
import pytest

from matome_tui.core.items import Comment, CommentId
from matome_tui.hn import crawl, events, loader
from matome_tui.hn.crawl import Crawl, KnownComments
from matome_tui.hn.demo.nodes import Json
from matome_tui.hn.firebase import Item
from matome_tui.hn.http import CONNECTIONS, Client, HNError, NotFoundError
from matome_tui.hn.service import HackerNews
from tests.support.hn_loads import (
    Loaded,
    asked_twice,
    connected,
    expected,
    is_live,
    live_ids,
    load,
)
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, deleted, kids, made_up, node, tree, walk

FIREBASE, ALGOLIA = "^/v0/", "^/api/"


def small(*nodes: Json) -> Json:
    """A thread of 1001 and 1002 below the story, and what is given."""
    return tree(node(STORY, None), node(1001, STORY), node(1002, STORY), *nodes)


# Polls


def poll() -> HNServer:
    root = tree(
        node(STORY, None, type="poll", _parts=[1005, 1004]), node(1001, STORY), node(1002, STORY)
    )
    options = [
        {"id": id_, "type": "pollopt", "by": "late", "time": 9, "text": f"option {id_}"}
        | {"score": id_, "poll": STORY}
        for id_ in (1004, 1005)
    ]
    return HNServer([root], stories=options)


@pytest.mark.parametrize("faults", ["^$", FIREBASE, ALGOLIA])
async def test_the_options_of_a_poll_come_first_and_do_not_count(faults: str) -> None:
    with poll() as server:
        server.faults.match, server.faults.error_rate = faults, 1.0
        loaded = await load(server, STORY)
    assert [comment.id for comment in loaded.thread.comments] == [1005, 1004, 1001, 1002]
    option = loaded.comments[1005]
    assert option.html == "option 1005 (1,005 points)"
    assert (option.author, option.time) == (
        (f"writer{STORY % 97}", 1_755_000_000 + STORY) if faults == FIREBASE else ("late", 9)
    )
    assert loaded.missing == 0


async def test_an_option_opens_its_poll() -> None:
    with poll() as server:
        loaded = await load(server, 1004)
    assert events.Located(STORY, 1004) in loaded.events
    assert 1004 in loaded.comments


# Requests


async def test_a_thread_comes_whole_and_ranked(server: HNServer, root: Json) -> None:
    loaded = await load(server, STORY)
    assert loaded.places() == expected(root)
    assert loaded.live == live_ids(root)
    assert loaded.lacks == (0, ())
    assert loaded.reasons == []


async def test_the_requests_are_bounded(server: HNServer, root: Json) -> None:
    loaded = await load(server, STORY)
    nodes = list(walk(root))
    ranked = sum(len(each["children"]) > 1 for each in nodes if is_live(each)) - 1
    tree_event = next(e for e in loaded.events if isinstance(e, events.TreeLoaded))
    lacking = len(nodes) - 1 - len(tree_event.comments)
    searches = [url for url in server.stats.requests if "search" in url]
    assert len(searches) <= 1
    assert server.stats.requests.total() - len(searches) <= 2 + ranked + lacking
    assert asked_twice(server.stats.requests) == []
    assert server.stats.most_in_flight <= CONNECTIONS


async def test_a_thread_without_gone_comments_needs_no_search() -> None:
    with HNServer([made_up(40, gone=0)]) as server:
        assert (await load(server, STORY)).lacks == (0, ())
    assert not [url for url in server.stats.requests if "search" in url]


async def test_the_first_paint_takes_two_requests_at_once(server: HNServer) -> None:
    server.faults.latency = 0.05
    async with connected(server) as hn, aclosing(hn.threads.load(STORY)) as loading:
        seen = []
        async for event in loading:
            seen.append(type(event))
            if isinstance(event, events.TreeLoaded):
                break
        assert server.stats.requests.total() == server.stats.most_in_flight == 2
    assert set(seen) <= {events.StoryKnown, events.TreeLoaded}


async def test_the_story_does_not_wait_for_a_slow_tree(server: HNServer) -> None:
    server.faults.match, server.faults.latency = ALGOLIA, 0.1
    loaded = await load(server, STORY)
    assert [type(event) for event in loaded.events[:2]] == [events.StoryKnown, events.TreeLoaded]


async def test_the_tree_does_not_wait_for_a_slow_rank(
    server: HNServer, root: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "_WAIT_FOR_RANK", 0.01)
    server.faults.match, server.faults.latency = f"{FIREBASE}item/{STORY}", 0.3
    loaded = await load(server, STORY)
    first, second = loaded.events[:2]
    assert isinstance(first, events.TreeLoaded)
    assert first.story.kids == ()
    assert isinstance(second, events.StoryKnown)
    assert loaded.places() == expected(root)


async def test_ranks_come_nearest_first_as_the_reader_moves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(crawl, "CONNECTIONS", 1)
    monkeypatch.setattr(crawl, "_SORT_EVERY", 0)
    reader, ranks = [STORY], list[int]()
    with HNServer([made_up(120, gone=0)]) as server:
        async with connected(server) as hn:
            async for event in hn.threads.load(STORY, lambda id_: abs(id_ - reader[0])):
                if isinstance(event, events.RankKnown):
                    ranks.append(event.parent)
                    reader[0] = STORY if len(ranks) < 5 else STORY + 200
    # Ranks after the fifth are requested before the first event.
    assert ranks[:5] == sorted(ranks[:5])
    assert len(ranks) > 10
    assert ranks[6:] == sorted(ranks[6:], reverse=True)


async def test_unknown_comments_come_before_ranks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawl, "CONNECTIONS", 1)
    root = small(node(1003, 1001), node(1004, 1001), deleted(1005, STORY))
    with HNServer([root]) as server:
        await load(server, STORY)
    assert list(server.stats.requests)[2:] == ["/v0/item/1005.json", "/v0/item/1001.json"]


async def test_the_nearest_is_found_cheaply_among_many() -> None:
    calls = 0

    def distance(id_: int) -> float:
        nonlocal calls
        calls += 1
        return id_

    async def nothing(item_id: int) -> None:
        return None

    waiting = range(10, 2510)
    known = KnownComments(Comment(CommentId(id_), 1, "ann") for id_ in waiting)
    many = Crawl(nothing, known, 1, lambda _: None, distance)
    many.enqueue(waiting)
    begun = time.monotonic()
    await many.run()
    spent = time.monotonic() - begun
    assert calls <= 2500 * (spent / 0.25 + 1)


async def test_progress_is_sent_a_few_times_a_second_and_at_the_end(server: HNServer) -> None:
    begun = time.monotonic()
    loaded = await load(server, STORY)
    spent = time.monotonic() - begun
    progress = [event for event in loaded.events if isinstance(event, events.Progress)]
    assert 1 <= len(progress) <= spent / 0.05 + 3
    assert all(event.done <= event.total for event in progress)
    assert progress[-1].done == progress[-1].total
    assert [event.done for event in progress] == sorted(event.done for event in progress)


# Comments that the tree lacks


async def test_comments_that_the_search_does_not_know_yet_are_fetched() -> None:
    root = small(node(1003, 1001), node(1004, 1001))
    with HNServer([root]) as server:
        server.algolia_lag = True
        top = server.grow(STORY, STORY, "late", "ann")
        below = server.grow(STORY, top, "later", "bob")
        reply = server.grow(STORY, 1001, "late too", "cyd")
        loaded = await load(server, STORY)
    assert loaded.lacks == (0, ())
    assert loaded.places() == {
        STORY: [1001, 1002, top],
        1001: [1003, 1004, reply],
        top: [below],
    }


async def test_replies_below_deleted_comments_are_kept() -> None:
    root = small(
        deleted(1003, 1001),
        node(1004, 1003),
        deleted(1005, 1004),
        deleted(1006, 1005),
        node(1007, 1006),
        node(1008, 1006),
    )
    root["children"][0]["children"][0]["_kids"] = [1004]
    with HNServer([root]) as server:
        loaded = await load(server, STORY)
    assert loaded.places() == expected(root)
    assert loaded.lacks == (0, ())
    assert asked_twice(server.stats.requests) == []


async def test_a_count_that_is_never_met_is_reported() -> None:
    root = small(node(1003, 1001)) | {"_descendants": 5}
    with HNServer([root]) as server:
        loaded = await load(server, STORY)
    assert loaded.lacks == (2, ())


async def test_ids_that_do_not_exist_do_no_harm() -> None:
    root = small(node(1003, 1001)) | {"_kids": [1002, 55, 1001]}
    with HNServer([root]) as server:
        loaded = await load(server, STORY)
    assert loaded.places()[STORY] == [1002, 1001]
    assert loaded.lacks == (0, ())


# Comments


@pytest.mark.parametrize("faults", ["", ALGOLIA, f"{FIREBASE}item/1003"])
async def test_a_comment_opens_its_story(faults: str) -> None:
    root = small(node(1003, 1001), node(1004, 1003))
    with HNServer([root]) as server:
        server.faults.match = faults
        server.faults.error_rate = 1.0 if faults else 0.0
        loaded = await load(server, 1004)
        assert loaded.events[0] == events.Located(STORY, 1004)
        assert loaded.live == live_ids(root)
        assert [url for url in asked_twice(server.stats.requests) if "/v0/" in url] == []


async def test_a_deleted_comment_opens_its_story() -> None:
    with HNServer([small(deleted(1003, 1001))]) as server:
        loaded = await load(server, 1003)
    assert loaded.events[0] == events.Located(STORY, 1003)
    assert loaded.lacks == (0, ())


async def test_missing_items_are_an_error(server: HNServer) -> None:
    with pytest.raises(NotFoundError, match="Hacker News has no such item"):
        await load(server, 5)


# When a service fails


@pytest.mark.parametrize("kind", ["error", "truncate", "garbage", "hang"])
async def test_without_the_search_firebase_serves_alone(
    server: HNServer, root: Json, kind: str
) -> None:
    server.faults.match = ALGOLIA
    setattr(server.faults, f"{kind}_rate", 1)
    loaded = await load(server, STORY, read_timeout=0.3)
    assert loaded.places() == expected(root)
    assert loaded.lacks == (0, ())
    (reason,) = loaded.reasons
    assert reason.startswith("Comments load one by one: 127.0.0.1 ")
    firebase = {url: n for url, n in server.stats.requests.items() if url.startswith("/v0/")}
    assert sum(firebase.values()) == 1 + len(list(walk(root))) - 1
    assert asked_twice(firebase) == []


async def test_a_walk_gives_comments_level_by_level_as_they_come() -> None:
    root = small(*(node(1003 + n, 1001 + n) for n in range(40)))
    with HNServer([root]) as server:
        server.faults.match, server.faults.error_rate = ALGOLIA, 1
        loaded = await load(server, STORY)
    added = [event.comment for event in loaded.events if isinstance(event, events.CommentAdded)]
    assert isinstance(loaded.events[0], events.StoryKnown)
    places: dict[int, int] = {comment.id: place for place, comment in enumerate(added)}
    assert all(places.get(c.parent, -1) < places[c.id] for c in added)
    kinds = [type(event) for event in loaded.events]
    assert kinds.index(events.Progress) < len(kinds) - 10


async def test_a_crawl_keeps_all_connections_busy_once_it_widens() -> None:
    is_full = asyncio.Event()
    waiting = most = 0

    async def fetch(item_id: int) -> Item:
        nonlocal waiting, most
        if item_id == 2:
            return Item(Comment(CommentId(2), 1, "ann"), tuple(range(3, 103)))
        waiting += 1
        most = max(most, waiting)
        if waiting == CONNECTIONS:
            is_full.set()
        await is_full.wait()
        waiting -= 1
        return Item(Comment(CommentId(item_id), 2, "ann"), ())

    known = KnownComments()
    widening = Crawl(fetch, known, 1, lambda _: None)
    widening.enqueue([2])
    async with asyncio.timeout(60):
        await widening.run()
    assert most == CONNECTIONS
    assert known.live == 101


async def test_a_story_that_the_search_does_not_have_is_walked() -> None:
    with HNServer([tree(node(2, None, _dead=True, title=None), node(3, 2))]) as server:
        loaded = await load(server, 2)
    assert loaded.live == {3}
    assert loaded.reasons == ["Comments load one by one: 127.0.0.1 does not have it"]


async def test_without_firebase_the_search_serves_alone(server: HNServer, root: Json) -> None:
    server.faults.match, server.faults.error_rate = FIREBASE, 1
    loaded = await load(server, STORY)
    assert loaded.done is not None
    assert loaded.missing == 0
    assert loaded.done.unanswered[0] == STORY
    assert loaded.reasons == [
        "Comments are not in Hacker News' order: 127.0.0.1 answered 500 Internal Server Error"
    ]
    # Also those below deleted comments, which the tree lacks.
    assert loaded.live == live_ids(root)
    algolia = [url for url in server.stats.requests if url.startswith("/api/")]
    assert len(algolia) == 3
    assert server.stats.requests.total() <= 3 + (1 + 8 + CONNECTIONS) * 4


async def test_comments_that_neither_has_are_counted_without_firebase(
    server: HNServer, root: Json
) -> None:
    def answer(url: str) -> tuple[int, bytes]:
        status, body = HNServer.answer(server, url)
        return (200, b'{"hits":[]}') if "search_by_date" in url else (status, body)

    server.answer = answer  # type: ignore[method-assign]
    server.faults.match, server.faults.error_rate = FIREBASE, 1
    loaded = await load(server, STORY)
    missing = len(live_ids(root)) - len(loaded.live)
    assert missing > 0
    assert loaded.missing == missing
    assert server.stats.requests.total() <= 3 + 24 + (1 + 8 + CONNECTIONS) * 4


async def test_without_firebase_and_the_search_doubt_is_reported(server: HNServer) -> None:
    server.faults.match, server.faults.error_rate = f"{FIREBASE}|search", 1
    loaded = await load(server, STORY)
    assert loaded.lacks == (0, (STORY,))
    assert [reason.partition(":")[0] for reason in loaded.reasons] == [
        "Replies to deleted comments may be missing",
        "Comments are not in Hacker News' order",
    ]


async def test_firebase_is_given_up_when_it_fails_in_a_row(server: HNServer, root: Json) -> None:
    server.faults.match, server.faults.error_rate = f"{FIREBASE}item/(?!{STORY})", 1
    loaded = await load(server, STORY)
    assert loaded.done is not None
    ranked = {e["id"] for e in walk(root) if len(live_replies(e)) > 1 and e["id"] in loaded.live}
    assert ranked - {STORY} <= set(loaded.done.unanswered)
    assert len(loaded.done.unanswered) == len(set(loaded.done.unanswered))
    assert server.stats.requests.total() <= 3 + 2 * (8 + CONNECTIONS) * 4
    assert loaded.reasons == [f"{len(loaded.done.unanswered)} requests failed"]
    assert len(loaded.live) + loaded.missing == len(live_ids(root))
    progress = [event for event in loaded.events if isinstance(event, events.Progress)]
    assert progress[-1].done == progress[-1].total


def live_replies(each: Json) -> list[Json]:
    return [child for child in each["children"] if is_live(child)]


async def test_without_both_there_is_an_error(server: HNServer) -> None:
    server.faults.error_rate = 1
    with pytest.raises(HNError, match=r"^127\.0\.0\.1 answered 500"):
        await load(server, STORY)


async def test_one_bad_item_is_named_and_fails_nothing_else() -> None:
    root = small(node(1003, 1001), node(1004, 1001), node(1005, 1002), node(1006, 1002))
    with HNServer([root]) as server:
        server.faults.match, server.faults.error_rate = "item/1001", 1
        loaded = await load(server, STORY)
    assert loaded.lacks == (0, (1001,))
    assert set(loaded.ranks) == {1002}
    assert loaded.live == live_ids(root)


async def test_a_search_that_fails_is_made_up_for_by_kids() -> None:
    root = small(deleted(1003, 1001), node(1004, 1003))
    with HNServer([root]) as server:
        server.faults.match, server.faults.error_rate = "search", 1
        loaded = await load(server, STORY)
    assert loaded.lacks == (0, ())
    assert loaded.places() == expected(root)
    assert loaded.reasons == []


async def test_a_failed_search_is_reported() -> None:
    root = small(deleted(1003, 1001), node(1004, 1003))
    with HNServer([root]) as server:
        server.faults.match, server.faults.error_rate = "search|item/1001", 1
        loaded = await load(server, STORY)
    assert loaded.lacks == (1, (1001,))
    assert loaded.reasons[0].startswith("Replies to deleted comments may be missing: ")
    assert loaded.reasons[1:] == ["1 request failed"]


def cut_to_the_first_level(server: HNServer) -> None:
    """Reduce trees and searches to the top level."""

    def answer(url: str) -> tuple[int, bytes]:
        status, body = HNServer.answer(server, url)
        data = json.loads(body)
        if url.startswith("/api/v1/items/") and status == 200:
            data["children"] = [child | {"children": []} for child in data["children"]]
        elif url.startswith("/api/v1/search"):
            data["hits"] = [hit for hit in data["hits"] if hit.get("parent_id") == STORY]
        return status, json.dumps(data).encode()

    server.answer = answer  # type: ignore[method-assign]


async def test_a_tree_of_the_first_level_is_made_whole_by_kids(
    server: HNServer, root: Json
) -> None:
    cut_to_the_first_level(server)
    loaded = await load(server, STORY)
    assert loaded.places() == expected(root)
    assert loaded.lacks == (0, ())
    assert asked_twice(server.stats.requests) == []
    assert server.stats.requests.total() <= 3 + len(list(walk(root)))


async def test_branches_that_firebase_fails_at_come_from_the_search() -> None:
    below = [node(1004 + n, 1003 + n) for n in range(5)]
    root = small(node(1003, 1001), *below, node(1020, 1002))
    with HNServer([root]) as server:
        server.faults.match = f"item/1003|search|{ALGOLIA}v1/items/{STORY}"
        server.faults.error_rate = 1
        loaded = await load(server, STORY)
    # Firebase knows 1001, but not what is below 1003.
    assert loaded.lacks == (0, (1003,))
    assert loaded.places() == expected(root)
    assert loaded.reasons[1:] == ["1 request failed"]


async def test_one_comment_too_few_is_not_worth_asking_for_all() -> None:
    root = made_up(60, gone=0) | {"_descendants": 61}
    with HNServer([root]) as server:
        loaded = await load(server, STORY)
    assert loaded.lacks == (1, ())
    ranked = sum(len(each["children"]) > 1 for each in walk(root)) - 1
    assert server.stats.requests.total() == 3 + ranked


# Threads without end


@pytest.mark.parametrize("is_deep", [True, False], ids=["deep", "wide"])
async def test_a_thread_without_end_is_given_up(
    monkeypatch: pytest.MonkeyPatch, is_deep: bool
) -> None:
    monkeypatch.setattr(crawl, "_ROOM", 100_000)
    asked = 0

    async def ask(item_id: int) -> Item:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        kids = range(item_id + 1, item_id + 2) if is_deep else range(item_id * 9, item_id * 9 + 9)
        return Item(Comment(CommentId(item_id), 1, "ann", html="text" * 100), tuple(kids))

    endless = Crawl(ask, KnownComments(), 1, lambda _: None)
    endless.enqueue([2])
    await endless.run()
    assert endless.has_given_up
    assert asked <= 100_000 / 400
    assert endless.unanswered


async def test_comments_above_one_another_have_an_end() -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        item_id = int(request.url.path.rpartition("/")[2].partition(".")[0])
        if "/api/" in request.url.path:
            return httpx.Response(404)
        data = {"id": item_id, "type": "comment", "parent": item_id + 1, "text": "x", "by": "ann"}
        return httpx.Response(200, json=data)

    client = Client(transport=httpx.MockTransport(answer))
    hn = HackerNews(client, "http://hn.test/v0", "http://hn.test/api/v1")
    with pytest.raises(NotFoundError, match="Hacker News has no story above this comment"):
        _ = [event async for event in hn.threads.load(5)]
    await hn.close()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", ["error", "truncate", "garbage"])
async def test_with_many_faults_missing_comments_are_reported_exactly(kind: str, seed: int) -> None:
    root = made_up(60, seed=seed)
    with HNServer([root]) as server:
        setattr(server.faults, f"{kind}_rate", 0.3)
        server.faults.hang_rate = 0.1
        server.faults.seed = seed
        loaded = await load(server, STORY, read_timeout=0.25)
        assert server.stats.most_in_flight <= CONNECTIONS
    check_honest(loaded, root)


def check_honest(loaded: Loaded, root: Json) -> None:
    """Check that all is there, or that `Done` says what is not."""
    done, live = loaded.done, live_ids(root)
    assert done is not None
    if STORY not in done.unanswered:
        assert len(loaded.live) + loaded.missing == len(live)
    shown = loaded.places()
    for each in walk(root):
        if not {each["id"], STORY} & set(done.unanswered):
            place = {kid: at for at, kid in enumerate(kids(each))}
            ids = [id_ for id_ in shown.get(each["id"], []) if id_ in place]
            assert ids == sorted(ids, key=lambda id_: place[id_])
    if loaded.lacks == (0, ()):
        assert shown == expected(root)
    else:
        assert loaded.reasons


async def test_a_rate_limit_is_waited_out() -> None:
    root = made_up(45, gone=0.2)
    with HNServer([root]) as server:
        server.faults.rate_limit = 20
        hn = HackerNews(Client(), server.firebase_url, server.algolia_url)
        loaded = Loaded()
        async for event in hn.threads.load(STORY):
            loaded.take(event)
        await hn.close()
        assert server.stats.statuses[429] <= 2 * CONNECTIONS
    assert loaded.lacks == (0, ())
    assert loaded.places() == expected(root)


# Leaving early


@pytest.mark.parametrize("number", [0, 1, 2, 6])
async def test_closing_leaves_nothing_behind(server: HNServer, number: int) -> None:
    server.faults.match, server.faults.hang_rate = "item/10[3-9]", 1
    async with connected(server) as hn:
        stream = hn.threads.load(STORY)
        for _ in range(number):
            await anext(stream)
        await stream.aclose()
        assert asyncio.all_tasks() == {asyncio.current_task()}
    assert server.wait_for(lambda stats: stats.in_flight == 0)


async def test_cancelling_leaves_nothing_behind(server: HNServer) -> None:
    server.faults.hang_rate = 1
    async with connected(server) as hn:

        async def drain() -> None:
            async for _ in hn.threads.load(STORY):
                pass

        task = asyncio.create_task(drain())
        await asyncio.to_thread(server.wait_for, lambda stats: stats.in_flight == 2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert asyncio.all_tasks() == {asyncio.current_task()}
    assert server.wait_for(lambda stats: stats.in_flight == 0)


async def test_an_error_of_who_reads_ends_the_load(server: HNServer) -> None:
    async def fail(hn: HackerNews) -> None:
        async with aclosing(hn.threads.load(STORY)) as loading:
            async for event in loading:
                raise LookupError(event)

    async with connected(server) as hn:
        with pytest.raises(LookupError):
            await fail(hn)
        assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_other_tasks_have_their_turns_during_a_load(server: HNServer) -> None:
    turns = 0

    async def take_turns() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    others = asyncio.create_task(take_turns())
    async with connected(server) as hn:
        loading = hn.threads.load(STORY)
        turns_at = [turns async for event in loading if isinstance(event, events.Progress)]
    others.cancel()
    # Two events can come in one turn of the event loop, if the machine was busy before them.
    assert len(set(turns_at)) > len(turns_at) // 2
