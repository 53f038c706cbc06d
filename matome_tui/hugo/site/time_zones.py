"""Time zones whose offset from UTC changes through the year, as with summer time."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

_LOCAL = Path("/etc/localtime")
_DATABASE = "zoneinfo/"
_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Zones:
    """Zones that dates of posts may be in, as IANA names; empty if unknown.

    Attributes:
        site: The zone in the site's configuration.
        own: The zone of the user's system.
    """

    site: str = ""
    own: str = ""


def changing_zone(name: str) -> ZoneInfo | None:
    """Return a zone by its name; None if it is unknown, or its offset is always the same."""
    try:
        zone = ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return None
    year = datetime.now().year
    offsets = {datetime(year, month, 1, tzinfo=zone).utcoffset() for month in _MONTHS}
    return zone if len(offsets) > 1 else None


def own_zone() -> str:
    """Return the name of the system's time zone; empty if it has none, as on Windows."""
    if name := os.environ.get("TZ", "").removeprefix(":"):
        return name
    try:
        return _LOCAL.resolve().as_posix().rpartition(_DATABASE)[2] if _LOCAL.is_symlink() else ""
    except OSError:
        return ""
