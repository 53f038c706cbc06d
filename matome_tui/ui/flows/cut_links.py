"""Completing links that were cut short, from the comments of the clips."""

from matome_tui.core.draft.cut_links import completions_of, with_whole_links
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.text import one_line
from matome_tui.i18n import _, ngettext
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.user import User


async def complete_links(user: User, editor: DraftEditor) -> None:
    """Show the cut links that can be completed, and complete them if the user wants that."""
    found = list(completions_of(editor.draft))
    if not found:
        user.notify(_("No link was cut short, or none can be completed from its comment"))
        return
    from matome_tui.ui.widgets.dialogs import Question

    lines = [one_line(line) for _clip, link in found for line in (f"- {link.cut}", f"+ {link.url}")]
    number = len(found)
    question = ngettext("Complete {number} cut link?", "Complete {number} cut links?", number)
    dialog = Question(question.format(number=number), lines, yes=_("complete"))
    if await user.ask(dialog):
        keys = {clip.key for clip, _link in found}
        draft = with_whole_links(editor.draft, keys)
        editor.edit(edit_title("complete_links", number=number), draft)


def note_on_cut_links(editor: DraftEditor, key: str) -> str:
    """Return a line that offers to complete the draft's cut links with a key; empty if none."""
    number = sum(1 for _found in completions_of(editor.draft))
    if not number:
        return ""
    line = ngettext(
        "{number} cut link can be completed from its comment: {key}",
        "{number} cut links can be completed from their comments: {key}",
        number,
    )
    return line.format(number=number, key=key)
