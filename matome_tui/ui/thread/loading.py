"""A thread as it comes in: from the store, from Hacker News, and live from then on."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from matome_tui.core.items import Comment, Story
from matome_tui.core.thread.assembly import Assembly
from matome_tui.store.database import StoreError
from matome_tui.store.threads import StoredThread
from matome_tui.ui.drawing.formats import ago, count
from matome_tui.ui.services import Services

if TYPE_CHECKING:
    from matome_tui.hn.service import HackerNews

_QUICK = 0.3
"""Seconds; a load that is done within them need not show how far it is."""


class Feed:
    """Brings one thread, and tells when more of it is known.

    Attributes:
        item_id: Of the story, once that is known.
        start_at: Id of the comment that was asked for; 0 for the story.
        assembly: What is known; None before anything is.
        seen: Ids of the comments that were there at the last visit; empty at the first.
        note: One line on how the load goes; empty when all is well.
        warnings: Lines on what went wrong, that nobody has been told of.
        is_loading: Whether a load is under way.
    """

    def __init__(
        self,
        services: Services,
        item_id: int,
        distance: Callable[[int], float],
        changed: Callable[["Feed"], None],
    ) -> None:
        """Prepare to load.

        Args:
            services: The store and Hacker News.
            item_id: Of a story or a comment.
            distance: How far a comment, by its id, is from what is being read.
            changed: Called after each change: more is known, or the note is another.
        """
        self.item_id = item_id
        self.start_at = 0
        self.assembly: Assembly | None = None
        self.seen: frozenset[int] = frozenset()
        self.note = ""
        self.warnings: list[str] = []
        self.is_loading = False
        self._services = services
        self._distance = distance
        self._changed = changed
        self._confirmed: set[int] = set()
        self._kept = 0
        self._kept_note = ""
        self._begun = 0.0

    async def load(self) -> None:
        """Show what is kept, then load what Hacker News has."""
        await self._show_stored()
        if self._services.hn is not None:
            await self._load(self._services.hn)
        elif self.assembly or await self._show_stored_around():
            self._say(self._kept_note)
        else:
            self._say("Not kept on this machine: start without --offline to load it")

    async def watch(self) -> None:
        """Bring what is new from now on, until cancelled; the settings can forbid it."""
        hn, assembly = self._services.hn, self.assembly
        if hn is not None and assembly is not None and self._services.settings.hn.live:
            async for event in hn.watch(assembly.story, assembly.comments):
                self._take(event)

    async def confirm(self, ids: Iterable[int]) -> None:
        """Ask for those comments that were kept but have not come again: were they deleted?"""
        from matome_tui.hn.http import HNError

        if (hn := self._services.hn) is None or (assembly := self.assembly) is None:
            return
        for comment_id in ids:
            if comment_id in self._confirmed or comment_id not in assembly.comments:
                continue
            try:
                comment = await hn.comment(comment_id)
            except HNError:
                return  # the load has told already what does not answer
            self._confirmed.add(comment_id)
            if comment is not None:
                assembly.add((comment,))
                self._changed(self)

    async def keep(self) -> None:
        """Keep what is known for reading offline, if there is more than was kept."""
        if (assembly := self.assembly) is None or len(assembly.comments) == self._kept:
            return
        comments, ranks = tuple(assembly.comments.values()), dict(assembly.ranks)
        try:
            await self._services.keep_thread(assembly.story, comments, ranks)
            self._kept = len(comments)
        except StoreError as error:
            self._warn(f"The thread is not kept for reading offline: {error}")

    async def _show_stored(self) -> None:
        if self.assembly is not None:
            return
        self._know_stored(await self._from_store(self._services.threads.load))

    async def _show_stored_around(self) -> bool:
        """Show the kept thread that has the comment that was asked for, if there is one."""
        stored = await self._from_store(self._services.threads.find)
        if stored is not None:
            self.item_id, self.start_at = stored.story.id, self.item_id
            self._know_stored(stored)
        return stored is not None

    async def _from_store(self, read: Callable[[int], StoredThread | None]) -> StoredThread | None:
        try:
            stored = await asyncio.to_thread(read, self.item_id)
        except StoreError as error:
            self._warn(str(error))
            return None
        if aside := self._services.threads.set_aside:
            self._services.threads.set_aside = None
            self._warn(f"The threads kept for reading offline were damaged; they are now {aside}")
        return stored

    def _know_stored(self, stored: StoredThread | None) -> None:
        if stored is None:
            return
        self.seen = frozenset(comment.id for comment in stored.comments)
        self._know(stored.story, stored.comments)
        if self.assembly is not None:
            for parent, kids in stored.ranks.items():
                self.assembly.rank(parent, kids)
            self._kept = len(self.assembly.comments)
        self._kept_note = f"Shown as kept {ago(stored.fetched, time.time())}"
        self._changed(self)

    async def _load(self, hn: "HackerNews") -> None:
        from matome_tui.hn import events
        from matome_tui.hn.http import HNError

        self._confirmed.clear()
        self.is_loading = True
        self._begun = time.monotonic()
        self._say("Loading")
        try:
            async for event in hn.threads.load(self.item_id, self._distance):
                self._take(event)
                if isinstance(event, events.Located):
                    await self._show_stored()
        except HNError as error:
            if self.assembly is None:
                await self._show_stored_around()
            kept = self._kept_note
            self._say(f"{kept}: {error}" if kept else f"{error}: press r to try again")
        finally:
            self.is_loading = False

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
                self.assembly.add((comment,))
                self._confirmed.add(comment.id)
            case events.RankKnown(parent, kids) if self.assembly:
                self.assembly.rank(parent, kids)
            case events.Progress(done, total) if time.monotonic() - self._begun > _QUICK:
                self.note = f"Ranking {done}/{total}" if done < total else ""
            case events.Degraded(reason):
                self.note = reason
                self.warnings.append(reason)
            case events.Done(_, unanswered) if self.assembly:
                self._end(self.assembly, is_whole=not unanswered)
        self._changed(self)

    def _end(self, assembly: Assembly, *, is_whole: bool) -> None:
        """Take note that nothing follows, and what is missing."""
        # A stored copy may have what this load could not get.
        missing = max((assembly.story.comments or 0) - assembly.live, 0)
        if not self.seen:
            self.seen = frozenset(assembly.comments)
        lost = f"{count(missing, 'comment')} missing; r tries again" if missing else ""
        self.note = lost or self.note.removeprefix("Loading")
        if is_whole:
            self._outdate_kept()
        elif self._kept_note:
            self.note = f"{self._kept_note}: {self.note}"

    def _outdate_kept(self) -> None:
        """Take note that what is known is newer than what is kept."""
        self._kept, self._kept_note = 0, ""

    def _know(self, story: Story, comments: Iterable[Comment] = ()) -> None:
        if self.assembly is None:
            self.assembly = Assembly(story, comments)
        else:
            kids = story.kids or self.assembly.story.kids
            self.assembly.story = replace(story, kids=kids)
            self.assembly.add(comments)

    def _say(self, note: str) -> None:
        self.note = note
        self._changed(self)

    def _warn(self, warning: str) -> None:
        self.warnings.append(warning)
        self._changed(self)
