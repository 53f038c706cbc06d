"""Faults of front matter that keep readers from a post, or from its image."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from matome_tui.core.text import quoted
from matome_tui.hugo.post.front_matter import page
from matome_tui.hugo.site.site import Site, has_file, has_image
from matome_tui.i18n import _

# By precedence: https://gohugo.io/configuration/front-matter/#dates
_KEYS = ("publishdate", "pubdate", "published", "date")


def publication_problem(site: Site, values: Mapping[str, Any], now: datetime | None = None) -> str:
    """Return a warning if Hugo does not publish a post yet because of its date; else empty.

    Drafts, which are not published anyway, have no problem.

    Args:
        site: The site; its `timeZone`, or else UTC, is the zone of dates without one.
        values: The front matter of the post.
        now: An aware time; None for the current one.
    """
    lower = {str(key).lower(): value for key, value in values.items()}
    moment = _moment(next((lower[key] for key in _KEYS if lower.get(key)), None))
    if moment is None or lower.get("draft") is True or site.builds_future:
        return ""
    if moment.tzinfo is None:
        try:
            moment = moment.replace(tzinfo=ZoneInfo(site.time_zone or "UTC"))
        except (ValueError, ZoneInfoNotFoundError):
            return ""
    if moment <= (now or datetime.now(UTC)):
        return ""
    message = _(
        "Hugo publishes this post on {date} at {time} {zone}, not now: choose an earlier date, or"
        " set timeZone or buildFuture in the site's configuration."
    )
    return message.format(date=f"{moment:%Y-%m-%d}", time=f"{moment:%H:%M}", zone=moment.tzinfo)


def image_problem(site: Site, post: Path, values: Mapping[str, Any]) -> str:
    """Return a warning if the image of a post does not exist; else empty.

    Args:
        site: The site.
        post: The post's file; images may be beside it.
        values: The front matter of the post.
    """
    name = page.image(values)
    if not name or has_image(site, name) or has_file(post.parent, name):
        return ""
    message = _("The image {name} does not exist: add the file, or choose another")
    return message.format(name=quoted(name))


def _moment(value: object) -> datetime | None:
    """Return a date of front matter as a time, naive if it names no zone; None if it is none."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
