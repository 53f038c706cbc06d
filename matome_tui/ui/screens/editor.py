"""Editing a clip: the original beside the text to publish."""

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static, TextArea

from matome_tui.core.entries import Clip
from matome_tui.core.markup import Document, parse_html, plain_text
from matome_tui.core.wrap import graphemes
from matome_tui.store.session import DraftSession
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.formats import clock, count
from matome_tui.ui.screens.base import MatomeScreen, style_path
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.text_area import ProseArea

_STYLES = {"quote": "dim", "code": "bold", "italic": "italic", "link": "underline"}


class EditorScreen(MatomeScreen[None]):
    """Edits the text of one clip after the other; every letter is kept as it is typed."""

    CSS_PATH = style_path("editor")
    GROUPS: ClassVar[tuple[Group, ...]] = ("editor",)
    BINDINGS = bindings("editor")

    def __init__(self, session: DraftSession, key: int) -> None:
        """Edit the clip with that key."""
        super().__init__()
        self._session = session
        self._key = key
        self._has_typed = False

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        yield Bar(id="title")
        with Horizontal():
            with VerticalScroll(id="original", can_focus=True):
                yield Static(id="source", markup=False)
            yield ProseArea(id="text")
        yield StatusBar("editor", id="status")

    def on_mount(self) -> None:
        """Show the clip."""
        self._show(self._clip)
        self._area.focus()

    @property
    def _area(self) -> ProseArea:
        return self.query_one(ProseArea)

    @property
    def _clip(self) -> Clip:
        return self._session.draft.clip(self._key)

    def _show(self, clip: Clip) -> None:
        self._key = clip.key
        self._has_typed = False
        clips = self._session.draft.clips
        place = f"clip {clips.index(clip) + 1} of {len(clips)}"
        self.query_one(Bar).show(f"{clip.author}  {clock(clip.time)} UTC", place)
        document = parse_html(clip.source)
        missing = Text("The original is not at hand.", style="dim")
        self.query_one("#source", Static).update(rendered(document) if clip.source else missing)
        self.query_one("#original").scroll_home(animate=False)
        with self.prevent(TextArea.Changed):
            self._area.load_text(clip.text)
        if clip.is_untouched:
            # Typing replaces the original at once; a move of the cursor keeps it.
            self._area.select_all()
        else:
            self._area.move_cursor(self._area.document.end)
        self._show_count()

    @on(TextArea.Changed)
    def _keep_text(self) -> None:
        text = self._area.text
        self._show_count()
        if text == self._clip.text:
            return
        draft = self._session.draft.write(self._key, text)
        if self.edit(self._session, "Edit text", draft, is_same_step=self._has_typed):
            self._has_typed = True

    def _show_count(self) -> None:
        written = len(graphemes(self._area.text.replace("\n", "")))
        notes = [count(written, "character")]
        if not written:
            notes.append("empty")
        elif self._clip.is_untouched:
            notes.append("still the original")
        self.query_one(StatusBar).say("  ".join(notes))

    def action_keep(self) -> None:
        """Go back; the text is kept already."""
        self.dismiss()

    def action_reset(self) -> None:
        """Put the original's text in place of what was written."""
        if source := self._clip.source:
            self._area.replace(plain_text(source), (0, 0), self._area.document.end)

    def action_step(self, places: int) -> None:
        """Edit the next clip (1) or the previous one (-1)."""
        clips = self._session.draft.clips
        at = clips.index(self._clip) + places
        if 0 <= at < len(clips):
            self._show(clips[at])


def rendered(document: Document) -> Text:
    """Return a comment's text with its quotes, code, italics and links told apart."""
    text = Text()
    for number, block in enumerate(document.blocks):
        if number:
            text.append("\n\n")
        start = len(text)
        text.append(block.text)
        if block.kind != "paragraph":
            text.stylize(_STYLES[block.kind], start)
        for span in block.spans:
            text.stylize(_STYLES[span.kind], start + span.start, start + span.end)
    return text
