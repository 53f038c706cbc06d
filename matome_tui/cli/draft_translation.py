"""The part of a translation service in `matome draft`: scores, texts, title and tags."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace

from matome_tui.cli.answers import agrees
from matome_tui.cli.progress import Progress
from matome_tui.config.settings import TranslateSettings
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.entries import EntryKey
from matome_tui.core.items import Comment, CommentId
from matome_tui.core.text import one_line
from matome_tui.core.thread.scores import Judgement
from matome_tui.core.thread.thread import Thread
from matome_tui.i18n import _, ngettext
from matome_tui.store.session import DraftSession
from matome_tui.translate.backend import TranslationError
from matome_tui.translate.events import Done, Failed, Request, Skipped, request_of_clip
from matome_tui.translate.proposal import propose_metadata
from matome_tui.translate.tasks import JUDGED_TOGETHER, judge
from matome_tui.translate.translator import Translator


class DraftTranslation:
    """Improves a draft by a translation service; what fails is noted.

    Attributes:
        problems: Lines on what failed.
    """

    def __init__(
        self,
        translator: Translator,
        settings: TranslateSettings,
        progress: Progress,
        *,
        answers_yes: bool,
    ) -> None:
        """Prepare.

        Args:
            translator: The service.
            settings: Its settings.
            progress: Shows how far it is.
            answers_yes: Whether to exceed the session's characters without asking.
        """
        self.problems: list[str] = []
        self._translator = translator
        self._settings = settings
        self._progress = progress
        self._answers_yes = answers_yes

    async def judge(
        self, thread: Thread, ids: Sequence[CommentId]
    ) -> Mapping[CommentId, Judgement]:
        """Return what a language model says of comments; nothing of another service."""
        judgements: dict[CommentId, Judgement] = {}
        wanted = set(ids) if self._translator.takes_prompts else set[CommentId]()
        comments = [comment for comment in thread.comments if comment.id in wanted]
        title, language = thread.story.title, self._settings.target
        for start in range(0, len(comments), JUDGED_TOGETHER):
            line = _("Scoring {done}/{total}")
            self._progress.show(line.format(done=start, total=len(comments)))
            some = comments[start : start + JUDGED_TOGETHER]
            try:
                judgements |= await judge(self._translator, title, some, language)
            except TranslationError as error:
                self.problems.append(_("Not scored: {reason}").format(reason=error))
                break
        return judgements

    async def improve(self, session: DraftSession, thread: Thread, tags: Mapping[str, int]) -> None:
        """Translate the clips of a draft, and give it a title and tags."""
        await self._render(session, thread)
        await self._name(session, tags)

    async def _render(self, session: DraftSession, thread: Thread) -> None:
        title = session.draft.story_title
        requests = [
            request_of_clip(clip, title, thread.parent_of(clip.comment))
            for clip in session.draft.clips
        ]
        if not await asyncio.to_thread(self._may_send, requests):
            self.problems.append(_("Not translated: that is more than max_characters allows"))
            return
        texts: dict[EntryKey, str] = {}
        try:
            await self._translate(requests, session, texts)
        except TranslationError as error:
            self.problems.append(_("Not translated: {reason}").format(reason=error))
        finally:  # also if the user cancels
            if texts:
                rendered = session.draft.render(texts)
                session.edit(edit_title("render", number=len(texts)), rendered)

    async def _translate(
        self, requests: Sequence[Request], session: DraftSession, texts: dict[EntryKey, str]
    ) -> None:
        """Put the renderings of clips into `texts`, and note what failed."""
        line = _("Translating {done}/{total}")
        done = 0
        async with aclosing(self._translator.run(requests)) as events:
            async for event in events:
                match event:
                    case Done(key, text):
                        texts[EntryKey(key)] = text
                    case Failed(key, reason) | Skipped(key, reason, True):
                        author = session.draft.clip(EntryKey(key)).author
                        said = _("Not translated, {author}: {reason}")
                        self.problems.append(said.format(author=author, reason=reason))
                done += isinstance(event, Done | Failed | Skipped)
                self._progress.show(line.format(done=done, total=len(requests)))

    def _may_send(self, requests: Sequence[Request]) -> bool:
        """Return whether requests are within the session's characters, or the user wants more."""
        estimate = self._translator.estimate(requests)
        if not estimate.is_over_budget:
            return True
        self._progress.clear()
        question = ngettext(
            "Send {number} text of {characters} characters, more than max_characters?",
            "Send {number} texts of {characters} characters, more than max_characters?",
            estimate.comments,
        ).format(number=estimate.comments, characters=f"{estimate.characters:,}")
        if not agrees(question, answers_yes=self._answers_yes):
            return False
        self._translator.allow(estimate.characters)
        return True

    async def _name(self, session: DraftSession, tags: Mapping[str, int]) -> None:
        self._progress.show(_("Asking for a title and tags"))
        draft = session.draft
        comments = [
            Comment(CommentId(clip.comment), 0, clip.author, clip.time, clip.source)
            for clip in draft.clips
        ]
        try:
            found = await propose_metadata(
                self._translator, draft.story_title, comments, tags, self._settings
            )
        except TranslationError as error:
            self.problems.append(_("No title: {reason}").format(reason=error))
            return
        old = draft.metadata
        metadata = replace(
            old,
            title=one_line(found.title) or old.title,
            tags=tuple(dict.fromkeys((*found.tags, *old.tags))),
        )
        if metadata != old:
            session.edit(edit_title("take_suggestion"), draft.with_metadata(metadata))
