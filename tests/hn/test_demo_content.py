from __future__ import annotations

import html
import json
import re
from collections import Counter
from datetime import UTC, datetime
from html.parser import HTMLParser
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

FOLDER = files("matome_tui.hn.demo")
NAME = re.compile(r"[A-Za-z0-9_-]{2,15}")
KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
LINK = re.compile(r'<a href="([^"]*)" rel="nofollow">([^<]*)</a>')
CODE = re.compile(r"<pre><code>(.*?)</code></pre>", re.DOTALL)
RESERVED = ("example", "example.com", "example.org", "example.net")
"""Names that are nobody's, of RFC 2606."""
KEYS = {
    *("id", "type", "author", "created_at", "created_at_i", "title", "url", "text", "points"),
    *("parent_id", "story_id", "children", "_kids", "_deleted", "_dead"),
}


def load(name: str) -> Any:
    return json.loads(FOLDER.joinpath(name).read_text(encoding="utf-8"))


def walk(node: Json, depth: int = 0) -> Iterator[tuple[int, Json]]:
    yield depth, node
    for child in node["children"]:
        yield from walk(child, depth + 1)


THREADS: list[Json] = [
    load(f"threads/{file.name}") for file in FOLDER.joinpath("threads").iterdir()
]
MAIN = next(thread for thread in THREADS if "HN:" not in thread["title"])
STORIES: list[Json] = load("stories.json")
LISTS: dict[str, list[int]] = load("lists.json")
NODES = [node for thread in THREADS for _, node in walk(thread)]
COMMENTS = [node for _, node in walk(MAIN) if node is not MAIN]
TEXTS = [node["text"] for node in COMMENTS if node["text"]]


class Tags(HTMLParser):
    """Collects the start tags of a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: Counter[str] = Counter()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag] += 1


def is_reserved(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return any(host == name or host.endswith(f".{name}") for name in RESERVED)


def test_every_node_has_the_stored_form() -> None:
    for node in NODES:
        is_story = node["type"] == "story"
        assert node.keys() == (KEYS | {"_descendants"} if is_story else KEYS)
        time = datetime.fromtimestamp(node["created_at_i"], UTC)
        assert node["created_at"] == f"{time:%Y-%m-%dT%H:%M:%S}.000Z"
        assert (node["title"] is None, node["points"] is None) == (not is_story, not is_story)


def test_ids_are_unique_and_rise_with_time() -> None:
    items = [(node["created_at_i"], node["id"]) for node in NODES]
    items += [(story["time"], story["id"]) for story in STORIES]
    ids = [id_ for _, id_ in sorted(items)]
    assert ids == sorted(set(ids))
    assert ids[0] >= 44_900_001


def test_replies_know_their_place() -> None:
    for thread in THREADS:
        for _, node in walk(thread):
            assert node["story_id"] == thread["id"]
            assert node["_kids"] == [child["id"] for child in node["children"]]
            for child in node["children"]:
                assert child["parent_id"] == node["id"]
                assert child["created_at_i"] > node["created_at_i"]


def test_descendants_are_the_live_comments() -> None:
    for thread in THREADS:
        live = [n for _, n in walk(thread) if not (n["_deleted"] or n["_dead"])]
        assert thread["_descendants"] == len(live) - 1


def test_deleted_and_dead_comments_hold_nothing() -> None:
    for node in NODES:
        if node["_deleted"]:
            assert (node["author"], node["text"]) == (None, None)
        else:
            assert NAME.fullmatch(node["author"])
            assert node["_dead"] == (node["text"] in ("[dead]", "[flagged]"))


def test_html_has_the_form_of_hacker_news() -> None:
    for text in filter(None, (node["text"] for node in NODES)):
        assert Tags(text).seen.keys() <= {"p", "i", "a", "pre", "code"}
        bare = re.sub(r"</?(?:p|i|pre|code)>|</a>|<a [^<>]*>", "", text)
        assert not re.search(r"""[<>"'/]|&(?!(?:#x27|#x2F|quot|gt|lt|amp);)""", bare)
        assert not text.startswith("<p>")
        assert "</p>" not in text


def test_links_are_cut_after_60_characters_and_lead_nowhere_real() -> None:
    links = [pair for node in NODES for pair in LINK.findall(node["text"] or "")]
    assert sum((node["text"] or "").count("<a ") for node in NODES) == len(links)
    for href, shown in (map(html.unescape, pair) for pair in links):
        assert shown == (href if len(href) <= 60 else href[:60] + "...")
        assert is_reserved(href)
    assert any(shown.endswith("...") for _, shown in links)


def test_story_addresses_are_reserved_names() -> None:
    addresses = [story["url"] for story in [*THREADS, *STORIES] if story.get("url")]
    assert addresses
    assert all(is_reserved(address) for address in addresses)
    assert re.search(r"\.example\.(com|org)$", urlsplit(MAIN["url"]).netloc)


def test_main_thread_is_large_deep_and_in_two_languages() -> None:
    assert 60 <= len(COMMENTS) <= 75
    assert max(depth for depth, _ in walk(MAIN)) >= 9
    assert sum(bool(KANA.search(text)) for text in TEXTS) >= 10
    assert any(KANA.search(text) and re.search(r"[A-Za-z]{4}", text) for text in TEXTS)
    assert {char for text in TEXTS for char in text} >= set("、。「」（）！？")
    assert len({node["created_at"][:10] for node in COMMENTS}) == 2


def test_main_thread_has_every_kind_of_markup() -> None:
    code = [html.unescape(block) for text in TEXTS for block in CODE.findall(text)]
    assert len(code) >= 3
    assert max(len(line) for block in code for line in block.splitlines()) > 120
    assert all(line.startswith("  ") for block in code for line in block.splitlines())
    assert any(text.startswith("&gt; ") for text in TEXTS)
    assert any("<i>" in text for text in TEXTS)
    assert any(re.search(r'<p>\[1\] <a href="', text) for text in TEXTS)
    assert max(len(text) for text in TEXTS) > 1_500
    assert any(len(text) < 25 for text in TEXTS)


def test_main_thread_has_its_submitter_and_missing_comments() -> None:
    assert sum(node["author"] == MAIN["author"] for node in COMMENTS) >= 5
    gone = {
        (flag, bool(node["children"]))
        for node in COMMENTS
        for flag in ("_deleted", "_dead")
        if node[flag]
    }
    assert gone == {(flag, kids) for flag in ("_deleted", "_dead") for kids in (True, False)}


def test_rank_is_not_the_order_of_ids() -> None:
    ranked = [node["_kids"] for _, node in walk(MAIN) if len(node["_kids"]) > 1]
    assert sum(kids != sorted(kids) for kids in ranked) >= 3


@pytest.mark.parametrize(("prefix", "low", "high"), [("Ask HN:", 8, 12), ("Show HN:", 5, 8)])
def test_small_threads(prefix: str, low: int, high: int) -> None:
    thread = next(thread for thread in THREADS if thread["title"].startswith(prefix))
    assert low <= sum(1 for _ in walk(thread)) - 1 <= high
    assert bool(thread["text"]) == (prefix == "Ask HN:")


def test_further_stories_fill_the_lists() -> None:
    listed = [story for story in STORIES if story["type"] != "pollopt"]
    assert 12 <= len(listed) <= 20
    assert {story["type"] for story in listed} == {"story", "job", "poll"}
    for story in STORIES:
        assert NAME.fullmatch(story["by"])
        assert story["score"] > 0
        if story["type"] in ("story", "poll"):
            assert story["descendants"] == 0
    poll = next(story for story in STORIES if story["type"] == "poll")
    options = [story["id"] for story in STORIES if story.get("poll") == poll["id"]]
    assert poll["parts"] == options != []


def test_lists_hold_known_stories_of_their_kind() -> None:
    titles: dict[int, str] = {story["id"]: story.get("title", "") for story in STORIES}
    titles |= {thread["id"]: thread["title"] for thread in THREADS}
    kinds = {story["id"]: story["type"] for story in STORIES}
    assert LISTS.keys() == {"top", "new", "best", "ask", "show", "job"}
    for ids in LISTS.values():
        assert ids
        assert len(set(ids)) == len(ids)
        assert all(titles[id_] for id_ in ids)
    assert all(titles[id_].startswith("Ask HN:") for id_ in LISTS["ask"])
    assert all(titles[id_].startswith("Show HN:") for id_ in LISTS["show"])
    assert all(kinds[id_] == "job" for id_ in LISTS["job"])
    assert LISTS["new"] == sorted(LISTS["new"], reverse=True)
    assert set(LISTS["top"]) == {id_ for id_ in titles if kinds.get(id_) != "pollopt"}
