"""Renderings of all clips that are still the original."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.entries import EntryKey
from matome_tui.core.thread.thread import Thread
from matome_tui.i18n import _, ngettext
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.translation import Translation
from matome_tui.ui.flows.user import User
from matome_tui.ui.translator import Translator
from matome_tui.ui.widgets.dialogs import Output, Waiting

if TYPE_CHECKING:
    from matome_tui.translate.events import Request


async def translate_clips(
    user: User, translation: Translation, editor: DraftEditor, thread: Thread | None
) -> None:
    """Translate all clips that are still the original, as one step; report what failed."""
    draft = editor.draft
    clips = [clip for clip in draft.clips if clip.is_untouched]
    if not clips:
        user.notify(_("Nothing to translate: no clip is still the original"))
        return
    if (translator := await translation.open()) is None:
        return
    from matome_tui.translate.events import request_of_clip

    requests = [
        request_of_clip(clip, draft.story_title, thread.parent_of(clip.comment) if thread else None)
        for clip in clips
    ]
    if not await translation.may_send(translator, requests):
        return
    batch = _Batch(translator, requests)
    running = asyncio.ensure_future(batch.run())
    dialog = Waiting(batch.progress(), running, running.cancel)
    batch.shown_in = dialog
    try:
        await user.ask(dialog)
        await asyncio.wait([running])
    finally:
        running.cancel()
        _apply(editor, batch.renderings)
    await _report(user, batch, {clip.key: clip.author for clip in clips})


def _apply(editor: DraftEditor, renderings: Mapping[EntryKey, str]) -> None:
    """Set the texts of clips that are still the original."""
    untouched = {clip.key for clip in editor.draft.clips if clip.is_untouched}
    texts = {key: text for key, text in renderings.items() if key in untouched}
    if texts:
        editor.edit(edit_title("render", number=len(texts)), editor.draft.render(texts))


async def _report(user: User, batch: "_Batch", authors: Mapping[EntryKey, str]) -> None:
    number = len(batch.renderings)
    said = ngettext("{number} clip translated", "{number} clips translated", number)
    line = said.format(number=number)
    if batch.problems:
        failed = len(batch.problems)
        said = ngettext("{translated}, {number} not", "{translated}, {number} not", failed)
        problems = [
            _("{author}: {reason}").format(author=authors[key], reason=reason)
            for key, reason in batch.problems.items()
        ]
        await user.ask(Output(said.format(translated=line, number=failed), problems))
    else:
        user.notify(line)


class _Batch:
    """A batch of renderings under way.

    Attributes:
        renderings: The renderings, by the keys of their clips.
        problems: Why there is none, by the keys of their clips.
        shown_in: Shows the progress.
    """

    def __init__(self, translator: Translator, requests: "Sequence[Request]") -> None:
        self.renderings: dict[EntryKey, str] = {}
        self.problems: dict[EntryKey, str] = {}
        self.shown_in: Waiting | None = None
        self._translator = translator
        self._requests = requests

    def progress(self) -> str:
        """Return a line on how far it is."""
        done = len(self.renderings) + len(self.problems)
        line = _("Translating {done}/{total}")
        return line.format(done=done, total=len(self._requests))

    async def run(self) -> None:
        """Translate."""
        from matome_tui.translate import events
        from matome_tui.translate.backend import TranslationError

        try:
            async with aclosing(self._translator.run(self._requests)) as stream:
                async for event in stream:
                    match event:
                        case events.Done(key, text):
                            self.renderings[EntryKey(key)] = text
                        case events.Failed(key, reason) | events.Skipped(key, reason):
                            self.problems[EntryKey(key)] = reason
                    if self.shown_in:
                        self.shown_in.say(self.progress())
        except TranslationError as error:
            self._fail_rest(str(error))

    def _fail_rest(self, reason: str) -> None:
        for request in self._requests:
            if (key := EntryKey(request.id)) not in self.renderings:
                self.problems.setdefault(key, reason)
