from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from matome_tui.core.thread.outline import Outline, Row
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.core.thread.viewport import CommentLine, ScreenLine, Viewport
from tests.support.threads import Parts, chain, comment, parts, thread

HEIGHTS = st.integers(1, 12)
LINES = st.lists(st.integers(2, 20), min_size=5, max_size=5)


class Views(RuleBasedStateMachine):
    """A view beside the list of all lines that it is a window on."""

    @initialize(parts=parts(least=1), lines=LINES, height=HEIGHTS)
    def begin(self, parts: Parts, lines: list[int], height: int) -> None:
        assume(len(parts.thread))
        self.lines = lines
        self.outline = Outline(parts.thread)
        self.view = Viewport(self.outline, self.measure, height)

    def measure(self, index: int) -> int:
        return self.lines[self.outline.thread.comments[index].id % len(self.lines)]

    @rule(data=st.data())
    def reveal(self, data: st.DataObject) -> None:
        cursor = self.view.cursor
        line = data.draw(st.integers(0, self.text_lines(cursor) - 1))
        was_in_view = (cursor, line) in self.view.frame
        before = self.top
        y = self.view.screen_line_of(cursor)
        self.view.reveal(line)
        assert self.view.cursor == cursor
        if y is not None and y + line >= 0:
            assert (cursor, line) in self.view.frame
        assert not was_in_view or self.top == before

    @rule(lines=LINES)
    def change_heights(self, lines: list[int]) -> None:
        cursor, y = self.view.cursor, self.view.screen_line_of(self.view.cursor)
        self.view.change_heights(lambda: setattr(self, "lines", lines))
        assert self.view.cursor == cursor
        at = self.view.screen_line_of(cursor)
        is_free = y is not None and self.clamped(self.start(cursor) - y) == self.start(cursor) - y
        if is_free and y is not None and -y < self.text_lines(cursor):
            assert at == y

    # The model

    @property
    def document(self) -> list[CommentLine]:
        return [
            (index, line)
            for index in self.outline.visible
            for line in range(1 if self.outline.is_folded(index) else self.measure(index))
        ]

    @property
    def top(self) -> int:
        return self.document.index((self.view.top, self.view.top_line))

    def start(self, index: Index) -> int:
        return self.document.index((index, 0))

    def text_lines(self, index: int) -> int:
        """Lines of a comment but for the empty one at its end."""
        return max(sum(shown == index for shown, _ in self.document) - 1, 1)

    def clamped(self, top: int) -> int:
        return max(min(top, len(self.document) - self.view.height), 0)

    def tops_that_show(self, index: Index) -> list[int]:
        """Where the view can be for a comment to be seen whole, else from its start."""
        start, end = self.start(index), self.start(index) + self.text_lines(index)
        tops = range(self.clamped(len(self.document)) + 1)
        whole = [top for top in tops if top <= start and end <= top + self.view.height]
        return whole or [start]

    def nearest(self, index: int, top: int) -> int:
        return min(self.tops_that_show(Index(index)), key=lambda other: abs(other - top))

    def cursor_of(self, cursor: int) -> int:
        """Where the cursor is after scrolling."""
        starts = [index for index, line in self.view.frame if line == 0]
        if cursor in starts:
            return cursor
        return starts[0] if starts else self.view.frame[0][0]

    # Invariants

    @invariant()
    def shows_the_document_from_its_top(self) -> None:
        assert self.view.frame == self.document[self.top :][: self.view.height]

    @invariant()
    def leaves_no_line_empty_while_there_is_something_above(self) -> None:
        assert len(self.view.frame) == min(self.view.height, len(self.document))

    @invariant()
    def has_its_cursor_on_a_visible_comment(self) -> None:
        assert self.view.cursor in self.outline.visible

    @invariant()
    def knows_the_rows_of_comments(self) -> None:
        shown = {index for index, _ in self.view.frame}
        for index in self.outline.visible:
            row = self.start(index) - self.top if index in shown else None
            assert self.view.screen_line_of(index) == row

    # Moves and changes

    def draw_index(self, data: st.DataObject) -> int:
        return data.draw(st.integers(0, len(self.outline.thread) - 1))

    @rule(data=st.data())
    def go_to(self, data: st.DataObject) -> None:
        index, before = self.draw_index(data), (self.view.top, self.view.top_line)
        scrolled = self.view.go_to(Index(index))
        top = self.document.index(before)
        assert self.view.cursor == index
        assert self.top == self.nearest(index, top)
        assert scrolled == (self.top != top)

    @rule(lines=st.integers(-30, 30))
    def scroll(self, lines: int) -> None:
        top, cursor = self.top, self.view.cursor
        scrolled = self.view.scroll(lines)
        assert self.top == self.clamped(top + lines)
        assert scrolled == (self.top != top)
        assert self.view.cursor == self.cursor_of(cursor)

    @rule(data=st.data(), fraction=st.floats(0, 1))
    def scroll_to(self, data: st.DataObject, fraction: float) -> None:
        row, cursor = data.draw(st.integers(0, len(self.outline.visible) - 1)), self.view.cursor
        self.view.scroll_to(Row(row), fraction)
        index = self.outline.visible[row]
        last = self.view.height_of(index) - 1
        assert self.top == self.clamped(self.start(index) + int(fraction * last))
        assert self.view.cursor == self.cursor_of(cursor)

    @rule(direction=st.sampled_from([1, -1]))
    def scroll_within(self, direction: int) -> None:
        top, cursor, height = self.top, self.view.cursor, self.view.height
        is_in_view = any(index == cursor for index, _ in self.view.frame)
        start = self.start(cursor)
        below = start + self.text_lines(cursor) - (top + height)
        hidden = below if direction > 0 else top - start
        has_more = is_in_view and hidden > 0
        assert self.view.scroll_within(direction) == has_more
        step = min(hidden, max(height - 2, 1)) if has_more else 0
        assert self.top == top + direction * step
        assert self.view.cursor == cursor

    @rule(data=st.data())
    def refold(self, data: st.DataObject) -> None:
        outline, cursor = self.outline, self.view.cursor
        index = self.draw_index(data)
        depth = data.draw(st.integers(0, 4))
        changes: list[Callable[[], None]] = [
            outline.unfold_all,
            lambda: outline.fold(Index(index)),
            lambda: outline.fold(cursor),
            lambda: outline.unfold(Index(index)),
            lambda: outline.unfold(cursor),
            lambda: outline.fold_at_depth(depth),
        ]
        row = self.view.screen_line_of(cursor)
        self.view.change_outline(data.draw(st.sampled_from(changes)))
        assert self.view.cursor == outline.visible_at(cursor)
        assert self.top == self.clamped(self.start(self.view.cursor) - max(row or 0, 0))

    @rule(height=HEIGHTS, lines=LINES)
    def resize(self, height: int, lines: list[int]) -> None:
        view = self.view
        before, cursor = (view.top, view.top_line), view.cursor
        self.lines = lines
        view.resize(height)
        index, line = before
        top = self.clamped(self.start(index) + min(line, view.height_of(index) - 1))
        if not (index == cursor and top > self.start(cursor)):
            top = self.nearest(cursor, top)
        assert (self.top, view.cursor) == (top, cursor)

    @rule(new=parts(least=1), data=st.data())
    def hold(self, new: Parts, data: st.DataObject) -> None:
        new_thread = new.thread
        if not len(new_thread):
            return
        self.outline.replace_thread(new_thread)
        cursor, y = self.draw_index(data), data.draw(st.integers(-3, self.view.height - 1))
        self.view.align(Index(cursor), ScreenLine(y))
        shown = self.outline.visible_at(Index(cursor))
        assert self.view.cursor == shown
        text = max(self.view.height_of(shown) - 1, 1)
        assert self.top == self.clamped(self.start(shown) - max(y, 1 - text))

    @precondition(lambda self: self.view.height > 1)
    @rule()
    def read(self) -> None:
        """Every line is seen on the way down, and every comment on the way up."""
        view, outline = self.view, self.outline
        view.go_to(outline.visible[0])
        seen = set(view.frame)
        while step(view, 1):
            seen |= set(view.frame)
        gaps = {(index, view.height_of(index) - 1) for index in outline.visible}
        assert seen >= set(self.document) - {(index, line) for index, line in gaps if line}
        assert view.cursor == outline.visible[-1]
        visited = [view.cursor]
        while step(view, -1):
            visited.append(view.cursor)
        assert list(dict.fromkeys(visited)) == outline.visible[::-1]


def step(view: Viewport, direction: int) -> bool:
    """Do what a press of the key for the next or previous comment does."""
    if view.scroll_within(direction):
        return True
    row = view.outline.row_of(view.cursor) + direction
    if not 0 <= row < len(view.outline.visible):
        return False
    view.go_to(view.outline.visible[row])
    return True


TestViews = Views.TestCase
TestViews.settings = settings(max_examples=100, stateful_step_count=20, deadline=None)


# --- examples -------------------------------------------------------------------------------------


def view_of(thread: Thread, height: int, lines: int = 4) -> Viewport:
    return Viewport(Outline(thread), lambda _: lines, height)


def flat(count: int) -> Thread:
    return thread(*(comment(101 + at) for at in range(count)))


def test_a_view_begins_at_the_top() -> None:
    view = view_of(flat(3), height=6)
    assert (view.cursor, view.top, view.top_line) == (0, 0, 0)
    assert view.frame == [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (1, 1)]


def test_the_empty_line_at_a_comments_end_need_not_be_in_view() -> None:
    view = view_of(flat(5), height=7)
    assert not view.go_to(Index(1))
    assert view.go_to(Index(2))
    assert view.frame[-1] == (2, 2)


def test_a_folded_comment_below_the_view_comes_into_view() -> None:
    view = view_of(flat(20), height=5)
    for index in range(20):
        view.outline.fold(Index(index))
    view.change_outline(lambda: None)
    view.go_to(Index(9))
    assert view.frame[-1] == (9, 0)


def test_a_comment_longer_than_the_view_is_read_by_pages() -> None:
    view = view_of(flat(2), height=5, lines=11)
    tops = []
    while view.scroll_within(1):
        tops.append(view.top_line)
    assert tops == [3, 5]
    while view.scroll_within(-1):
        tops.append(view.top_line)
    assert tops == [3, 5, 2, 0]


def test_a_comment_cut_off_by_scrolling_is_shown_before_the_next_one() -> None:
    view = view_of(flat(9), height=6)
    view.go_to(Index(2))
    view.scroll(-2)
    assert (view.cursor, view.screen_line_of(Index(2))) == (2, 5)
    assert view.scroll_within(1)
    assert view.frame[-1] == (2, 2)


def test_a_resize_keeps_the_place_within_a_long_comment() -> None:
    view = view_of(flat(2), height=5, lines=40)
    view.scroll(20)
    view.resize(7)
    assert (view.top, view.top_line, view.cursor) == (0, 20, 0)


def test_a_fold_keeps_the_cursors_row() -> None:
    roots = [comment(101 + at) for at in range(5)]
    view = view_of(thread(*roots, comment(110, 103), comment(111, 110)), height=10)
    view.go_to(Index(2))
    row = view.screen_line_of(Index(2))
    view.change_outline(lambda: view.outline.fold(Index(2)))
    assert view.screen_line_of(Index(2)) == row


# --- measured comments ----------------------------------------------------------------------------

MANY = 5_000


class Counting:
    """A measure that knows what it measured."""

    def __init__(self) -> None:
        self.asked: Counter[int] = Counter()

    def __call__(self, index: int) -> int:
        self.asked[index] += 1
        return 5

    def taken(self) -> int:
        """Return how many comments were measured since it was last asked."""
        count, self.asked = len(self.asked), Counter()
        return count


@pytest.mark.parametrize("tree", [flat(MANY), chain(MANY)], ids=["flat", "deep"])
def test_only_what_comes_into_view_is_measured(tree: Thread) -> None:
    measure = Counting()
    view = Viewport(Outline(tree), measure, 40)
    a_handful = 2 * 40 // 5 + 4

    def costs(action: Callable[[], object]) -> int:
        measure.taken()
        action()
        assert len(view.frame) == 40
        return measure.taken()

    assert costs(lambda: view.go_to(Index(1))) <= a_handful
    assert costs(lambda: view.go_to(Index(MANY - 1))) <= a_handful
    assert costs(lambda: view.go_to(Index(MANY - 2))) <= a_handful
    assert costs(lambda: view.go_to(Index(MANY // 2))) <= a_handful
    assert costs(lambda: view.go_to(Index(0))) <= a_handful
    assert costs(lambda: view.scroll_to(Row(MANY // 3), 0.5)) <= a_handful
    assert costs(lambda: view.scroll(20)) <= a_handful
    assert costs(lambda: view.scroll(-20)) <= a_handful
    assert costs(lambda: view.resize(40)) <= a_handful
    assert (
        costs(lambda: view.change_outline(lambda: view.outline.fold(Index(MANY - 5)))) <= a_handful
    )
    assert costs(lambda: view.align(Index(MANY // 4), ScreenLine(5))) <= a_handful
