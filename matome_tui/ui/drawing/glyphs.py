"""The glyphs that the program draws with, in Unicode and ASCII."""

from typing import NamedTuple

from matome_tui.core.comment.cells import ambiguous_width


class Glyphs(NamedTuple):
    """A set of glyphs, each one cell wide.

    Attributes:
        edge: Left edge of a marked comment.
        pointer: Before the comment or row at the cursor.
        guide: Vertical line from a comment to its replies.
        open: Before an unfolded comment.
        folded: Before a folded comment.
        quote: Before quoted lines.
        thumb: Part of the scroll bar for what is in view.
        track: Rest of the scroll bar.
        separator: Between facts on a line.
        ellipsis: End of text that was cut.
        new: Before something new.
        rule: Horizontal line.
        remark: Before a remark.
        posted: Before a story with a post.
        draft: Before a story with a draft.
        bookmark: Before a bookmarked story.
        spinner: The frames of a sign that turns, one cell each.
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
    draft: str
    bookmark: str
    spinner: str


UNICODE = Glyphs(
    "▌", "›", "│", "▾", "▸", "▏", "┃", "│", "·", "…", "•", "─", "¶", "✓", "✎", "✦", "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
)
ASCII = Glyphs(
    "#", ">", "|", "v", ">", "|", "#", "|", "-", "~", "+", "-", '"', "p", "d", "b", "|/-\\"
)


def glyphs_for(*, is_ascii: bool) -> Glyphs:
    """Return the signs of a terminal, for one that draws ASCII only if `is_ascii`.

    Lines and blocks are ambiguous: a terminal that draws them two cells wide gets ASCII as well.
    """
    return ASCII if is_ascii or ambiguous_width() > 1 else UNICODE
