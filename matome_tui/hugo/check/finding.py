"""What a check finds, and what it must know to find it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from matome_tui.core.draft.post_options import Style
from matome_tui.hugo.check.goldmark import PLAIN, Dialect

_LONGEST_EXCERPT = 40


class Edit(NamedTuple):
    """Text to put in the place of a stretch of a post."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a post.

    Attributes:
        kind: What sort of thing, one of `KINDS`.
        at: Where in the post's text, in code points from 0.
        message: One line: what is wrong, or what the reader sees.
        edit: What sets it right, where nothing but the fault can change by it.
    """

    kind: str
    at: int
    message: str
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a check must know of the site and of the user.

    Attributes:
        dialect: The site's Markdown.
        shortcodes: The names of the site's own shortcodes; None where they are not known.
        has_image: Tells whether the post can have an image of that name; None where unknown.
        style: How edits encode text.
    """

    dialect: Dialect = PLAIN
    shortcodes: frozenset[str] | None = None
    has_image: Callable[[str], bool] | None = None
    style: Style = "typographic"


def excerpt(text: str, at: int = 0) -> str:
    """Return the beginning of a text, or what stands in it from `at`, in quotation marks."""
    start = text[at : at + 4 * _LONGEST_EXCERPT]
    line = " ".join(start.split()) or start
    is_long = len(line) > _LONGEST_EXCERPT
    return f"“{line[:_LONGEST_EXCERPT]}{'…' if is_long else ''}”"


KINDS = {
    "encoding": "the file is not UTF-8",
    "front-matter": "the front matter does not parse, or lacks what posts need",
    "shortcode": "Hugo cannot read a shortcode, and the site does not build",
    "unknown-shortcode": "the site has no such shortcode, and does not build",
    "fold": "a fold is not closed, or not opened",
    "executed": "a shortcode in a quoted text is executed",
    "token": "a mark that Hugo itself uses stands in the text",
    "quote": "a quote lacks its text, author or time",
    "html": "text is taken for HTML",
    "unsafe-link": "a link runs a script",
    "emphasis": "text is emphasised or crossed out, and its marks are not shown",
    "link": "text becomes a link or an image, and its address is not shown",
    "block": "text becomes a heading, a list, a quotation or the like",
    "hidden": "text is taken for a definition, and not shown",
    "code": "text becomes code, and its marks are not shown",
    "escape": "a backslash is not shown",
    "typography": "punctuation is exchanged",
    "emoji": "a word becomes an emoji",
    "entity": "the name of a character becomes the character",
    "swallowed": "a link takes in the name of a character, and shows that",
    "link-entity": "some themes read a part of a link as a character, and lead elsewhere",
    "space": "white space is not shown",
    "cut-link": "a link was cut, and ends nowhere",
    "duplicate-quote": "a comment is quoted twice",
    "duplicate-post": "another post quotes the same thread",
    "missing-image": "the image is not there",
    "more": "the file has more findings than are listed",
    "render": "Hugo shows something else than was written",
}
"""The kinds of findings and what they mean."""
