"""Writing text to a new file that the user names."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from matome_tui.atomic import write_new
from matome_tui.store.database import reason
from matome_tui.ui.flows.user import User
from matome_tui.ui.widgets.dialogs import TextQuestion


async def write_named(
    user: User, dialog: Callable[[str], TextQuestion], name: str, text: str, failed: str
) -> str | None:
    """Write a file that the user names; an existing one stays, and the user is asked again.

    Args:
        user: Is asked.
        dialog: Returns the question, with a name to begin with.
        name: The first such name.
        text: The text.
        failed: Message of a failure, with `{reason}`.

    Returns:
        The name of the file that was written; an empty answer, or None if the user cancels.
    """
    while answer := await user.ask(dialog(name)):
        try:
            await asyncio.to_thread(lambda: write_new(Path(answer).expanduser(), text))
        except (OSError, RuntimeError, ValueError) as error:
            user.notify(failed.format(reason=reason(error)), severity="warning")
            name = answer
        else:
            return answer
    return answer
