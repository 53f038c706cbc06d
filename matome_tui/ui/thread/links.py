"""Links of the comment being read: followed, opened, copied."""

from collections.abc import Callable, Sequence

from textual.app import App

from matome_tui.core.address import parse_item
from matome_tui.core.comment.links import link_numbers
from matome_tui.core.comment.markup import parse_html
from matome_tui.core.items import ITEM_URL
from matome_tui.core.thread.thread import Index
from matome_tui.i18n import _
from matome_tui.ui.screens.base import Matome
from matome_tui.ui.thread.reader import Reader


class Links:
    """Opens and copies what the reader's comment links to."""

    def __init__(
        self,
        app: App[object],
        reader: Reader,
        matome: Matome,
        note: Callable[[str], None],
        quote: Callable[[Sequence[str]], bool],
    ) -> None:
        """Prepare.

        Args:
            app: Shows the choice of links, and has the clipboard.
            reader: Shows the comment.
            matome: Opens pages, threads and people.
            note: Shows a note.
            quote: Quotes paragraphs in a remark of the draft; returns whether that is done.
        """
        self._app = app
        self._reader = reader
        self._matome = matome
        self._note = note
        self._quote = quote

    def open(self) -> None:
        """Open the comment's link, asking which if it has several, or the story's."""
        self._choose(self._follow)

    def read(self) -> None:
        """Show the text of the page that `open` opens."""

        def show(link: str | None) -> None:
            if link:
                from matome_tui.ui.screens.article import ArticleScreen

                self._app.push_screen(ArticleScreen(link, self._quote))

        self._choose(show)

    def _choose(self, take: Callable[[str | None], None]) -> None:
        comment, thread = self._reader.current, self._reader.thread
        links = link_numbers(parse_html(comment.html)) if comment else {}
        if not links and thread and thread.story.url:
            links = {1: thread.story.url}
        if len(links) > 1:
            from matome_tui.ui.screens.link_choice import LinkChoice

            self._app.push_screen(LinkChoice(links), take)
        elif links:
            take(*links.values())
        else:
            self._note(_("No link here"))

    def _follow(self, link: str | None) -> None:
        if link and not self._is_here(link):
            self._note(link)
            self._matome.follow_link(link)

    def _is_here(self, link: str) -> bool:
        """Go to the linked comment if this thread has it; return whether it does."""
        thread, item_id = self._reader.thread, parse_item(link)
        if thread is not None and item_id == thread.story.id:
            self._reader.action_top()
            return True
        return item_id is not None and self.go_to_comment(item_id)

    def index_of(self, item_id: int) -> Index | None:
        """Return the index of a comment in the thread as it is shown; None if it is not there."""
        thread = self._reader.thread
        return thread.find(item_id) if thread and item_id != thread.story.id else None

    def go_to_comment(self, item_id: int) -> bool:
        """Go to a comment if the thread has it; return whether it does."""
        if (at := self.index_of(item_id)) is not None:
            self._reader.go_to(at)
        return at is not None

    def open_author(self) -> None:
        """Open the profile of the comment's author."""
        if (comment := self._reader.current) and comment.author:
            self._matome.open_person(comment.author)
        else:
            self._note(_("No author here"))

    def open_hn(self) -> None:
        """Open the comment on Hacker News."""
        if comment := self._reader.current:
            self._matome.browse(ITEM_URL.format(comment.id))

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


class LinkActions:
    """The actions of a screen that has links."""

    _links: Links

    @property
    def thread_id(self) -> int:
        """Id of the story, once that is known."""
        raise NotImplementedError

    def has_item(self, item_id: int) -> bool:
        """Return whether an id is that of the story, or of a comment that is shown."""
        return item_id == self.thread_id or self._links.index_of(item_id) is not None

    def go_to_comment(self, item_id: int) -> None:
        """Go to a comment if the thread has it; the story's id moves nothing."""
        self._links.go_to_comment(item_id)

    def action_open_link(self) -> None:
        """Open the comment's link, asking which if it has several, or the story's."""
        self._links.open()

    def action_open_person(self) -> None:
        """Open the profile of the comment's author."""
        self._links.open_author()

    def action_open_hn(self) -> None:
        """Open the comment on Hacker News."""
        self._links.open_hn()

    def action_read_article(self) -> None:
        """Show the text of the page that the comment or the story links to."""
        self._links.read()

    def action_copy_text(self) -> None:
        """Copy the comment's text."""
        self._links.copy_text()

    def action_copy_link(self) -> None:
        """Copy the comment's address."""
        self._links.copy_address()
