"""The lists of stories as last loaded, to be shown until they are loaded again."""

import json
import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from matome_tui.atomic import write_atomically
from matome_tui.core.fields import moment
from matome_tui.core.items import ListName, Story
from matome_tui.files import make_folder, read_text

_MOST_STORIES = 60
"""Stories of a list that are kept: more than a screen shows."""

_TIMES = "times"
"""The key of the times of loading, beside the names of the lists; older files have none."""

_MAX_BYTES = 1_000_000
_SHOWN = ("id", "title", "author", "time", "url", "points", "comments", "kind", "dead", "deleted")

_log = logging.getLogger(__name__)


class StoryListStore:
    """A file of lists. Without one, or if it cannot be read or written, no list is kept."""

    def __init__(self, path: Path) -> None:
        """Set the path; the file is read with the first list."""
        self._path = path
        self._lists: dict[str, Any] | None = None
        self._lock = threading.Lock()

    def load(self, name: ListName) -> list[Story]:
        """Return the first stories of a list in order; none if it was never loaded."""
        with self._lock:
            rows = self._read().get(name)
        values = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        stories = (Story.from_json(row.get("id"), row) for row in values[:_MOST_STORIES])
        return [story for story in stories if story]

    def loaded(self, name: ListName) -> int:
        """Return when a list was loaded, in seconds since 1970; 0 if that is not known."""
        with self._lock:
            return self._times().get(name, 0)

    def title(self, story_id: int) -> str:
        """Return the title of a story in any of the lists; empty if it is in none."""
        with self._lock:
            names = [*self._read()]
        stories = (story for name in names for story in self.load(cast(ListName, name)))
        return next((story.title for story in stories if story.id == story_id), "")

    def save(self, name: ListName, stories: Sequence[Story], loaded: int) -> None:
        """Keep the first stories of a list, and when it was loaded, in seconds since 1970."""
        rows = [row_of(story) for story in stories[:_MOST_STORIES]]
        with self._lock:
            lists, times = self._read(), self._times()
            if lists.get(name) == rows and times.get(name) == loaded:
                return
            lists[name], lists[_TIMES] = rows, {**times, name: loaded}
            try:
                make_folder(self._path.parent)
                write_atomically(self._path, json.dumps(lists))
            except OSError as error:
                _log.warning("The list %s was not kept: %s", name, error)

    def _times(self) -> dict[str, int]:
        times = self._read().get(_TIMES)
        found = times.items() if isinstance(times, dict) else ()
        return {name: moment(value) for name, value in found}

    def _read(self) -> dict[str, Any]:
        if self._lists is None:
            self._lists = {}
            try:
                found = json.loads(read_text(self._path, _MAX_BYTES))
            except FileNotFoundError:
                pass
            except (OSError, ValueError, RecursionError) as error:
                _log.warning("The lists of %s were not read: %s", self._path, error)
            else:
                self._lists = found if isinstance(found, dict) else {}
        return self._lists


def row_of(story: Story) -> dict[str, Any]:
    """Return what lists show of a story, as `Story.from_json` takes it."""
    return {name: getattr(story, name) for name in _SHOWN}
