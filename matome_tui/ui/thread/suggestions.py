"""Suggestions in a reader's thread: scores, the next good comment, the best ones."""

from collections.abc import AsyncGenerator, Mapping

from matome_tui.core.items import Comment, CommentId
from matome_tui.core.thread.scores import GOOD, Judgement, Score, best, score_thread
from matome_tui.core.thread.thread import Thread
from matome_tui.i18n import _, ngettext
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.translator import Translator

_MOST_JUDGED = 60


class Suggestions:
    """Scores the comments of a thread when that is first wanted."""

    def __init__(self, reader: Reader) -> None:
        """Prepare; the reader shows the thread."""
        self._reader = reader
        self._is_shown = False
        self._judgements: dict[CommentId, Judgement] = {}
        self._thread: Thread | None = None
        self._scores: Mapping[CommentId, Score] = {}

    def scores(self, thread: Thread) -> Mapping[CommentId, Score]:
        """Return the scores of a thread's comments, by id."""
        if thread is not self._thread:
            self._scores = score_thread(thread, self._judgements)
            self._thread = thread
        return self._scores

    async def judge(self, translator: Translator, language: str) -> AsyncGenerator[str, None]:
        """Have the best comments judged, and show the scores; yield notes on how far it is."""
        from matome_tui.translate.backend import TranslationError
        from matome_tui.translate.tasks import JUDGED_TOGETHER, judge

        if not translator.takes_prompts:
            yield _("This service cannot score comments; a language model can")
            return
        if (thread := self._reader.thread) is None:
            return
        waiting = [c for c in self.best(_MOST_JUDGED) if c.id not in self._judgements]
        total = len(waiting)
        self._is_shown = True
        while waiting:
            yield _("Scoring {done}/{total}").format(done=total - len(waiting), total=total)
            some, waiting = waiting[:JUDGED_TOGETHER], waiting[JUDGED_TOGETHER:]
            try:
                judged = await judge(translator, thread.story.title, some, language)
            except TranslationError as error:
                yield _("Not scored: {reason}").format(reason=error)
                return
            self._judgements.update(judged)
            self._thread = None
            self.catch_up()
        number = sum(c.id in self._judgements for c in self.best(_MOST_JUDGED))
        said = ngettext("{number} comment scored", "{number} comments scored", number)
        yield said.format(number=number)

    def toggle(self) -> None:
        """Show the scores, or hide them."""
        self._is_shown = not self._is_shown
        self.catch_up()

    def catch_up(self) -> None:
        """Bring the scores that are shown up to date with the thread."""
        thread = self._reader.thread
        self._reader.set_scores(self.scores(thread) if thread and self._is_shown else None)

    def go_to_good(self, direction: int) -> str:
        """Jump to the next (1) or previous (-1) good comment; return a note."""
        if (thread := self._reader.thread) is None:
            return ""
        scores, before = self.scores(thread), self._reader.cursor
        self._reader.go_to_next(
            direction, {at for at, score in scores.items() if score.value >= GOOD}
        )
        if self._reader.cursor == before or (current := self._reader.current) is None:
            return _("No further comment scores {least}").format(least=GOOD)
        score = scores[current.id]
        return _("Score {value}: {reason}").format(value=score.value, reason=score.reason)

    def best(self, number: int) -> list[Comment]:
        """Return the best of the comments that the filter lets through, the best first."""
        if (thread := self._reader.thread) is None:
            return []
        shown = {comment.id: comment for comment in self._reader.shown}
        scores = {at: its for at, its in self.scores(thread).items() if at in shown}
        return [shown[at] for at in best(scores, number)]
