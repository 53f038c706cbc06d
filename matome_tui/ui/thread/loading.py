"""The feed of a thread: from the store, from Hacker News, then live."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from matome_tui.core.items import Comment, Story
from matome_tui.core.thread.assembly import Assembly
from matome_tui.core.thread.missing import Missing
from matome_tui.i18n import _
from matome_tui.store.error import StoreError
from matome_tui.store.threads import StoredThread
from matome_tui.ui.drawing.formats import ago
from matome_tui.ui.services import Services

if TYPE_CHECKING:
    from matome_tui.hn.service import HackerNews

_QUICK = 0.3
"""Seconds; a load that is done within them need not show how far it is."""


class Feed:
    """Loads one thread, and calls back when more of it is known.

    Attributes:
        item_id: Of the story, once that is known.
        start_at: Id of the comment that was asked for; None for the story.
        title: Of the story, as far as it is known before the thread; empty if it is not.
        assembly: What is known; None before anything is.
        seen: Ids of the comments that were there at the last visit; empty at the first.
        note: One line on the state of the load; empty when all is well.
        failure: Why the last load failed; empty if it did not.
        is_unknown: Whether it failed because Hacker News does not have the item.
        warnings: Lines on what went wrong that were not shown yet.
        is_loading: Whether a load is under way.
        missing: What the last load that was done could not get.
    """

    def __init__(
        self,
        services: Services,
        item_id: int,
        nearness: Callable[[int], float],
        changed: Callable[["Feed"], None],
        title: str = "",
        *,
        refresh_key: str,
    ) -> None:
        """Prepare to load.

        Args:
            services: The store and Hacker News.
            item_id: Of a story or a comment.
            nearness: Returns the distance of a comment, by its id, from the one being read.
            changed: Called after each change of what is known or of the note.
            title: The story's title if it is known.
            refresh_key: The key that loads again, as people write it.
        """
        self.item_id = item_id
        self.title = title
        self.start_at: int | None = None
        self.assembly: Assembly | None = None
        self.seen: frozenset[int] = frozenset()
        self.note = self.failure = ""
        self.is_unknown = False
        self.warnings: list[str] = []
        self.is_loading = False
        self.missing = Missing()
        self._services = services
        self._nearness = nearness
        self._changed = changed
        self._refresh_key = refresh_key
        self._confirmed: set[int] = set()
        self._kept = 0
        self._kept_note = ""
        self._begun = 0.0
        self._uncounted: int | None = None  # comments that the story counts beyond the known ones

    async def load(self) -> None:
        """Show the stored thread, then load it from Hacker News."""
        await self._show_stored()
        if (hn := await self._services.load_hn()) is not None:
            await self._load(hn)
        elif self.assembly or await self._show_stored_around():
            self._say(self._kept_note)
        else:
            self._say(_("Not stored on this machine: start without --offline to load it"))

    async def watch(self) -> None:
        """Add new comments as they come, until cancelled, unless the settings forbid it."""
        hn, assembly = self._services.hn, self.assembly
        if hn is not None and assembly is not None and self._services.settings.hn.live:
            async for event in hn.watch(assembly.story, assembly.comments):
                self._take(event)

    async def confirm(self, ids: Iterable[int]) -> None:
        """Ask for comments that are stored but did not come again: were they deleted?"""
        from matome_tui.hn.http import HNError

        if (hn := self._services.hn) is None or (assembly := self.assembly) is None:
            return
        for comment_id in ids:
            if comment_id in self._confirmed or comment_id not in assembly.comments:
                continue
            try:
                comment = await hn.comment(comment_id)
            except HNError:
                return  # the load has reported what does not answer
            self._confirmed.add(comment_id)
            if comment is not None:
                assembly.add((comment,))
                self._changed(self)

    async def keep(self) -> None:
        """Store the thread for reading offline, if more is known than is stored."""
        if (assembly := self.assembly) is None or len(assembly.comments) == self._kept:
            return
        comments, ranks = tuple(assembly.comments.values()), dict(assembly.ranks)
        try:
            await asyncio.to_thread(
                self._services.threads.save, assembly.story, comments, ranks, self._drafted()
            )
        except StoreError as error:
            line = _("The thread is not stored for reading offline: {reason}")
            self._warn_of_store(line, error)
        else:
            self._kept = len(comments)
            self._services.threads_problem = ""

    @property
    def seen_number(self) -> int | None:
        """How many comments were shown, as the story counts them; None if that is not known."""
        if (assembly := self.assembly) is None:
            return None
        shown = assembly.live - assembly.pending()
        if self._uncounted is not None:
            return max(shown + self._uncounted, 0)
        before = self._services.reading[assembly.story.id].seen
        if shown and before is None:  # the rest of a first load is not new at the next visit
            return max(shown, assembly.story.comments or 0)
        return max(shown, before or 0) if shown or before is not None else None

    def _drafted(self) -> set[int] | None:
        """Return the threads with drafts, which are never deleted; None if that is not known."""
        try:
            return self._services.drafts.threads()
        except StoreError:
            return None  # the drafts report that themselves

    def _warn_of_store(self, line: str, error: StoreError) -> None:
        if str(error) != self._services.threads_problem:
            self._services.threads_problem = str(error)
            self.warn(line.format(reason=error))

    async def _show_stored(self) -> None:
        if self.assembly is not None:
            return
        states = asyncio.create_task(self._load_states())
        stored = await self._from_store(self._services.threads.load)
        await states
        self._know_stored(stored)

    async def _load_states(self) -> None:
        """Read where the thread was left, whether it is bookmarked, and its title."""
        services, story_id = self._services, self.item_id
        try:
            await services.reading.begin()
            self.title = self.title or await services.reading.title(story_id)
        except StoreError as error:
            line = _("Bookmarks and visits cannot be read: {reason}")
            self.warn(line.format(reason=error))
        self.title = self.title or await asyncio.to_thread(services.story_lists.title, story_id)

    async def _show_stored_around(self) -> bool:
        """Show the stored thread with the comment that was asked for, if there is one."""
        stored = await self._from_store(self._services.threads.find)
        if stored is not None:
            self.item_id, self.start_at = stored.story.id, self.item_id
            self._know_stored(stored)
        return stored is not None

    async def _from_store(self, read: Callable[[int], StoredThread | None]) -> StoredThread | None:
        try:
            stored = await asyncio.to_thread(read, self.item_id)
        except StoreError as error:
            self._warn_of_store("{reason}", error)
            return None
        if aside := self._services.threads.set_aside:
            self._services.threads.set_aside = None
            line = _("The threads stored for reading offline were damaged; they are now {path}")
            self.warn(line.format(path=aside))
        return stored

    def _know_stored(self, stored: StoredThread | None) -> None:
        if stored is None:
            return
        self.seen = frozenset(comment.id for comment in stored.comments)
        self._know(stored.story, stored.comments)
        if self.assembly is not None:
            for parent, kids in stored.ranks.items():
                self.assembly.rank(parent, kids)
            self.assembly.end_first_load()
            self._kept = len(self.assembly.comments)
        age = ago(stored.fetched, time.time())
        self._kept_note = _("Stored copy, {age}").format(age=age)
        self._changed(self)

    async def _load(self, hn: "HackerNews") -> None:
        from matome_tui.hn import events
        from matome_tui.hn.http import HNError, NotFoundError

        self._confirmed.clear()
        self.missing = Missing()
        self.failure, self.is_unknown, self.is_loading = "", False, True
        self._begun = time.monotonic()
        self._say(_("Loading"))
        try:
            async for event in hn.threads.load(self.item_id, self._nearness):
                self._take(event)
                if isinstance(event, events.Located):
                    await self._show_stored()
        except HNError as error:
            if self.assembly is None:
                await self._show_stored_around()
            self.failure, self.is_unknown = str(error), isinstance(error, NotFoundError)
            self.note = self._failure_note()
        finally:
            self.is_loading = False
            self._changed(self)

    def _failure_note(self) -> str:
        if self._kept_note:
            return _("{state}: {reason}").format(state=self._kept_note, reason=self.failure)
        if self.is_unknown:
            return self.failure
        return self._with_way_out(self.failure)

    def _with_way_out(self, reason: str) -> str:
        return _("{reason}; {key} tries again").format(reason=reason, key=self._refresh_key)

    def _take(self, event: object) -> None:
        from matome_tui.hn import events

        match event:
            case events.Located(story_id, comment_id):
                self.item_id, self.start_at = story_id, comment_id
            case events.StoryKnown(story):
                self._know(story)
            case events.TreeLoaded(story, comments):
                self._know(story, comments)
                self._outdate_kept()
                self._confirmed.update(comment.id for comment in comments)
            case events.CommentAdded(comment) if self.assembly:
                self._add(self.assembly, (comment,))
            case events.RankKnown(parent, kids) if self.assembly:
                self.assembly.rank(parent, kids)
            case events.PageLoaded(comments, ranks) if self.assembly:
                self._add(self.assembly, comments)
                self.assembly.ranks.update(ranks)
            case events.Progress(done, total) if time.monotonic() - self._begun > _QUICK:
                line = _("Ranking {done}/{total}")
                self.note = line.format(done=done, total=total) if done < total else ""
            case events.Degraded(reason, is_lasting):
                self.note = reason
                self.warnings.append(self._with_way_out(reason) if is_lasting else reason)
            case events.Done(unanswered) if self.assembly:
                self._end(self.assembly, is_whole=not unanswered)
        self._changed(self)

    def _add(self, assembly: Assembly, comments: Iterable[Comment]) -> None:
        assembly.add(comments)
        self._confirmed.update(comment.id for comment in comments)

    def _end(self, assembly: Assembly, *, is_whole: bool) -> None:
        """Note that the load is done, and what is missing."""
        # A stored copy may have what this load could not get.
        self._uncounted = (assembly.story.comments or assembly.live) - assembly.live
        self.missing = Missing.from_assembly(assembly)
        if not self.seen:
            self.seen = frozenset(assembly.comments)
            assembly.end_first_load()
        if self.missing:
            self.note = self._with_way_out(self.missing.note())
        elif self.note == _("Loading"):
            self.note = ""
        elif not is_whole and self.note:
            self.note = self._with_way_out(self.note)
        if is_whole:
            self._outdate_kept()
        elif self._kept_note:
            line = _("{state}: {reason}")
            self.note = line.format(state=self._kept_note, reason=self.note)

    def _outdate_kept(self) -> None:
        """Note that what is known is newer than the stored copy."""
        self._kept, self._kept_note = 0, ""

    def _know(self, story: Story, comments: Iterable[Comment] = ()) -> None:
        if self.assembly is None:
            self.assembly = Assembly(story, comments)
        else:
            kids = story.kids or self.assembly.story.kids
            parts = story.parts or self.assembly.story.parts
            self.assembly.story = replace(story, kids=kids, parts=parts)
            self.assembly.add(comments)

    def _say(self, note: str) -> None:
        self.note = note
        self._changed(self)

    def warn(self, warning: str) -> None:
        """Add a warning, to be shown once."""
        self.warnings.append(warning)
        self._changed(self)
