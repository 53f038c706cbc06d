"""Answers with invalid values in every field are read, shown, stored and quoted without errors."""

import copy
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from textual.app import ComposeResult

from matome_tui.core import fields
from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.totals import Totals
from matome_tui.core.items import Story
from matome_tui.core.text import sanitize
from matome_tui.hn.http import Client, HNError
from matome_tui.hn.service import HackerNews
from matome_tui.hugo.post.blocks import PostError, parse, render
from matome_tui.hugo.post.compose import compose
from matome_tui.store.threads import ThreadStore
from matome_tui.ui.drawing.formats import byline
from matome_tui.ui.drawing.glyphs import UNICODE
from matome_tui.ui.styles import style_path
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.widgets.bars import Bar
from matome_tui.ui.widgets.row_list import ListRow
from matome_tui.ui.widgets.story_list import StoryList
from tests.support.hn_loads import Loaded, at_once
from tests.support.reader_app import ReaderApp, painted

pytestmark = pytest.mark.bulk

VARIANTS = int(os.environ.get("MATOME_ODD_VALUES", "100"))
"""How many of all variants are tried, spread evenly; 0 for all of them."""

Answers = dict[str, Any]
Place = tuple[str | int, ...]

STORY, TREE, HITS, COMMENTS, LIST = "/v0/item/1", "/a/items/1", "/a/search", "/a/by_date", "/v0/top"

ODD: list[Any] = [
    None, True, False, 0, -1, 3, 1.5, float("inf"), float("nan"),
    2**31, 2**53, 2**63 - 1, 2**63, 10**400, -(10**400), 253_402_300_799, 253_402_300_800,
    "", "comment", "story", "9" * 19, "9" * 5000, "\ud800\udfff", "\x00\x1b[2J\x9b1m\u202e",
    "a\u2028b\r\n\x85c\x0b\x0cd", "<p>" * 3000, "<a href='https://\x00\ud800\n/'>x" * 20,
    "x" * 300_000, "https://a.test/\x00", "HTTPS://EXAMPLE.COM", "http://[", "&#99999999999;",
    [], [[1]], [2**63, -1, 10**400], [1, 2, 2, 1], list(range(200)), [{"id": 3}], {}, {"id": {}},
]  # fmt: skip


def answers() -> Answers:
    """Answers about one thread, by the beginnings of the paths asked for."""
    common = {"title": "A title", "url": "https://a.test/", "text": "<p>Hello"}
    item = {"id": 1, "type": "story", "by": "sue", "time": 9, "score": 3, "descendants": 4}
    made: Answers = {STORY: item | common | {"kids": [2, 3]}}
    tree = {"id": 1, "type": "story", "author": "sue", "created_at_i": 9, "points": 3, **common}
    nodes: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []
    for id_, parent, kids in ((2, 1, [4, 5]), (3, 1, []), (4, 2, []), (5, 2, [])):
        text = f'<p>See <a href="https://a.test/{id_}">it</a><pre><code>  x</code></pre>'
        item = {"id": id_, "type": "comment", "by": "ann", "time": id_, "parent": parent}
        made[f"/v0/item/{id_}"] = item | {
            "text": text, "kids": kids, "deleted": False, "dead": False,
        }  # fmt: skip
        facts = {"author": "ann", "created_at_i": id_, "parent_id": parent, "story_id": 1}
        nodes.append({"id": id_, "type": "comment", "text": text, "children": [], **facts})
        found.append({"objectID": str(id_), "comment_text": text, **facts})
    nodes[0]["children"] = nodes[2:3]
    made[TREE] = tree | {"children": nodes[:2]}
    hit = {"objectID": "1", "author": "sue", "created_at_i": 9, "num_comments": 4, "points": 3}
    made[HITS] = {"hits": [hit | common | {"story_text": "x", "_tags": ["story", "author_sue"]}]}
    made[COMMENTS] = {"hits": found}
    made[LIST] = [1]
    return made


def places() -> Iterator[Place]:
    """Yield where a value can be odd: each field of each kind of answer, and the answers whole."""
    whole = answers()
    firsts: list[Place] = [(STORY,), ("/v0/item/2",), ("/v0/item/4",), (TREE,)]
    firsts += [(TREE, "children", 0), (TREE, "children", 0, "children", 0)]
    firsts += [(HITS,), (HITS, "hits", 0), (COMMENTS,), (COMMENTS, "hits", 3), (LIST,), (LIST, 0)]
    for first in firsts:
        yield first
        if isinstance(value := _at(whole, first), dict):
            yield from ((*first, name) for name in value)


def _at(value: Any, place: Place) -> Any:
    for step in place:
        value = value[step]
    return value


def variants() -> Iterator[tuple[Place, Any, bool]]:
    """Yield what is odd, where, and whether the search service has the thread."""
    for place in places():
        for value in ODD:
            yield place, value, True
            if place[0] not in (TREE, HITS, LIST):
                yield place, value, False


def chosen() -> list[tuple[Place, Any, bool]]:
    whole = list(variants())
    return whole[:: max(len(whole) // VARIANTS, 1)] if VARIANTS else whole


def served(given: Answers, *, has_tree: bool) -> HackerNews:
    """A connection over the real client to a server with these answers."""

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path.replace("search_by_date", "by_date")
        if path.startswith("/a/items") and not has_tree:
            return httpx.Response(404)
        beginning = path.removesuffix(".json").removesuffix("stories")
        return httpx.Response(200, content=json.dumps(given.get(beginning)))

    client = Client(transport=httpx.MockTransport(answer), attempts=1, sleep=at_once)
    return HackerNews(client, "http://f.test/v0", "http://a.test/a")


class Everything(ReaderApp):
    """Shows threads, stories and lines."""

    CSS_PATH = [style_path(name) for name in ("app", "thread", "stories")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Bar()
        yield StoryList(UNICODE)
        yield Reader(UNICODE, 100, {})

    def show(self, loaded: Loaded, stories: dict[int, Story]) -> None:
        """Paint all that there is."""
        stories_shown = self.query_one(StoryList)
        stories_shown.show(list(stories) or [1], stories, {})
        for row in range(len(stories) or 1):
            for line in (0, 1):
                _one_line(
                    stories_shown.paint_row(ListRow(row), line, stories_shown.rich_style).text
                )
        if loaded.story is None:
            return
        self.query_one(Bar).show(loaded.story.title, loaded.story.url)
        _one_line(self.query_one(Bar).paint(0).text)
        self.reader.show(loaded.thread)
        for painted_line in painted(self.reader):
            _one_line(painted_line)


def _one_line(text: str) -> None:
    assert sanitize(text) == text
    assert "\n" not in text


async def bring(hn: HackerNews) -> tuple[Loaded, dict[int, Story]]:
    """Load the thread and the list as the program does."""
    loaded, stories = Loaded(), {}
    with suppress(HNError):
        stories = await hn.lists.details(await hn.lists.ids("top"))
    with suppress(HNError):
        async for event in hn.threads.load(1):
            loaded.take(event)
        await hn.comment(2)
    return loaded, stories


def use(loaded: Loaded, store: ThreadStore) -> None:
    """Keep a thread, read it again, clip all of it, and write the post."""
    if loaded.story is None:
        return
    thread = loaded.thread
    store.save(loaded.story, loaded.comments.values(), loaded.ranks)
    kept = store.load(loaded.story.id)
    assert kept is not None
    assert kept.thread().comments == thread.comments
    draft = Draft.begin(loaded.story, None if loaded.story.time else date(2025, 1, 1))
    draft = draft.add([each for each in thread.comments if each.is_quotable], thread.find)
    Totals.from_draft(draft)
    for comment in thread.comments:
        assert 0 < comment.id <= fields.MOST_ID
        assert 0 <= comment.time <= fields.LATEST
        _one_line(byline(comment.author, comment.time))
    try:
        post = compose(draft)
    except PostError:
        return  # a name that no post can have
    text = render(post)
    assert render(parse(text)) == text


@pytest.fixture
def store(tmp_path: Path) -> ThreadStore:
    return ThreadStore(tmp_path / "threads.sqlite")


async def test_an_odd_value_in_any_field_does_no_harm(store: ThreadStore) -> None:
    whole = answers()
    app = Everything()
    async with app.run_test(size=(80, 24)):
        for place, value, has_tree in chosen():
            given = copy.deepcopy(whole)
            _at(given, place[:-1])[place[-1]] = value
            hn = served(given, has_tree=has_tree)
            try:
                loaded, stories = await bring(hn)
                app.show(loaded, stories)
                use(loaded, store)
            except BaseException as error:
                error.add_note(f"{place} = {str(value)[:80]!r}, {has_tree=}")
                raise
            finally:
                await hn.close()
