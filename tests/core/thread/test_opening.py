"""The position of a reader that has not moved."""

from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.items import Comment
from matome_tui.core.thread.opening import opening_index, with_ancestors
from matome_tui.core.thread.outline import Outline
from tests.support.threads import STORY, Parts, chain, comment, parts, thread


@given(parts(least=1), st.data())
def test_the_cursor_opens_at_the_first_wanted_visible_comment(
    parts: Parts, data: st.DataObject
) -> None:
    shown = parts.thread
    if not len(shown):
        return
    ids = [one.id for one in shown.comments]
    outline = Outline(shown, data.draw(st.sets(st.sampled_from(ids))))
    outline.filter(data.draw(st.none() | st.sets(st.sampled_from(ids), min_size=1)))
    wanted = data.draw(st.lists(st.sampled_from([*ids, 0, 7])))
    index = opening_index(outline, wanted)
    visible = [ids[at] for at in outline.visible if outline.is_match(at)]
    assert index in outline.visible
    assert ids[index] == next((one for one in wanted if one in visible), visible[0])


def test_the_way_up_leads_to_the_story() -> None:
    comments: dict[int, Comment] = {one.id: one for one in chain(3).comments}
    assert list(with_ancestors(comments, STORY + 3)) == [STORY + 3, STORY + 2, STORY + 1, STORY]


def test_the_way_up_ends_at_what_is_unknown_and_in_circles() -> None:
    assert list(with_ancestors({}, 0)) == []
    assert list(with_ancestors({}, 7)) == [7]
    circle = {at: comment(at, other) for at, other in ((101, 102), (102, 101))}
    assert list(with_ancestors(circle, 101)) == [101, 102]


def test_above_a_deleted_comment_its_parent_is_stood_at() -> None:
    gone = comment(103, 102, deleted=True)
    comments: dict[int, Comment] = {one.id: one for one in (comment(101), comment(102, 101), gone)}
    outline = Outline(thread(*comments.values()))
    assert opening_index(outline, with_ancestors(comments, 103)) == 1
