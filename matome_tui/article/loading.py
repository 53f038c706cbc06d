"""Loading of an article: fetched, then its text extracted."""

import asyncio
from collections.abc import Callable, Collection
from threading import Event

from matome_tui.article.addresses import ArticleError
from matome_tui.article.extract import Article, extract, has_extractor
from matome_tui.article.fetch import Page, fetch
from matome_tui.i18n import _

EXTRA = "pip install 'matome-tui[article]'"
"""The command that installs the extractor."""


async def load_article(
    url: str,
    *,
    allowed: Collection[str] = (),
    extract_page: Callable[[Page, Event], Article] = extract,
) -> Article:
    """Return the text of the page at a URL. Cancelling it ends the extraction too.

    Args:
        url: An http or https URL.
        allowed: Addresses that may be asked although they are not public.
        extract_page: Returns the text of a page; ends soon after the event is set.

    Raises:
        ArticleError: There is no text to show. Without the extractor nothing is asked for.
    """
    if extract_page is extract and not has_extractor():
        raise ArticleError(_("To read articles here: {command}").format(command=EXTRA))
    page = await fetch(url, allowed=allowed)
    cancelled = Event()
    try:
        return await asyncio.to_thread(extract_page, page, cancelled)
    finally:
        cancelled.set()
