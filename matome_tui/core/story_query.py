"""Queries for stories and comments, as the user types them: words and filters."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from matome_tui.core.address import is_on_site
from matome_tui.core.comment.markup import plain_text
from matome_tui.core.folding import fold
from matome_tui.core.items import FoundComment, Story
from matome_tui.i18n import _

Comparison = Literal["<", "<=", "=", ">=", ">"]
Measure = Literal["points", "comments"]

TAGS = ("ask", "show", "poll", "front_page")
SPANS = {"day": 1, "week": 7, "month": 30, "year": 365}
"""Days of the spans that `last:` knows."""

_TERM = re.compile(r'"[^"]*"?|\S+')
_FILTER = re.compile(r"([a-z]+):(.*)", re.IGNORECASE)
_LIMIT = re.compile(r"(points|comments)(<=|>=|<|>|=)(.*)", re.IGNORECASE)
_SITE = re.compile(r"[\w.-]+", re.ASCII)
_NAME = re.compile(r"[\w-]+", re.ASCII)
_COMPARE: dict[Comparison, Callable[[int, int], bool]] = {
    "<": lambda value, bound: value < bound,
    "<=": lambda value, bound: value <= bound,
    "=": lambda value, bound: value == bound,
    ">=": lambda value, bound: value >= bound,
    ">": lambda value, bound: value > bound,
}


class QueryError(ValueError):
    """A filter that cannot be understood; the message is one line."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound on a number of a story."""

    measure: Measure
    comparison: Comparison
    bound: int

    def allows(self, item: Story | FoundComment) -> bool:
        """Return whether an item is within the bound; an unknown number counts as 0."""
        numbers = (item.points, item.comments) if isinstance(item, Story) else (0, 0)
        value = numbers[self.measure == "comments"]
        return _COMPARE[self.comparison](value or 0, self.bound)


@dataclass(frozen=True, slots=True)
class StoryQuery:
    """A query; all of its conditions must hold.

    Attributes:
        words: The words and "phrases" to find.
        author: User name; empty for any.
        site: Host of the link, with its subdomains; empty for any.
        limits: Bounds on points and comments.
        since: First second, UTC; None for no limit.
        until: The second after the last, UTC; None for no limit.
        tags: Members of `TAGS`.
        is_for_comments: Whether comments are searched instead of stories.
        is_by_date: Whether the newest come first instead of the most relevant.
    """

    words: str = ""
    author: str = ""
    site: str = ""
    limits: tuple[Limit, ...] = field(default=())
    since: int | None = None
    until: int | None = None
    tags: tuple[str, ...] = ()
    is_for_comments: bool = False
    is_by_date: bool = False

    @classmethod
    def parse(cls, text: str, now: float) -> "StoryQuery":
        """Parse words, "phrases" and filters as `by:NAME` and `points>100`.

        Args:
            text: What the user typed.
            now: Seconds since 1970, for `last:`.

        Raises:
            QueryError: A filter is not valid.
        """
        query = cls()
        words: list[str] = []
        for term in _TERM.findall(text):
            if limit := _LIMIT.fullmatch(term):
                query = replace(query, limits=(*query.limits, _limit(limit)))
            elif (match := _FILTER.fullmatch(term)) and match[1].lower() in _FILTERS:
                query = _FILTERS[match[1].lower()](query, match[2], now)
            else:
                words.append(term)
        if query.is_for_comments and (query.limits or query.site):
            raise QueryError(_("Comments have no points, comments or site to filter by"))
        return replace(query, words=" ".join(words))

    def allows_site(self, url: str) -> bool:
        """Return whether a link leads to the wanted site."""
        return not self.site or is_on_site(url, self.site)

    def matches(self, item: Story | FoundComment, *, same_kana: bool = False) -> bool:
        """Return whether an item at hand matches.

        Words are looked for in title, link and author of a story, and in a found comment's text.
        """
        text = fold(_text_of(item), same_kana=same_kana)
        words = (fold(word.strip('"'), same_kana=same_kana) for word in _TERM.findall(self.words))
        return (
            all(word in text for word in words)
            and (not self.author or item.author.lower() == self.author.lower())
            and self.allows_site(item.url)
            and all(limit.allows(item) for limit in self.limits)
            and (self.since is None or item.time >= self.since)
            and (self.until is None or item.time < self.until)
            and all(_has_tag(item, tag) for tag in self.tags)
        )


def day_query(day: date) -> StoryQuery:
    """Return the query for the best stories of a day, UTC."""
    return StoryQuery(since=_start(day), until=_start(day + timedelta(days=1)))


def neighbouring_day(query: StoryQuery | None, step: int, now: float) -> date | None:
    """Return the day before (-1) or after (1) that of a query; None for today and later.

    A query for anything but one day counts as today's.
    """
    today = datetime.fromtimestamp(now, UTC).date()
    day = today
    if query and query.since is not None:
        start = datetime.fromtimestamp(query.since, UTC).date()
        day = start if query == day_query(start) else today
    try:
        day += timedelta(days=step)
    except OverflowError:
        return None
    return day if day < today else None


def parse_day(text: str) -> date:
    """Parse a day as 2026-11-01. Raises QueryError."""
    try:
        day = date.fromisoformat(text)
        _start(day + timedelta(days=1))
    except (ValueError, OverflowError) as error:
        message = _("{text!r} is not a day; write it as 2026-11-01")
        raise QueryError(message.format(text=text)) from error
    return day


def _start(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _text_of(item: Story | FoundComment) -> str:
    text = f"{item.title} {item.url} {item.author}"
    return text if isinstance(item, Story) else f"{text} {plain_text(item.comment.html)}"


def _has_tag(item: Story | FoundComment, tag: str) -> bool:
    if tag in ("ask", "show"):
        return item.title.casefold().startswith(f"{tag} hn:")
    return isinstance(item, Story) and tag == item.kind


def _limit(match: re.Match[str]) -> Limit:
    number = match[3]
    if not (number.isascii() and number.isdecimal() and len(number) <= 9):
        message = _("{name} needs a number, as in {name}>100")
        raise QueryError(message.format(name=match[1].lower()))
    measure: Measure = "points" if match[1].lower() == "points" else "comments"
    comparison = next(sign for sign in _COMPARE if sign == match[2])
    return Limit(measure, comparison, int(number))


def _by(query: StoryQuery, value: str, _now: float) -> StoryQuery:
    if not _NAME.fullmatch(value):
        raise QueryError(_("by: needs a user name, as in by:pg"))
    return replace(query, author=value)


def _site(query: StoryQuery, value: str, _now: float) -> StoryQuery:
    if not _SITE.fullmatch(value):
        raise QueryError(_("site: needs a host, as in site:example.com"))
    return replace(query, site=value.lower().removeprefix("www."))


def _since(query: StoryQuery, value: str, _now: float) -> StoryQuery:
    return replace(query, since=_start(parse_day(value)))


def _until(query: StoryQuery, value: str, _now: float) -> StoryQuery:
    return replace(query, until=_start(parse_day(value) + timedelta(days=1)))


def _day(query: StoryQuery, value: str, _now: float) -> StoryQuery:
    day = day_query(parse_day(value))
    return replace(query, since=day.since, until=day.until)


def _last(query: StoryQuery, value: str, now: float) -> StoryQuery:
    if value.lower() not in SPANS:
        message = _("last: is one of {known}")
        raise QueryError(message.format(known=", ".join(SPANS)))
    return replace(query, since=int(now) - SPANS[value.lower()] * 86_400)


def _tag(query: StoryQuery, value: str, _now: float) -> StoryQuery:
    if value.lower() not in TAGS:
        message = _("tag: is one of {known}")
        raise QueryError(message.format(known=", ".join(TAGS)))
    return replace(query, tags=(*query.tags, value.lower()))


def _in(query: StoryQuery, value: str, _now: float) -> StoryQuery:
    if value.lower() not in ("stories", "comments"):
        message = _("in: is one of {known}")
        raise QueryError(message.format(known="stories, comments"))
    return replace(query, is_for_comments=value.lower() == "comments")


def _sort(query: StoryQuery, value: str, _now: float) -> StoryQuery:
    if value.lower() not in ("relevance", "date"):
        message = _("sort: is one of {known}")
        raise QueryError(message.format(known="relevance, date"))
    return replace(query, is_by_date=value.lower() == "date")


_FILTERS: dict[str, Callable[[StoryQuery, str, float], StoryQuery]] = {
    "by": _by,
    "site": _site,
    "since": _since,
    "until": _until,
    "day": _day,
    "last": _last,
    "tag": _tag,
    "in": _in,
    "sort": _sort,
}
