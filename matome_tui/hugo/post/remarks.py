"""Remarks of drafts that come from elsewhere: their Markdown goes into the post as it is."""

import html
import re

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Remark

# An element, a comment or the like begins so (https://spec.commonmark.org/0.31.2/#raw-html); a link
# in angle brackets is none.
_HTML = re.compile(r"<(?![A-Za-z][A-Za-z0-9.+-]*:|[^\s<>/=]+@[^\s<>]+>)(?:/?[A-Za-z]|[!?])")
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[\x00-\x20]")
_SCRIPT = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)


def warning(draft: Draft) -> str:
    """Return one line on remarks with raw HTML or links that run scripts; empty for none."""
    remarks = [entry.text for entry in draft.entries if isinstance(entry, Remark)]
    number = sum(map(_is_live, remarks))
    if not number:
        return ""
    subject = "1 remark holds" if number == 1 else f"{number:,} remarks hold"
    return f"{subject} raw HTML or a script link, which goes live in the post: read before saving"


def _is_live(remark: str) -> bool:
    """Tell whether Markdown makes HTML of a part of a remark; code counts too, to be safe."""
    return bool(_HTML.search(remark) or _SCRIPT.search(_ESCAPED.sub("", html.unescape(remark))))
