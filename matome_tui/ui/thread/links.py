"""Links of the comment being read: opened, copied."""

from collections.abc import Callable

from textual.app import App

from matome_tui.core.comment.links import link_numbers
from matome_tui.core.comment.markup import parse_html
from matome_tui.core.items import ITEM_URL
from matome_tui.i18n import _
from matome_tui.ui.thread.reader import Reader


class Links:
    """Opens and copies what the reader's comment links to."""

    def __init__(
        self,
        app: App[object],
        reader: Reader,
        browse: Callable[[str], None],
        note: Callable[[str], None],
    ) -> None:
        """Prepare.

        Args:
            app: Shows the choice of links, and has the clipboard.
            reader: Shows the comment.
            browse: Opens a web page.
            note: Shows a note.
        """
        self._app = app
        self._reader = reader
        self._browse = browse
        self._note = note

    def open(self) -> None:
        """Open the comment's link, asking which if it has several, or the story's."""
        comment, thread = self._reader.current, self._reader.thread
        links = link_numbers(parse_html(comment.html)) if comment else {}
        if not links and thread and thread.story.url:
            links = {1: thread.story.url}
        if len(links) > 1:
            from matome_tui.ui.screens.link_choice import LinkChoice

            self._app.push_screen(LinkChoice(links), self._follow)
        elif links:
            self._follow(*links.values())
        else:
            self._note(_("No link here"))

    def _follow(self, link: str | None) -> None:
        if link:
            self._note(link)
            self._browse(link)

    def open_hn(self) -> None:
        """Open the comment on Hacker News."""
        if comment := self._reader.current:
            self._browse(ITEM_URL.format(comment.id))

    def copy_text(self) -> None:
        """Copy the comment's text."""
        if comment := self._reader.current:
            self._app.copy_to_clipboard(parse_html(comment.html).plain_text)
            self._note(_("Text copied"))

    def copy_address(self) -> None:
        """Copy the comment's address."""
        if comment := self._reader.current:
            self._app.copy_to_clipboard(ITEM_URL.format(comment.id))
            self._note(_("Address copied"))
