"""The findings of `matome check` in a post, in one line."""

from pathlib import Path

from matome_tui.core.draft.post_options import Style
from matome_tui.hugo.check.context import SiteContext
from matome_tui.hugo.check.lint import lint
from matome_tui.hugo.check.parsed import line_and_column
from matome_tui.hugo.site.site import Site
from matome_tui.i18n import ngettext


def findings_line(site: Site | None, path: Path, text: str, style: Style) -> str:
    """Return the first finding in a post and the number of all; empty if there are none.

    A missing image and a date in the future are left out: a save names them with their remedies.

    Args:
        site: The site that the post is in.
        path: The post's file.
        text: The post.
        style: How the post's text is encoded.
    """
    context = SiteContext(site, style).for_post(path)._replace(has_image=None, waits=None)
    if not (found := lint(text, context)):
        return ""
    message = ngettext(
        "matome check reports line {line}: {message}",
        "matome check reports {number} problems, the first in line {line}: {message}",
        len(found),
    )
    line, _column = line_and_column(text, found[0].offset)
    return message.format(number=len(found), line=line, message=found[0].message)
