"""Stored real threads, loaded from a server that has them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.hn_loads import asked_twice, expected, is_live, live_ids, load
from tests.support.hn_server import HNServer
from tests.support.hn_threads import walk
from tests.support.places import SHARED

THREADS = SHARED / "hn" / "threads"
FILES = sorted(THREADS.glob("*.json"))

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not FILES, reason="the stored threads are not beside the checkout"),
]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def read(file: Path) -> dict[str, Any]:
    root: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return root


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_the_order_is_hacker_news_own_at_every_level(file: Path) -> None:
    root = read(file)
    with HNServer([root]) as server:
        loaded = await load(server, root["id"])
    assert loaded.places() == expected(root)
    assert loaded.live == live_ids(root)
    assert loaded.lacks == (max(root.get("_descendants", 0) - len(loaded.live), 0), ())
    assert loaded.reasons == []
    assert asked_twice(server.stats.requests) == []


@pytest.mark.skipif(not (THREADS / "43727727.json").exists(), reason="the thread is not stored")
async def test_the_thread_with_many_gone_comments_is_complete() -> None:
    root = read(THREADS / "43727727.json")
    nodes = list(walk(root))
    assert len(nodes) == 1 + 351
    with HNServer([root]) as server:
        loaded = await load(server, root["id"])
    gone = {each["id"] for each in nodes if not is_live(each)}
    below = {
        c.id for c in loaded.comments.values() if not c.is_gone and has_above(c.id, nodes, gone)
    }
    assert len(loaded.live) == 318
    assert len(below) == 24
    answered = {each["id"] for each in nodes if not is_live(each) and each["children"]}
    assert answered <= set(loaded.comments)


def has_above(comment_id: int, nodes: list[dict[str, Any]], gone: set[int]) -> bool:
    """Whether a comment hangs, at any depth, below one of those that are gone."""
    parents = {each["id"]: each["parent_id"] for each in nodes}
    while comment_id := parents[comment_id] or 0:
        if comment_id in gone:
            return True
    return False
