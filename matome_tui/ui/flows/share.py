"""Copying a text to share a post with."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual.notifications import SeverityLevel

from matome_tui.core.draft.share import LIMIT, length, share_text
from matome_tui.files import plain
from matome_tui.hugo.executable import HugoError
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.program.address import permalink
from matome_tui.hugo.site.placement import file_of
from matome_tui.hugo.site.site import read_site
from matome_tui.i18n import _
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.site_setup import SiteSetup
from matome_tui.ui.flows.user import User
from matome_tui.ui.services import Services

_NOTE_SECONDS = 12.0


async def share(
    user: User,
    services: Services,
    setup: SiteSetup,
    draft_editor: DraftEditor,
    copy: Callable[[str], None],
) -> None:
    """Copy a draft's share text, and show it with its length. Errors are reported, not raised."""
    try:
        url = await _address(services, setup, draft_editor)
    except (PostError, HugoError, ValueError, OSError) as error:
        message = _("Not copied: {reason}").format(reason=plain(error))
        user.notify(message, severity="error")
        return
    metadata = draft_editor.draft.metadata
    text = share_text(services.settings.publish.share, metadata.title, metadata.tags, url)
    copy(text)
    number = length(text)
    fits = _("Copied, {number} of {limit} characters on X: {text}")
    exceeds = _("Copied, but {number} characters are too many for X ({limit}): {text}")
    line = (fits if number <= LIMIT else exceeds).format(number=number, limit=LIMIT, text=text)
    severity: SeverityLevel = "information" if number <= LIMIT else "warning"
    user.notify(line, severity=severity, timeout=_NOTE_SECONDS)


async def _address(services: Services, setup: SiteSetup, draft_editor: DraftEditor) -> str:
    """Return the address of a draft's post on the published site."""
    hugo = await setup.hugo()
    published = draft_editor.publication
    options = services.site.options_of(published.path)
    root = await setup.root(published.path)
    if root is None:
        raise PostError(_("no site is known yet; saving asks for one"))

    def ask_hugo() -> str:
        text = post_file.text_of(draft_editor.draft, published.text, options)
        places = read_site(root, hugo).places
        path = file_of(draft_editor.draft, published.path, places, options)
        return permalink(hugo, root, Path(path), text)

    return await asyncio.to_thread(ask_hugo)
