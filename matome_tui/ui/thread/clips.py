"""One clip: what became of its comment, which parts of it to quote, which to rewrite next."""

from collections.abc import Callable, Mapping

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.entries import NO_KEY, Clip, Entry
from matome_tui.core.items import Comment, CommentId
from matome_tui.i18n import _
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.user import User


async def compare(
    user: User, editor: DraftEditor, clip: Clip, comments: Mapping[int, Comment] | None
) -> str:
    """Show how a clip's comment has changed, and take its new text if the user wants that.

    Args:
        user: Is asked.
        editor: The draft.
        clip: One of the draft's clips.
        comments: The thread's comments by id; None if there is no thread.

    Returns:
        Why there was nothing to ask; empty if there was.
    """
    if comments is None:
        return _("The thread is not available")
    comment = comments.get(clip.comment)
    if comment is None or clip.key not in editor.draft.source_changes(comments):
        return _("The comment has not changed since it was clipped")
    if comment.is_gone:
        return _("The comment was deleted; the clip keeps its text")
    from matome_tui.ui.screens.comparison import comparison

    if await user.ask(comparison(clip, comment)):
        draft = editor.draft.update_source(clip.key, comment.html)
        editor.edit(edit_title("take_source"), draft)
    return ""


async def choose_excerpt(
    user: User,
    editor: DraftEditor,
    clip: Clip,
    marked: Callable[[Draft, CommentId], Draft],
    ellipsis: str,
) -> None:
    """Let the user choose the parts of a clip's comment to quote; warn without an original.

    Args:
        user: Chooses.
        editor: Of the draft; nothing changes until the user has chosen.
        clip: Of the draft, or one that it does not have yet.
        marked: Returns a draft with a clip of the comment with an id.
        ellipsis: Text that joins the parts of an excerpt.
    """
    if not clip.source:
        user.notify(_("The original is not available"), severity="warning")
        return
    from matome_tui.ui.screens.excerpt import ExcerptScreen

    title = _("Excerpt of {author}").format(author=clip.author)
    chosen = await user.ask(ExcerptScreen(clip.source, clip.parts, title, ellipsis=ellipsis))
    if chosen is None:
        return
    draft, key = editor.draft, clip.key
    if clip.comment and not any((c.key, c.comment) == (key, clip.comment) for c in draft.clips):
        draft = marked(draft, CommentId(clip.comment))
        key = next((c.key for c in draft.clips_of(clip.comment)), key)
    editor.edit(edit_title("excerpt"), draft.set_excerpt(key, chosen.text, chosen.ranges))


def next_unwritten(draft: Draft, entry: Entry | None) -> Clip | None:
    """Return an entry if it is a clip to rewrite, or else the next such clip; None for the first.

    Return None if all clips are rewritten.
    """
    if isinstance(entry, Clip) and not entry.is_rewritten:
        return entry
    return draft.unwritten_after(entry.key if entry else NO_KEY)
