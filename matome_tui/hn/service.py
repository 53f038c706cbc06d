"""Hacker News as the rest of the program sees it: lists, threads, and what is new in one."""

from collections.abc import AsyncGenerator, Mapping

from matome_tui.core.items import Comment, Story
from matome_tui.hn.algolia import Algolia
from matome_tui.hn.firebase import Firebase
from matome_tui.hn.http import Client
from matome_tui.hn.lists import StoryLists
from matome_tui.hn.live import LiveEvent, StoryStream, Watch
from matome_tui.hn.loader import ThreadLoader


class HackerNews:
    """Both services over one client.

    Attributes:
        lists: The lists of stories.
        threads: The threads.
    """

    def __init__(self, client: Client, firebase_url: str, algolia_url: str) -> None:
        self._client = client
        self._firebase = Firebase(client, firebase_url)
        self._algolia = Algolia(client, algolia_url)
        self.lists = StoryLists(self._firebase, self._algolia)
        self.threads = ThreadLoader(self._firebase, self._algolia)

    def watch(
        self, story: Story, comments: Mapping[int, Comment], interval: float = 30.0
    ) -> AsyncGenerator[LiveEvent, None]:
        """Return what comes in from now on; see `Watch.events`.

        Args:
            story: The story as it is known.
            comments: The comments that are known, by id.
            interval: Seconds between two requests that are not for what the stream told of.
        """
        stream = StoryStream(self._client, self._firebase, story.id, interval)
        watch = Watch(stream, self._firebase, self._algolia, story, comments, interval=interval)
        return watch.events()

    async def comment(self, comment_id: int) -> Comment | None:
        """Return a comment as it is now; None where there is none. HNError without an answer."""
        item = await self._firebase.item(comment_id)
        return item.value if item and isinstance(item.value, Comment) else None

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.close()
