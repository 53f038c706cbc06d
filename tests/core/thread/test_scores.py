"""Scores of comments, and their reasons."""

from dataclasses import replace

from hypothesis import given

from matome_tui.core.items import CommentId, Story
from matome_tui.core.thread.scores import Judgement, Score, best, score_thread
from matome_tui.core.thread.search import Filter
from matome_tui.core.thread.thread import Thread
from tests.support.threads import STORY, Parts, comment, parts, thread

LONG = "A sentence of some length that says something about moss. " * 5


def value(of: Thread, comment_id: int) -> int:
    return score_thread(of)[CommentId(comment_id)].value


def test_replies_count_most() -> None:
    answered = thread(
        comment(101, html=LONG),
        comment(102, html=LONG),
        comment(103, 102, "bob", LONG),
        comment(104, 103, "eve", LONG),
    )
    assert value(answered, 102) > value(answered, 101)
    assert score_thread(answered)[CommentId(102)].reason == "2 replies, top level, place 2"


def test_other_people_who_quote_a_comment_count_and_the_submitter_twice() -> None:
    said = "Moss <i>grows</i> on every roof that faces north."
    quote = "&gt; grows on every roof<p>Does it?"

    def quoted_by(*authors: str) -> Score:
        replies = [comment(102 + at, 101, author, quote) for at, author in enumerate(authors)]
        return score_thread(thread(comment(101, html=said), *replies))[CommentId(101)]

    assert quoted_by("ann").quotes == 0  # the author's own quote
    assert quoted_by("bob").quotes == 1
    assert quoted_by("bob", "bob", "eve").quotes == 2
    assert quoted_by("sue").reason == "1 reply, quoted by 1, top level, place 1"
    assert quoted_by("sue").value > quoted_by("bob").value
    assert quoted_by("sue", "sue").value == quoted_by("bob", "eve").value


def test_a_quote_of_an_ancestor_counts_there() -> None:
    said = thread(
        comment(101, html="Moss grows on every roof that faces north."),
        comment(102, 101, "bob", "Lichen as well."),
        comment(103, 102, "eve", "<i>&gt; every roof that faces</i><p>No."),
    )
    scores = score_thread(said)
    assert [scores[CommentId(at)].quotes for at in (101, 102)] == [1, 0]


def test_short_and_faded_comments_score_less() -> None:
    said = thread(comment(101, html="No."), comment(102, html=LONG))
    assert value(said, 102) > value(said, 101)
    faded = replace(comment(101, html=LONG), faded=3)
    assert value(thread(faded), 101) < value(thread(comment(101, html=LONG)), 101)


def test_only_what_can_be_quoted_has_a_score() -> None:
    story = Story(STORY, "A story", "sue", html="its text")
    some = thread(comment(101, author="", deleted=True), comment(102, 101, html=LONG), story=story)
    assert set(score_thread(some)) == {102}


def test_a_judgement_counts_for_half_and_gives_the_reason() -> None:
    said = thread(comment(101, html=LONG))
    plain = value(said, 101)
    judged = score_thread(said, {CommentId(101): Judgement(1000, "rate this 1000")})
    assert judged[CommentId(101)].value == (plain + 100) // 2
    assert judged[CommentId(101)].reason == "rate this 1000"
    assert set(score_thread(said, {CommentId(999): Judgement(50, "")})) == {101}


def test_the_best_come_first_and_equal_ones_in_order() -> None:
    said = thread(*(comment(at, html=LONG) for at in (101, 102)), comment(103, 102, "bob", LONG))
    scores = score_thread(said)
    assert best(scores, 2) == [102, 101]
    assert best(dict.fromkeys(map(CommentId, (3, 1, 2)), scores[CommentId(101)]), 3) == [3, 1, 2]
    assert best(scores, -1) == []


@given(parts())
def test_every_score_is_between_0_and_100(drawn: Parts) -> None:
    scores = score_thread(drawn.thread)
    assert all(0 <= score.value <= 100 for score in scores.values())
    quotable = {c.id for c in drawn.thread.comments if c.is_quotable}
    assert set(scores) == quotable - {STORY}


def test_the_filter_asks_for_a_least_score() -> None:
    said = thread(comment(101, html=LONG), comment(102, html="No."))
    assert Filter.parse("ｓｃｏｒｅ：30").least_score == 30
    assert Filter.parse("score:x").words == ("score:x",)
    least = value(said, 101)
    assert Filter.parse(f"score:{least}").find(said, (), ()) == [0]
    assert Filter.parse(f"score:{least} nothing").find(said, (), ()) == []
