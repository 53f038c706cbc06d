"""What a post is made of, below its head."""

from dataclasses import dataclass

from matome_tui.core.comment.markup import plain_text


@dataclass(frozen=True, slots=True)
class Clip:
    """A comment as the post will quote it.

    Attributes:
        key: Tells the entry from the draft's others; never given twice.
        comment: Hacker News' id of the comment; 0 where only a post tells of it.
        author: User name.
        time: When the comment was written; seconds since 1970, UTC.
        source: The comment's HTML when the clip was made; empty where only a post tells of it.
        text: What the post will say.
        color: `#rrggbb`, or empty for none.
        taken: When the clip was made; seconds since 1970, UTC; 0 where that is not known.
        excerpt: The chosen parts of the comment's plain text, as one text; empty for all of it.
        parts: Where in the plain text they are: starts and ends, in code points.
    """

    key: int
    comment: int
    author: str
    time: int
    source: str
    text: str
    color: str = ""
    taken: int = 0
    excerpt: str = ""
    parts: tuple[tuple[int, int], ...] = ()

    @property
    def original(self) -> str:
        """What the text started as: the comment's own words, as far as they were chosen."""
        return self.excerpt or plain_text(self.source)

    @property
    def is_untouched(self) -> bool:
        """Whether the text is still the comment's own."""
        return bool(self.source) and self.text == self.original


@dataclass(frozen=True, slots=True)
class Remark:
    """The blogger's own words between quotes: a heading or paragraphs, in Markdown.

    Attributes:
        key: As for a clip.
        text: Markdown.
    """

    key: int
    text: str

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading of Markdown."""
        return self.text.lstrip().startswith("#")


@dataclass(frozen=True, slots=True)
class Section:
    """From here to the next one, what follows is folded away, or stands open again.

    Attributes:
        key: As for a clip.
        summary: What the folded post shows; empty for the usual text with the fold's number.
        is_open: Whether it ends the fold before it and begins none.
    """

    key: int
    summary: str = ""
    is_open: bool = False


Entry = Clip | Remark | Section
