"""Loading of a thread for a command, from Hacker News or from those kept on this machine."""

import argparse
from dataclasses import dataclass

from matome_tui.cli.options import UsageError
from matome_tui.cli.progress import Progress
from matome_tui.cli.sources import drafted_threads, hacker_news, kept_threads
from matome_tui.config.settings import Settings
from matome_tui.core.items import Comment, Story
from matome_tui.core.thread.assembly import Assembly
from matome_tui.core.thread.missing import Missing
from matome_tui.hn import events
from matome_tui.hn.http import HNError
from matome_tui.hn.service import HackerNews
from matome_tui.i18n import _
from matome_tui.store.error import StoreError
from matome_tui.store.threads import StoredThread, ThreadStore


@dataclass(frozen=True, slots=True)
class LoadedThread:
    """A thread as it was loaded.

    Attributes:
        assembly: The thread.
        problems: Lines on what is missing or old.
    """

    assembly: Assembly
    problems: tuple[str, ...]


async def load_thread(
    item_id: int, options: argparse.Namespace, settings: Settings, progress: Progress
) -> LoadedThread:
    """Load a thread, and keep it for reading offline. UsageError if that is not possible."""
    store = kept_threads(settings)
    if options.offline:
        return _kept(store, item_id, ())
    service = hacker_news(settings)
    try:
        loaded = await _load(service, item_id, progress)
    except HNError as error:
        return _kept(store, item_id, (str(error),))
    finally:
        await service.close()
    known = loaded.assembly
    try:
        comments = tuple(known.comments.values())
        store.save(known.story, comments, known.ranks, drafted_threads())
    except StoreError as error:
        line = _("The thread is not stored for reading offline: {reason}").format(reason=error)
        return LoadedThread(known, (*loaded.problems, line))
    return loaded


async def _load(hn: HackerNews, item_id: int, progress: Progress) -> LoadedThread:
    parts, problems = _Parts(), list[str]()
    progress.show(_("Loading"))
    async for event in hn.threads.load(item_id):
        match event:
            case events.Progress(done, total):
                progress.show(_("Ranking {done}/{total}").format(done=done, total=total))
            case events.Degraded(reason):
                problems.append(reason)
            case _:
                parts.take(event)
    if (assembly := parts.assembly()) is None:
        raise HNError(_("There is no thread {number}").format(number=item_id))
    if missing := Missing.from_assembly(assembly):
        problems.append(missing.note())
    return LoadedThread(assembly, tuple(problems))


class _Parts:
    """The parts of a thread that have come."""

    def __init__(self) -> None:
        self._story: Story | None = None
        self._comments: dict[int, Comment] = {}
        self._ranks: dict[int, tuple[int, ...]] = {}

    def take(self, event: events.Event) -> None:
        """Take over what an event has."""
        match event:
            case events.StoryKnown(story):
                self._story = story
            case events.TreeLoaded(story, comments):
                self._story = self._story or story
                self._add(*comments)
            case events.CommentAdded(comment):
                self._add(comment)
            case events.RankKnown(parent, kids):
                self._ranks[parent] = kids
            case events.PageLoaded(comments, ranks):
                self._add(*comments)
                self._ranks.update(ranks)

    def _add(self, *comments: Comment) -> None:
        self._comments.update((comment.id, comment) for comment in comments)

    def assembly(self) -> Assembly | None:
        """Return the thread; None without its story."""
        if self._story is None:
            return None
        assembly = Assembly(self._story, self._comments.values())
        assembly.ranks.update(self._ranks)
        return assembly


def _kept(store: ThreadStore, item_id: int, problems: tuple[str, ...]) -> LoadedThread:
    """Return the copy that is kept on this machine."""
    try:
        stored: StoredThread | None = store.load(item_id) or store.find(item_id)
    except StoreError as error:
        raise UsageError(str(error)) from error
    if stored is None:
        said = problems[0] if problems else _("Not stored on this machine")
        raise UsageError(
            _("Cannot load thread {number}: {reason}").format(number=item_id, reason=said)
        )
    assembly = Assembly(stored.story, stored.comments)
    assembly.ranks.update(stored.ranks)
    return LoadedThread(assembly, problems)
