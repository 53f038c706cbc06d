"""Export and import of drafts as JSON files."""

import json

from matome_tui.core.draft.draft import Draft
from matome_tui.i18n import _
from matome_tui.store.database import reason
from matome_tui.store.delta import apply, blank, difference
from matome_tui.store.validation import check

_FORMAT = "matome-draft"
_VERSION = 2
"""1, which is still written where it suffices, has no machine's texts."""


class TransferError(Exception):
    """A file is not a readable draft; the message is one line for the user."""


def dump(draft: Draft) -> str:
    """Return a draft as JSON, without its history."""
    version = _VERSION if any(clip.machine for clip in draft.clips) else 1
    metadata = {"format": _FORMAT, "version": version, "thread": draft.thread}
    values = {**metadata, **difference(blank(draft.thread), draft)}
    text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
    # A lone surrogate, which UTF-8 cannot encode, becomes a JSON escape.
    return text.encode("utf-8", "backslashreplace").decode()


def load(text: str) -> Draft:
    """Return the draft in the result of `dump`.

    Raises:
        TransferError: The text is not a draft, or is of a later version.
    """
    try:
        values = json.loads(text)
        kind, version = values["format"], values["version"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise TransferError(_("not a draft of matome")) from error
    if kind != _FORMAT or not isinstance(version, int):
        raise TransferError(_("not a draft of matome"))
    if version > _VERSION:
        raise TransferError(_("a later version of matome wrote it"))
    try:
        draft = apply(blank(values["thread"]), values)
        check(draft)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        message = _("the draft is damaged: {reason}").format(reason=reason(error))
        raise TransferError(message) from error
    return draft
