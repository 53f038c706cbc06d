"""A pane below the editor, with a machine's rendering of the clip."""

from contextlib import aclosing
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from matome_tui.i18n import _
from matome_tui.ui.translator import Translator
from matome_tui.ui.widgets.bars import Bar
from matome_tui.ui.widgets.prose_lines import KinsokuArea

if TYPE_CHECKING:
    from matome_tui.translate.events import Event, Request


class RenderingPane(Vertical):
    """Shows a rendering as it comes; hidden until one is asked for.

    Attributes:
        rendering: The whole rendering; empty while there is none.
        has_failed: Whether there was a rendering that failed.
    """

    rendering = ""
    has_failed = False

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        yield Bar(id="rendering-title")
        yield KinsokuArea(id="rendering", read_only=True, highlight_cursor_line=False)

    def on_mount(self) -> None:
        """Hide."""
        self.close()

    def close(self) -> None:
        """Hide and forget the rendering."""
        self.rendering, self.has_failed = "", False
        self.display = False

    async def ask(self, translator: Translator, request: "Request", key: str) -> None:
        """Show the rendering of a text as it comes.

        Args:
            translator: The service.
            request: The text.
            key: The key that takes the rendering.
        """
        from matome_tui.translate.backend import TranslationError

        self.display = True
        self._show(_("Translating"), "")
        try:
            async with aclosing(translator.run([request])) as events:
                async for event in events:
                    self._take(event, key)
        except TranslationError as error:
            self._fail(str(error), "")

    def _take(self, event: "Event", key: str) -> None:
        from matome_tui.translate import events

        match event:
            case events.TextSoFar(_id, text):
                self._show(_("Translating"), text)
            case events.Done(_id, text):
                self.rendering = text
                self._show(_("Translation: {key} takes it").format(key=key), text)
            case events.Failed(_id, reason, text):
                self._fail(reason, text)
            case events.Skipped(_id, reason):
                self._fail(reason, "")

    def _fail(self, reason: str, text: str) -> None:
        self.has_failed = True
        self._show(_("Not translated: {reason}").format(reason=reason), text)

    def _show(self, title: str, text: str) -> None:
        self.query_one(Bar).show(title)
        self.query_one(KinsokuArea).load_text(text)
