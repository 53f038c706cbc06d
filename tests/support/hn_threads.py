"""Made-up threads in the stored form, for tests and benchmarks of the loading."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from matome_tui.hn.demo.nodes import Json

STORY = 1_000
_WORDS = (
    "moss",
    "terminal",
    "kernel",
    "garden",
    "cache",
    "thread",
    "compost",
    "苔",
    "読む",
    "café",
)


def node(id_: int, parent: int | None, **fields: Any) -> Json:
    """Return a comment, or the story, in the stored form; still without replies."""
    made: Json = {
        "id": id_,
        "type": "comment" if parent else "story",
        "author": f"writer{id_ % 97}",
        "created_at_i": 1_755_000_000 + id_,
        "title": None if parent else "A made-up thread",
        "url": None,
        "text": f"text {id_}" if parent else None,
        "points": None if parent else 7,
        "parent_id": parent,
        "story_id": STORY,
        "children": [],
    }
    return made | fields


def deleted(id_: int, parent: int) -> Json:
    """Return a deleted comment in the stored form."""
    return node(id_, parent, author=None, text=None, _deleted=True)


def tree(*nodes: Json) -> Json:
    """Hang nodes on one another, the story first; ranked as given."""
    by_id = {each["id"]: each for each in nodes}
    for each in nodes[1:]:
        by_id[each["parent_id"]]["children"].append(each)
    return nodes[0]


def made_up(count: int, *, gone: float = 0.08, seed: int = 1) -> Json:
    """Return a thread with a number of comments.

    Args:
        count: Of the comments.
        gone: The share of them that is deleted or dead.
        seed: The same seed makes the same thread.
    """
    draw = random.Random(f"{seed}:{count}")
    nodes = [node(STORY, None)]
    for id_ in range(STORY + 1, STORY + 1 + count):
        oldest = STORY if draw.random() < 0.2 else max(STORY, id_ - 40)
        parent = STORY if draw.random() < 0.1 else draw.randrange(oldest, id_)
        if draw.random() >= gone:
            words = " ".join(draw.choices(_WORDS, k=draw.choice((8, 30, 60, 120))))
            nodes.append(node(id_, parent, text=f"{words}<p>{words}"))
        elif draw.random() < 0.7:
            nodes.append(deleted(id_, parent))
        else:
            nodes.append(node(id_, parent, text="[dead]", _dead=True))
    root = tree(*nodes)
    for each in nodes:
        draw.shuffle(each["children"])
    return root


def walk(root: Json) -> Iterator[Json]:
    """Yield the story and every comment below it."""
    waiting = [root]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += each["children"]


def kids(each: Json) -> list[int]:
    """Return the ids of the replies in ranked order."""
    ranked: list[int] = each.get("_kids", [child["id"] for child in each["children"]])
    return ranked
