"""`matome draft`: makes the first draft of a post from a thread, without a screen."""

import argparse
import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from matome_tui import locale
from matome_tui.cli.answers import write_errors, write_lines
from matome_tui.cli.load_thread import load_thread
from matome_tui.cli.options import (
    UsageError,
    add_common,
    file_argument,
    item_argument,
    own_settings,
    set_up_log,
    site_folder,
    write_json,
)
from matome_tui.cli.parser import Parser
from matome_tui.cli.progress import Progress
from matome_tui.cli.save_post import save_new_post
from matome_tui.cli.sources import own_drafts
from matome_tui.config.settings import Settings
from matome_tui.core.comment.markup import plain_text
from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.proposal import color_best, find_tags
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.core.text import one_line, quoted
from matome_tui.core.thread.scores import Score, best, score_thread
from matome_tui.core.thread.thread import Thread
from matome_tui.files import plain
from matome_tui.hugo.executable import HugoError
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.post.start import starting_metadata
from matome_tui.i18n import _, ngettext
from matome_tui.store.drafts import DraftStore
from matome_tui.store.error import StoreError
from matome_tui.store.session import DraftSession
from matome_tui.ui.current_site import CurrentSite

if TYPE_CHECKING:
    from matome_tui.cli.draft_translation import DraftTranslation
    from matome_tui.translate.translator import Translator

_USUAL_NUMBER = 30
_CANDIDATES = 2
"""Comments that a service judges, for each that is picked."""


def main(arguments: Sequence[str]) -> int:
    """Make a draft, and print what was made; return the exit status, 1 if something is missing.

    Raises:
        UsageError: No draft was made.
    """
    options = parser().parse_args(arguments)
    set_up_log(options.debug)
    if options.json:
        locale.use(locale.SOURCE_LANGUAGE)
    settings = own_settings(options.config)
    item_id = item_argument(options.thread)
    site = CurrentSite(settings, site_folder(options.site, settings))
    if options.save and site.root is None:
        raise UsageError(_("--save needs a Hugo site; name one with --site"))
    translator = None
    if options.translate:
        from matome_tui.cli.translator import translator_for

        translator = translator_for(settings, answers_yes=options.yes, is_offline=options.offline)
    try:
        with closing(own_drafts()) as store:
            made = asyncio.run(_Drafting(store, site, options, settings).run(item_id, translator))
    except StoreError as error:
        raise UsageError(str(error)) from error
    made.write(as_json=options.json)
    return 1 if made.problems else 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = Parser(
        prog="matome draft",
        description=_(
            "Make the first draft of a post from the best comments of a thread. The exit status is "
            "1 if something is missing in it, 2 if no draft was made."
        ),
    )
    add = made.add_argument
    add("thread", metavar="THREAD", help=_("an HN id or an HN address"))
    help_text = _("how many comments to clip (default: {number})").format(number=_USUAL_NUMBER)
    add("--pick", type=_number, default=_USUAL_NUMBER, metavar="N", help=help_text)
    add(
        "--translate", action="store_true", help=_("translate the clips by machine, title and tags")
    )
    help_text = _("do not ask before comments are sent to the configured service")
    add("--yes", action="store_true", help=help_text)
    add("--save", action="store_true", help=_("save the post in the site as well"))
    add("--json", action="store_true", help=_("print the draft as JSON"))
    add("--site", type=file_argument, metavar="DIR", help=_("the Hugo site to save posts in"))
    add("--offline", action="store_true", help=_("use only a thread opened before; no network"))
    add_common(made)
    return made


def _number(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text) <= 1000):
        message = _("{argument} is not a number from 1 to 1000")
        raise UsageError(message.format(argument=quoted(text)))
    return int(text)


@dataclass
class _Made:
    """What was made.

    Attributes:
        session: The draft.
        scores: The scores of the comments.
        problems: Lines on what is missing.
        path: The post that was saved, if it was.
    """

    session: DraftSession
    scores: Mapping[CommentId, Score]
    problems: list[str] = field(default_factory=list)
    path: str = ""

    def write(self, *, as_json: bool) -> None:
        """Write it to standard output, and the problems to standard error."""
        write_errors(*self.problems)
        if as_json:
            write_json(json.dumps(self._values(), ensure_ascii=False, indent=1) + "\n")
            return
        draft = self.session.draft
        number = len(draft.clips)
        line = ngettext(
            "Draft {draft}: {number} clip of {title}",
            "Draft {draft}: {number} clips of {title}",
            number,
        )
        title = one_line(draft.metadata.title)
        write_lines(line.format(draft=self.session.id, number=number, title=title))
        if self.path:
            write_lines(_("Saved {path}").format(path=one_line(self.path)))
        write_lines(_("Edit it with: matome {thread}").format(thread=draft.thread))

    def _values(self) -> dict[str, object]:
        draft = self.session.draft
        clips = []
        for clip in draft.clips:
            score = self.scores.get(CommentId(clip.comment), Score(0))
            clips.append(
                {
                    "comment": clip.comment,
                    "author": clip.author,
                    "score": score.value,
                    "reason": score.reason,
                    "color": clip.color,
                    "machine": clip.is_machine,
                    "text": clip.text,
                }
            )
        return {
            "draft": self.session.id,
            "thread": draft.thread,
            "title": draft.metadata.title,
            "tags": list(draft.metadata.tags),
            "path": self.path,
            "clips": clips,
            "problems": self.problems,
        }


class _Drafting:
    """The steps from a thread to a draft."""

    def __init__(
        self,
        store: DraftStore,
        site: CurrentSite,
        options: argparse.Namespace,
        settings: Settings,
    ) -> None:
        self._store = store
        self._site = site
        self._options = options
        self._settings = settings

    async def run(self, item_id: int, translator: "Translator | None") -> _Made:
        """Make a draft of a thread; without a translator, of the comments as they are."""
        with Progress() as progress:
            if translator is None:
                return await self._make(item_id, progress, None)
            from matome_tui.cli.draft_translation import DraftTranslation

            settings, answers_yes = self._settings.translate, self._options.yes
            try:
                translation = DraftTranslation(
                    translator, settings, progress, answers_yes=answers_yes
                )
                return await self._make(item_id, progress, translation)
            finally:
                await translator.close()

    async def _make(
        self, item_id: int, progress: Progress, translation: "DraftTranslation | None"
    ) -> _Made:
        """Load the thread, pick, translate, and save."""
        loaded = await load_thread(item_id, self._options, self._settings, progress)
        story = loaded.assembly.story
        if self._store.of_thread(story.id):
            message = _("There is a draft of this thread; edit it with: matome {thread}")
            raise UsageError(message.format(thread=story.id))
        thread = loaded.assembly.rebuild()
        problems = [*loaded.problems, *await self._read_site(progress)]
        scores = score_thread(thread)
        if translation:
            candidates = best(scores, _CANDIDATES * self._options.pick)
            scores = score_thread(thread, await translation.judge(thread, candidates))
        picked = best(scores, self._options.pick)
        if not picked:
            raise UsageError(_("The thread has no comment to clip"))
        made = _Made(self._begin(story, thread, picked), scores, problems)
        if translation:
            index = self._site.index
            await translation.improve(made.session, thread, index.tags if index else {})
            made.problems += translation.problems
        if self._options.save:
            progress.show(_("Saving"))
            self._save(made)
        return made

    async def _read_site(self, progress: Progress) -> list[str]:
        """Read the tags of the site and what new posts begin with; return what went wrong."""
        if self._site.root is None:
            return []
        progress.show(_("Reading the site"))
        try:
            await self._site.read_index()
            await asyncio.to_thread(self._site.learn_archetype)
        except (HugoError, OSError, ValueError) as error:
            return [_("The site was not read: {reason}").format(reason=plain(error))]
        return []

    def _begin(self, story: Story, thread: Thread, picked: Sequence[CommentId]) -> DraftSession:
        """Store a draft of the picked comments, the best of them in colour."""
        empty = Draft.begin(story, self._site.day_of(story))
        session = self._store.begin(
            empty.with_metadata(starting_metadata(empty.metadata, self._site.post_options))
        )
        comments = [c for c in thread.comments if c.id in set(picked)]
        draft = session.draft.add(comments, thread.find, int(time.time()))
        draft = color_best(draft, picked, [color.value for color in self._settings.colors])
        tags = (*draft.metadata.tags, *self._tags(story, comments))
        draft = draft.with_metadata(replace(draft.metadata, tags=tuple(dict.fromkeys(tags))))
        session.edit(edit_title("propose"), draft)
        if session.problem:
            raise UsageError(
                _("The draft cannot be stored: {reason}").format(reason=session.problem)
            )
        return session

    def _tags(self, story: Story, comments: Sequence[Comment]) -> tuple[str, ...]:
        index = self._site.index
        texts = [plain_text(comment.html) for comment in comments]
        return find_tags(index.tags, story.title, texts) if index else ()

    def _save(self, made: _Made) -> None:
        session, index = made.session, self._site.index
        if index is None:
            made.problems.append(_("Not saved; the draft is kept"))
            return
        try:
            publication = save_new_post(session.draft, index, self._site.post_options)
        except (PostError, HugoError, OSError) as error:
            made.problems.append(_("Not saved: {reason}").format(reason=plain(error)))
            return
        session.publish(publication)
        made.path = publication.path
