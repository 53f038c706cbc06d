"""Offer of a title and tags for a post, from the translation service."""

from collections.abc import Mapping
from dataclasses import replace

from matome_tui.config.settings import TranslateSettings
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.items import Comment, CommentId
from matome_tui.i18n import _
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.translation import Translation
from matome_tui.ui.flows.user import User
from matome_tui.ui.widgets.dialogs import Question


async def offer_metadata(
    user: User,
    translation: Translation,
    editor: DraftEditor,
    tags: Mapping[str, int],
    settings: TranslateSettings,
) -> None:
    """Ask the service for a title and tags, and take them if the user agrees.

    Args:
        user: Is asked.
        translation: The service.
        editor: The draft.
        tags: The site's tags, with the numbers of their posts.
        settings: The language, and whether tags may be new.
    """
    if (translator := await translation.open()) is None:
        return
    from matome_tui.translate.backend import TranslationError
    from matome_tui.translate.proposal import propose_metadata

    draft = editor.draft
    comments = [
        Comment(CommentId(clip.comment), 0, clip.author, clip.time, clip.source)
        for clip in draft.clips
        if clip.source
    ]
    user.notify(_("Asking for a title and tags"))
    title = draft.story_title or draft.metadata.title
    try:
        found = await propose_metadata(translator, title, comments, tags, settings)
    except TranslationError as error:
        user.notify(_("No suggestion: {reason}").format(reason=error), severity="warning")
        return
    old = editor.draft.metadata
    new = tuple(dict.fromkeys((*old.tags, *found.tags)))
    metadata = replace(old, title=found.title or old.title, tags=new)
    if metadata == old:
        user.notify(_("No suggestion: the service has no other title and tags"))
        return
    lines = [
        _("Title: {title}").format(title=metadata.title),
    ]
    if metadata.tags:
        lines.append(_("Tags: {tags}").format(tags=", ".join(metadata.tags)))
    if await user.ask(Question(_("Use this title and these tags?"), lines, yes=_("use them"))):
        editor.edit(edit_title("take_suggestion"), editor.draft.with_metadata(metadata))
