"""The command of the thread screen that exports a clip."""

from functools import partial

from textual import work

from matome_tui.core.draft.entries import Clip
from matome_tui.i18n import _
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.tray import Tray


class ExportActions(MatomeScreen[None]):
    """The part of the thread screen that exports a clip."""

    draft_editor: DraftEditor | None = None

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_export(self) -> None:
        """Export the tray's clip, or the reader's comment as a clip, as Markdown."""
        from matome_tui.hugo.post.export import clip_markdown
        from matome_tui.ui.flows.export import export

        if clip := self._clip_to_export():
            question = _("Export the clip of {author} as Markdown to:").format(author=clip.author)
            path = self.draft_editor.publication.path if self.draft_editor else ""
            markdown = partial(clip_markdown, clip, self.services.site.options_of(path))
            await export(self.matome, self.app.copy_to_clipboard, question, markdown)

    def _clip_to_export(self) -> Clip | None:
        tray, comment = self.query_one(Tray), self.query_one(Reader).current
        if self.focused is tray:
            return tray.current if isinstance(tray.current, Clip) else None
        if comment is None or comment.is_gone or self.draft_editor is None:
            return None
        draft = self.draft_editor.draft
        marked = draft.clips_of(comment.id) or draft.add([comment], lambda _: 0, 0).clips_of(
            comment.id
        )
        return marked[0]
