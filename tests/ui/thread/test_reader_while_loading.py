"""The position of the reader while a thread loads in any order and the user moves.

Until the user moves: at the comment that was asked for, or at the first one. From then on: where
the user left it, to the line, with nothing around it that comes, goes or changes.
"""

import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from textual.geometry import Size

from matome_tui.core.items import Comment, Story
from matome_tui.core.thread.assembly import Assembly
from matome_tui.core.thread.opening import with_ancestors
from matome_tui.core.thread.pinning import rebuild_around
from matome_tui.core.thread.viewport import Viewport
from matome_tui.ui.thread.reader import Reader
from tests.support.reader_app import ReaderApp, view_of
from tests.support.threads import Parts, parts, thread

pytestmark = pytest.mark.bulk

EXAMPLES = int(os.environ.get("MATOME_STANDING_EXAMPLES", "25"))
TEXTS = ("A short text", "text " * 60, "one<p>two<p>three")


class Arrivals(RuleBasedStateMachine):
    """A thread in pieces, a reader, and what the reader must not do."""

    reader: Reader

    @initialize(parts=parts(least=2), asked=st.integers(0, 20), share=st.integers(0, 6))
    def begin(self, parts: Parts, asked: int, share: int) -> None:
        texts = [replace(one, html=TEXTS[one.id % 3] * (not one.is_gone)) for one in parts.comments]
        self.parts = replace(parts, comments=tuple(texts))
        self.asked = 101 + asked if asked < 15 else 0
        self.known, self.waiting = texts[:share], texts[share:]
        self.assembly = Assembly(replace(parts.story, kids=()), self.known)
        self.matches: frozenset[int] | None = None
        self.has_moved = False
        self.place: tuple[int, int] | None = None
        self.reader.show(thread(story=Story(1, "Another")))
        self.rebuild()

    # Arriving comments

    @rule(count=st.integers(1, 4))
    def more_comments(self, count: int) -> None:
        self.assembly.add(self.waiting[:count])
        del self.waiting[:count]
        self.rebuild()

    @rule(data=st.data())
    def a_rank(self, data: st.DataObject) -> None:
        assume(self.parts.ranks)
        parent = data.draw(st.sampled_from(sorted(self.parts.ranks)))
        self.assembly.rank(parent, self.parts.ranks[parent])
        self.rebuild()

    @rule()
    def the_story(self) -> None:
        self.assembly.story = self.parts.story
        self.rebuild()

    @rule()
    def the_end_of_the_first_load(self) -> None:
        self.assembly.end_first_load()

    @rule(data=st.data(), text=st.sampled_from(["", *TEXTS]))
    def another_state(self, data: st.DataObject, text: str) -> None:
        known = sorted(self.assembly.comments)
        assume(known)
        one = self.assembly.comments[data.draw(st.sampled_from(known))]
        gone = {"deleted": True, "author": ""} if not text else {}
        self.assembly.add([replace(one, html=text, **gone)])  # type: ignore[arg-type]
        self.rebuild()

    @rule(height=st.integers(3, 12))
    def another_height(self, height: int) -> None:
        size = Size(60, height)
        self.reader._size_updated(size, size, size)
        self.reader.on_resize()
        self.remember()

    def rebuild(self) -> None:
        reader = self.reader
        before = self.lines()
        view = view_of(reader) if self.has_moved else None
        shown = rebuild_around(self.assembly, view) if view else self.assembly.rebuild()
        reader.show(shown, with_ancestors(self.assembly.comments, self.asked))
        if self.has_moved:
            assert self.lines()[: len(before)] == before

    def lines(self) -> list[tuple[int, int, str]]:
        """Return the lines in view: whose each is, which of its lines, and its words."""
        view = self.reader.view
        frame = view.frame if view else []
        texts = [self.reader.paint(y).text.rstrip(" │") for y in range(len(frame))]
        return [
            (self.comments()[index].id, line, text if line else "")
            for (index, line), text in zip(frame, texts, strict=True)
        ]

    # The user's keys

    @rule(action=st.sampled_from(["next", "previous", "next_sibling", "next_root", "top"]))
    def move(self, action: str) -> None:
        self.do(getattr(self.reader, f"action_{action}"))

    @rule(direction=st.sampled_from([1, -1]))
    def scroll(self, direction: int) -> None:
        self.do(lambda: self.reader.action_half_page(direction))

    @rule()
    def fold(self) -> None:
        self.do(self.reader.action_toggle_fold)

    @rule(data=st.data())
    def narrow(self, data: st.DataObject) -> None:
        assume(self.reader.thread)
        ids = [one.id for one in self.comments()]
        matches = data.draw(st.none() | st.frozensets(st.sampled_from(ids), min_size=1))
        self.reader.filter(matches)
        self.remember()

    def do(self, move: Callable[[], None]) -> None:
        move()
        self.has_moved |= self.reader.thread is not None
        self.remember()

    def remember(self) -> None:
        self.place = self.where() if self.has_moved else None

    # Invariants

    def comments(self) -> list[Comment]:
        assert self.reader.thread
        return self.reader.thread.comments

    def where(self) -> tuple[int, int]:
        """Return the id of the cursor's comment, and the line of the view that it starts on."""
        view = self.view
        row = view.screen_line_of(view.cursor)
        assert row is not None
        return self.comments()[view.cursor].id, row

    @property
    def view(self) -> Viewport:
        assert self.reader.view
        return self.reader.view

    @invariant()
    def stands_where_it_should(self) -> None:
        assert self.reader.has_moved == self.has_moved
        if not self.reader.thread:
            return
        if self.has_moved:
            assert self.where() == self.place
            return
        outline = self.view.outline
        visible = [self.comments()[at].id for at in outline.visible if outline.is_match(at)]
        wanted = [at for at in with_ancestors(self.assembly.comments, self.asked) if at in visible]
        comment, row = self.where()
        assert comment == (wanted or visible)[0]
        if comment == self.comments()[outline.visible[0]].id:
            assert row == 0


async def test_the_position_while_loading() -> None:
    async with ReaderApp().run_test(size=(60, 9)) as pilot:
        assert isinstance(pilot.app, ReaderApp)
        Arrivals.reader = pilot.app.reader
        run_state_machine_as_test(
            Arrivals,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
