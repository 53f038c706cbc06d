"""Loading of a thread from all sources at once, as a stream of events.

The search service returns all live comments in one answer; the site's page has their ranks, and so
has Firebase, one request a comment. Each stands in for the others. Events come as soon as there is
something to show, then nearest to the reader first.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Collection, Iterable
from dataclasses import replace

from matome_tui.core.items import Comment, Story
from matome_tui.hn.algolia import Algolia, Tree
from matome_tui.hn.crawl import Crawl, Distance, KnownComments
from matome_tui.hn.events import (
    Degraded,
    Done,
    Event,
    Located,
    PageLoaded,
    StoryKnown,
    TreeLoaded,
)
from matome_tui.hn.firebase import Answer, Firebase, Item, story_of
from matome_tui.hn.http import HNError, NotFoundError
from matome_tui.hn.page import Page
from matome_tui.hn.pages import Pages
from matome_tui.hn.prefetch import Prefetch
from matome_tui.hn.tasks import attempt, background_task
from matome_tui.i18n import _, ngettext

_log = logging.getLogger(__name__)

_WAIT_FOR_RANK = 1.0
_WAIT_FOR_PAGE = 5.0
"""Seconds; after them ranks are requested one by one."""
_WAIT_FOR_TREE = 1.0
"""Seconds until the page is read although the tree is not parsed: the two, with what is made of
them, would be the most that a thread ever takes of the memory."""
_WORTH_A_PAGE = 10
"""Comments; ranks of fewer are only a few requests."""
_MAX_REQUESTS_PER_MISSING = 20
"""Requests worth making to find one missing comment; some stories count one too many."""
_MAX_BRANCHES = 24
_DEEPEST = 1000
"""Limit for the levels above a comment; the deepest known thread has 17."""


class ThreadLoader:
    """Loads threads.

    Attributes:
        prefetch: Requests threads that may be opened next.
    """

    def __init__(self, firebase: Firebase, algolia: Algolia, pages: Pages | None = None) -> None:
        self._firebase = firebase
        self._algolia = algolia
        self._pages = pages
        self.prefetch = Prefetch(firebase, algolia)

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
        load = _Load(self._firebase, self._algolia, self._pages, self.prefetch, distance)
        async with background_task(load.run(item_id)) as task:
            while (event := await load.events.get()) is not None:
                yield event
            await task


class _Load:
    """The state of one load."""

    def __init__(
        self,
        firebase: Firebase,
        algolia: Algolia,
        pages: Pages | None,
        prefetch: Prefetch,
        distance: Distance,
    ) -> None:
        self.events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._firebase = firebase
        self._algolia = algolia
        self._pages = pages
        self._prefetch = prefetch
        self._distance = distance
        self._known = KnownComments()
        self._emit = self.events.put_nowait
        self._climbed: dict[int, Item] = {}
        self._on_page: Collection[int] = ()
        self._newest_on_page = 0  # of a whole page; it has all older comments
        self._ranked: Collection[int] = ()

    async def run(self, item_id: int) -> None:
        """Load, and always end the events with None."""
        try:
            if (story_id := await self._load(item_id)) is not None:
                self._emit(Located(story_id, item_id))
                await self._load_story_above(story_id)
        finally:
            self.events.put_nowait(None)

    async def _load_story_above(self, story_id: int) -> None:
        try:
            is_story = await self._load(story_id) is None
        except NotFoundError:
            is_story = False
        if not is_story:
            raise _no_story_above()

    async def _load(self, item_id: int) -> int | None:
        """Load the thread of a story; return the id of the story if the item is a comment."""
        held = self._prefetch.take(item_id)
        async with (
            background_task(held.item if held else attempt(self._item(item_id))) as item_task,
            background_task(
                held.tree if held else attempt(self._algolia.tree(item_id))
            ) as tree_task,
            background_task(self._request_page(item_id, item_task, tree_task)) as page_task,
        ):
            await asyncio.wait({item_task, tree_task}, return_when=asyncio.FIRST_COMPLETED)
            if not tree_task.done() and (story := story_of(item_task.result())):
                self._emit(StoryKnown(story))
            tree = await tree_task
            if isinstance(tree, Tree) and tree.story:
                await self._load_tree(tree.story, tree.comments, item_task, page_task)
                return None
            if isinstance(tree, Tree):
                return tree.story_id
            item = await item_task
            page = await self._page(page_task)
        page_story = page.story() if page and isinstance(item, HNError) else None
        if story := story_of(item) or page_story:
            await self._load_without_tree(story, page, tree)
            return None
        return await self._climb(item)

    async def _request_page(
        self,
        item_id: int,
        item_task: asyncio.Task[Answer],
        tree_task: asyncio.Task[Tree | HNError],
    ) -> Page | None:
        """Request the page once an API says that the story has many comments, or both fail."""
        if self._pages is None:
            return None
        await asyncio.wait({item_task, tree_task}, return_when=asyncio.FIRST_COMPLETED)
        if not _is_worth_a_page(item_task, tree_task):
            await asyncio.wait({item_task, tree_task})
            if not _is_worth_a_page(item_task, tree_task):
                return None

        async def hold() -> None:
            await asyncio.wait({tree_task}, timeout=_WAIT_FOR_TREE)

        page = await attempt(self._pages.page(item_id, hold))
        if isinstance(page, Page):
            return page
        _log.info("The page of %s is not used: %s", item_id, page)
        return None

    async def _page(self, page_task: asyncio.Task[Page | None]) -> Page | None:
        """Return the page if it comes soon and agrees with the known comments."""
        await asyncio.wait({page_task}, timeout=_WAIT_FOR_PAGE)
        page = page_task.result() if page_task.done() else None
        return page if page and page.agrees_with(self._known.comments.values()) else None

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
                raise _no_story_above()
            self._climbed[item.value.id] = item
            item = await self._item(item.value.parent)
        if item is None:
            if self._climbed:
                raise _no_story_above()
            raise NotFoundError(_("Hacker News has no such item"))
        self._climbed[item.value.id] = item
        return item.value.id

    async def _load_tree(
        self,
        story: Story,
        comments: tuple[Comment, ...],
        item_task: asyncio.Task[Answer],
        page_task: asyncio.Task[Page | None],
    ) -> None:
        await asyncio.wait({item_task}, timeout=_WAIT_FOR_RANK)
        item = item_task.result() if item_task.done() else None
        self._emit(TreeLoaded(story_of(item) or story, comments))
        await asyncio.sleep(0)  # let the tree be shown first
        # The options of a poll are requested: the tree lacks their author and time.
        self._known.add(comment for comment in comments if not comment.is_option)
        was_late = not item_task.done()
        if page := await self._page(page_task):
            await self._take_page(page, story.id)
        item = await item_task
        ranked = story_of(item)
        if ranked and was_late:
            self._emit(StoryKnown(ranked))
        if ranked:
            await self._finish(ranked)
        elif page:
            await self._finish(self._ranked_by_page(page, story))
        else:
            reason = str(item) if isinstance(item, HNError) else _("the story is missing")
            disorder = _("Comments are not in Hacker News' order: {reason}").format(reason=reason)
            await self._finish(await self._with_count(story), disorder)

    async def _load_without_tree(self, story: Story, page: Page | None, failure: HNError) -> None:
        self._emit(StoryKnown(story))
        if page:
            await self._take_page(page, story.id)
            if story.comments is None:
                story = self._ranked_by_page(page, story)
        else:
            message = _("Comments load one by one: {reason}")
            self._emit(Degraded(message.format(reason=failure), is_lasting=False))
        await self._finish(story)

    async def _take_page(self, page: Page, story_id: int) -> None:
        """Add what the page has: unknown comments, faded ones, and ranks."""
        known = self._known.comments
        unknown = {comment_id for comment_id in page.ids if comment_id not in known}
        fresh = await asyncio.to_thread(page.take, unknown)
        faded = [
            replace(known[comment_id], faded=level)
            for comment_id, level in page.faded.items()
            if comment_id in known
        ]
        self._known.add(fresh)
        ranks = {
            parent: kids
            for parent, kids in page.ranks.items()
            if parent != story_id and self._known.has_all_replies(parent, kids)
        }
        self._on_page, self._ranked = page.ids, {story_id, *ranks}
        self._newest_on_page = page.newest if page.is_whole else 0
        self._emit(PageLoaded((*fresh, *faded), ranks))

    def _ranked_by_page(self, page: Page, story: Story) -> Story:
        """Return a story with the rank and the number of its comments, which a tree lacks."""
        kids = page.ranks.get(story.id, ())
        story = replace(story, kids=kids, comments=self._known.live)
        self._emit(StoryKnown(story))
        return story

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
        crawl.enqueue_unknown((*self._climbed, *story.parts, *self._kids_to_request(story)))
        if not disorder:
            crawl.enqueue_ranks(self._ranked)
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
                "{number} request failed", "{number} requests failed", len(unanswered)
            )
            self._emit(Degraded(message.format(number=len(unanswered))))
        self._emit(Done(unanswered))

    def _kids_to_request(self, story: Story) -> Iterable[int]:
        """Return the top-level comments that may be unknown, and those that the page has."""
        # An older comment that a whole page lacks is gone, and so is all below it.
        newer = (kid for kid in story.kids if kid > self._newest_on_page)
        return (*newer, *self._on_page)

    async def _search(self, story: Story, crawl: Crawl) -> HNError | None:
        """Add the comments that a search finds, also below deleted ones; return its error.

        A whole page leaves only newer comments to find.
        """
        newest = self._known.comments.get(self._newest_on_page)
        since = newest.time - 1 if newest else 0
        found = await attempt(self._algolia.comments(story.id, since))
        if isinstance(found, HNError):
            return found
        crawl.add(found)
        await crawl.run()
        return None

    async def _walk(self, crawl: Crawl, missing: int) -> None:
        """Search the `kids` of all known comments for missing ones, if it is worth the requests."""
        if self._newest_on_page:
            return
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


def _no_story_above() -> NotFoundError:
    return NotFoundError(_("Hacker News has no story above this comment"))


def _is_worth_a_page(
    item_task: asyncio.Task[Answer], tree_task: asyncio.Task[Tree | HNError]
) -> bool:
    """Return whether the answers so far show a story with many comments, or are two errors."""
    item = item_task.result() if item_task.done() else None
    tree = tree_task.result() if tree_task.done() else None
    if isinstance(item, HNError) and isinstance(tree, HNError):
        return True
    story = story_of(item)
    count = len(tree.comments) if isinstance(tree, Tree) and tree.story else 0
    return max(count, (story and story.comments) or 0) >= _WORTH_A_PAGE
