"""Loading of a thread from both APIs at once, as a stream of events.

The search service returns all live comments in one answer; Firebase has their ranks and the deleted
comments. Events come as soon as there is something to show, then nearest to the reader first.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

from matome_tui.core.items import Comment, Story
from matome_tui.hn.algolia import Algolia, Tree
from matome_tui.hn.crawl import Crawl, Distance, KnownComments
from matome_tui.hn.events import (
    Degraded,
    Done,
    Event,
    Located,
    StoryKnown,
    TreeLoaded,
)
from matome_tui.hn.firebase import Answer, Firebase, Item, story_of
from matome_tui.hn.http import HNError, NotFoundError
from matome_tui.hn.tasks import attempt, background_task
from matome_tui.i18n import _, ngettext

_WAIT_FOR_RANK = 1.0
_MAX_REQUESTS_PER_MISSING = 20
"""Requests worth making to find one missing comment; some stories count one too many."""
_MAX_BRANCHES = 24
_DEEPEST = 1000
"""Limit for the levels above a comment; the deepest known thread has 17."""


class ThreadLoader:
    """Loads threads."""

    def __init__(self, firebase: Firebase, algolia: Algolia) -> None:
        self._firebase = firebase
        self._algolia = algolia

    async def load(
        self, item_id: int, distance: Distance = lambda _: 0
    ) -> AsyncGenerator[Event, None]:
        """Load the thread of a story, or the one that a comment is in.

        To stop, close the iterator or cancel the task that iterates.

        Args:
            item_id: Id of a story or a comment.
            distance: Returns how far a comment, by its id, is from the reader now. The nearest
                comments come first. Called for all waiting comments a few times a second.

        Raises:
            HNError: Neither API has the thread, or neither answered.
        """
        load = _Load(self._firebase, self._algolia, distance)
        async with background_task(load.run(item_id)) as task:
            while (event := await load.events.get()) is not None:
                yield event
            await task


class _Load:
    """The state of one load."""

    def __init__(self, firebase: Firebase, algolia: Algolia, distance: Distance) -> None:
        self.events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._firebase = firebase
        self._algolia = algolia
        self._distance = distance
        self._known = KnownComments()
        self._emit = self.events.put_nowait
        self._climbed: dict[int, Item] = {}

    async def run(self, item_id: int) -> None:
        """Load, and always end the events with None."""
        try:
            if (story_id := await self._load(item_id)) is not None:
                self._emit(Located(story_id, item_id))
                if await self._load(story_id) is not None:
                    raise NotFoundError(_("Hacker News has no such story"))
        finally:
            self.events.put_nowait(None)

    async def _load(self, item_id: int) -> int | None:
        """Load the thread of a story; return the id of the story if the item is a comment."""
        async with (
            background_task(attempt(self._item(item_id))) as item_task,
            background_task(attempt(self._algolia.tree(item_id))) as tree_task,
        ):
            await asyncio.wait({item_task, tree_task}, return_when=asyncio.FIRST_COMPLETED)
            if not tree_task.done() and (story := story_of(item_task.result())):
                self._emit(StoryKnown(story))
            tree = await tree_task
            if isinstance(tree, Tree) and tree.story:
                await self._load_tree(tree.story, tree.comments, item_task)
                return None
            if isinstance(tree, Tree):
                return tree.story_id
            item = await item_task
        if story := story_of(item):
            self._emit(StoryKnown(story))
            message = _("Comments load one by one: {reason}")
            self._emit(Degraded(message.format(reason=tree)))
            await self._finish(story)
            return None
        return await self._climb(item)

    async def _item(self, item_id: int) -> Item | None:
        if item_id in self._climbed:
            return self._climbed[item_id]
        return await self._firebase.item(item_id)

    async def _climb(self, item: Answer) -> int:
        """Return the id of a comment's story."""
        if isinstance(item, HNError):
            raise item
        while item and isinstance(item.value, Comment) and len(self._climbed) < _DEEPEST:
            if item.value.id in self._climbed:
                raise NotFoundError(_("Hacker News has no story above this comment"))
            self._climbed[item.value.id] = item
            item = await self._item(item.value.parent)
        if item is None:
            raise NotFoundError(_("Hacker News has no such item"))
        self._climbed[item.value.id] = item
        return item.value.id

    async def _load_tree(
        self, story: Story, comments: tuple[Comment, ...], item_task: asyncio.Task[Answer]
    ) -> None:
        await asyncio.wait({item_task}, timeout=_WAIT_FOR_RANK)
        item = item_task.result() if item_task.done() else None
        self._emit(TreeLoaded(story_of(item) or story, comments))
        await asyncio.sleep(0)  # let the tree be shown first
        self._known.add(comments)
        was_late, item = not item_task.done(), await item_task
        ranked = story_of(item)
        if ranked and was_late:
            self._emit(StoryKnown(ranked))
        if ranked:
            await self._finish(ranked)
            return
        reason = str(item) if isinstance(item, HNError) else _("the story is missing")
        disorder = _("Comments are not in Hacker News' order: {reason}").format(reason=reason)
        await self._finish(await self._with_count(story), disorder)

    async def _with_count(self, story: Story) -> Story:
        """Return a story with the number of its comments, which a tree lacks."""
        found = await attempt(self._algolia.stories((story.id,)))
        if not isinstance(found, HNError) and story.id in found:
            story = replace(story, comments=found[story.id].comments)
            self._emit(StoryKnown(story))
        return story

    async def _finish(self, story: Story, disorder: str | None = None) -> None:
        """Request ranks and missing comments, and report what stays missing.

        Args:
            story: The story, with the number of its comments if known.
            disorder: Message about missing ranks of the story itself; None if it has them.
        """
        crawl = Crawl(self._item, self._known, story.id, self._emit, self._distance)
        crawl.enqueue_unknown((*self._climbed, *story.kids))
        if not disorder:
            crawl.enqueue_ranks()
        await crawl.run()
        failure = None
        if story.comments is None or self._missing(story):
            failure = await self._search(story, crawl)
        if missing := self._missing(story):
            await self._walk(crawl, missing)
        if crawl.unanswered and self._missing(story):
            await self._ask_branches(story, crawl)
        unanswered = tuple(crawl.unanswered)
        if failure and (story.comments is None or self._missing(story)):
            message = _("Replies to deleted comments may be missing: {reason}")
            self._emit(Degraded(message.format(reason=failure)))
        if disorder:
            self._emit(Degraded(disorder))
            unanswered = (story.id, *unanswered)
        elif unanswered:
            message = ngettext(
                "{number} request failed; r tries again",
                "{number} requests failed; r tries again",
                len(unanswered),
            )
            self._emit(Degraded(message.format(number=len(unanswered))))
        self._emit(Done(self._missing(story), unanswered))

    async def _search(self, story: Story, crawl: Crawl) -> HNError | None:
        """Add the comments that a search finds, also below deleted ones; return its error."""
        found = await attempt(self._algolia.comments(story.id))
        if isinstance(found, HNError):
            return found
        crawl.add(found)
        await crawl.run()
        return None

    async def _walk(self, crawl: Crawl, missing: int) -> None:
        """Search the `kids` of all known comments for missing ones, if it is worth the requests."""
        unrequested = crawl.unrequested()
        if not crawl.has_given_up and len(unrequested) <= missing * _MAX_REQUESTS_PER_MISSING:
            crawl.enqueue(unrequested)
            await crawl.run()

    async def _ask_branches(self, story: Story, crawl: Crawl) -> None:
        """Request the branches at which Firebase failed from the search service."""
        unknown_first = sorted(crawl.unanswered, key=self._known.__contains__)
        trees = (attempt(self._algolia.tree(id_)) for id_ in unknown_first[:_MAX_BRANCHES])
        for tree in await asyncio.gather(*trees):
            if isinstance(tree, Tree) and tree.story_id == story.id:
                crawl.add(tree.comments)
        await crawl.run()

    def _missing(self, story: Story) -> int:
        return max((story.comments or 0) - self._known.live, 0)
