"""Algolia's search over the nodes of the archive: tags, times and words.

Source of the parameters: https://hn.algolia.com/api. Simpler than the service: words match
anywhere in a word, and hits have no highlights.
"""

import html
import math
import operator
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from matome_tui.hn.demo.nodes import Json, Node, without_none

HITS_WINDOW: Final = 1_000
"""Maximum number of hits of a query."""

_MARKUP = re.compile(r"<[^>]*>")
_TAG_GROUP = re.compile(r"\(([^()]*)\)|([^,()]+)")
_CONDITION = re.compile(r"(created_at_i|points|num_comments)(<=|>=|<|>|=)(\d+)")
_MEASURES: Final[Mapping[str, Callable[[Node], int]]] = {
    "created_at_i": lambda node: node.time,
    "points": lambda node: node.score or 0,
    "num_comments": lambda node: node.descendants or 0,
}
_COMPARE: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


def search(
    nodes: Mapping[int, Node],
    front_page: Collection[int],
    params: Mapping[str, str],
    *,
    by_date: bool,
) -> Json:
    """Find live nodes.

    Args:
        nodes: All nodes by id.
        front_page: Ids of the stories with the tag `front_page`.
        params: `query`, `tags`, `numericFilters`, `page` and `hitsPerPage`.
        by_date: Sort by time, newest first, instead of by points and number of comments.

    Raises:
        ValueError: A parameter is invalid.
    """
    page, per_page = int(params.get("page", 0)), int(params.get("hitsPerPage", 20))
    if page < 0 or not 1 <= per_page <= HITS_WINDOW:
        raise ValueError("page is 0 or more, hitsPerPage from 1 to 1000")
    words = params.get("query", "").casefold().split()
    groups = _tag_groups(params.get("tags", ""))
    conditions = _conditions(params.get("numericFilters", ""))
    found = [
        node
        for node in nodes.values()
        if node.live
        and all(meets(node) for meets in conditions)
        and all(not group.isdisjoint(_tags(node, front_page)) for group in groups)
        and _has_words(node, words)
    ]
    found.sort(key=_newest if by_date else _most_points, reverse=True)
    window = found[:HITS_WINDOW]
    return {
        "hits": [
            _hit(node, nodes[node.story], _tags(node, front_page))
            for node in window[page * per_page :][:per_page]
        ],
        "hitsPerPage": per_page,
        "nbHits": len(found),
        "nbPages": math.ceil(len(window) / per_page),
        "page": page,
        "query": params.get("query", ""),
    }


def _tag_groups(tags: str) -> list[set[str]]:
    """Parse `comment,(story_1,story_2)`: a node must have a tag of each group."""
    return [set((either or single).split(",")) for either, single in _TAG_GROUP.findall(tags)]


def _conditions(filters: str) -> list[Callable[[Node], bool]]:
    """Parse `created_at_i>1,points<=2`: a node must meet all conditions."""
    return [_condition(text) for text in filters.split(",") if text]


def _condition(text: str) -> Callable[[Node], bool]:
    if (match := _CONDITION.fullmatch(text)) is None:
        raise ValueError(f"not a filter on a number: {text}")
    measure, compare, bound = _MEASURES[match[1]], _COMPARE[match[2]], int(match[3])
    return lambda node: compare(measure(node), bound)


def _tags(node: Node, front_page: Collection[int]) -> list[str]:
    title = (node.title or "").casefold()
    tags = [node.type, f"author_{node.by}", f"story_{node.story}"]
    tags += [f"{kind}_hn" for kind in ("ask", "show") if title.startswith(f"{kind} hn:")]
    return [*tags, "front_page"] if node.id in front_page else tags


def _has_words(node: Node, words: Sequence[str]) -> bool:
    if not words:
        return True
    plain = html.unescape(_MARKUP.sub(" ", node.text or ""))
    text = f"{node.title or ''} {plain} {node.url or ''} {node.by}".casefold()
    return all(word in text for word in words)


def _newest(node: Node) -> tuple[int, int]:
    return node.time, node.id


def _most_points(node: Node) -> tuple[int, int, int, int]:
    return node.score or 0, node.descendants or 0, node.time, node.id


def _hit(node: Node, story: Node, tags: list[str]) -> Json:
    hit: Json = {
        "objectID": str(node.id),
        "_tags": tags,
        "author": node.by,
        "created_at": node.created_at(),
        "created_at_i": node.time,
        "updated_at": node.created_at(),
        "story_id": node.story,
    }
    if node.type == "comment":
        hit |= {"comment_text": node.text, "parent_id": node.parent}
        hit |= {"story_title": story.title, "story_url": story.url}
    else:
        hit |= {"title": node.title, "url": node.url, "story_text": node.text}
        hit |= {"points": node.score, "num_comments": node.descendants}
        hit["children"] = list(node.kids) or None
    return without_none(hit)
