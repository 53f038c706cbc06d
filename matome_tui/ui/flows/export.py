"""Markdown of a post or a clip, to the clipboard or to a new file."""

from collections.abc import Callable

from matome_tui.hugo.post.blocks import PostError
from matome_tui.i18n import _
from matome_tui.ui.flows.user import User


async def export(
    user: User, copy: Callable[[str], None], question: str, markdown: Callable[[], str]
) -> None:
    """Copy Markdown, or write it to the file that the user names; an existing one stays.

    Args:
        user: Is asked.
        copy: Puts text on the clipboard.
        question: One line.
        markdown: Returns the text; PostError is reported.
    """
    from matome_tui.ui.flows.new_file import write_named
    from matome_tui.ui.widgets.dialogs import TextQuestion

    hint, failed = _("a file; empty for the clipboard"), _("Not exported: {reason}")
    try:
        text = markdown()
    except PostError as error:
        user.notify(failed.format(reason=error), severity="warning")
        return

    def dialog(name: str) -> TextQuestion:
        return TextQuestion(question, name, hint, enter=_("export"), may_be_empty=True)

    if file := await write_named(user, dialog, "", text, failed):
        user.notify(_("Exported to {path}").format(path=file))
    elif file is not None:
        copy(text)
        user.notify(_("Copied as Markdown"))
