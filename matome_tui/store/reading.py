"""The store of what the user reads: the states of stories, and the searches."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any, Literal

from matome_tui.core import fields
from matome_tui.core.items import Story
from matome_tui.core.story_state import StoryState, Visit
from matome_tui.store.shared_file import SharedFile
from matome_tui.store.story_lists import row_of

Mark = Literal["bookmarked", "hidden"]

MOST_SEARCHES = 100
_MOST_STATES = 20_000
_MOST_VISITS = 300
_NEVER = -1
"""The stored form of an unknown number of comments."""
_COLUMNS = tuple(field.name for field in fields_of(StoryState))

_MIGRATIONS: Sequence[str] = (
    f"""
    CREATE TABLE story (
        id INTEGER PRIMARY KEY,
        opened REAL NOT NULL DEFAULT 0,
        seen INTEGER NOT NULL DEFAULT {_NEVER},
        comment INTEGER NOT NULL DEFAULT 0,
        bookmarked REAL NOT NULL DEFAULT 0,
        hidden REAL NOT NULL DEFAULT 0,
        story BLOB NOT NULL
    );
    CREATE TABLE search (
        number INTEGER PRIMARY KEY,
        text TEXT NOT NULL UNIQUE
    )
    """,
)


@dataclass(frozen=True, slots=True)
class StateChange:
    """A change of a story's state.

    Attributes:
        story: The story, as lists show it from now on.
        values: The changed values by the names of the attributes of `StoryState`.
    """

    story: Story
    values: Mapping[str, float]


class ReadingStore(SharedFile):
    """A file of the states of stories, and of the searches."""

    def __init__(self, path: Path) -> None:
        """Set the path; the first change creates the file."""
        super().__init__(path, _MIGRATIONS)

    def states(self) -> dict[int, StoryState]:
        """Return the states of stories by id: of the last opened, the bookmarked and the hidden."""
        query = (
            "SELECT id, opened, seen, comment, bookmarked, hidden FROM story"
            " ORDER BY bookmarked > 0 DESC, hidden > 0 DESC, opened DESC LIMIT ?"
        )
        found = self._select(query, _MOST_STATES)
        return {story_id: _state(*values) for story_id, *values in found}

    def marked(self, mark: Mark) -> list[Story]:
        """Return the stories that are bookmarked or hidden, the last one first."""
        query = f"SELECT story FROM story WHERE {mark} > 0 ORDER BY {mark} DESC, id DESC"  # noqa: S608
        stories = (_story(data) for (data,) in self._select(query))
        return [story for story in stories if story]

    def visits(self) -> list[Visit]:
        """Return the last visits of threads, the last one first."""
        query = "SELECT opened, story FROM story WHERE opened > 0 ORDER BY opened DESC LIMIT ?"
        found = self._select(query, _MOST_VISITS)
        stories = ((_moment(opened), _story(data)) for opened, data in found)
        return [Visit(story.id, story.title, opened) for opened, story in stories if story]

    def title(self, story_id: int) -> str:
        """Return the title of a story that was opened, bookmarked or hidden; or else nothing."""
        found = self._select("SELECT story FROM story WHERE id = ?", story_id)
        story = _story(found[0][0]) if found else None
        return story.title if story else ""

    def save(self, changes: Iterable[StateChange], searches: Iterable[str] = ()) -> None:
        """Store changes and searches; of these the last 100 are kept, each once.

        The other values of a story stay as any program has stored them.
        """

        def work(db: sqlite3.Connection) -> None:
            for change in changes:
                _save(db, change)
            for text in searches:
                _add_search(db, text)

        self._change(work)

    def searches(self) -> list[str]:
        """Return the searches as the user typed them, each once, the last one first."""
        found = self._select("SELECT text FROM search ORDER BY number DESC")
        return [str(text) for (text,) in found]

    def _select(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query; none without a file."""
        return super()._select(query, *values) if self._path.exists() else []


def _save(db: sqlite3.Connection, change: StateChange) -> None:
    story_id, data = change.story.id, json.dumps(row_of(change.story)).encode()
    db.execute("INSERT OR IGNORE INTO story (id, story) VALUES (?, x'')", (story_id,))
    columns = [name for name in _COLUMNS if name in change.values]
    settings = "".join(f", {name} = ?" for name in columns)
    values = (data, *(change.values[name] for name in columns), story_id)
    db.execute(f"UPDATE story SET story = ?{settings} WHERE id = ?", values)  # noqa: S608


def _add_search(db: sqlite3.Connection, text: str) -> None:
    db.execute("DELETE FROM search WHERE text = ?", (text,))
    query = "INSERT INTO search SELECT coalesce(max(number), 0) + 1, ? FROM search"
    db.execute(query, (text,))
    query = "DELETE FROM search WHERE number <= (SELECT max(number) FROM search) - ?"
    db.execute(query, (MOST_SEARCHES,))


def _state(
    opened: object, seen: object, comment: object, bookmarked: object, hidden: object
) -> StoryState:
    number = fields.number(seen)
    return StoryState(
        _moment(opened),
        number if number is not None and number >= 0 else None,
        fields.item_id(comment) or 0,
        _moment(bookmarked),
        _moment(hidden),
    )


def _moment(value: object) -> float:
    """Return a time; 0 if it is not valid."""
    return value if isinstance(value, float) and 0 <= value <= fields.LATEST else 0.0


def _story(data: object) -> Story | None:
    """Return a stored story; None if it cannot be read."""
    if not isinstance(data, bytes):
        return None
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return Story.from_json(values.get("id"), values) if isinstance(values, dict) else None
