"""The threads that were read, with the comments that they were left at."""

import json
import logging
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from matome_tui.atomic import write_atomically
from matome_tui.core import fields
from matome_tui.files import make_folder, read_text

_MOST_VISITS = 300
_MAX_BYTES = 1_000_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Visit:
    """The last reading of a thread.

    Attributes:
        thread: Id of the story.
        title: The story's title.
        moment: Time of opening or leaving it, seconds since 1970, UTC; 0 if unknown.
        comment: Id of the comment that was at the cursor; 0 if there was none.
    """

    thread: int
    title: str
    moment: int = 0
    comment: int = 0


class VisitStore:
    """A file of visits, which running programs share.

    Without one, or if it cannot be read or written, no visit is kept.
    """

    def __init__(self, path: Path) -> None:
        """Set the path; each method reads the file."""
        self._path = path
        self._lock = threading.Lock()

    def recent(self) -> list[Visit]:
        """Return the visits, the last one first."""
        try:
            rows = json.loads(read_text(self._path, _MAX_BYTES))
        except FileNotFoundError:
            return []
        except (OSError, ValueError, RecursionError) as error:
            _log.warning("The visits of %s were not read: %s", self._path, error)
            return []
        if not isinstance(rows, list):
            return []
        visits = (_visit(row) for row in rows[:_MOST_VISITS] if isinstance(row, dict))
        return [visit for visit in visits if visit]

    def save(self, visit: Visit) -> None:
        """Keep a visit instead of the thread's former one; the oldest are forgotten."""
        with self._lock:
            others = [other for other in self.recent() if other.thread != visit.thread]
            rows = [asdict(each) for each in (visit, *others)[:_MOST_VISITS]]
            try:
                make_folder(self._path.parent)
                write_atomically(self._path, json.dumps(rows))
            except OSError as error:
                _log.warning("A visit of thread %d was not kept: %s", visit.thread, error)


def _visit(row: dict[str, Any]) -> Visit | None:
    thread = fields.item_id(row.get("thread"))
    moment, comment = fields.moment(row.get("moment")), fields.item_id(row.get("comment"))
    return Visit(thread, fields.line(row.get("title")), moment, comment or 0) if thread else None
