"""Findings: the problems that the linter reports, their kinds, and the edits that fix them."""

from collections.abc import Callable
from typing import NamedTuple

from matome_tui.i18n import N_, _

_MAX_EXCERPT = 40


class Edit(NamedTuple):
    """A replacement for the text of a post from `start` to `end`.

    `text` may be a function that returns it: most edits are never made, and encoding takes long.
    """

    start: int
    end: int
    text: str | Callable[[], str]


class Finding(NamedTuple):
    """A problem in a post.

    Attributes:
        kind: One of `KINDS`.
        offset: Its position in the post's text, in code points from 0.
        message: One line: what is wrong, or what readers see.
        edit: What fixes it, if that changes nothing else.
    """

    kind: str
    offset: int
    message: str
    edit: Edit | None = None


def excerpt(text: str, start: int = 0) -> str:
    """Return the beginning of a text, or of what follows `start`, in quotation marks."""
    beginning = text[start : start + 4 * _MAX_EXCERPT]
    line = " ".join(beginning.split()) or beginning
    is_long = len(line) > _MAX_EXCERPT
    shown = f"{line[:_MAX_EXCERPT]}…" if is_long else line
    return _("“{text}”").format(text=shown)


KINDS = {
    "file": N_("the file cannot be read, or is not UTF-8"),
    "front-matter": N_("Hugo refuses the front matter, or it lacks what posts need"),
    "shortcode": N_("Hugo refuses a shortcode, and the site does not build"),
    "unknown-shortcode": N_("the site has no such shortcode, and does not build"),
    "section": N_("a section is not closed, or not opened"),
    "executed": N_("Hugo executes a shortcode in a quoted text"),
    "token": N_("the text contains a token that Hugo uses internally"),
    "quote": N_("a quote lacks its text, author or time"),
    "html": N_("text is read as HTML"),
    "unsafe-link": N_("a link runs a script"),
    "emphasis": N_("text is emphasized or struck through, and its marks are hidden"),
    "asterisks": N_("asterisks of a remark are shown, and the text between is not emphasized"),
    "link": N_("text becomes a link or an image, and its address is hidden"),
    "block": N_("text becomes a heading, a list, a blockquote or the like"),
    "hidden": N_("text is read as a definition and hidden"),
    "code": N_("text becomes code, and its marks are hidden, or code shows <br>"),
    "escape": N_("a backslash is hidden"),
    "typography": N_("punctuation is replaced"),
    "emoji": N_("a word becomes an emoji"),
    "entity": N_("the name of a character becomes the character"),
    "swallowed": N_("a link includes the name of a character and shows the character"),
    "link-entity": N_("some themes read part of a link as a character, and the link breaks"),
    "mail-link": N_("a mail address becomes a link"),
    "not-a-link": N_("an address is not a link, or is one to the wrong place"),
    "space": N_("white space is hidden"),
    "cut-link": N_("a link was cut short and leads nowhere"),
    "future": N_("Hugo does not publish the post yet"),
    "duplicate-quote": N_("a comment is quoted twice"),
    "duplicate-post": N_("another post quotes the same thread"),
    "tag-variant": N_("tags share one page, or differ only in width or form"),
    "missing-image": N_("the image does not exist"),
    "more": N_("the file has more findings than are listed"),
    "render": N_("Hugo's page differs from what was written"),
}
"""The kinds of findings and their meanings, to be translated where they are shown."""

FORMER_KINDS = {"fold": "section", "encoding": "file"}
"""Former names of kinds, which options still accept."""
