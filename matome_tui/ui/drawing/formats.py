"""Numbers, times and names as text for the screen."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from matome_tui.core.items import Comment, Story
from matome_tui.i18n import N_, _, ngettext

_UNITS = (
    (365 * 86400, N_("{number}y"), N_("{number}y ago")),
    (30 * 86400, N_("{number}mo"), N_("{number}mo ago")),
    (86400, N_("{number}d"), N_("{number}d ago")),
    (3600, N_("{number}h"), N_("{number}h ago")),
    (60, N_("{number}m"), N_("{number}m ago")),
)
"""Seconds of each unit, and the texts for an age in it, alone and in a sentence."""

_WITHHELD = {text: text for text in (N_("[dead]"), N_("[flagged]"), N_("[delayed]"))}
"""What Hacker News sends for the text of a comment that flags or moderators have hidden."""

TEXT_KINDS = {
    "story": N_("story"),
    "comment": N_("comment"),
    "post": N_("post"),
    "clip": N_("clip"),
    "remark": N_("remark"),
}
"""Names of what a text of the archive is."""


def age(time: int, now: float) -> str:
    """Return an age in its largest unit: `5m`, `2h`, `3d`, `4mo`, `1y`.

    Args:
        time: Seconds since 1970, UTC; 0 if unknown.
        now: The present, in the same form.
    """
    if not time:
        return _("unknown")
    seconds = max(now - time, 0)
    for size, text, _ago in _UNITS:
        if seconds >= size:
            return _(text).format(number=int(seconds // size))
    return _("now")


def ago(time: int, now: float) -> str:
    """Return an age for use in a sentence: `just now`, `2h ago`; see `age`."""
    if not time:
        return _("at an unknown time")
    seconds = max(now - time, 0)
    for size, _age, text in _UNITS:
        if seconds >= size:
            return _(text).format(number=int(seconds // size))
    return _("just now")


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
    when = _("{time} UTC").format(time=clock(time)) if time else clock(time)
    who = author or _("[deleted]")
    return f"{who}  {when}"


def count(number: int, noun: str) -> str:
    """Return a number with an English noun: `1 clip`, `1,200 clips`; deprecated for `ngettext`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def posted(date: str) -> str:
    """Return that there is a post, with its date (`YYYY-MM-DD`; empty for none)."""
    return _("posted {date}").format(date=date) if date else _("posted")


def gone(item: Story | Comment) -> str:
    """Return why a story or comment has no text: `[deleted]`, `[flagged]`, `[dead]`."""
    if not item.dead or item.deleted:
        return _("[deleted]")
    return _(_WITHHELD.get(item.html, "[dead]"))


def item_count(number: int, *, is_for_comments: bool) -> str:
    """Return a number of comments, or of stories: `1,234 stories`."""
    if is_for_comments:
        shown = ngettext("{number:,} comment", "{number:,} comments", number)
    else:
        shown = ngettext("{number:,} story", "{number:,} stories", number)
    return shown.format(number=number)


def site_name(url: str) -> str:
    """Return the host of a link without `www.`; empty if it has none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")
