"""Commands of the thread screen that search and filter."""

from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.thread.display import Display
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.search import ThreadSearch


class SearchActions(MatomeScreen[None]):
    """The part of the thread screen that searches and filters its comments."""

    _search_state: ThreadSearch
    _display: Display
    _looked_for = ""

    def look_for(self, text: str) -> None:
        """Begin with a search for a text that is in the comment at which the thread opens."""
        self._looked_for = text

    def action_search(self) -> None:
        """Let the user type words to find."""
        self._search_state.ask_for_words()

    def action_filter(self) -> None:
        """Let the user type which comments to show."""
        self._search_state.ask_for_filter()

    def action_next_match(self, direction: int) -> None:
        """Go to the next match (1) or the previous one (-1)."""
        self._search_state.go_to_match(direction)
        self._display.show_status()

    async def action_toggle_flat(self) -> None:
        """Show a filter's matches with or without the comments above them."""
        await self._search_state.toggle_flat()

    async def action_filter_author(self) -> None:
        """Show only this author's comments."""
        if (comment := self.query_one(Reader).current) and comment.author:
            await self._search_state.show_only(f"by:{comment.author}")
            self._display.show_status()
