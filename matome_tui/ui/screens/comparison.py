"""The question whether a clip takes the new text of its edited comment."""

from matome_tui.core.comment.markup import plain_text
from matome_tui.core.comment.word_diff import changes
from matome_tui.core.draft.entries import Clip
from matome_tui.core.items import Comment
from matome_tui.i18n import _
from matome_tui.ui.drawing.word_changes import marked
from matome_tui.ui.widgets.dialogs import Question


def comparison(clip: Clip, comment: Comment) -> Question:
    """Return the question, with removed and added words marked in signs and colours."""
    text = marked(changes(plain_text(clip.source), plain_text(comment.html)))
    return Question(
        _("{author} edited this comment after you clipped it.").format(author=clip.author),
        text,
        yes=_("take the new original"),
        no=_("keep the clip as it is"),
    )
