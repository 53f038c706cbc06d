"""The editor screen: a clip beside its original, or a remark."""

from itertools import islice
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Selection

from matome_tui.core.colors import shown_name
from matome_tui.core.comment.markup import Block, Document, parse_html
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.entries import Clip, EntryKey, Remark
from matome_tui.core.draft.review import excess, has_shortcode, issues, length, missing_links
from matome_tui.core.items import Comment
from matome_tui.core.thread.thread import Thread
from matome_tui.hugo.check.asterisks import bare_asterisks
from matome_tui.hugo.check.finding import excerpt
from matome_tui.i18n import _, ngettext
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.drawing.colors import numbered_color
from matome_tui.ui.drawing.formats import byline
from matome_tui.ui.flows.external_editor import ExternalEditorError, edit_externally
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.screens.rendering import RenderingPane
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.prose_pane import ProsePane
from matome_tui.ui.widgets.text_area import ProseArea

_EXCESSES = ("", "-over", "-far-over")


class EditorScreen(MatomeScreen[EntryKey | None]):
    """Edits the text of a clip or remark; every letter is saved as it is typed.

    Gives the key of the entry that was edited last, None if that is gone.
    """

    CSS_PATH: ClassVar = [style_path("prose"), style_path("editor")]
    GROUPS: ClassVar[tuple[Group, ...]] = ("editor",)
    BINDINGS = bindings("editor")

    def __init__(
        self, draft_editor: DraftEditor, key: EntryKey, thread: Thread | None = None
    ) -> None:
        """Edit an entry of a draft.

        Args:
            draft_editor: Of the draft.
            key: Of a clip or a remark.
            thread: Has the parents of comments; None if it is not loaded.
        """
        super().__init__()
        self._draft_editor = draft_editor
        self._key = key
        self._thread = thread
        self._shown_text = ""
        self._has_typed = False
        self._shows_parent = False

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        yield Bar(id="title")
        with Horizontal():
            with Vertical(id="original-pane", classes="pane"):
                yield Bar(id="original-title", classes="pane-title")
                with VerticalScroll(id="original", can_focus=True):
                    yield ProsePane(self.services.settings.reader.measure, gutter=0, id="source")
            with Vertical(classes="pane"):
                yield Bar(id="text-title", classes="pane-title")
                yield ProseArea(id="text")
        yield RenderingPane(id="rendering-pane")
        yield Static(id="review", markup=False)
        yield StatusBar("editor", "everywhere", id="status", is_for_fields=True)

    def on_mount(self) -> None:
        """Show the entry."""
        self.query_one("#original-title", Bar).show(_("Original"))
        self.query_one("#text-title", Bar).show(_("Your text"))
        self._show(self._entry)
        self._area.focus()
        self.follow(self._draft_editor.changed, lambda _: self._show_changed())

    @property
    def _area(self) -> ProseArea:
        return self.query_one(ProseArea)

    @property
    def _entry(self) -> Clip | Remark:
        entry = self._draft_editor.draft.entry(self._key)
        if not isinstance(entry, Clip | Remark):
            raise KeyError(self._key)
        return entry

    # Showing

    def _show(self, entry: Clip | Remark) -> None:
        self._key = entry.key
        self._shown_text = entry.text
        self._has_typed = self._shows_parent = False
        self._close_rendering()
        # A heading that is begun in a remark may go on with paragraphs.
        self._area.is_one_line = isinstance(entry, Remark) and entry.is_only_heading
        self.query_one("#original-pane").display = isinstance(entry, Clip)
        self._show_original(entry)
        with self.prevent(TextArea.Changed):
            self._area.load_text(entry.text)
        if isinstance(entry, Clip) and entry.is_untouched:
            # Typing replaces the original at once; a move of the cursor keeps it.
            # It is selected backwards, so that the first composition is drawn where it will land.
            self._area.selection = Selection(self._area.document.end, (0, 0))
        else:
            self._area.move_cursor(self._area.document.end)
        self._review()

    def _show_original(self, entry: Clip | Remark) -> None:
        self._show_title(entry)
        if isinstance(entry, Remark):
            return
        parent = self._parent_of(entry) if self._shows_parent else None
        html = parent.html if parent else entry.source
        missing = Document((Block("paragraph", _("The original is not available")),))
        self.query_one(ProsePane).show(parse_html(html) if html else missing)
        self.query_one("#original").scroll_home(animate=False)

    def _show_title(self, entry: Clip | Remark) -> None:
        bar = self.query_one("#title", Bar)
        if isinstance(entry, Remark):
            bar.show(_("Heading") if entry.is_heading else _("Remark"), "Markdown")
        elif parent := self._parent_of(entry) if self._shows_parent else None:
            bar.show(
                byline(parent.author, parent.time),
                _("parent of {author}").format(author=entry.author),
            )
        else:
            clips = self._draft_editor.draft.clips
            place = _("clip {number:,} / {total:,}")
            place = place.format(number=clips.index(entry) + 1, total=len(clips))
            bar.show(byline(entry.author, entry.time), self._color_of(entry), place)

    def _color_of(self, clip: Clip) -> str:
        colors = (c for c in self.services.settings.colors if c.value == clip.color)
        color = next(colors, None)
        if color is None:
            return clip.color
        name = shown_name(color.name)
        return f"{name}: {color.meaning}" if color.meaning else name

    def _parent_of(self, clip: Clip) -> Comment | None:
        return self._thread.parent_of(clip.comment) if self._thread else None

    def _review(self) -> None:
        entry, settings = self._entry, self.services.site.settings.editor
        written, review = length(self._area.text), self.query_one("#review", Static)
        if isinstance(entry, Clip):
            size = ngettext(
                "{number:,} / {target:,} character",
                "{number:,} / {target:,} characters",
                settings.target,
            ).format(number=written, target=settings.target)
            notes = [size, *issues(entry, settings.target, settings.language)]
            if not entry.is_untouched and missing_links(entry):
                key = self.shown_key("editor.insert_link")
                notes.append(_("{key} inserts the link").format(key=key))
        else:
            size = ngettext("{number:,} character", "{number:,} characters", written)
            notes = [size.format(number=written)]
            if has_shortcode(entry.text):
                notes.append(_("shortcodes in it are shown, not run"))
            for _offset, text in islice(bare_asterisks(entry.text), 1):
                note = _("the asterisks of {text} will show: move the punctuation outside")
                notes.append(note.format(text=excerpt(text)))
        review.update("  ".join(notes))
        is_written = isinstance(entry, Clip) and not entry.is_untouched
        level = excess(written, settings.target) if is_written else 0
        for number, name in enumerate(_EXCESSES):
            if name:
                review.set_class(number == level, name)

    # Writing

    @on(TextArea.Changed)
    def _text_changed(self) -> None:
        if self._is_there:
            self._keep(edit_title("edit_text"))

    def _keep(self, title: str) -> bool:
        """Keep the text; return whether the draft has it now."""
        text = self._area.text
        if text != self._entry.text:
            draft = self._draft_editor.draft.set_text(self._key, text)
            self._shown_text = text
            if not self._draft_editor.edit(title, draft, is_same_step=self._has_typed):
                return False
            self._has_typed = True
        self._review()
        return True

    def _show_changed(self) -> None:
        """Show the entry if it was changed elsewhere; close without it."""
        if not self._is_there:
            self.dismiss()
        elif self._entry.text != self._shown_text:
            self._show(self._entry)
        else:
            self._show_title(self._entry)

    @property
    def _is_there(self) -> bool:
        return any(entry.key == self._key for entry in self._draft_editor.draft.entries)

    @on(ProseArea.Entered)
    def action_keep(self) -> None:
        """Close; the text is saved already."""
        if self._keep(edit_title("edit_text")):
            entry = self._entry
            if isinstance(entry, Remark) and not entry.text.strip(" #\n"):
                draft = self._draft_editor.draft.remove((entry.key,))
                self._draft_editor.edit(edit_title("drop_remark"), draft)
            else:
                self.dismiss(entry.key)

    def action_reset(self) -> None:
        """Replace the text with the original."""
        if isinstance(entry := self._entry, Clip) and entry.source:
            self._replace(edit_title("reset_text"), entry.original)

    def action_hand_over(self) -> None:
        """Edit in the user's own editor, as one step of undo."""
        entry = self._entry
        original = entry.original if isinstance(entry, Clip) else ""
        written, problem = self._area.text, ""
        try:
            with self.app.suspend():
                # An error that escapes this block would leave the terminal suspended.
                try:
                    written = edit_externally(written, original)
                except ExternalEditorError as error:
                    problem = str(error)
        except SuspendNotSupported:
            problem = _("This terminal cannot be handed to another editor; edit here")
        if problem:
            self.warn(problem)
        else:
            self._replace(edit_title("edit_externally"), written)
        self.refresh()

    def _replace(self, title: str, text: str) -> None:
        """Replace the text, as a step of its own."""
        self._put(text)
        self._has_typed = False
        self._keep(title)
        self._has_typed = False

    def _put(self, text: str) -> None:
        with self.prevent(TextArea.Changed):
            end = self._area.document.end
            self._area.replace(text, (0, 0), end, maintain_selection_offset=False)

    def action_insert_link(self) -> None:
        """Insert the first link of the original that the text lacks, at the cursor."""
        entry = self._entry
        if isinstance(entry, Clip) and (links := missing_links(entry)):
            self._area.insert_apart(links[0])
        else:
            self.notify(_("No link of the original is missing"))

    # A machine's rendering

    def action_render(self) -> None:
        """Ask for a rendering of the clip's original; if there is one, take it."""
        pane = self.query_one(RenderingPane)
        if not isinstance(entry := self._entry, Clip) or not entry.source:
            self.warn(_("Nothing to translate: the original is not available"))
        elif pane.rendering:
            self._take(pane.rendering)
        else:
            self._ask_for_rendering(entry)

    @work(exclusive=True, group="rendering", exit_on_error=False)
    async def _ask_for_rendering(self, clip: Clip) -> None:
        translation, pane = self.matome.translation, self.query_one(RenderingPane)
        if (translator := await translation.open()) is None:
            return
        from matome_tui.translate.events import request_of_clip

        title, parent = self._draft_editor.draft.story_title, self._parent_of(clip)
        request = request_of_clip(clip, title, parent, is_fresh=pane.has_failed)
        pane.close()
        if await translation.may_send(translator, [request]):
            key = self.shown_key("editor.render")
            await pane.ask(translator, request, key)

    def _take(self, rendering: str) -> None:
        self._put(rendering)
        self._shown_text, self._has_typed = rendering, False
        draft = self._draft_editor.draft.render({self._key: rendering})
        self._draft_editor.edit(edit_title("take_rendering"), draft)
        self._close_rendering()
        self._review()

    def _close_rendering(self) -> None:
        self.workers.cancel_group(self, "rendering")
        self.query_one(RenderingPane).close()

    # Colour, parent, next clip

    def action_color(self, number: int) -> None:
        """Give the clip a colour, or none (0)."""
        if not isinstance(entry := self._entry, Clip):
            return
        try:
            color, title = numbered_color(self.services.settings.colors, number)
        except LookupError as error:
            self.warn(str(error))
            return
        if self._draft_editor.edit(title, self._draft_editor.draft.set_color((entry.key,), color)):
            self._has_typed = False
            post = self._draft_editor.publication.path
            if color and (note := self.services.site.note_on_colors(post)):
                self.notify(note)

    def action_toggle_parent(self) -> None:
        """Show the parent instead of the comment, or the comment again."""
        entry = self._entry
        if isinstance(entry, Remark) or not (self._shows_parent or self._parent_of(entry)):
            self.warn(
                _("No parent to show: this is a top-level comment, or its thread is not loaded")
            )
            return
        self._shows_parent = not self._shows_parent
        self._show_original(entry)

    def action_step(self, places: int) -> None:
        """Edit the next entry (1) or the previous one (-1)."""
        entries = [e for e in self._draft_editor.draft.entries if isinstance(e, Clip | Remark)]
        at = [entry.key for entry in entries].index(self._key) + places
        if not self._keep(edit_title("edit_text")):
            return
        if 0 <= at < len(entries):
            self._show(entries[at])
        else:
            first, last = _("This is the first entry"), _("This is the last entry")
            self.notify(last if places > 0 else first)

    def action_next_unwritten(self) -> None:
        """Edit the next clip that is not rewritten."""
        if not self._keep(edit_title("edit_text")):
            return
        clip = self._draft_editor.draft.unwritten_after(self._key)
        if clip and clip.key != self._key:
            self._show(clip)
        else:
            self.notify(_("No other clip is left to rewrite"))
