"""Both APIs of Hacker News over stored threads, without a network.

One index of nodes has both views: Firebase items (`kids` in ranked order, with deleted and dead
ones) and Algolia trees (in order of id, without deleted and dead comments and the replies below
them). `Archive.answer` maps a path and a query to a status and a body.

Sources: https://github.com/HackerNews/API and https://hn.algolia.com/api.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any, Final, Self

from matome_tui.hn.demo.nodes import Json, Node, node_of_item, nodes_of_tree, without_none
from matome_tui.hn.demo.search import search

LISTS: Final = ("top", "new", "best", "ask", "show", "job")
"""Names of the lists of stories, without "stories"."""

_RECENT: Final = 30
"""Length of `updates`, and of the front page, which is the start of the top list."""

_BEFORE_FIRST: Final = 3 * 365 * 86_400
"""Seconds from a user's registration to what is first by them."""


class Archive:
    """An index of nodes by id, with the lists of stories.

    Args:
        nodes: All nodes by id.
        lists: Ids of stories, best first, by the name of a list in `LISTS`.
        abouts: What users say about themselves, as HTML, by name.
    """

    def __init__(
        self,
        nodes: Mapping[int, Node],
        lists: Mapping[str, Sequence[int]],
        abouts: Mapping[str, str] | None = None,
    ) -> None:
        self.nodes = dict(nodes)
        self.abouts = dict(abouts or {})
        self.lists = {name: list(lists.get(name, ())) for name in LISTS}
        self._updated = sorted(self.nodes)[-_RECENT:]

    @classmethod
    def from_folder(cls, folder: Traversable) -> Self:
        """Read `threads/*.json` and the files of stories, lists and users in a folder.

        Raises:
            OSError: A file cannot be read.
            ValueError: A file is not JSON.
            KeyError: A node lacks a required key.
        """
        threads = folder.joinpath("threads").iterdir()
        return cls.from_trees(
            [_read(file) for file in threads if file.name.endswith(".json")],
            _read(folder.joinpath("stories.json")),
            _read(folder.joinpath("lists.json")),
            _read(folder.joinpath("abouts.json")),
        )

    @classmethod
    def from_trees(
        cls,
        trees: Sequence[Json],
        stories: Iterable[Json] = (),
        lists: Mapping[str, Sequence[int]] | None = None,
        abouts: Mapping[str, str] | None = None,
    ) -> Self:
        """Index threads, stories without comments, and lists.

        Args:
            trees: Threads in the form described in `nodes`.
            stories: Firebase items.
            lists: See the class. By default, each list has all threads, in the given order.
            abouts: See the class.

        Raises:
            KeyError: A node lacks a required key.
        """
        nodes = [node for tree in trees for node in nodes_of_tree(tree)]
        nodes += [node_of_item(item) for item in stories]
        if lists is None:
            lists = {name: [tree["id"] for tree in trees] for name in LISTS}
        return cls({node.id: node for node in nodes}, lists, abouts)

    def put(self, node: Node) -> None:
        """Add a node or replace the one with its id, and list it in `updates`."""
        self.nodes[node.id] = node
        others = [id_ for id_ in self._updated if id_ != node.id]
        self._updated = [*others[1 - _RECENT :], node.id]

    def item(self, id_: int) -> Json | None:
        """Return the Firebase item of an id, without fields that do not apply."""
        node = self.nodes.get(id_)
        if node is None:
            return None
        item: Json = {"id": id_, "type": node.type, "time": node.time}
        item["poll" if node.type == "pollopt" else "parent"] = node.parent
        item |= {"deleted": node.deleted or None, "dead": node.dead or None}
        item["kids"] = list(node.kids) or None
        if not node.deleted:
            item |= {"by": node.by, "score": node.score, "parts": list(node.parts) or None}
            item |= _withheld(node) if node.dead else _content(node)
        return without_none(item)

    def tree(self, id_: int) -> Json | None:
        """Return the Algolia tree below an id, None if that is unknown, deleted or dead."""
        root = self.nodes.get(id_)
        if root is None or not root.live:
            return None
        tree = self._branch(root)
        todo = [(root, tree)]
        while todo:
            node, branch = todo.pop()
            kids = (self.nodes.get(kid) for kid in sorted(node.kids))
            pairs = [(kid, self._branch(kid)) for kid in kids if kid is not None and kid.live]
            branch["children"] = [child for _, child in pairs]
            todo += pairs
        return tree

    def _branch(self, node: Node) -> Json:
        """Return Algolia's form of a node, without children yet."""
        options = [self.nodes[part] for part in node.parts if part in self.nodes]
        return {
            "author": node.by,
            "children": [],
            "created_at": node.created_at("milliseconds"),
            "created_at_i": node.time,
            "id": node.id,
            "options": [{"id": one.id, "points": one.score, "text": one.text} for one in options],
            "parent_id": node.parent,
            "points": node.score,
            "story_id": node.story,
            "text": node.text,
            "title": node.title,
            "type": node.type,
            "url": node.url,
        }

    def story_ids(self, list_name: str) -> list[int]:
        """Return the ids of a list, best first.

        Raises:
            KeyError: The name is not in `LISTS`.
        """
        return list(self.lists[list_name])

    def user(self, name: str) -> Json | None:
        """Return the Firebase profile of a user, None if nothing is by them."""
        own = [node for node in self.nodes.values() if node.by == name and not node.deleted]
        if not own:
            return None
        user = {
            "id": name,
            "created": max(min(node.time for node in own) - _BEFORE_FIRST, 0),
            "karma": sum(1 if node.score is None else node.score for node in own),
            "about": self.abouts.get(name),
            "submitted": sorted((node.id for node in own), reverse=True),
        }
        return without_none(user)

    def updates(self) -> Json:
        """Return the last changed items and profiles, newest first."""
        items = self._updated[::-1]
        names = dict.fromkeys(self.nodes[id_].by for id_ in items)
        return {"items": items, "profiles": [name for name in names if name]}

    def search(self, params: Mapping[str, str], *, by_date: bool = False) -> Json:
        """Return the result of a search; see `search.search`.

        Raises:
            ValueError: A parameter is invalid.
        """
        return search(self.nodes, self.lists["top"][:_RECENT], params, by_date=by_date)

    def answer(self, path: str, query: Mapping[str, str]) -> tuple[int, bytes]:
        """Return the response of either API.

        Args:
            path: From the root: `/v0/item/1.json`, `/api/v1/items/1`.
            query: Parameters by name.

        Returns:
            The HTTP status and a body in JSON. The status of an unknown path is 401 if it has the
            form `/v0/….json`, and 404 if not; that of an invalid search is 400.
        """
        if path.startswith("/v0/") and path.endswith(".json"):
            status, value = self._firebase(path[len("/v0/") : -len(".json")])
        else:
            status, value = self._algolia(path.removeprefix("/api/v1/"), query)
        return status, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def _firebase(self, path: str) -> tuple[int, Any]:
        match path.split("/"):
            case ["item", id_] if id_.isdecimal():
                return 200, self.item(int(id_))
            case ["user", name]:
                return 200, self.user(name)
            case ["maxitem"]:
                return 200, max(self.nodes, default=None)
            case ["updates"]:
                return 200, self.updates()
            case [name] if name.endswith("stories") and name.removesuffix("stories") in LISTS:
                return 200, self.story_ids(name.removesuffix("stories"))
        return 401, {"error": "Permission denied"}

    def _algolia(self, path: str, query: Mapping[str, str]) -> tuple[int, Any]:
        match path.split("/"):
            case ["items", id_] if id_.isdecimal() and (tree := self.tree(int(id_))):
                return 200, tree
            case ["search" | "search_by_date" as name]:
                try:
                    return 200, self.search(query, by_date=name == "search_by_date")
                except ValueError as error:
                    return 400, {"message": str(error), "status": 400}
        return 404, {"error": "Not Found", "status": 404}


def _read(file: Traversable) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _content(node: Node) -> Json:
    return {
        "title": node.title,
        "url": node.url,
        "text": node.text,
        "descendants": node.descendants,
    }


def _withheld(node: Node) -> Json:
    """Return the content of a dead node: a comment has a placeholder for its text."""
    if node.type != "comment":
        return {}
    return {"text": node.text if node.text == "[flagged]" else "[dead]"}
