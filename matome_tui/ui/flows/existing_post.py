"""The post that the site has of a thread already."""

from typing import TYPE_CHECKING

from matome_tui.core.text import one_line
from matome_tui.hugo.post.blocks import PostError
from matome_tui.i18n import _
from matome_tui.store.database import StoreError
from matome_tui.store.session import DraftSession
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.drawing.formats import posted
from matome_tui.ui.widgets.dialogs import Question

if TYPE_CHECKING:
    from matome_tui.ui.app import MatomeApp


async def offer_existing_post(app: "MatomeApp", draft_editor: DraftEditor) -> DraftSession | None:
    """Offer the site's post of a thread that has no draft yet; return the draft of that post.

    None where there is no such post, the user would rather begin a new one, or it can not be
    opened, which is told. A thread is asked about once.
    """
    services, thread = app.services, draft_editor.draft.thread
    post = services.post_of(thread)
    has_draft = draft_editor.session.id or draft_editor.session.publication.path
    if post is None or has_draft or thread in services.declined:
        return None
    question = Question(
        f"The site has a post of this thread, {posted(post.date)}.",
        [one_line(post.title), one_line(str(post.path))],
        yes=_("open the post's draft"),
        no=_("begin a new one"),
    )
    if await app.push_screen_wait(question):
        try:
            return services.open_post(post.path)
        except (PostError, StoreError) as error:
            app.notify(f"Not opened: {error}", severity="error", markup=False)
    services.declined.add(thread)
    return None
