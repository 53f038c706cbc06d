"""The signs that the program draws with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs, each one cell wide.

    Attributes:
        edge: Runs along a marked comment.
        pointer: Before the comment or row that the cursor is on.
        guide: Runs down from a comment to its replies.
        open: Before a comment that is unfolded.
        folded: Before a comment that is folded.
        quote: Runs along quoted lines.
        thumb: The part of the whole that is in view.
        track: The rest of the whole.
        separator: Between the parts of a line of facts.
        ellipsis: Where text is cut.
        new: Where something new is.
        rule: Makes a line across.
        remark: Before the blogger's own words.
        posted: Before a story that the site has a post of.
    """

    edge: str
    pointer: str
    guide: str
    open: str
    folded: str
    quote: str
    thumb: str
    track: str
    separator: str
    ellipsis: str
    new: str
    rule: str
    remark: str
    posted: str


UNICODE = Glyphs("▌", "›", "│", "▾", "▸", "▏", "┃", "│", "·", "…", "•", "─", "¶", "✓")
ASCII = Glyphs("#", ">", "|", "v", ">", "|", "#", "|", "-", "~", "+", "-", '"', "*")


def glyphs_for(*, is_ascii: bool) -> Glyphs:
    """Return the signs of a terminal, for one that draws ASCII only if `is_ascii`."""
    return ASCII if is_ascii else UNICODE
