"""Lists of Hacker News, page by page."""

from matome_tui.core.items import ListName
from matome_tui.core.story_page import Page
from matome_tui.core.story_query import StoryQuery
from matome_tui.hn.algolia import Algolia
from matome_tui.hn.lists import StoryLists

_PAGE = 30
_MEASURES = {"points": "points", "comments": "num_comments"}
_TAGS = {"ask": "ask_hn", "show": "show_hn", "poll": "poll", "front_page": "front_page"}


class RankedList:
    """One of today's lists: all ids on one page, without their stories."""

    def __init__(self, lists: StoryLists, name: ListName) -> None:
        self._lists = lists
        self._name = name

    async def page(self, number: int) -> Page:
        """Load the list. Raises HNError."""
        return Page(tuple(await self._lists.ids(self._name)) if number == 0 else ())


class SearchResults:
    """The stories or comments that a query finds; a request a page."""

    def __init__(self, algolia: Algolia, query: StoryQuery) -> None:
        self._algolia = algolia
        self._query = query

    async def page(self, number: int) -> Page:
        """Load a page, counted from 0. Raises HNError."""
        path = "search_by_date" if self._query.is_by_date else "search"
        parameters = search_parameters(self._query) | {"page": number, "hitsPerPage": _PAGE}
        found, has_more = await self._algolia.find(path, parameters)
        items = {item.id: item for item in found if self._query.allows_site(item.url)}
        return Page(tuple(items), items, has_more)


def search_parameters(query: StoryQuery) -> dict[str, str | int]:
    """Return a query as parameters of the search service. Source: hn.algolia.com/api.

    The service has no filter for the site: its name is one more word, and the hits are checked.
    """
    tags = ["comment" if query.is_for_comments else "(story,poll,job)"]
    tags += [_TAGS[tag] for tag in query.tags]
    if query.author:
        tags.append(f"author_{query.author}")
    limits = [
        f"{_MEASURES[limit.measure]}{limit.comparison}{limit.bound}" for limit in query.limits
    ]
    if query.since is not None:
        limits.append(f"created_at_i>={query.since}")
    if query.until is not None:
        limits.append(f"created_at_i<{query.until}")
    words = f"{query.words} {query.site}".strip()
    parameters: dict[str, str | int] = {"query": words, "tags": ",".join(tags)}
    return parameters | ({"numericFilters": ",".join(limits)} if limits else {})
