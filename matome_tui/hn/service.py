"""Facade of Hacker News: lists of stories, threads, updates of a thread, and people."""

from collections.abc import AsyncGenerator, Mapping

from matome_tui.core.items import Comment, ListName, Story
from matome_tui.core.person import Person
from matome_tui.core.story_query import StoryQuery
from matome_tui.hn.algolia import Algolia, Tree
from matome_tui.hn.firebase import Firebase
from matome_tui.hn.http import Client
from matome_tui.hn.lists import StoryLists
from matome_tui.hn.live import LiveEvent, StoryStream, Watch
from matome_tui.hn.loader import ThreadLoader
from matome_tui.hn.pages import Pages
from matome_tui.hn.sources import RankedList, SearchResults


class HackerNews:
    """Hacker News by both APIs and its own pages, over one client.

    Attributes:
        lists: Lists of stories.
        threads: Loads threads.
    """

    def __init__(
        self, client: Client, firebase_url: str, algolia_url: str, pages_url: str = ""
    ) -> None:
        """Connect to the services; nothing is sent yet.

        Args:
            client: HTTP client.
            firebase_url: URL of the official API.
            algolia_url: URL of the search API.
            pages_url: URL of the site's own pages; "" to do without them.
        """
        self._client = client
        self._firebase = Firebase(client, firebase_url)
        self._algolia = Algolia(client, algolia_url)
        self.lists = StoryLists(self._firebase, self._algolia)
        pages = Pages(client, pages_url) if pages_url else None
        self.threads = ThreadLoader(self._firebase, self._algolia, pages)

    def ranked(self, name: ListName) -> RankedList:
        """Return one of today's lists."""
        return RankedList(self.lists, name)

    def search(self, query: StoryQuery) -> SearchResults:
        """Return what a query finds."""
        return SearchResults(self._algolia, query)

    def watch(
        self, story: Story, comments: Mapping[int, Comment], interval: float = 30.0
    ) -> AsyncGenerator[LiveEvent, None]:
        """Return the updates of a thread from now on; see `Watch.events`.

        Args:
            story: The story as known so far.
            comments: The known comments, by id.
            interval: Minimum seconds between two requests that no stream event asks for.
        """
        stream = StoryStream(self._client, self._firebase, story.id, interval)
        watch = Watch(stream, self._firebase, self._algolia, story, comments, interval=interval)
        return watch.events()

    async def tree(self, thread: int) -> Tree:
        """Return a thread as the search service has it; see `Algolia.tree`."""
        return await self._algolia.tree(thread)

    async def comment(self, comment_id: int) -> Comment | None:
        """Return the current state of a comment, None if there is none. Raises HNError."""
        item = await self._firebase.item(comment_id)
        return item.value if item and isinstance(item.value, Comment) else None

    async def person(self, name: str) -> Person | None:
        """Return a user's profile; see `Firebase.person`. Raises HNError."""
        return await self._firebase.person(name)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()
