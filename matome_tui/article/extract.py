"""Extraction of the text of a page, by trafilatura in a process of its own.

Parsing a hostile page may take any time and memory; a process can be ended.
"""

import json
import os
import re
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from threading import Event

from matome_tui.article.addresses import ArticleError
from matome_tui.article.fetch import Page
from matome_tui.core.text import one_line, sanitize
from matome_tui.i18n import _
from matome_tui.processes import StoppedError, run
from matome_tui.temporary import temporary_folder

_SECONDS = 20.0
_MOST_PARAGRAPHS = 5_000
_LONGEST_PARAGRAPH = 20_000
_LONGEST_TITLE = 300
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Article:
    """The text of a page, sanitized.

    Attributes:
        url: Its address, after redirects.
        title: On one line; empty if unknown.
        paragraphs: None of them empty.
    """

    url: str
    title: str
    paragraphs: tuple[str, ...]


def has_extractor() -> bool:
    """Return whether trafilatura is installed."""
    return find_spec("trafilatura") is not None


def extract(page: Page, cancelled: Event, seconds: float = _SECONDS) -> Article:
    """Return the text of a page.

    Args:
        page: The page.
        cancelled: Ends the extraction when it is set.
        seconds: Time until it is given up.

    Raises:
        ArticleError: It has no text that can be found.
    """
    title, paragraphs = (
        ("", _BLANK_LINES.split(_decoded(page)))
        if page.kind == "text/plain"
        else _from_html(page, cancelled, seconds)
    )
    texts = (sanitize(text[:_LONGEST_PARAGRAPH]).strip() for text in paragraphs[:_MOST_PARAGRAPHS])
    found = tuple(text for text in texts if text)
    if not found:
        raise ArticleError(_("No text was found on the page"))
    return Article(page.url, one_line(title[:_LONGEST_TITLE]), found)


def _decoded(page: Page) -> str:
    try:
        text = page.body.decode(page.charset or "utf-8", "replace")
    except (LookupError, ValueError):  # of Python's codecs, some replace nothing
        text = page.body.decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def _from_html(page: Page, cancelled: Event, seconds: float) -> tuple[str, list[str]]:
    """Return title and paragraphs of an HTML page. Raises ArticleError."""
    try:
        with temporary_folder("article") as folder:
            file = folder / "page.html"
            file.write_bytes(page.body)
            command = (sys.executable, "-m", "matome_tui.article.extractor", file, page.charset)
            result = run(command, environment=os.environ, timeout=seconds, cancelled=cancelled)
        if result.status == 0:
            values = json.loads(result.output)
            return str(values["title"]), [str(text) for text in values["paragraphs"]]
    except StoppedError as error:
        message = _("Cancelled") if error.was_cancelled else _("The page takes too long to read")
        raise ArticleError(message) from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ArticleError(_("The page cannot be read")) from error
    raise ArticleError(_("The page cannot be read"))
