"""Marking many at once: ranges, branches, authors, matches of a filter."""

from pathlib import Path

import pytest

from matome_tui.core.items import Comment
from matome_tui.core.thread.thread import Index, Thread
from tests.support.draft_editor import DEMO, draft_of, kept_titles, reader_of
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, node, tree
from tests.support.program import Driver, Program, notes, press, screen_text

ALL_COLOR = "#ff5733"


def thread_of(pilot: Driver) -> Thread:
    thread = reader_of(pilot).thread
    assert thread is not None
    return thread


def marked(pilot: Driver) -> list[Index | None]:
    """Return the places of the marked comments in the thread."""
    thread = thread_of(pilot)
    return [thread.find(clip.comment) for clip in draft_of(pilot).clips]


def live(comments: tuple[Comment, ...] | list[Comment]) -> list[int]:
    return [index for index, comment in enumerate(comments) if not comment.is_gone]


async def test_a_range_is_marked_as_one_step_and_ends(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "j", "V", "j", "j", "space")
        assert marked(pilot) == [1, 2, 3]
        assert reader_of(pilot).cursor == 3
        assert kept_titles(program) == ["Mark 3 comments"]
        await press(pilot, "j", "space")
        assert marked(pilot) == [1, 2, 3, 4]
        await press(pilot, "u", "u")
        assert marked(pilot) == []


async def test_a_range_can_grow_upwards(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "j", "j", "V", "k", "k", "space")
        assert marked(pilot) == [0, 1, 2]


async def test_a_range_marks_what_is_not_marked_yet_and_else_unmarks(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "j", "space", "g", "V", "j", "j", "space")
        assert marked(pilot) == [0, 1, 2]
        assert kept_titles(program) == ["Mark", "Mark 2 comments"]
        await press(pilot, "g", "V", "j", "j", "space")
        assert marked(pilot) == []
        assert kept_titles(program)[-1] == "Unmark 3 comments"


async def test_a_range_gets_a_colour(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "g", "V", "j", "j", "2")
        assert marked(pilot) == [0, 1, 2]
        assert {clip.color for clip in draft_of(pilot).clips} == {ALL_COLOR}
        await press(pilot, "1")
        assert [clip.color for clip in draft_of(pilot).clips].count(ALL_COLOR) == 2


@pytest.mark.parametrize("key", ["V", "escape"])
async def test_a_range_that_is_ended_marks_nothing(program: Program, key: str) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "V", "j", "j", key, "space")
        assert marked(pilot) == [2]


async def test_folded_comments_are_not_in_the_range(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        after = thread_of(pilot).sizes[0]
        await press(pilot, "z", "V", "j", "space")
        assert marked(pilot) == [0, after]


async def test_deleted_comments_in_a_range_are_left_out(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        thread = thread_of(pilot)
        gone = next(index for index, comment in enumerate(thread.comments) if comment.is_gone)
        reader_of(pilot).go_to(Index(gone - 1))
        await press(pilot, "V", "j", "j", "3")
        assert marked(pilot) == [gone - 1, gone + 1]
        assert notes(pilot) == ["Marked 2 comments (3 green); u undoes"]


async def test_a_range_of_deleted_comments_alone_is_reported(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        gone = next(i for i, comment in enumerate(thread_of(pilot).comments) if comment.is_gone)
        reader_of(pilot).go_to(Index(gone))
        await press(pilot, "V", "space")
        assert marked(pilot) == []
        assert notes(pilot) == ["Nothing to clip: the comment was deleted"]


async def test_all_of_an_author_are_marked_and_unmarked(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        author = thread_of(pilot).comments[1].author
        own = [i for i, comment in enumerate(thread_of(pilot).comments) if comment.author == author]
        assert len(own) > 3
        await press(pilot, "j", "A")
        assert marked(pilot) == own
        assert kept_titles(program) == [f"Mark {len(own)} comments"]
        await press(pilot, "A")
        assert marked(pilot) == []


async def test_the_matches_of_the_filter_are_marked_without_their_parents(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        comments = thread_of(pilot).comments
        await press(pilot, "f", *"by:ledgerwren", "enter")
        await press(pilot, "S")
        own = [i for i, comment in enumerate(comments) if comment.author == "ledgerwren"]
        assert marked(pilot) == own
        await press(pilot, "escape", "S")
        assert marked(pilot) == live(comments)
        await press(pilot, "S")
        assert marked(pilot) == []


async def test_a_branch_with_marks_gets_the_rest(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        thread = thread_of(pilot)
        branch = live(thread.comments[: thread.sizes[0]])
        await press(pilot, "j", "1", "g", "M")
        assert marked(pilot) == branch
        assert kept_titles(program)[-1] == f"Mark {len(branch) - 1} comments"
        await press(pilot, "M")
        assert marked(pilot) == []


async def test_a_comment_that_is_clipped_twice_loses_both(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "tab", "c", "tab", "g")
        assert marked(pilot) == [0, 0]
        await press(pilot, "2")
        assert [clip.color for clip in draft_of(pilot).clips] == [ALL_COLOR, ALL_COLOR]
        await press(pilot, "k", "space")
        assert marked(pilot) == []


async def test_a_comment_without_author_and_time_has_its_text_and_no_clip(tmp_path: Path) -> None:
    nobody = node(1001, STORY, author=None, text="words of nobody", created_at_i=0)
    root = tree(node(STORY, None), nobody, node(1002, STORY))
    with HNServer([root]) as server, Program(tmp_path, server) as program:
        async with program.run(STORY) as pilot:
            assert "[deleted]  unknown" in screen_text(pilot)
            assert "words of nobody" in screen_text(pilot)
            assert "1970" not in screen_text(pilot)
            await press(pilot, "space", "g", "enter")
            assert marked(pilot) == []
            assert notes(pilot) == ["Cannot clip: the comment has no author to quote"] * 2


async def test_a_mark_goes_on_from_a_comment_longer_than_the_screen(tmp_path: Path) -> None:
    long = node(1001, STORY, text="<p>".join(["moss"] * 40))
    with (
        HNServer([tree(node(STORY, None), long, node(1002, STORY))]) as server,
        Program(tmp_path, server) as program,
    ):
        async with program.run(STORY) as pilot:
            await press(pilot, "1")
            assert (marked(pilot), reader_of(pilot).cursor) == ([0], 1)
