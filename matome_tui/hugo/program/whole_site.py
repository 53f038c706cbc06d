"""A build of the whole site, as it is published, in a temporary folder."""

import re
from pathlib import Path
from threading import Event

from matome_tui.core.text import sanitize
from matome_tui.hugo.executable import Hugo
from matome_tui.hugo.program.isolated import IsolatedSite

_MAX_WARNINGS = 50
_WARNING = re.compile(r"^WARN(?:ING)?:?\s+(?:\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )?(.+)", re.MULTILINE)


def check_site(hugo: Hugo, site: Path, cancelled: Event | None = None) -> list[str]:
    """Build a site as a server would, without writing to it; return Hugo's warnings.

    Args:
        hugo: The hugo to build with.
        site: The site's root.
        cancelled: Ends the build when set.

    Raises:
        BuildError: The site does not build; the message is Hugo's first error.
        HugoError: The build took too long, was cancelled, or Hugo does not run.
        OSError: There is no room for temporary files.
    """
    with IsolatedSite(hugo, site) as isolated:
        output = isolated.build_whole(cancelled)
    warnings = dict.fromkeys(sanitize(text).strip() for text in _WARNING.findall(output))
    return list(warnings)[:_MAX_WARNINGS]
