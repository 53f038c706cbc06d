"""Commands of the thread screen that help to choose and to translate."""

from functools import cached_property

from textual import work

from matome_tui.core.thread.thread import Thread
from matome_tui.i18n import _
from matome_tui.ui.commands import bindings
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.clip_renderings import translate_clips
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.thread.display import Display
from matome_tui.ui.thread.marking import Marking
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.suggestions import Suggestions
from matome_tui.ui.thread.translations import Translations
from matome_tui.ui.widgets.dialogs import TextQuestion

_USUAL_NUMBER = 20
"""Of the comments in a digest."""


class AssistedScreen(MatomeScreen[None]):
    """The part of the thread screen that suggests and translates comments."""

    BINDINGS = bindings("assist")
    draft_editor: DraftEditor | None = None
    _display: Display
    _marking: Marking | None = None
    _is_scoring = False

    @cached_property
    def _suggestions(self) -> Suggestions:
        return Suggestions(self.query_one(Reader))

    def show_note(self, text: str) -> None:
        """Show a note at the foot; an empty one is none."""
        if text:
            self.notify(text)

    def on_mount(self) -> None:
        """Translate what comes into view while the thread is read in translation."""
        self.watch(self.query_one(Reader), "position", self._resume_translation)

    def assist(self, thread: Thread) -> None:
        """Bring scores and renderings up to date with a newer snapshot of the thread."""
        self._suggestions.catch_up()
        self._translations.catch_up(thread)

    # Translation

    @cached_property
    def _translations(self) -> Translations:
        return Translations(
            self.query_one(Reader),
            self.matome.translation,
            self.glyphs.ellipsis,
            self.show_note,
            self._show_translation,
        )

    def _show_translation(self) -> None:
        if self.is_live:
            note = self._translations.note
            if note and self.matome.translation.is_reading:
                key = self.shown_key("assist.reading")
                note = _("{state} ({key} ends)").format(state=note, key=key)
            self._display.show_state("translation", note)

    @work(group="translate", exit_on_error=False)
    async def action_toggle_rendering(self) -> None:
        """Show the rendering of the comment below it, or hide it."""
        await self._translations.toggle()

    @work(group="translate", exit_on_error=False)
    async def action_toggle_reading(self) -> None:
        """Read the thread in translation, or no longer."""
        await self._translations.toggle_reading()

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_translate_clips(self) -> None:
        """Translate all clips that are still the original."""
        if self.draft_editor:
            thread, translation = self.query_one(Reader).thread, self.matome.translation
            await translate_clips(self.matome, translation, self.draft_editor, thread)

    def _resume_translation(self) -> None:
        if self.is_live and self._translations.is_due:
            self.run_worker(self._translations.resume(), group="translate", exit_on_error=False)

    # Suggestions

    def action_toggle_scores(self) -> None:
        """Show the scores of the comments, or hide them."""
        self._suggestions.toggle()

    def action_next_good(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) comment that is worth clipping."""
        self.show_note(self._suggestions.go_to_good(direction))

    @work(exclusive=True, group="judge", exit_on_error=False)
    async def action_judge(self) -> None:
        """Have the best comments scored by the translation service as well."""
        if translator := await self.matome.translation.open():
            language, note = self.services.settings.translate.target, ""
            key = self.shown_key("search.end")
            try:
                async for note in self._suggestions.judge(translator, language):
                    state = _("{state} ({key} stops)").format(state=note, key=key)
                    self._show_scoring(state)
            finally:
                self._show_scoring("")
            self.show_note(note)

    def _show_scoring(self, state: str) -> None:
        self._is_scoring = bool(state)
        if self.is_live:
            self._display.show_state("scoring", state)

    def stop_scoring(self) -> bool:
        """Stop having comments scored by machine; return whether that was under way."""
        self.workers.cancel_group(self, "judge")
        return self._is_scoring

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_mark_best(self) -> None:
        """Ask how many of the best comments to mark, and mark them."""
        question = TextQuestion(
            _("Mark how many of the best comments?"), str(_USUAL_NUMBER), enter=_("mark")
        )
        answer = await self.matome.ask(question)
        if answer and answer.isdecimal() and self._marking:
            self._marking.mark(self._suggestions.best(int(answer)))
