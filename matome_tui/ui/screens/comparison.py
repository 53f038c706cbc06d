"""The question whether a clip takes the new text of its edited comment."""

from rich.text import Text

from matome_tui.core.comment.markup import plain_text
from matome_tui.core.comment.word_diff import changes
from matome_tui.core.draft.entries import Clip
from matome_tui.core.items import Comment
from matome_tui.i18n import _
from matome_tui.ui.widgets.dialogs import Question

_MARKS = {"removed": ("[-", "-]", "strike red"), "added": ("{+", "+}", "bold green")}


def comparison(clip: Clip, comment: Comment) -> Question:
    """Return the question, with removed and added words marked in signs and colours."""
    text = Text()
    for change, words in changes(plain_text(clip.source), plain_text(comment.html)):
        if change == "same":
            text.append(words)
        else:
            before, behind, style = _MARKS[change]
            text.append(f"{before}{words}{behind}", style)
    return Question(
        _("{author} edited this comment after you clipped it.").format(author=clip.author),
        text,
        yes=_("take the new original"),
        no=_("keep the clip as it is"),
    )
