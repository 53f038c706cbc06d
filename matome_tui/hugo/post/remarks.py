"""The warning about HTML and script links in the remarks of an imported draft.

The Markdown of remarks is rendered without encoding.
"""

import html
import re

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Remark
from matome_tui.i18n import ngettext

# The start of raw HTML (https://spec.commonmark.org/0.31.2/#raw-html), which an autolink is not.
_HTML = re.compile(r"<(?![A-Za-z][A-Za-z0-9.+-]*:|[^\s<>/=]+@[^\s<>]+>)(?:/?[A-Za-z]|[!?])")
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[\x00-\x20]")
_SCRIPT = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)


def warning(draft: Draft) -> str:
    """Return one line about remarks with raw HTML or script links; empty for none."""
    remarks = [entry.text for entry in draft.entries if isinstance(entry, Remark)]
    number = sum(map(_is_active, remarks))
    if not number:
        return ""
    message = ngettext(
        "{number:,} remark has raw HTML or a script link, active in the post: read before saving",
        "{number:,} remarks have raw HTML or a script link, active in the post: read before saving",
        number,
    )
    return message.format(number=number)


def _is_active(remark: str) -> bool:
    """Return whether a remark may have raw HTML or a script link; code counts too, to be safe."""
    return bool(_HTML.search(remark) or _SCRIPT.search(_ESCAPED.sub("", html.unescape(remark))))
