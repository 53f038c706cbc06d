"""The commands of the thread screen for the clip at the cursor, in the tray or of the comment."""

from collections.abc import Callable, Sequence
from functools import partial

from textual import work

from matome_tui.core.draft.entries import Clip
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.i18n import _
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.thread.clips import choose_excerpt
from matome_tui.ui.thread.loading import Feed
from matome_tui.ui.thread.marking import Marking
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.tray import Tray


class ClipActions(MatomeScreen[None]):
    """The part of the thread screen that takes an excerpt of a clip, quotes, and exports."""

    draft_editor: DraftEditor | None = None
    _feed: Feed
    _marking: Marking | None = None

    @property
    def post_options(self) -> PostOptions:
        """The options of the draft's post."""
        editor = self.draft_editor
        return self.services.site.options_of(editor.publication.path if editor else "")

    def quote(self, paragraphs: Sequence[str]) -> bool:
        """Quote paragraphs in a remark, in the style of the post; return whether that is done."""
        from matome_tui.hugo.post.encode import encode_quoted, read_remark

        style = self.post_options.style
        remark = "\n>\n".join(encode_quoted(text, style) for text in paragraphs)
        return self.query_one(Tray).quote(read_remark(remark))

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_excerpt(self) -> None:
        """Choose parts of a clip's comment; that marks the comment if needed."""
        editor, marking = self.draft_editor, self._marking
        clip = self.clip_meant(Marking.planned_clip)
        if editor and marking and clip:
            ellipsis = self.post_options.ellipsis
            await choose_excerpt(self.matome, editor, clip, marking.marked, ellipsis)

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_export(self) -> None:
        """Export a clip as Markdown, or a comment as its clip would be."""
        from matome_tui.hugo.post.export import clip_markdown
        from matome_tui.ui.flows.export import export

        if clip := self.clip_meant(Marking.planned_clip):
            editor = self.draft_editor
            if editor and clip in editor.draft.clips:
                question = _("Export the clip of {author} as Markdown to:")
            else:
                question = _("Export the comment of {author} as Markdown to:")
            question = question.format(author=clip.author)
            markdown = partial(clip_markdown, clip, self.post_options)
            await export(self.matome, self.app.copy_to_clipboard, question, markdown)

    def note_if_awaited(self) -> None:
        """Say why a command on a comment does nothing, if the comments are still to come."""
        if self._feed.is_loading and self.query_one(Reader).thread is None:
            self.notify(_("The comments are still loading"))

    def clip_meant(self, of_comment: Callable[[Marking], Clip | None]) -> Clip | None:
        """Return the tray's clip if it has the focus, or else that of the reader's comment."""
        tray = self.query_one(Tray)
        if self.focused is tray:
            return tray.current if isinstance(tray.current, Clip) else None
        self.note_if_awaited()
        return of_comment(self._marking) if self._marking else None
