"""Numbers and times as people read them."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

UNKNOWN = "unknown"
"""What stands for a time that is not known."""

_UNITS = ((365 * 86400, "y"), (30 * 86400, "mo"), (86400, "d"), (3600, "h"), (60, "m"))


def age(time: int, now: float) -> str:
    """Return how long ago a time was, in its largest unit: `5m`, `2h`, `3d`, `4mo`, `1y`.

    Args:
        time: Seconds since 1970, UTC; 0 where it is unknown.
        now: The present, likewise.
    """
    if not time:
        return UNKNOWN
    seconds = max(now - time, 0)
    for size, unit in _UNITS:
        if seconds >= size:
            return f"{int(seconds // size)}{unit}"
    return "now"


def ago(time: int, now: float) -> str:
    """Return how long ago a time was, for use in a sentence: `just now`, `2h ago`; see `age`."""
    since = age(time, now)
    if since == UNKNOWN:
        return f"at an {UNKNOWN} time"
    return "just now" if since == "now" else f"{since} ago"


def clock(time: int) -> str:
    """Return a time (seconds since 1970, UTC) as `YYYY-MM-DD HH:MM` in UTC.

    0 is an unknown time; one that no calendar has is its number.
    """
    if not time:
        return UNKNOWN
    try:
        return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return str(time)


def byline(author: str, time: int) -> str:
    """Return who wrote something, and when (seconds since 1970, UTC)."""
    when = f"{clock(time)} UTC" if time else UNKNOWN
    return f"{author or '[deleted]'}  {when}"


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 clip`, `1,200 clips`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def posted(date: str) -> str:
    """Return that there is a post, with its day (`YYYY-MM-DD`; empty where it has none)."""
    return f"posted {date}".rstrip()


def site_name(url: str) -> str:
    """Return the host of a link without `www.`; empty where it has none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")
