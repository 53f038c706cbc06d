"""Parser of the site's own page of a story: its comments in ranked order, with their depths.

The page is no API. It is read strictly, so that a change of its markup is an error and not a wrong
order. Texts are read only for the comments that are asked for.
"""

import re
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from itertools import chain, pairwise

from matome_tui.core import fields
from matome_tui.core.items import Comment, Story
from matome_tui.web.body import Data

_FADES = ("c5a", "c73", "c82", "c88", "c9c", "cae", "cbe", "cce", "cdd")
"""Classes of the greys of comments with more votes down than up, darkest first."""
_MAX_COMMENTS = 100_000
_MAX_DIFFERENT = 0.01
"""Share of an API's comments that a page may lack or have elsewhere: moved, or gone since."""

_ITEM = re.compile(rb"""<tr class=["']athing[^"']*["'] id=["'](\d{1,15})["']""")
_ROW = re.compile(rb"""<tr class=["']athing comtr\b[^"']*["'] id=["'](\d{1,15})["']""")
_ANY_ROW = re.compile(rb"""["']athing comtr""")
_INDENT = re.compile(rb"""<td class=["']ind["'] indent=["'](\d{1,4})["']""")
_TEXT = re.compile(
    rb"""<(div|span) class=["']commtext (c\w\w)["']>(.*?)"""
    rb"""(?:</\1>|<div class=["']reply["'])""",
    re.DOTALL,
)
_SHADE = re.compile(rb"""class=["']commtext (c\w\w)["']""")
_GONE = re.compile(rb"\[(deleted|dead|flagged|delayed)\]")
_AUTHOR = re.compile(rb"""<a href=["']user\?id=([\w-]{1,40})["'] class=["']hnuser["']""")
_AGE = re.compile(rb"""<span class=["']age["'] title=["']([^"']{1,60})["']""")
_TITLE = re.compile(
    rb"""<span class=["']titleline["']>(?:<a href=["']([^"']*)["'][^>]*>)?([^<]*)"""
)
_POINTS = re.compile(rb"""<span class=["']score["'][^>]*>(\d{1,9}) point""")
_STORY_TEXT = re.compile(rb"""<div class=["']toptext["']>(.*?)</div>""", re.DOTALL)
_MORE = re.compile(rb"""class=["']morelink["']""")


@dataclass(frozen=True, slots=True)
class _Row:
    """The place of a comment on the page: its depth, its parent, its part of the bytes."""

    depth: int
    parent: int
    start: int
    end: int


class Page:
    """A page, parsed; a comment's text when it is asked for.

    Attributes:
        ids: Ids of all comments, in order.
        ranks: Ids of replies in ranked order, by the id of their parent, the story's included.
            Complete: what the page shows only in part is left out.
        faded: How far votes have faded a comment (see `Comment.faded`), by id; only those that
            are.
        is_whole: Whether there is no second page.
        newest: The highest id of a comment; 0 without comments.
    """

    def __init__(self, body: Data, story_id: int) -> None:
        """Parse a page.

        Raises:
            ValueError: It is not the page of this story, or its markup is not the known one.
        """
        self._body: Data = body
        self._story_id = story_id
        self._rows = dict(_rows(body, story_id))
        self.ids = tuple(self._rows)
        self.newest = max(self._rows, default=0)
        last = max((row.start for row in self._rows.values()), default=0)
        self.is_whole = not _MORE.search(body, last)
        self.ranks = self._ranks()
        self.faded = {id_: fade for id_, row in self._rows.items() if (fade := self._fade(row))}

    def agrees_with(self, comments: Collection[Comment]) -> bool:
        """Return whether an API's comments are on the page, and in the same places."""
        older = (c for c in comments if c.id <= self.newest)
        places = ((comment, self._rows.get(comment.id)) for comment in older)
        different = sum(
            row.parent != comment.parent if row else self.is_whole for comment, row in places
        )
        return different <= 1 + _MAX_DIFFERENT * len(comments)

    def story(self) -> Story | None:
        """Return the story; None if it has no title."""
        head = self._body[: next((row.start for row in self._rows.values()), None)]
        if (title := _TITLE.search(head)) is None:
            return None
        points = _POINTS.search(head)
        text = _STORY_TEXT.search(head)
        url = unescape(_decode(title[1] or b""))
        values = {
            "title": unescape(_decode(title[2])),
            "author": _author(head, 0, len(head)),
            "time": _time(head, 0, len(head)),
            "url": "" if url.startswith("item?") else url,
            "html": _decode(text[1]) if text else "",
            "points": int(points[1]) if points else None,
            "kids": self.ranks.get(self._story_id, ()),
        }
        return Story.from_json(self._story_id, values)

    def take(self, ids: Container[int]) -> list[Comment]:
        """Return those of these comments that are on the page and can be read, in its order.

        The bytes are freed on the way, so that page and texts are never both whole in memory:
        neither the story nor comments can be read afterwards.
        """
        found = []
        for id_, row in reversed(self._rows.items()):
            if id_ in ids and (comment := self._comment(id_, row)):
                found.append(comment)
            if isinstance(self._body, bytearray):
                del self._body[row.start :]
        self._body = b""
        return found[::-1]

    def _comment(self, comment_id: int, row: _Row) -> Comment | None:
        values: dict[str, object] = {
            "parent": row.parent,
            "author": _author(self._body, row.start, row.end),
            "time": _time(self._body, row.start, row.end),
            "faded": self.faded.get(comment_id, 0),
        }
        if text := _TEXT.search(self._body, row.start, row.end):
            values["html"] = _decode(text[3]).strip()
            if not (values["author"] and values["html"]):
                return None
        elif gone := _GONE.search(self._body, row.start, row.end):
            values["deleted"] = gone[1] == b"deleted"
            values["dead"] = gone[1] != b"deleted"
            values["html"] = _decode(gone[0]) if values["dead"] else ""
        else:
            return None
        return Comment.from_json(comment_id, values)

    def _fade(self, row: _Row) -> int:
        shade = _SHADE.search(self._body, row.start, row.end)
        name = _decode(shade[1]) if shade else ""
        return 1 + _FADES.index(name) if name in _FADES else 0

    def _ranks(self) -> Mapping[int, tuple[int, ...]]:
        ranks: dict[int, list[int]] = {}
        for id_, row in self._rows.items():
            ranks.setdefault(row.parent, []).append(id_)
        if not self.is_whole:
            at = next(reversed(self._rows), 0)
            while row_above := self._rows.get(at):
                ranks.pop(at, None)
                at = row_above.parent
            ranks.pop(self._story_id, None)
        return {parent: tuple(ids) for parent, ids in ranks.items()}


def _rows(body: Data, story_id: int) -> Iterator[tuple[int, _Row]]:
    """Yield each comment's id and place. ValueError if the markup is not the known one."""
    first = _ITEM.search(body)
    if first is None or int(first[1]) != story_id or b"</html>" not in body[-100:]:
        raise ValueError("not the page of the story")
    above = [story_id]
    seen = {story_id}
    rows = ((int(row[1]), *row.span()) for row in _ROW.finditer(body))
    for (comment_id, start, head), (_, end, _) in pairwise(chain(rows, [(0, len(body), 0)])):
        indent = _INDENT.search(body, head, end)
        if indent is None or (depth := int(indent[1])) >= len(above):
            raise ValueError("unknown depth")
        if comment_id in seen:
            raise ValueError("a comment twice")
        if len(seen) > _MAX_COMMENTS:
            raise ValueError("too many rows")
        seen.add(comment_id)
        yield comment_id, _Row(depth, above[depth], start, end)
        del above[depth + 1 :]
        above.append(comment_id)
    if len(seen) != 1 + sum(1 for _ in _ANY_ROW.finditer(body)):
        raise ValueError("unknown rows")


def _author(body: Data, start: int, end: int) -> str:
    author = _AUTHOR.search(body, start, end)
    return _decode(author[1]) if author else ""


def _time(body: Data, start: int, end: int) -> int:
    """Return a time, written as `2025-06-07T11:36:13 1749296173`, or without the seconds."""
    age = _AGE.search(body, start, end)
    written, _, seconds = _decode(age[1]).partition(" ") if age else ("", "", "")
    if seconds.isascii() and seconds.isdecimal():
        return fields.moment(int(seconds[:15]))
    try:
        return fields.moment(int(datetime.fromisoformat(written).replace(tzinfo=UTC).timestamp()))
    except (ValueError, OverflowError):
        return 0


def _decode(text: Data) -> str:
    return text.decode("utf-8", "replace")
