"""Requests for renderings, and the events of a batch of them."""

from dataclasses import dataclass

from matome_tui.core.comment.markup import parse_html, plain_text
from matome_tui.core.draft.entries import Clip
from matome_tui.core.items import Comment, Story


@dataclass(frozen=True, slots=True)
class Request:
    """A text to be rendered in the target language.

    Attributes:
        id: Names the request in its events, such as the id of a comment; unique in a batch.
        text: Plain text: of a comment, or of an excerpt of it.
        title: The title of the story, as context.
        parent: The plain text that it replies to, as context.
        names: User names that may occur in it; they are not translated.
        code: Its blocks of code; they are not translated.
        is_fresh: Whether to ask the service again although a rendering is cached.
    """

    id: int
    text: str
    title: str = ""
    parent: str = ""
    names: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    is_fresh: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """The request is being sent."""

    id: int


@dataclass(frozen=True, slots=True)
class TextSoFar:
    """The rendering so far, unchecked; a later event of the request may have another text."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """A rendering that has passed the checks, safe for a terminal.

    Attributes:
        id: The id of the request.
        text: The rendering.
        is_cached: Whether it was there before.
    """

    id: int
    text: str
    is_cached: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """No rendering, or one that has not passed the checks.

    Attributes:
        id: The id of the request.
        reason: One line for the user.
        text: The rendering that was refused, safe for a terminal; empty if there is none.
        is_cached: Whether it failed before: `Request.is_fresh` asks again.
    """

    id: int
    reason: str
    text: str = ""
    is_cached: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """The request was not sent.

    Attributes:
        id: The id of the request.
        reason: One line for the user.
        is_over_budget: Whether the session's characters are used up: `Translator.allow` adds some.
    """

    id: int
    reason: str
    is_over_budget: bool = False


Event = Started | TextSoFar | Done | Failed | Skipped
"""Each request ends with exactly one `Done`, `Failed` or `Skipped`."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a batch would send.

    Attributes:
        comments: Number of texts to be sent; those cached or already in the language are not.
        characters: Number of characters to be sent, with the instructions.
        tokens: About how many tokens that is, with those of the answers; None if the service does
            not count tokens.
        is_over_budget: Whether that is more than the session may still send.
    """

    comments: int
    characters: int
    tokens: int | None
    is_over_budget: bool


def request_of(
    comment: Comment, story: Story, parent: Comment | None = None, *, is_fresh: bool = False
) -> Request:
    """Return the request for a comment.

    Args:
        comment: The comment.
        story: The story of its thread.
        parent: The comment that it replies to, if there is one.
        is_fresh: As in `Request`.
    """
    above = plain_text(parent.html) if parent else ""
    names = (comment.author, parent.author if parent else "", story.author)
    text, code = _text_and_code(comment.html)
    return Request(comment.id, text, story.title, above, _known(names), code, is_fresh)


def request_of_clip(
    clip: Clip, title: str = "", parent: Comment | None = None, *, is_fresh: bool = False
) -> Request:
    """Return the request for the original of a clip: its excerpt, or else the whole comment.

    Its id is the clip's key.

    Args:
        clip: A clip with its source.
        title: The title of the story.
        parent: The comment that it replies to, if it is known.
        is_fresh: As in `Request`.
    """
    above = plain_text(parent.html) if parent else ""
    names = (clip.author, parent.author if parent else "")
    text, code = _text_and_code(clip.source)
    return Request(clip.key, clip.excerpt or text, title, above, _known(names), code, is_fresh)


def _text_and_code(html: str) -> tuple[str, tuple[str, ...]]:
    document = parse_html(html)
    code = tuple(block.text for block in document.blocks if block.kind == "code")
    return document.plain_text, code


def _known(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, names))
