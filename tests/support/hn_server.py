"""A local Hacker News: both APIs, its own pages, faults on demand, growth and streams.

    with HNServer(threads) as server:
        httpx.get(f"{server.firebase_url}/item/1.json")
        server.faults.error_rate = 1.0

What is answered comes from :class:`matome_tui.hn.demo.archive.Archive`; this adds HTTP/1.1 with
keep-alive. Every call may come from any thread.
"""

from __future__ import annotations

import random
import re
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from matome_tui.hn.demo.archive import Archive
from matome_tui.hn.demo.nodes import Json, Node
from tests.support.hn_http import Handler
from tests.support.hn_pages import page
from tests.support.local_server import LocalServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


@dataclass
class Faults:
    """The faults of the server, changeable at any time; none at first.

    Which request is hit depends on the seed, its URL and how often that was asked for before.

    Attributes:
        error_rate: Share of requests answered with status 500.
        truncate_rate: Share of bodies that stop short of ``Content-Length``.
        garbage_rate: Share of bodies that are not JSON.
        hang_rate: Share of requests that are never answered.
        rate_limit: Requests a second beyond which the answer is 429; 0 is no limit.
        latency: Seconds before each answer.
        match: Regular expression of the paths that all of this applies to.
        held: Regular expression of the paths that are answered when it is empty again.
        seed: Seed of the draws.
    """

    error_rate: float = 0.0
    truncate_rate: float = 0.0
    garbage_rate: float = 0.0
    hang_rate: float = 0.0
    rate_limit: int = 0
    latency: float = 0.0
    match: str = ""
    held: str = ""
    seed: int = 1

    def draw(self, url: str, asked: int) -> str:
        """Name the fault of a request, ``""`` for none; ``asked`` counts earlier requests."""
        point = random.Random(f"{self.seed}:{url}:{asked}").random()
        for name in ("error", "truncate", "garbage", "hang"):
            point -= getattr(self, f"{name}_rate")
            if point < 0:
                return name
        return ""


@dataclass
class Stats:
    """Counts of the requests so far.

    Attributes:
        requests: Number of requests by URL (path and query).
        statuses: Number of answers by status; hung requests have none.
        in_flight: Requests without an answer now.
        most_in_flight: The largest number of these at any time.
        connections: Connections opened.
        streams: Streams open now.
    """

    requests: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    in_flight: int = 0
    most_in_flight: int = 0
    connections: int = 0
    streams: int = 0


class HNServer(LocalServer):
    """Serves threads.

    Args:
        threads: Threads in the stored form (see :mod:`matome_tui.hn.demo.nodes`).
        stories: Firebase items without comments.
        lists: Ids by list; without it each list holds all threads in the given order.
        abouts: What users say about themselves, as HTML, by name.

    Attributes:
        faults: What goes wrong.
        stats: What was asked for.
        algolia_lag: While set, Algolia does not see changes; the first change after catches up.
        keep_alive: Seconds between keep-alive events of a stream.
        shades: Classes of comments that votes have faded, by id; set before anything is asked for.
        change_page: Returns the status and body to send for a page.
    """

    def __init__(
        self,
        threads: Sequence[Json],
        *,
        stories: Iterable[Json] = (),
        lists: Mapping[str, Sequence[int]] | None = None,
        abouts: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(Handler)
        self.faults = Faults()
        self.stats = Stats()
        self.algolia_lag = False
        self.keep_alive = 15.0
        self.shades: dict[int, str] = {}
        self.change_page: Callable[[bytes], tuple[int, bytes]] = lambda body: (200, body)
        self.changed = threading.Condition()
        self._firebase = Archive.from_trees(threads, stories, lists, abouts)
        self._algolia = self._firebase
        self._answers: dict[str, tuple[int, bytes]] = {}
        self._admitted: deque[float] = deque()
        self.firebase_url = f"{self.url}/v0"
        self.algolia_url = f"{self.url}/api/v1"

    def grow(self, story_id: int, parent_id: int, text: str, author: str) -> int:
        """Add a comment, ranked last below its parent, and give its id."""
        with self.changed:
            nodes = self._firebase.nodes
            comment = Node(
                id=max(nodes) + 1,
                type="comment",
                time=max(node.time for node in nodes.values()) + 60,
                story=story_id,
                parent=parent_id,
                by=author,
                text=text,
            )
            parent = nodes[parent_id]
            self._put(replace(parent, kids=(*parent.kids, comment.id)))
            self._count(story_id, 1)
            self._put(comment)
        return comment.id

    def delete(self, id_: int) -> None:
        """Delete a live comment as its author would; replies stay."""
        with self.changed:
            comment = self._firebase.nodes[id_]
            self._count(comment.story, -1)
            self._put(replace(comment, deleted=True, by=None, text=None))

    def forget(self, id_: int) -> None:
        """Remove an item from both APIs."""
        with self.changed:
            del self._firebase.nodes[id_]
            self._algolia = self._firebase
            self._answers.clear()

    def edit(self, id_: int, text: str) -> None:
        """Replace the text of a comment or story."""
        with self.changed:
            self._put(replace(self._firebase.nodes[id_], text=text))

    def rank(self, name: str, ids: Sequence[int]) -> None:
        """Put the stories of a list into another order."""
        with self.changed:
            self._firebase.lists[name] = list(ids)
            self._answers.clear()

    def describe(self, name: str, about: str) -> None:
        """Set what a user says about themselves, as HTML."""
        with self.changed:
            self._firebase.abouts[name] = about
            self._answers.clear()

    def _count(self, story_id: int, change: int) -> None:
        story = self._firebase.nodes[story_id]
        self._put(replace(story, descendants=(story.descendants or 0) + change))

    def _put(self, node: Node) -> None:
        if not self.algolia_lag:
            self._algolia = self._firebase
        elif self._algolia is self._firebase:
            self._algolia = Archive(
                self._firebase.nodes, self._firebase.lists, self._firebase.abouts
            )
        self._firebase.put(node)
        self._answers.clear()
        self.changed.notify_all()

    def answer(self, url: str) -> tuple[int, bytes]:
        """Give the status and body of a URL (path and query)."""
        with self.changed:
            if url not in self._answers:
                parts = urlsplit(url)
                query = dict(parse_qsl(parts.query, keep_blank_values=True))
                self._answers[url] = self._answer(unquote(parts.path), query)
            return self._answers[url]

    def _answer(self, path: str, query: Mapping[str, str]) -> tuple[int, bytes]:
        if path == "/item":
            body = page(self._firebase.nodes, int(query["id"]), self.shades)
            return self.change_page(body)
        archive = self._algolia if path.startswith("/api/") else self._firebase
        return archive.answer(path, query)

    def begin(self, url: str) -> tuple[str, float]:
        """Count a request; give its fault (as :meth:`Faults.draw`, or ``limit``) and latency."""
        with self.changed:
            stats, faults = self.stats, self.faults
            asked = stats.requests[url]
            stats.requests[url] += 1
            stats.in_flight += 1
            stats.most_in_flight = max(stats.most_in_flight, stats.in_flight)
            self.changed.notify_all()
            if not re.search(faults.match, urlsplit(url).path):
                return "", 0.0
            return "limit" if self._over_limit() else faults.draw(url, asked), faults.latency

    def _over_limit(self) -> bool:
        now = time.monotonic()
        while self._admitted and self._admitted[0] <= now - 1:
            self._admitted.popleft()
        over = 0 < self.faults.rate_limit <= len(self._admitted)
        if not over:
            self._admitted.append(now)
        return over

    def end(self, status: int | None) -> None:
        """Count an answer, just before it is sent, or with ``None`` that there is none."""
        with self.changed:
            self.stats.in_flight -= 1
            self.changed.notify_all()
            if status is not None:
                self.stats.statuses[status] += 1

    def count_connection(self) -> None:
        """Count a connection that opened."""
        with self.changed:
            self.stats.connections += 1

    def count_stream(self, change: int) -> None:
        """Count a stream that opened (1) or ended (-1)."""
        with self.changed:
            self.stats.streams += change
            self.changed.notify_all()

    def wait_for(self, condition: Callable[[Stats], bool], seconds: float = 10) -> bool:
        """Wait until the counts meet a condition; say whether they did in that time."""
        with self.changed:
            return self.changed.wait_for(lambda: condition(self.stats), seconds)
