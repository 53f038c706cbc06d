from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given

from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.core.thread.thread import Index, Thread
from tests.support.threads import STORY, UNKNOWN, Parts, chain, comment, ids, parts, thread

# --- the same rules, slow and plain ---------------------------------------------------------------


def is_worth_it(parts: Parts, one: Comment) -> bool:
    replies = (other for other in parts.comments if other.parent == one.id)
    return not one.is_gone or any(is_worth_it(parts, reply) for reply in replies)


def replies_to(parts: Parts, parent: int) -> list[Comment]:
    known = {one.id for one in parts.comments}
    orphans = known if parent == STORY else set()
    found = [
        one
        for one in parts.comments
        if is_worth_it(parts, one)
        and (one.parent == parent or (orphans and one.parent not in known))
    ]
    rank = parts.ranks.get(parent, ()) if parent != STORY else parts.story.kids
    latest = {comment_id: place for place, comment_id in enumerate(rank)}
    has_rank = {one.id for one in found if one.parent == parent} & latest.keys()
    ranked = sorted((one for one in found if one.id in has_rank), key=lambda one: latest[one.id])
    rest = sorted((one for one in found if one.id not in has_rank), key=lambda one: one.id)
    return ranked + rest


def pre_order(parts: Parts, parent: int = STORY, depth: int = 0) -> list[tuple[int, int]]:
    """Ids and depths."""
    rows = []
    for one in replies_to(parts, parent):
        rows += [(one.id, depth), *pre_order(parts, one.id, depth + 1)]
    return rows


# --- properties -----------------------------------------------------------------------------------


@given(parts())
def test_comments_stand_in_ranked_pre_order(parts: Parts) -> None:
    thread = parts.thread
    text = [(STORY, 0)] if parts.story.html else []
    assert list(zip(ids(thread.comments), thread.depths, strict=True)) == text + pre_order(parts)


@given(parts(any_parent=True))
def test_parents_sizes_and_roots_follow_from_the_depths(parts: Parts) -> None:
    thread = parts.thread
    for index, depth in enumerate(thread.depths):
        above = [at for at in range(index) if thread.depths[at] < depth]
        assert thread.parents[index] == (above[-1] if above else None)
        assert depth == (thread.depths[above[-1]] + 1 if above else 0)
        top = [at for at in range(index + 1) if thread.depths[at] == 0]
        assert thread.roots[index] == top[-1]
        end = index + 1
        while end < len(thread) and thread.depths[end] > depth:
            end += 1
        assert thread.sizes[index] == end - index
        assert thread.reply_count(Index(index)) == end - index - 1
        assert thread.first_reply(Index(index)) == (index + 1 if end > index + 1 else None)


@given(parts(any_parent=True))
def test_siblings_share_a_parent_and_know_each_other(parts: Parts) -> None:
    thread = parts.thread
    for parent in {None, *range(len(thread))}:
        family = [at for at in range(len(thread)) if thread.parents[at] == parent]
        row = [None, *family, None]
        assert [thread.previous_sibling(Index(at)) for at in family] == row[:-2]
        assert [thread.next_sibling(Index(at)) for at in family] == row[2:]


@given(parts(any_parent=True))
def test_every_live_comment_is_there_once_whatever_it_answers(parts: Parts) -> None:
    thread = parts.thread
    shown = ids(thread.comments)
    assert len(shown) == len(set(shown))
    assert {one.id for one in parts.comments if not one.is_gone} <= set(shown)
    for index, one in enumerate(thread.comments):
        branch = thread.comments[index : index + thread.sizes[index]]
        assert any(not below.is_gone for below in branch)
        assert thread.find(one.id) == index


@given(parts(any_parent=True))
def test_a_thread_of_its_own_comments_is_the_same(parts: Parts) -> None:
    thread = parts.thread
    again = Thread(parts.story, thread.comments, parts.ranks)
    assert again.comments == thread.comments


# --- examples -------------------------------------------------------------------------------------


def test_the_text_of_the_story_comes_first() -> None:
    story = Story(STORY, "A question", "sue", 7, html="Why?")
    asked = thread(comment(101), comment(102, 101), story=story)
    assert asked.comments[0] == Comment(CommentId(STORY), 0, "sue", 7, "Why?")
    assert (asked.depths, asked.parents, asked.sizes) == ([0, 0, 1], [None, None, 1], [1, 2, 1])
    assert asked.next_sibling(Index(0)) == 1
    assert asked.previous_sibling(Index(1)) == 0


def test_an_empty_thread() -> None:
    empty = thread()
    assert (len(empty), empty.find(STORY)) == (0, None)


@pytest.mark.parametrize(
    ("kids", "order"),
    [
        ((), [101, 102, 103, 104]),
        ((103, 101, 104, 102), [103, 101, 104, 102]),
        ((104,), [104, 101, 102, 103]),
        ((999, 103), [103, 101, 102, 104]),
        ((103, 103, 102), [103, 102, 101, 104]),
    ],
)
def test_ranks_are_obeyed_and_the_rest_follows_oldest_first(
    kids: tuple[int, ...], order: Sequence[int]
) -> None:
    top = (comment(at) for at in (104, 102, 101, 103))
    assert ids(thread(*top, story=Story(STORY, "A story", kids=kids)).comments) == order
    below = (comment(at, 90) for at in (104, 102, 101, 103))
    ranked = Thread(Story(STORY, "A story"), [comment(90), *below], {90: kids})
    assert ids(ranked.comments) == [90, *order]


@pytest.mark.parametrize("flag", ["deleted", "dead"])
def test_a_deleted_comment_stays_while_a_live_one_is_below(flag: str) -> None:
    is_dead = flag == "dead"
    gone = [
        comment(101, deleted=not is_dead, dead=is_dead),
        comment(102, 101, deleted=not is_dead, dead=is_dead),
    ]
    assert ids(thread(*gone).comments) == []
    assert ids(thread(*gone, comment(103, 102)).comments) == [101, 102, 103]
    assert ids(thread(*gone, comment(103, 101)).comments) == [101, 103]


def test_a_comment_without_its_parent_stands_at_the_top_level() -> None:
    orphans = thread(comment(103, UNKNOWN), comment(101), comment(104, 103))
    assert list(zip(ids(orphans.comments), orphans.depths, strict=True)) == [
        (101, 0),
        (103, 0),
        (104, 1),
    ]


def test_a_rank_orders_only_replies_to_its_parent() -> None:
    orphans = [comment(103, UNKNOWN), comment(106, UNKNOWN), comment(101)]
    story = replace(thread().story, kids=(106, 101))
    assert ids(Thread(story, orphans).comments) == [101, 103, 106]


def test_the_oldest_of_a_circle_stands_at_the_top_level() -> None:
    circle = comment(103, 102), comment(102, 101), comment(101, 103)
    lost = thread(*circle, comment(104, 104), comment(105, 103))
    assert list(zip(ids(lost.comments), lost.depths, strict=True)) == [
        (101, 0),
        (102, 1),
        (103, 2),
        (105, 3),
        (104, 0),
    ]


def test_replies_to_a_circle_stay_below_it() -> None:
    lost = thread(comment(101, 103), comment(103, 104), comment(104, 103))
    assert list(zip(ids(lost.comments), lost.depths, strict=True)) == [(103, 0), (101, 1), (104, 1)]


def test_a_comment_may_answer_a_younger_one() -> None:
    assert ids(thread(comment(101, 102), comment(102)).comments) == [102, 101]


def test_depth_has_no_limit() -> None:
    deep = chain(5_000)
    assert deep.depths == list(range(5_000))
    assert deep.sizes == list(range(5_000, 0, -1))


def test_the_later_state_of_a_comment_counts() -> None:
    assert thread(comment(101), comment(101, html="edited")).comments[0].html == "edited"


def test_the_submitter_is_known_by_name() -> None:
    talk = thread(comment(101, author="sue"), comment(102, author="ann"), comment(103, author=""))
    assert [talk.is_by_submitter(index) for index in talk.indexes] == [True, False, False]
    nameless = thread(comment(101, author=""), comment(102, 101), story=Story(STORY, "A story"))
    assert not nameless.is_by_submitter(Index(0))
