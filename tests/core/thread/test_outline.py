import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.items import CommentId
from matome_tui.core.thread.outline import Outline
from matome_tui.core.thread.thread import Index, Thread
from tests.support.threads import Parts, chain, comment, parts, thread

FOLDS = st.sets(st.integers(100, 117).map(CommentId))


def ancestors(thread: Thread, index: Index) -> list[Index]:
    found = []
    parent = thread.parents[index]
    while parent is not None:
        found.append(parent)
        parent = thread.parents[parent]
    return found


def reference(thread: Thread, folded: set[CommentId]) -> list[Index]:
    """The visible comments: those that no folded one is above of."""
    return [
        index
        for index in thread.indexes
        if not any(thread.comments[above].id in folded for above in ancestors(thread, index))
    ]


def change_level(outline: Outline, levels: int) -> None:
    outline.fold_at_depth(max(outline.open_depth() + levels, 0))


def is_open(outline: Outline) -> bool:
    return outline.visible == list(range(len(outline.thread)))


@given(parts(), FOLDS)
def test_replies_below_a_fold_are_not_visible(parts: Parts, folded: set[CommentId]) -> None:
    outline = Outline(parts.thread, folded)
    assert outline.visible == reference(parts.thread, folded)
    for index, one in zip(outline.thread.indexes, outline.thread.comments, strict=True):
        assert outline.is_folded(index) == (one.id in folded)


@given(parts(), FOLDS)
def test_a_hidden_comment_is_found_at_the_topmost_fold_above_it(
    parts: Parts, folded: set[CommentId]
) -> None:
    outline = Outline(parts.thread, folded)
    for index in outline.thread.indexes:
        above = [at for at in ancestors(outline.thread, index) if outline.is_folded(at)]
        assert outline.visible_at(index) == (above[-1] if above else index)
        assert outline.visible[outline.row_of(index)] == outline.visible_at(index)


@given(parts(least=1), FOLDS, st.data())
def test_fold_and_unfold_change_one_comment(
    parts: Parts, folded: set[CommentId], data: st.DataObject
) -> None:
    thread = parts.thread
    if not len(thread):
        return
    outline = Outline(thread, folded)
    index = data.draw(st.integers(0, len(thread) - 1))
    comment_id = thread.comments[index].id
    outline.fold(Index(index))
    assert outline.folded == folded | {comment_id}
    assert outline.visible == reference(thread, outline.folded)
    outline.unfold(Index(index))
    assert outline.folded == folded - {comment_id}
    assert outline.visible == reference(thread, outline.folded)


@given(parts(), FOLDS)
def test_reveal_unfolds_what_hides_and_nothing_else(parts: Parts, folded: set[CommentId]) -> None:
    thread = parts.thread
    for index in thread.indexes:
        outline = Outline(thread, folded)
        above = {thread.comments[at].id for at in ancestors(thread, index)}
        was_hidden = index not in outline.visible
        assert outline.reveal(index) == was_hidden
        assert index in outline.visible
        assert outline.folded == folded - above
        assert outline.visible == reference(thread, outline.folded)


@given(parts(), FOLDS, st.integers(0, 5))
def test_fold_from_folds_one_depth_and_opens_all_above(
    parts: Parts, folded: set[CommentId], depth: int
) -> None:
    thread = parts.thread
    outline = Outline(thread, folded)
    outline.fold_at_depth(depth)
    assert outline.visible == [at for at, own in enumerate(thread.depths) if own <= depth]
    for index, own in enumerate(thread.depths):
        was_folded = thread.comments[index].id in folded
        has_replies = thread.reply_count(Index(index)) > 0
        expected = own >= depth and (was_folded or (own == depth and has_replies))
        assert outline.is_folded(Index(index)) == expected


@given(parts(), FOLDS)
def test_unfold_all_opens_everything(parts: Parts, folded: set[CommentId]) -> None:
    outline = Outline(parts.thread, folded)
    outline.unfold_all()
    assert is_open(outline)
    assert not outline.folded


@given(parts())
def test_each_level_less_hides_something_until_only_the_top_level_is_left(parts: Parts) -> None:
    outline = Outline(parts.thread)
    for level in range(max(parts.thread.depths, default=0), 0, -1):
        change_level(outline, -1)
        assert outline.open_depth() == level - 1
        depths = {parts.thread.depths[at] for at in outline.visible}
        assert max(depths) == level - 1
    top = [at for at, depth in enumerate(parts.thread.depths) if depth == 0]
    for _ in range(2):
        assert outline.visible == top
        assert [at for at in top if outline.is_folded(Index(at))] == [
            at for at in top if parts.thread.reply_count(Index(at))
        ]
        change_level(outline, -1)


@given(parts(), FOLDS)
def test_a_level_more_again_and_again_opens_everything(
    parts: Parts, folded: set[CommentId]
) -> None:
    outline = Outline(parts.thread, folded)
    for _ in range(max(parts.thread.depths, default=0) + 1):
        change_level(outline, 1)
    assert is_open(outline)
    assert not any(outline.is_folded(Index(at)) for at in range(len(outline.thread)))


@given(parts(), parts(), FOLDS)
def test_folds_outlive_another_state_of_the_thread(
    old: Parts, new: Parts, folded: set[CommentId]
) -> None:
    outline = Outline(old.thread, folded)
    outline.replace_thread(new.thread)
    assert outline.folded == folded
    assert outline.visible == reference(new.thread, folded)
    outline.replace_thread(old.thread)
    assert outline.visible == reference(old.thread, folded)


@pytest.mark.parametrize(
    ("folded", "depth"), [((), 3), ((101,), 0), ((103, 102), 1), ((104,), 3), ((999,), 3)]
)
def test_open_depth(folded: tuple[CommentId, ...], depth: int) -> None:
    assert Outline(chain(4), folded).open_depth() == depth


def test_a_folded_comment_without_replies_is_no_level() -> None:
    outline = Outline(thread(comment(101), comment(102), comment(103, 102)), [CommentId(101)])
    assert outline.open_depth() == 1


def test_an_empty_thread_has_nothing_to_fold() -> None:
    outline = Outline(thread())
    change_level(outline, -1)
    assert (outline.visible, outline.open_depth()) == ([], 0)


def test_a_filter_unfolds_its_matches_until_it_ends() -> None:
    one = thread(comment(1), comment(2, 1), comment(3))
    outline = Outline(one, {CommentId(1), CommentId(2)})
    outline.filter([CommentId(2)])
    assert outline.visible == [0, 1]
    assert [outline.is_folded(at) for at in one.indexes] == [True, False, True]
    outline.filter([CommentId(1)])
    assert not outline.is_folded(Index(0))
    assert outline.is_folded(Index(1))
    outline.filter(None)
    assert outline.folded == {1, 2}
