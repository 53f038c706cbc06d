"""Lists of stories: front page, newest, best and so on."""

import asyncio
from collections.abc import Sequence

from matome_tui.core.items import ListName, Story
from matome_tui.hn.algolia import Algolia
from matome_tui.hn.firebase import Firebase
from matome_tui.hn.http import HNError


class StoryLists:
    """Loads lists: first their ids, then the stories, page by page."""

    def __init__(self, firebase: Firebase, algolia: Algolia) -> None:
        self._firebase = firebase
        self._algolia = algolia

    async def ids(self, name: ListName) -> list[int]:
        """Return the ids of a list in ranked order. Raises HNError."""
        return await self._firebase.story_ids(name)

    async def details(self, ids: Sequence[int]) -> dict[int, Story]:
        """Return stories by id, without those that no longer exist.

        One search returns most of them; the others are requested one by one.

        Raises:
            HNError: None of the stories could be loaded.
        """
        try:
            found = await self._algolia.stories(ids) if ids else {}
        except HNError:
            found = {}
        unknown = [story_id for story_id in ids if story_id not in found]
        answers = await asyncio.gather(
            *(self._firebase.item(story_id) for story_id in unknown), return_exceptions=True
        )
        failures: list[HNError] = []
        for answer in answers:
            if isinstance(answer, HNError):
                failures.append(answer)
            elif isinstance(answer, BaseException):
                raise answer
            elif answer is not None and isinstance(answer.value, Story):
                found[answer.value.id] = answer.value
        if failures and not found:
            raise failures[0]
        return found
