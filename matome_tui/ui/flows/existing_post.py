"""Opening the draft of a post that the site already has."""

import os
from pathlib import Path

from matome_tui.core.text import one_line
from matome_tui.hugo.post.blocks import PostError, parse
from matome_tui.hugo.post.compose import read_draft
from matome_tui.hugo.post.file import read
from matome_tui.i18n import _
from matome_tui.store.error import StoreError
from matome_tui.store.session import DraftSession, Publication
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.drawing.formats import posted
from matome_tui.ui.flows.user import User
from matome_tui.ui.services import Services
from matome_tui.ui.widgets.dialogs import Question


def open_post(services: Services, path: Path) -> DraftSession:
    """Open the draft of a post file, also of a renamed one, or begin one from the file's text.

    Raises:
        PostError: The file is missing, cannot be read, or names no thread; the message has its
            path.
        StoreError: The drafts cannot be read.
    """
    services.site.find_around(path)
    if session := services.drafts.of_post(path):
        return session
    if (text := read(path)) is None:
        raise PostError(_("{path} is not there any more").format(path=path))
    try:
        draft = read_draft(parse(text), services.site.options_of(path))
    except PostError as error:
        raise PostError(_("{path}: {reason}").format(path=path, reason=error)) from error
    session = services.drafts.of_thread(draft.thread)
    if session and _is_gone(session.publication):  # the post was renamed
        session.move_post(str(path))
        return session
    return services.drafts.begin(draft, Publication(str(path), text))


def _is_gone(publication: Publication) -> bool:
    return bool(publication.path) and not os.path.lexists(publication.path)


async def offer_existing_post(
    user: User, services: Services, draft_editor: DraftEditor
) -> DraftSession | None:
    """Offer the site's post of a thread that has no draft yet; return the draft of that post.

    Return None if there is no such post, the user prefers a new one, or it cannot be opened, which
    is reported. A thread whose post was not opened is not asked about again.
    """
    site, thread = services.site, draft_editor.draft.thread
    post = site.post_of(thread)
    if post is None or not draft_editor.is_new or thread in site.asked_about:
        return None
    site.asked_about.add(thread)
    question = Question(
        _("The site has a post of this thread, {posted}.").format(posted=posted(post.date)),
        [one_line(post.title), one_line(str(post.path))],
        yes=_("open the post's draft"),
        no=_("begin a new one"),
    )
    if await user.ask(question):
        try:
            session = open_post(services, post.path)
        except (PostError, StoreError) as error:
            user.notify(_("Not opened: {reason}").format(reason=error), severity="error")
        else:
            site.asked_about.discard(thread)
            return session
    return None
