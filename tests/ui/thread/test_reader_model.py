"""The whole reader beside a plain model: any thread, any folds, any moves.

What keys do to the cursor and to what is visible is computed here from nothing but parents; and
what is painted after any of it is what would be painted from scratch.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from rich.segment import Segment
from textual.geometry import Region, Size

from matome_tui.core.items import CommentId
from matome_tui.core.thread.search import Query
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.core.thread.viewport import Viewport
from matome_tui.ui.thread.reader import Reader
from tests.support.reader_app import ReaderApp
from tests.support.threads import Parts, parts, thread

pytestmark = pytest.mark.bulk

TEXTS = (
    "A short text",
    "text " * 120,
    "<pre><code>def f(x):\n    return x\n</code></pre>" * 2,
    '<a href="https://a.example">x</a><p>&gt; text<p><a href="https://b.example">y</a>',
)
START_SIZE = (60, 9)
DIRECTIONS = st.sampled_from([1, -1])


class Readers(RuleBasedStateMachine):
    """A reader beside the model: ids that are folded, ids that a filter wants, a cursor."""

    reader: Reader

    @initialize(parts=parts(least=4), start=st.integers(0, 15))
    def begin(self, parts: Parts, start: int) -> None:
        texts = [replace(comment, html=TEXTS[comment.id % 4]) for comment in parts.comments]
        self.thread = Thread(parts.story, texts, parts.ranks)
        assume(len(self.thread))
        self.is_hidden = False
        self.resize(*START_SIZE, is_notified=True)
        self.reader.show(thread())
        self.reader.highlight(None)
        self.reader.show(self.thread)
        self.folded: set[CommentId] = set()
        self.opened: set[CommentId] = set()
        self.wanted: frozenset[CommentId] | None = None
        self.is_flat = False
        self.cursor = Index(0)
        self.trail: list[CommentId] = []
        self.go_to(Index(start % len(self.thread)))

    # The model

    def id_of(self, index: Index) -> CommentId:
        return self.thread.comments[index].id

    def above(self, index: Index) -> list[Index]:
        found = []
        parent = self.thread.parents[index]
        while parent is not None:
            found.append(parent)
            parent = self.thread.parents[parent]
        return found

    def children(self, parent: Index | None) -> list[Index]:
        return [
            at
            for at, own in zip(self.thread.indexes, self.thread.parents, strict=True)
            if own == parent
        ]

    def visible(self) -> list[Index]:
        every = self.thread.indexes
        if self.wanted is None:
            return [
                at
                for at in every
                if not any(self.id_of(up) in self.folded for up in self.above(at))
            ]
        matches = [at for at in every if self.id_of(at) in self.wanted]
        leading = set() if self.is_flat else {up for at in matches for up in self.above(at)}
        return sorted({*matches, *leading})

    def is_folded(self, index: Index) -> bool:
        only_leads = self.wanted is not None and self.id_of(index) not in self.wanted
        return only_leads or self.id_of(index) in self.folded

    def step_to(self, index: Index) -> None:
        if self.wanted is not None and index not in self.visible():
            self.match(None)
        if self.wanted is None:
            self.folded -= {self.id_of(up) for up in self.above(index)}
        self.cursor = index

    def match(self, wanted: frozenset[CommentId] | None) -> None:
        """A filter opens its matches until it ends."""
        self.folded |= self.opened
        self.opened = self.folded & (wanted or frozenset())
        self.folded -= self.opened
        self.wanted = wanted

    def jump_to(self, index: Index) -> None:
        if index != self.cursor:
            self.trail.append(self.id_of(self.cursor))
        self.step_to(index)

    def refolded(self) -> None:
        """The cursor stays, or goes to the last one before it that is to be seen."""
        before = [at for at in self.visible() if at <= self.cursor]
        self.cursor = before[-1] if before else self.visible()[0]

    def beside(self, index: Index, direction: int) -> Index | None:
        siblings = self.children(self.thread.parents[index])
        at = siblings.index(index) + direction
        return siblings[at] if 0 <= at < len(siblings) else None

    def root(self) -> Index:
        return [self.cursor, *self.above(self.cursor)][-1]

    # Invariants

    @property
    def view(self) -> Viewport:
        assert self.reader.view is not None
        return self.reader.view

    @invariant()
    def shows_what_the_model_shows(self) -> None:
        assert self.view.outline.visible == self.visible()
        assert self.reader.cursor == self.cursor

    @precondition(lambda self: not self.is_hidden)
    @invariant()
    def paints_what_it_would_paint_from_scratch(self) -> None:
        reader = self.reader
        before = self.painted()
        reader.notify_style_update()
        assert self.painted() == before

    def painted(self) -> list[list[Segment]]:
        size = self.reader.size
        strips = self.reader.render_lines(Region(0, 0, *size))
        assert [strip.cell_length for strip in strips] == [size.width] * size.height
        return [list(strip.simplify()) for strip in strips]

    # Moves

    @rule(direction=DIRECTIONS)
    def next(self, direction: int) -> None:
        within = (self.view.top, self.view.top_line)
        move = self.reader.action_next if direction > 0 else self.reader.action_previous
        move()
        if self.reader.cursor == self.cursor and (self.view.top, self.view.top_line) != within:
            return  # it went on within a long comment
        row = self.visible().index(self.cursor) + direction
        if 0 <= row < len(self.visible()):
            self.step_to(self.visible()[row])

    @rule(direction=DIRECTIONS)
    def next_sibling(self, direction: int) -> None:
        move = (
            self.reader.action_next_sibling
            if direction > 0
            else self.reader.action_previous_sibling
        )
        move()
        if (target := self.beside(self.cursor, direction)) is not None:
            self.step_to(target)

    @rule()
    def next_root(self) -> None:
        self.reader.action_next_root()
        if (target := self.beside(self.root(), 1)) is not None:
            self.jump_to(target)

    @rule()
    def previous_root(self) -> None:
        self.reader.action_previous_root()
        is_root = self.root() == self.cursor
        target = self.beside(self.cursor, -1) if is_root else self.root()
        if target is not None:
            self.jump_to(target)

    @rule()
    def parent(self) -> None:
        self.reader.action_parent()
        self.go_to_parent()

    def go_to_parent(self) -> None:
        if above := self.above(self.cursor):
            self.jump_to(above[0])

    @rule()
    def to_root(self) -> None:
        self.reader.action_root()
        self.jump_to(self.root())

    @rule()
    def top(self) -> None:
        self.reader.action_top()
        self.jump_to(Index(0))

    @rule()
    def bottom(self) -> None:
        self.reader.action_bottom()
        self.jump_to(self.visible()[-1])

    @rule(data=st.data())
    def go_anywhere(self, data: st.DataObject) -> None:
        self.go_to(data.draw(st.sampled_from(self.thread.indexes)))

    def go_to(self, index: Index) -> None:
        self.reader.go_to(index)
        self.jump_to(index)

    @rule()
    def go_back(self) -> None:
        self.reader.action_go_back()
        while self.trail:
            index = self.thread.find(self.trail.pop())
            if index is not None and index != self.cursor:
                self.step_to(index)
                return

    @rule(direction=DIRECTIONS, far=st.booleans())
    def scroll(self, direction: int, far: bool) -> None:
        scroll = self.reader.action_page if far else self.reader.action_half_page
        scroll(direction)
        self.cursor = self.view.cursor

    @rule(fraction=st.floats(0, 1))
    def go_to_fraction(self, fraction: float) -> None:
        self.reader.go_to_fraction(fraction)
        self.cursor = self.view.cursor

    # Folding

    @rule()
    def toggle_fold(self) -> None:
        self.reader.action_toggle_fold()
        self.toggle()

    def toggle(self) -> None:
        own = {self.id_of(self.cursor)}
        self.folded = self.folded - own if self.is_folded(self.cursor) else self.folded | own
        self.refolded()

    @rule()
    def enter(self) -> None:
        self.reader.action_unfold_or_enter()
        if self.is_folded(self.cursor):
            self.toggle()
        elif replies := self.children(self.cursor):
            self.step_to(replies[0])

    @rule()
    def leave(self) -> None:
        self.reader.action_fold_or_leave()
        if self.is_folded(self.cursor) or not self.children(self.cursor):
            self.go_to_parent()
        else:
            self.toggle()

    @rule()
    def fold_branch(self) -> None:
        self.reader.action_fold_branch()
        self.folded.add(self.id_of(self.root()))
        self.refolded()

    @rule()
    def toggle_all(self) -> None:
        self.reader.action_toggle_all()
        if self.folded:
            self.folded, self.opened = set(), set()
        else:
            self.fold_from(0)
        self.refolded()

    @rule(levels=DIRECTIONS)
    def change_level(self, levels: int) -> None:
        self.reader.action_change_level(levels)
        depths = [
            len(self.above(at)) for at in self.visible() if self.is_folded(at) and self.children(at)
        ]
        deepest = max(len(self.above(at)) for at in self.thread.indexes)
        self.fold_from(max(min(depths, default=deepest) + levels, 0))
        self.refolded()

    def fold_from(self, depth: int) -> None:
        for index in self.thread.indexes:
            own = len(self.above(index))
            if own < depth:
                self.folded.discard(self.id_of(index))
            elif own == depth and self.children(index):
                self.folded.add(self.id_of(index))

    # The view

    @rule(data=st.data(), is_flat=st.booleans())
    def narrow(self, data: st.DataObject, is_flat: bool) -> None:
        ids = [comment.id for comment in self.thread.comments]
        wanted = frozenset(data.draw(st.sets(st.sampled_from([*ids, CommentId(7)]))))
        is_done = bool(wanted & set(ids))
        assert self.reader.filter(wanted, is_flat=is_flat) == is_done
        if is_done:
            self.match(wanted)
            self.is_flat = is_flat
            matches = [at for at in self.thread.indexes if self.id_of(at) in wanted]
            least = min(abs(at - self.cursor) for at in matches)
            self.cursor = max(at for at in matches if abs(at - self.cursor) == least)

    @rule()
    def widen(self) -> None:
        assert self.reader.filter(None)
        self.match(None)
        self.refolded()

    @rule(data=st.data())
    def mark(self, data: st.DataObject) -> None:
        ids = st.sampled_from([comment.id for comment in self.thread.comments])
        self.reader.set_marks(data.draw(st.dictionaries(ids, st.sampled_from(["", "#ff0000"]))))
        self.reader.set_new(data.draw(st.sets(ids)))
        self.reader.set_edited(data.draw(st.sets(ids)))

    @rule(data=st.data())
    def look(self, data: st.DataObject) -> None:
        reader = self.reader
        looks: list[Callable[[], None]] = [
            lambda: reader.highlight(Query("text")),
            lambda: reader.highlight(None),
            reader.action_toggle_times,
            reader.action_toggle_code,
            lambda: reader.action_shift_code(1),
        ]
        data.draw(st.sampled_from(looks))()

    # Its place on the screen

    @rule(width=st.integers(1, 120), height=st.integers(1, 50), is_notified=st.booleans())
    def resize(self, width: int, height: int, is_notified: bool) -> None:
        """Textual sets the size, may paint, and sends the resize later."""
        size = Size(width, height)
        self.reader._size_updated(size, size, size)
        if is_notified:
            self.reader.on_resize()

    @rule(is_hidden=st.booleans())
    def give_way_to_the_tray(self, is_hidden: bool) -> None:
        """A hidden reader is not painted, but goes where the tray's cursor goes."""
        self.is_hidden = is_hidden


async def test_the_reader_is_its_model() -> None:
    async with ReaderApp().run_test(size=START_SIZE) as pilot:
        assert isinstance(pilot.app, ReaderApp)
        Readers.reader = pilot.app.reader
        run_state_machine_as_test(
            Readers,
            settings=settings(
                max_examples=100,
                stateful_step_count=40,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
