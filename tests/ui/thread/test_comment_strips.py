"""Tests of `matome_tui.ui.thread.comment_strips`."""

import gc
import weakref

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from matome_tui.core.thread.outline import Outline
from matome_tui.core.thread.thread import Index
from matome_tui.ui.drawing.glyphs import UNICODE
from matome_tui.ui.thread.comment_strips import CommentStrips
from matome_tui.ui.thread.painter import Geometry, State
from tests.support.threads import comment, thread


class Watched(Strip):
    """A line that can be referred to weakly."""


def strip(segments: list[Segment], _width: int, _fill: Style) -> Strip:
    return Watched(segments)


def test_painted_lines_are_kept_for_a_few_screens_however_many_the_comments() -> None:
    comments = [comment(at, html="<p>".join(["line"] * (at % 7 * 9 + 1))) for at in range(101, 301)]
    strips = CommentStrips(UNICODE, Geometry(80, 72), lambda _: Style(), strip, lambda _: None)
    strips.outline = Outline(thread(*comments))
    state = State(is_cursor=False, is_folded=False, mark=None)
    painted = [weakref.ref(line) for at in range(200) for line in strips(Index(at), state)]
    gc.collect()
    kept = [line for line in painted if line()]
    assert 300 < len(kept) <= 500
    assert kept == painted[-len(kept) :]
    assert strips(Index(199), state)[0] is kept[-len(strips(Index(199), state))]()
