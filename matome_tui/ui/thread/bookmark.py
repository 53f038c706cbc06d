"""The bookmark of a thread's story."""

from collections.abc import Callable

from matome_tui.core.items import Story
from matome_tui.i18n import _
from matome_tui.store.error import StoreError
from matome_tui.ui.reading import Reading
from matome_tui.ui.thread.display import Display


async def toggle_bookmark(
    reading: Reading,
    story: Story,
    display: Display,
    note: Callable[[str], None],
    warn: Callable[[str], None],
) -> None:
    """Bookmark a story, or remove its bookmark, show that, and store it.

    Args:
        reading: Has the bookmarks.
        story: The story.
        display: Shows its thread.
        note: Shows what was done.
        warn: Shows why the bookmark is not stored.
    """
    is_bookmarked = reading.toggle(story, "bookmarked")
    display.show_title()
    note(_("Bookmarked") if is_bookmarked else _("Bookmark removed"))
    try:
        await reading.flush()
    except StoreError as error:
        warn(_("Not stored: {reason}").format(reason=error))
