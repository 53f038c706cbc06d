"""The question what to do about a comment that was edited after it was clipped."""

from rich.text import Text

from matome_tui.core.comment.markup import plain_text
from matome_tui.core.comment.word_diff import changes
from matome_tui.core.draft.entries import Clip
from matome_tui.core.items import Comment
from matome_tui.ui.widgets.dialogs import Question

_MARKS = {"removed": ("[-", "-]", "strike red"), "added": ("{+", "+}", "bold green")}


def comparison(clip: Clip, comment: Comment) -> Question:
    """Return the question, with what was taken out and put in told by marks and colours."""
    text = Text()
    for change, words in changes(plain_text(clip.source), plain_text(comment.html)):
        if change == "same":
            text.append(words)
        else:
            before, behind, style = _MARKS[change]
            text.append(f"{before}{words}{behind}", style)
    return Question(
        f"{clip.author} has edited the comment since it was clipped.",
        "y: take the new text as the original    n: keep the clip as it is",
        text,
    )
