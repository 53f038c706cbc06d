"""Entries of a draft: clips, remarks and the starts of sections."""

from dataclasses import dataclass
from typing import NewType

from matome_tui.core.comment.markup import plain_text

EntryKey = NewType("EntryKey", int)
"""The number of an entry in its draft: unique, and never reused."""

FIRST_KEY = EntryKey(1)
NO_KEY = EntryKey(0)
"""The key of an entry that is in no draft yet, such as a section made by counting."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A comment as the post quotes it.

    Attributes:
        key: Unique among the draft's entries, and never reused.
        comment: Hacker News' id of the comment; 0 if known only from a post.
        author: User name.
        time: When the comment was written; seconds since 1970, UTC.
        source: The comment's HTML when it was clipped; empty if known only from a post.
        text: The text in the post.
        color: `#rrggbb`, or empty without a colour.
        taken: When the clip was made; seconds since 1970, UTC; 0 if unknown.
        excerpt: The selected parts of the comment's plain text, joined; empty for all of it.
        parts: Their ranges in the plain text: starts and ends in code points.
        machine: The text that a translation service gave; empty for none, and once accepted.
    """

    key: EntryKey
    comment: int
    author: str
    time: int
    source: str
    text: str
    color: str = ""
    taken: int = 0
    excerpt: str = ""
    parts: tuple[tuple[int, int], ...] = ()
    machine: str = ""

    @property
    def original(self) -> str:
        """The text before any edit: the comment's own, or its excerpt."""
        return self.excerpt or plain_text(self.source)

    @property
    def is_untouched(self) -> bool:
        """Whether the text was not edited."""
        return bool(self.source) and self.text == self.original

    @property
    def is_machine(self) -> bool:
        """Whether the text is a machine's, neither edited nor accepted."""
        return bool(self.machine) and self.text == self.machine

    @property
    def is_rewritten(self) -> bool:
        """Whether the text is the user's own: not the comment's, nor a machine's."""
        return not (self.is_untouched or self.is_machine)


@dataclass(frozen=True, slots=True)
class Remark:
    """The blogger's own text between quotes: a heading or paragraphs, in Markdown.

    Attributes:
        key: As for a clip.
        text: Markdown.
    """

    key: EntryKey
    text: str

    @property
    def is_heading(self) -> bool:
        """Whether it is a Markdown heading."""
        return self.text.lstrip().startswith("#")

    @property
    def is_only_heading(self) -> bool:
        """Whether it is a heading on one line, without more text."""
        return self.is_heading and "\n" not in self.text.strip()


@dataclass(frozen=True, slots=True)
class Section:
    """The start of a section (a `details` block) that lasts until the next one.

    Attributes:
        key: As for a clip.
        summary: The summary of the `details` block; empty for the default with its number.
        is_open: Whether it only ends the section before it: the entries below are not in one.
    """

    key: EntryKey
    summary: str = ""
    is_open: bool = False


Entry = Clip | Remark | Section
