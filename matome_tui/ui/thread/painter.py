"""The look of a comment: header, text, guides and edge."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from matome_tui.core.comment.layout import Line
from matome_tui.core.comment.wrap import cell_width, truncate
from matome_tui.core.text import one_line
from matome_tui.core.thread.scores import GOOD
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.i18n import _, ngettext
from matome_tui.ui.drawing.colors import style_of
from matome_tui.ui.drawing.formats import age, clock, gone
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.drawing.spans import styled_segments

Segments = list[Segment]

_EDGE_CELLS = 2
_GUIDE_CELLS = 2
_MARKER_CELLS = 2
_RIGHT_MARGIN = 1
_LEAST_TEXT_CELLS = 40
_SCORE_CELLS = 5

MACHINE = "~"
"""The sign of a machine's text."""
_GUIDE_COLORS = 6

WHOLE_LINE_PARTS = ("text", "cursor", "code")
"""Parts whose style includes a background; those of the others are laid over it."""
PARTS = (
    *("text", "dim", "author", "submitter", "cursor", "mark", "new", "edited", "followed"),
    *("replies", "good", "quote", "code", "rendering", "italic", "link", "number", "match"),
    *("comment", "keyword", "string", "literal"),
    *(f"guide-{level}" for level in range(_GUIDE_COLORS)),
)
"""Names of the parts of a comment that have a style."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """Columns of the parts of a comment.

    Attributes:
        width: Width of the view, in cells.
        measure: The longest line of text, in cells.
    """

    width: int
    measure: int

    def indent(self, depth: int) -> int:
        """Return the width of the guides before a comment; limited to leave room for its text."""
        room = self.width - _EDGE_CELLS - _MARKER_CELLS - _RIGHT_MARGIN - _LEAST_TEXT_CELLS
        return _GUIDE_CELLS * max(min(depth, room // _GUIDE_CELLS), 0)

    def text_start(self, depth: int) -> int:
        """Return the column where the text of a comment starts."""
        return _EDGE_CELLS + self.indent(depth) + _MARKER_CELLS

    def text_width(self, depth: int) -> int:
        """Return the greatest width of a line of text; at least 1."""
        return max(min(self.measure, self.width - self.text_start(depth) - _RIGHT_MARGIN), 1)

    def marker_column(self, depth: int) -> int:
        """Return the column of the fold sign."""
        return _EDGE_CELLS + self.indent(depth)


@dataclass(frozen=True, slots=True)
class State:
    """The state of a comment, on which its look depends.

    Attributes:
        is_cursor: Whether the cursor is on it.
        is_folded: Whether it is folded.
        mark: Colour of its mark, empty for a mark without colour; None if it is not marked.
        is_new: Whether it is new since the last visit.
        is_edited: Whether its text has changed.
        is_selected: Whether it is in the selected range.
        is_followed: Whether the user follows its author.
        is_muted: Whether the user mutes its author.
        score: Its score; None if it has none, or if scores are not shown.
        reason: The reason of its score, if that is to be shown.
        has_scores: Whether scores are shown.
    """

    is_cursor: bool
    is_folded: bool
    mark: str | None
    is_new: bool = False
    is_edited: bool = False
    is_selected: bool = False
    is_followed: bool = False
    is_muted: bool = False
    score: int | None = None
    reason: str = ""
    has_scores: bool = False


class CommentPainter:
    """Paints the comments of a thread for one view."""

    def __init__(
        self,
        thread: Thread,
        geometry: Geometry,
        glyphs: Glyphs,
        style: Callable[[str], Style],
        color_number: Callable[[str], int | None],
        *,
        with_times: bool = False,
    ) -> None:
        """Make a painter; ages are those of this moment.

        Args:
            thread: The thread.
            geometry: Columns of the parts.
            glyphs: Glyphs to draw with.
            style: Returns the style of a part by its name.
            color_number: Returns the key of a mark's colour, if it has one.
            with_times: Whether to show times in UTC instead of ages.
        """
        self._thread = thread
        self._geometry = geometry
        self._glyphs = glyphs
        self._style = style
        self._color_number = color_number
        self._signs = {"quote": glyphs.quote, "rendering": MACHINE}
        now = time.time()
        self._time = clock if with_times else lambda written: age(written, now)

    def header(self, index: Index, state: State, first_line: str) -> Segments:
        """Return the header of a comment.

        That of a folded one shows the start of its text, unless its author is muted.
        """
        glyphs = self._glyphs
        base = self._style("cursor" if state.is_cursor else "text")
        segments = self._edge(state, pointer=glyphs.pointer)
        segments += self._guides(self._thread.depths[index], base)
        sign = glyphs.folded if state.is_folded else glyphs.open
        segments.append(Segment(f"{sign} ", self._on(base, "dim")))
        for text, part in self._facts(index, state):
            segments += [Segment(text, self._on(base, part)), Segment("  ", base)]
        segments.pop()
        snippet = "" if state.is_muted else first_line
        segments = self._with_replies(index, state, segments, snippet, base)
        used = sum(cell_width(segment.text) for segment in segments)
        segments.append(Segment(" " * max(self._geometry.width - used, 0), base))
        return segments

    def body(self, index: Index, state: State, line: Line) -> Segments:
        """Return one line of a comment's text."""
        style = self._style
        segments = self._edge(state, pointer=" ")
        segments += self._guides(self._thread.depths[index], style("text"))
        text = style("text")
        sign = self._signs.get(line.kind, "").ljust(_MARKER_CELLS)
        segments.append(Segment(sign, text + style("dim")))
        base = text + style(line.kind) if line.kind in ("quote", "code", "rendering") else text
        spans = [(span.start, span.end, span.kind) for span in line.spans]
        segments += styled_segments(line.text, spans, base, style)
        if line.kind == "code":
            width = self._geometry.text_width(self._thread.depths[index])
            segments.append(Segment(" " * (width - cell_width(line.text)), base))
        return segments

    def gap(self, index: Index, state: State) -> Segments:
        """Return the empty line below a comment, with the guides of the next comment."""
        following = index + 1
        depths = self._thread.depths
        depth = depths[following] if following < len(depths) else 0
        return self._edge(state, pointer=" ") + self._guides(depth, self._style("text"))

    def _facts(self, index: Index, state: State) -> Iterator[tuple[str, str]]:
        thread = self._thread
        comment = thread.comments[index]
        is_submitter = thread.is_by_submitter(index)
        if comment.author:
            yield one_line(comment.author), "submitter" if is_submitter else "author"
        if comment.is_gone or not comment.author:
            yield gone(comment), "dim"
        yield self._time(comment.time), "dim"
        if comment.id == thread.story.id:
            yield _("story"), "submitter"
        elif comment.is_option:
            yield _("option"), "submitter"
        elif is_submitter:
            yield _("OP"), "submitter"
        yield from _relation(state)
        if state.is_new:
            yield _("new"), "new"
        if state.is_edited and not comment.is_gone:
            yield _("edited"), "edited"
        if state.mark is not None:
            number = self._color_number(state.mark)
            yield f"[{number or '*'}]", "mark"

    def _with_replies(
        self, index: Index, state: State, segments: Segments, first_line: str, base: Style
    ) -> Segments:
        """Add the number of replies, and the score, at the right end of the text column."""
        note = _replies_note(self._thread.reply_count(index), is_folded=state.is_folded)
        depth = self._thread.depths[index]
        end = self._geometry.text_start(depth) + self._geometry.text_width(depth)
        end -= _SCORE_CELLS if state.has_scores else 0
        used = sum(cell_width(segment.text) for segment in segments)
        room = end - used - cell_width(note) - 4
        aside = state.reason or (first_line if state.is_folded else "")
        if aside and room > 0:
            snippet = truncate(one_line(aside), room, self._glyphs.ellipsis)
            segments.append(Segment(f"  {snippet}", self._on(base, "dim")))
            used += 2 + cell_width(snippet)
        segments.append(Segment(" " * max(end - used - cell_width(note), 2), base))
        segments.append(Segment(note, self._on(base, "replies")))
        if state.has_scores:
            score = "" if state.score is None else str(state.score)
            part = "good" if state.score is not None and state.score >= GOOD else "dim"
            segments.append(Segment(f"{score:>{_SCORE_CELLS}}", self._on(base, part)))
        return segments

    def _on(self, base: Style, part: str) -> Style:
        """Return the style of a part; a reversed line keeps its own colours."""
        return base if base.reverse else base + self._style(part)

    def _edge(self, state: State, pointer: str) -> Segments:
        is_highlighted = state.is_cursor or state.is_selected
        base = self._style("cursor" if is_highlighted else "text")
        shown_pointer = pointer if is_highlighted else " "
        if state.mark is None:
            return [Segment(f" {shown_pointer}", base)]
        colored = base + style_of(state.mark) if state.mark else self._on(base, "mark")
        return [Segment(self._glyphs.edge, colored), Segment(shown_pointer, base)]

    def _guides(self, depth: int, base: Style) -> Segments:
        guide = f"{self._glyphs.guide} "
        levels = self._geometry.indent(depth) // _GUIDE_CELLS
        return [
            Segment(guide, self._on(base, f"guide-{level % _GUIDE_COLORS}"))
            for level in range(levels)
        ]


def _relation(state: State) -> Iterator[tuple[str, str]]:
    """Yield what the author is to the user, with its part."""
    if state.is_followed:
        yield _("followed"), "followed"
    if state.is_muted:
        yield _("muted"), "dim"


def _replies_note(replies: int, *, is_folded: bool) -> str:
    if not replies:
        return _("folded") if is_folded else ""
    if is_folded:
        note = ngettext("{number} reply folded", "{number} replies folded", replies)
    else:
        note = ngettext("{number} reply", "{number} replies", replies)
    return note.format(number=f"{replies:,}")
