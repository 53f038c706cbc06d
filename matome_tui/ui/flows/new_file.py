"""Writing text to a new file that the user names."""

from pathlib import Path

from matome_tui.atomic import write_atomically
from matome_tui.i18n import _
from matome_tui.store.database import reason


def write_new(name: str, text: str) -> str:
    """Write a file that does not exist yet; return why that failed, empty if it did not."""
    try:
        path = Path(name).expanduser()
        if path.exists():
            return _("{path} exists; choose another name").format(path=name)
        write_atomically(path, text)
    except (OSError, RuntimeError, ValueError) as error:
        return _("Not written: {reason}").format(reason=reason(error))
    return ""
