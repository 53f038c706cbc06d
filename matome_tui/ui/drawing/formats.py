"""Numbers, times and names as text for the screen."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from matome_tui.i18n import N_, _

_UNITS = (
    (365 * 86400, N_("{number}y")),
    (30 * 86400, N_("{number}mo")),
    (86400, N_("{number}d")),
    (3600, N_("{number}h")),
    (60, N_("{number}m")),
)


def age(time: int, now: float) -> str:
    """Return an age in its largest unit: `5m`, `2h`, `3d`, `4mo`, `1y`, or `now`.

    Args:
        time: Seconds since 1970, UTC; 0 if it is unknown.
        now: The present, in the same unit.
    """
    if not time:
        return _("unknown")
    return _in_units(now - time) or _("now")


def ago(time: int, now: float) -> str:
    """Return an age for use in a sentence: `just now`, `2h ago`; see `age`."""
    if not time:
        return _("at an unknown time")
    since = _in_units(now - time)
    return _("{age} ago").format(age=since) if since else _("just now")


def _in_units(seconds: float) -> str:
    """Return a duration in its largest unit; empty for less than a minute."""
    for size, unit in _UNITS:
        if seconds >= size:
            return _(unit).format(number=int(seconds // size))
    return ""


def clock(time: int) -> str:
    """Return a time (seconds since 1970, UTC) as `YYYY-MM-DD HH:MM` in UTC.

    0 is an unknown time; a time outside the calendar is returned as its number.
    """
    if not time:
        return _("unknown")
    try:
        return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return str(time)


def byline(author: str, time: int) -> str:
    """Return the author and time (seconds since 1970, UTC) of a comment."""
    when = f"{clock(time)} UTC" if time else _("unknown")
    return f"{author or _('[deleted]')}  {when}"


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 clip`, `1,200 clips`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def posted(date: str) -> str:
    """Return that there is a post, with its date (`YYYY-MM-DD`; empty for none)."""
    return _("posted {date}").format(date=date) if date else _("posted")


def site_name(url: str) -> str:
    """Return the host of a link without `www.`; empty if it has none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")
