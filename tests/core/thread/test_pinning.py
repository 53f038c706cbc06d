"""Replies to parents that are not pinned never change the lines in view."""

from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.thread.outline import Outline
from matome_tui.core.thread.pinning import ids_in_view, nearest_index, pinned_parents
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.core.thread.viewport import Viewport
from tests.support.threads import STORY, Parts, comment, parts, thread

NEW = 900


@given(parts(least=1), st.integers(4, 12), st.data())
def test_a_reply_to_an_unpinned_parent_leaves_the_view(
    drawn: Parts, height: int, data: st.DataObject
) -> None:
    before = drawn.thread
    if not before.comments:
        return
    view = Viewport(Outline(before), lambda _: 3, height)
    view.scroll(data.draw(st.integers(0, 20)))
    parents = {STORY, *(one.id for one in before.comments)} - pinned_parents(view)
    if not parents:
        return
    added = comment(NEW, data.draw(st.sampled_from(sorted(parents))))
    after = Thread(drawn.story, [*drawn.comments, added], drawn.ranks)
    shown = [(before.comments[index].id, line) for index, line in view.frame]
    anchor = view.screen_line_of(view.cursor)
    assert anchor is not None
    cursor = nearest_index(before, after, view.cursor)
    view.outline.replace_thread(after)
    view.align(cursor, anchor)
    now = [(after.comments[index].id, line) for index, line in view.frame]
    assert now[: len(shown)] == shown


def test_the_ids_in_view() -> None:
    view = Viewport(Outline(thread(*(comment(101 + at) for at in range(5)))), lambda _: 3, 4)
    assert ids_in_view(view) == {101, 102}


def test_the_nearest_comment_above_takes_over() -> None:
    old, new = thread(comment(101), comment(102), comment(103)), thread(comment(101), comment(103))
    assert [nearest_index(old, new, index) for index in old.indexes] == [0, 0, 1]
    assert nearest_index(old, thread(comment(103)), Index(1)) == 0
