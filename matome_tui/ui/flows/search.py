"""Asking for a search of Hacker News."""

import time

from matome_tui.core.story_query import QueryError, StoryQuery
from matome_tui.i18n import N_, _
from matome_tui.store.error import StoreError
from matome_tui.ui.flows.user import User
from matome_tui.ui.reading import Reading
from matome_tui.ui.widgets.dialogs import TextQuestion

_EXAMPLE = N_("sqlite by:NAME points>100 site:example.com last:week in:comments")


async def ask_for_search(user: User, reading: Reading, text: str) -> tuple[str, StoryQuery] | None:
    """Ask for words and filters until they are valid; return the text, and as a query.

    None if the user cancels.

    Args:
        user: Answers.
        reading: Has the searches so far; the new one is noted.
        text: The text to begin with.
    """
    question = _("Search Hacker News")
    try:
        history = await reading.searches()
    except StoreError as error:
        history = []
        user.notify(str(error), severity="warning")
    typed: str | None = text
    while True:
        typed = await user.ask(
            TextQuestion(question, typed or "", _(_EXAMPLE), enter=_("search"), history=history)
        )
        if not typed:
            return None
        try:
            query = StoryQuery.parse(typed, time.time())
        except QueryError as error:
            user.notify(str(error), severity="warning")
            continue
        reading.note_search(typed)
        return typed, query
