"""Commands of the thread screen for the draft as a whole."""

from textual import work

from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.cut_links import complete_links
from matome_tui.ui.screens.base import MatomeScreen


class DraftActions(MatomeScreen[None]):
    """The part of the thread screen that goes on from a draft to its post and its history."""

    draft_editor: DraftEditor | None = None

    def check_post_file(self) -> None:
        """Offer the draft the changes that were made to its post file by hand."""
        if self.draft_editor and self.draft_editor.publication.path:
            self.matome.check_post_file(self.draft_editor)

    def action_post(self) -> None:
        """Show the post."""
        from matome_tui.ui.screens.post import PostScreen

        if self.draft_editor:
            self.app.push_screen(PostScreen(self.draft_editor))

    def action_history(self) -> None:
        """List all steps, to go back or forward to one."""
        from matome_tui.ui.screens.history import HistoryScreen

        if self.draft_editor:
            self.app.push_screen(HistoryScreen(self.draft_editor))

    def action_save(self) -> None:
        """Save the post in the site."""
        if self.draft_editor:
            self.matome.save(self.draft_editor)

    def action_preview(self) -> None:
        """Show the post in the browser, or end that."""
        if self.draft_editor:
            self.matome.preview(self.draft_editor)

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_complete_links(self) -> None:
        """Complete links that were cut short, from the clips' comments."""
        if self.draft_editor:
            await complete_links(self.matome, self.draft_editor)
