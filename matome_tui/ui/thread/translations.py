"""Renderings of a thread's comments: of one on demand, or of what is read and a screen ahead."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from matome_tui.core.items import Comment, CommentId
from matome_tui.core.thread.thread import Thread
from matome_tui.i18n import _
from matome_tui.ui.flows.translation import Translation
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.translator import Translator

if TYPE_CHECKING:
    from matome_tui.translate.events import Done, Event, Failed, Request

_CHUNK = 100
"""Comments whose renderings are looked up together."""
_MOST_AHEAD = 30
"""Comments that are translated at most for one place in the thread."""
_MOST_FAILURES = 3
"""Failures in a row after which reading in translation ends."""


@dataclass(frozen=True, slots=True)
class _Rendering:
    """What is known of a comment's rendering.

    Attributes:
        html: The comment that was translated.
        shown: The text to show.
        text: The rendering; empty if there is none yet, or if it failed.
    """

    html: str
    shown: str
    text: str = ""


class Translations:
    """Shows renderings below the comments of a reader.

    Attributes:
        note: A few words while the thread is read in translation.
    """

    def __init__(
        self,
        reader: Reader,
        translation: Translation,
        ellipsis: str,
        say: Callable[[str], None],
        changed: Callable[[], None],
    ) -> None:
        """Prepare; nothing is opened yet.

        Args:
            reader: Shows the thread.
            translation: The service.
            ellipsis: Shown until there is some text.
            say: Shows a line to the user.
            changed: Called after each change of `note`.
        """
        self.note = ""
        self._reader = reader
        self._translation = translation
        self._ellipsis = ellipsis
        self._say = say
        self._changed = changed
        self._known: dict[CommentId, _Rendering] = {}
        self._asked: set[CommentId] = set()
        self._hidden: set[CommentId] = set()
        self._skipped: set[CommentId] = set()
        self._running: set[CommentId] = set()
        self._shown: dict[CommentId, str] = {}
        self._translator: Translator | None = None  # once the thread is read with it
        self._is_working = False
        self._is_looked_up = False
        self._is_over_budget = False
        self._failures = 0

    def of(self, comment: Comment) -> str:
        """Return the rendering of a comment that is at hand; empty for none."""
        known = self._known.get(comment.id)
        return known.text if known and known.html == comment.html else ""

    # One comment

    async def toggle(self) -> None:
        """Show the rendering of the reader's comment, or hide it."""
        comment = self._reader.current
        if comment is None or comment.is_gone:
            return
        if self._is_shown(comment.id):
            self._asked.discard(comment.id)
            self._hidden.add(comment.id)
        else:
            self._hidden.discard(comment.id)
            self._asked.add(comment.id)
            if not self.of(comment) and comment.id not in self._running:
                await self._translate_one(comment)
        self.show()
        self._bring_into_view(comment.id)

    def _bring_into_view(self, comment_id: CommentId) -> None:
        """Scroll to the rendering that the user asked for, unless the user reads on in it."""
        current, view = self._reader.current, self._reader.view
        if view is None or current is None or comment_id not in self._asked:
            return
        if (
            current.id == comment_id
            and (y := view.screen_line_of(view.cursor)) is not None
            and y >= 0
        ):
            self._reader.go_to(view.cursor)

    async def _translate_one(self, comment: Comment) -> None:
        if translator := await self._translation.open():
            # A failure that is asked for again is not taken from the cache.
            request = self._request(comment, is_fresh=comment.id in self._known)
            if await self._translation.may_send(translator, [request]):
                await self._run(translator, [request])
                return
        self._asked.discard(comment.id)

    def _is_shown(self, comment_id: CommentId) -> bool:
        is_read = self._is_reading and comment_id not in self._hidden
        return comment_id in self._known and (is_read or comment_id in self._asked)

    # The thread

    @property
    def _is_reading(self) -> bool:
        return self._translator is not None and self._translation.is_reading

    async def toggle_reading(self) -> None:
        """Read the thread in translation, or no longer."""
        if self._translation.is_reading:
            self._end("")
            return
        self._translation.is_reading = True
        self._hidden.clear()
        await self.resume()

    async def resume(self) -> None:
        """Go on with reading in translation, also if it was begun in another thread."""
        if not self.is_due:
            return
        if self._translator is None:
            self._is_working = True
            try:
                self._translator = await self._translation.open()
            finally:
                self._is_working = False
        if self._translator is None:
            self._translation.is_reading = False
        elif self._is_looked_up:
            await self.advance()
        else:
            await self._begin(self._translator)

    @property
    def is_due(self) -> bool:
        """Whether `resume` has something to do."""
        if not self._translation.is_reading or self._is_working or self._reader.thread is None:
            return False
        return self._translator is None or next(self._wanted(), None) is not None

    async def _begin(self, translator: Translator) -> None:
        """Take over the renderings that are there, those in view first; then translate."""
        self._is_looked_up = True
        self._show_note()
        comments = [comment for comment in self._from_view() if not comment.is_gone]
        await self._look_up(translator, comments[:_CHUNK])
        await asyncio.gather(self._look_up(translator, comments[_CHUNK:]), self.advance())

    def _end(self, note: str) -> None:
        self._translation.is_reading, self._translator, self._failures = False, None, 0
        self._is_looked_up = False
        self.show()
        self._show_note()
        if note:
            self._say(note)

    async def _look_up(self, translator: Translator, comments: "Sequence[Comment]") -> None:
        """Take over the renderings that are there."""
        for start in range(0, len(comments), _CHUNK):
            chunk = comments[start : start + _CHUNK]
            found = await asyncio.to_thread(self._cached, translator, chunk)
            for event in found.values():
                self._take(event)
            self.show()

    def _cached(
        self, translator: Translator, comments: "Sequence[Comment]"
    ) -> "Mapping[int, Done | Failed]":
        return translator.cached([self._request(comment) for comment in comments])

    def _from_view(self) -> list[Comment]:
        thread, view = self._reader.thread, self._reader.view
        if thread is None or view is None:
            return []
        return [*thread.comments[view.top :], *thread.comments[: view.top]]

    async def advance(self) -> None:
        """Translate what is in view and one screen ahead, until all of it is there."""
        if (translator := self._translator) is None or self._is_working:
            return
        self._is_working = True
        try:
            while True:
                workers = (self._work(translator) for _ in range(self._translation.workers))
                await asyncio.gather(*workers)
                if not self._is_over_budget or not await self._raise_budget(translator):
                    break
        finally:
            self._is_working = False
            self._show_note()

    async def _work(self, translator: Translator) -> None:
        """Translate the wanted comments one by one, always the first that nobody works at."""
        while self._is_reading and not self._is_over_budget:
            if (comment := next(self._wanted(), None)) is None:
                return
            await self._run(translator, [self._request(comment)])

    async def _raise_budget(self, translator: Translator) -> bool:
        self._is_over_budget = False
        requests = [self._request(comment) for comment in self._wanted()]
        if await self._translation.may_send(translator, requests):
            return True
        self._end(_("The session's characters for translation are used up"))
        return False

    def _wanted(self) -> Iterator[Comment]:
        """Yield the comments in view and one screen ahead that have no rendering yet."""
        done = self._known.keys() | self._running | self._skipped
        for comment in islice(self._ahead(), _MOST_AHEAD):
            if comment.id not in done and not comment.is_gone:
                yield comment

    def _ahead(self) -> Iterator[Comment]:
        if (view := self._reader.view) is None:
            return
        room = 2 * view.height + view.top_line
        for index in view.outline.visible[view.outline.row_of(view.top) :]:
            if room <= 0:
                return
            if not view.outline.is_folded(index):
                yield view.outline.thread.comments[index]
            room -= view.height_of(index)

    # Requests and events

    def _request(self, comment: Comment, *, is_fresh: bool = False) -> "Request":
        from matome_tui.translate.events import request_of

        thread = self._reader.thread
        assert thread is not None
        return request_of(comment, thread.story, thread.parent_of(comment.id), is_fresh=is_fresh)

    async def _run(self, translator: Translator, requests: "Sequence[Request]") -> None:
        from matome_tui.translate.backend import TranslationError
        from matome_tui.translate.events import Started, TextSoFar

        ids = {CommentId(request.id) for request in requests}
        self._running |= ids
        self._show_note()
        try:
            async with aclosing(translator.run(requests)) as events:
                async for event in events:
                    if not isinstance(event, Started | TextSoFar) or event.id in self._asked:
                        self._take(event)
                        self.show()
                        self._bring_into_view(CommentId(event.id))
        except TranslationError as error:
            self._asked -= ids
            self._end(_("Cannot translate: {reason}").format(reason=error))
        finally:
            self._running -= ids
            self._show_note()

    def _take(self, event: "Event") -> None:
        from matome_tui.translate import events

        comment_id = CommentId(event.id)
        match event:
            case events.Started():
                self._know(comment_id, self._ellipsis)
            case events.TextSoFar(_, text):
                self._know(comment_id, f"{text}{self._ellipsis}")
            case events.Done(_, text):
                self._failures = 0
                self._know(comment_id, text, text)
            case events.Failed(_, reason, text, is_cached):
                self._fail(comment_id, reason, text, is_cached=is_cached)
            case events.Skipped(_, reason, is_over_budget):
                self._forget(comment_id)
                self._is_over_budget |= is_over_budget
                self._skipped.update(() if is_over_budget else {comment_id})
                if comment_id in self._asked:
                    self._asked.discard(comment_id)
                    self._say(reason)

    def _know(self, comment_id: CommentId, shown: str, text: str = "") -> None:
        thread = self._reader.thread
        index = thread.find(comment_id) if thread else None
        if thread and index is not None:
            self._known[comment_id] = _Rendering(thread.comments[index].html, shown, text)

    def _fail(self, comment_id: CommentId, reason: str, text: str, *, is_cached: bool) -> None:
        said = _("(not translated: {reason})").format(reason=reason)
        self._know(comment_id, f"{said}\n{text}".rstrip())
        self._failures += not is_cached
        if self._failures >= _MOST_FAILURES and self._translator:
            self._end(_("Translation stopped: {reason}").format(reason=reason))

    def _forget(self, comment_id: CommentId) -> None:
        self._known.pop(comment_id, None)

    # Showing

    def catch_up(self, thread: Thread) -> None:
        """Drop the renderings of comments that were edited."""
        for comment_id, known in list(self._known.items()):
            index = thread.find(comment_id)
            if index is not None and thread.comments[index].html != known.html:
                self._forget(comment_id)
        self.show()

    def show(self) -> None:
        """Show the renderings that are wanted."""
        shown = {at: known.shown for at, known in self._known.items() if self._is_shown(at)}
        if shown != self._shown:
            self._shown = shown
            self._reader.set_renderings(shown)

    def _show_note(self) -> None:
        note = _("in translation") if self._is_reading else ""
        if self._running:
            note = _("translating {number}").format(number=len(self._running))
        if note != self.note:
            self.note = note
            self._changed()
