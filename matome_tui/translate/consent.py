"""The hosts that the user lets comments be sent to."""

import json
import time
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from matome_tui.atomic import write_atomically
from matome_tui.files import make_folder, plain, read_text
from matome_tui.i18n import _
from matome_tui.translate.backend import TranslationError

_MAX_BYTES = 1_000_000


class Consent:
    """The file of the user's answers, by host."""

    def __init__(self, path: Path) -> None:
        """Set the path; the file is read for each question."""
        self._path = path

    def answer(self, host: str) -> bool | None:
        """Return the user's answer about a host; None if it was not asked for yet.

        A file that cannot be read has no answers.
        """
        found = self._read().get(host)
        return found.get("allowed") is True if isinstance(found, dict) else None

    def keep(self, host: str, *, allowed: bool) -> None:
        """Keep the user's answer about a host. TranslationError if it cannot be written."""
        answers = {**self._read(), host: {"allowed": allowed, "asked": int(time.time())}}
        try:
            make_folder(self._path.parent)
            write_atomically(self._path, json.dumps(answers, indent=1))
        except OSError as error:
            message = _("Your answer about {host} was not kept: {reason}")
            raise TranslationError(message.format(host=host, reason=plain(error))) from error

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(read_text(self._path, _MAX_BYTES))
        except (OSError, ValueError, RecursionError):  # then the user is asked again
            return {}
        return found if isinstance(found, dict) else {}


def is_loopback(host: str) -> bool:
    """Whether a host is this computer (RFC 6761, section 6.3, for names)."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
