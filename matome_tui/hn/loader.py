"""A thread from both services at once, as a stream of events.

The search service knows all live comments in one answer, Firebase knows how they rank and what
was deleted. What is there first is given out first; the rest follows, nearest to the reader first.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

from matome_tui.core.items import Comment, Story
from matome_tui.hn.algolia import Algolia, Tree
from matome_tui.hn.crawl import Crawl, KnownComments, Distance
from matome_tui.hn.events import (
    CommentAdded,
    Degraded,
    Done,
    Event,
    Located,
    Progress,
    RankKnown,
    StoryKnown,
    TreeLoaded,
)
from matome_tui.hn.firebase import Firebase, Item
from matome_tui.hn.http import HNError, NotFoundError
from matome_tui.hn.tasks import attempt, background_task

__all__ = [
    "CommentAdded",
    "Degraded",
    "Done",
    "Event",
    "Located",
    "Distance",
    "Progress",
    "RankKnown",
    "StoryKnown",
    "ThreadLoader",
    "TreeLoaded",
]

Answer = Item | HNError | None

_PATIENCE_FOR_RANK = 1.0
_WORTH = 20
"""Requests that finding one missing comment may take; the count is off by one in some threads."""
_MAX_BRANCHES = 24
_DEEPEST = 1000
"""Comments above one another that are climbed; the deepest thread known has 17 levels."""


class ThreadLoader:
    """Loads threads; knows nothing of who shows them."""

    def __init__(self, firebase: Firebase, algolia: Algolia) -> None:
        self._firebase = firebase
        self._algolia = algolia

    async def load(
        self, item_id: int, distance: Distance = lambda _: 0
    ) -> AsyncGenerator[Event, None]:
        """Load the thread of a story, or the one that a comment is in.

        Close the iterator, or cancel the task that iterates, to stop.

        Args:
            item_id: Of a story or a comment.
            distance: Gives how far a comment, by its id, is from the reader just now; the
                nearest is asked for first. It is called for all that wait, a few times a second.

        Raises:
            HNError: There is nothing to show.
        """
        load = _Load(self._firebase, self._algolia, distance)
        async with background_task(load.run(item_id)) as task:
            while (event := await load.events.get()) is not None:
                yield event
            await task


class _Load:
    """One thread on its way."""

    def __init__(self, firebase: Firebase, algolia: Algolia, distance: Distance) -> None:
        self.events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._firebase = firebase
        self._algolia = algolia
        self._distance = distance
        self._known = KnownComments()
        self._climbed: dict[int, Item] = {}

    async def run(self, item_id: int) -> None:
        """Load, and end the events with None, come what may."""
        try:
            if story_id := await self._show(item_id):
                self._emit(Located(story_id, item_id))
                if await self._show(story_id):
                    raise NotFoundError("Hacker News has no such story")
        finally:
            self.events.put_nowait(None)

    async def _show(self, item_id: int) -> int:
        """Load the thread of a story; for a comment only return the id of its story."""
        async with (
            background_task(attempt(self._item(item_id))) as item_asked,
            background_task(attempt(self._algolia.tree(item_id))) as tree_asked,
        ):
            await asyncio.wait({item_asked, tree_asked}, return_when=asyncio.FIRST_COMPLETED)
            if not tree_asked.done() and (story := _story(item_asked.result())):
                self._emit(StoryKnown(story))
            tree = await tree_asked
            if isinstance(tree, Tree) and tree.story:
                await self._show_tree(tree.story, tree.comments, item_asked)
                return 0
            if isinstance(tree, Tree):
                return tree.story_id
            item = await item_asked
        if story := _story(item):
            self._emit(StoryKnown(story))
            self._emit(Degraded(f"Comments come one by one: {tree}"))
            await self._finish(story)
            return 0
        return await self._climb(item)

    async def _item(self, item_id: int) -> Item | None:
        if item_id in self._climbed:
            return self._climbed[item_id]
        return await self._firebase.item(item_id)

    async def _climb(self, item: Answer) -> int:
        """Return the id of the story that a comment is in."""
        if isinstance(item, HNError):
            raise item
        while item and isinstance(item.value, Comment) and len(self._climbed) < _DEEPEST:
            if item.value.id in self._climbed:
                raise NotFoundError("Hacker News has no story above this comment")
            self._climbed[item.value.id] = item
            item = await self._item(item.value.parent)
        if item is None:
            raise NotFoundError("Hacker News has no such item")
        self._climbed[item.value.id] = item
        return item.value.id

    async def _show_tree(
        self, story: Story, comments: tuple[Comment, ...], item_asked: asyncio.Task[Answer]
    ) -> None:
        await asyncio.wait({item_asked}, timeout=_PATIENCE_FOR_RANK)
        item = item_asked.result() if item_asked.done() else None
        self._emit(TreeLoaded(_story(item) or story, comments))
        await asyncio.sleep(0)  # whoever shows the tree goes first
        self._known.add(comments)
        was_late, item = not item_asked.done(), await item_asked
        ranked = _story(item)
        if ranked and was_late:
            self._emit(StoryKnown(ranked))
        if ranked:
            await self._finish(ranked)
            return
        reason = str(item) if isinstance(item, HNError) else "the story is not there"
        await self._finish(
            await self._counted(story), f"The order is not Hacker News' own: {reason}"
        )

    async def _counted(self, story: Story) -> Story:
        """Return a story with the number of its comments, which a tree lacks."""
        found = await attempt(self._algolia.stories((story.id,)))
        if not isinstance(found, HNError) and story.id in found:
            story = replace(story, comments=found[story.id].comments)
            self._emit(StoryKnown(story))
        return story

    async def _finish(self, story: Story, disorder: str = "") -> None:
        """FetchItem for ranks and for what is missing, and tell what stays so.

        Args:
            story: With the number of its comments, if that is known.
            disorder: Why the story itself has no ranks; empty if it has.
        """
        crawl = Crawl(self._item, self._known, story.id, self._emit, self._distance)
        crawl.enqueue_unknown((*self._climbed, *story.kids))
        if not disorder:
            crawl.enqueue_ranks()
        await crawl.run()
        failure = ""
        if story.comments is None or self._missing(story):
            failure = await self._search(story, crawl)
        if missing := self._missing(story):
            await self._walk(crawl, missing)
        if crawl.unanswered and self._missing(story):
            await self._ask_branches(story, crawl)
        unanswered = tuple(crawl.unanswered)
        if failure and (story.comments is None or self._missing(story)):
            self._emit(Degraded(f"Replies to deleted comments may be missing: {failure}"))
        if disorder:
            self._emit(Degraded(disorder))
            unanswered = (story.id, *unanswered)
        elif unanswered:
            self._emit(Degraded(f"Answers missing: {len(unanswered)}; r tries again"))
        self._emit(Done(self._missing(story), unanswered))

    async def _search(self, story: Story, crawl: Crawl) -> str:
        """Add the comments that a search knows, whatever they hang below; return why it failed."""
        found = await attempt(self._algolia.comments(story.id))
        if isinstance(found, HNError):
            return str(found)
        crawl.add(found)
        await crawl.run()
        return ""

    async def _walk(self, crawl: Crawl, missing: int) -> None:
        """Look for missing comments among the `kids` of all others, where that is worth it."""
        unrequested = crawl.unrequested()
        if not crawl.has_given_up and len(unrequested) <= missing * _WORTH:
            crawl.enqueue(unrequested)
            await crawl.run()

    async def _ask_branches(self, story: Story, crawl: Crawl) -> None:
        """FetchItem the search service for the branches of comments at which Firebase failed."""
        unknown_first = sorted(crawl.unanswered, key=self._known.__contains__)
        trees = (attempt(self._algolia.tree(id_)) for id_ in unknown_first[:_MAX_BRANCHES])
        for tree in await asyncio.gather(*trees):
            if isinstance(tree, Tree) and tree.story_id == story.id:
                crawl.add(tree.comments)
        await crawl.run()

    def _missing(self, story: Story) -> int:
        return max((story.comments or 0) - self._known.live, 0)

    def _emit(self, event: Event) -> None:
        self.events.put_nowait(event)


def _story(item: Answer) -> Story | None:
    return item.value if isinstance(item, Item) and isinstance(item.value, Story) else None
