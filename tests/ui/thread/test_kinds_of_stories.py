"""Threads of polls, jobs, and stories and comments that Hacker News has hidden."""

from collections.abc import Iterator

import pytest

from matome_tui.hn.demo.nodes import Json
from matome_tui.ui.thread.screen import _REBUILD_SECONDS, ThreadScreen
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, node, tree
from tests.support.program import Driver, Program, notified, press, rebuild, screen_text, until

POLL, JOB, DEAD, NEW, LOST, ORPHAN, LATE = range(3000, 10000, 1000)


def item(id_: int, kind: str, **fields: object) -> Json:
    return {"id": id_, "type": kind, "time": 1_755_000_000, "by": "ada", "score": 3} | fields


@pytest.fixture
def hn() -> Iterator[HNServer]:
    poll = tree(
        node(POLL, None, type="poll", title="Poll: moss?", _parts=[3001, 3002], text="Choose."),
        node(3003, POLL, text="It depends."),
    )
    thread = tree(
        node(STORY, None, title="Moss grows"),
        node(1001, STORY, text="[flagged]", _dead=True, author="rude"),
        node(1002, 1001, text="Be kind."),
        node(1003, STORY, text="[dead]", _dead=True, author="cross"),
        node(1004, 1003, text="Not kind."),
        node(1005, STORY, text="[flagged]", _dead=True, author=None),
        node(1006, 1005, text="Kind again."),
    )
    dead = tree(node(DEAD, None, _dead=True), node(5001, DEAD, text="Why was it hidden?"))
    others = [
        item(JOB, "job", title="Moss Ltd is hiring", url="https://moss.example.com/"),
        item(3001, "pollopt", poll=POLL, text="Yes", score=1234),
        item(3002, "pollopt", poll=POLL, text="No", score=1),
        item(LOST, "poll", title="Lost", descendants=54, kids=[7001], parts=[7002, 7003, 7004]),
    ]
    lists = {"top": [POLL, STORY, JOB, DEAD]}
    new = tree(node(NEW, None, title="Ferns", url="https://fern.example.com/"))
    lines = "<p>".join(f"line {number} " for number in range(30))
    late = tree(
        node(LATE, None, title="Slow moss"),
        node(LATE + 1, LATE, text="First."),
        node(LATE + 2, LATE + 1, text="Late."),
        node(LATE + 3, LATE, text=lines),
        node(LATE + 4, LATE, text=lines),
    )
    orphans = [node(ORPHAN, 7999, story_id=None), node(ORPHAN + 1, 7999, story_id=7998)]
    with HNServer([poll, thread, dead, new, late, *orphans], stories=others, lists=lists) as server:
        yield server


def is_due(screen: ThreadScreen) -> bool:
    """Return whether a rebuild is still to come for what the load brought."""
    timers = [timer for timer in screen._timers if timer._interval == _REBUILD_SECONDS]
    return any(timer._task is not None and not timer._task.done() for timer in timers)


def lines_of(pilot: Driver) -> list[str]:
    return screen_text(pilot).split("\n")


async def test_an_unknown_id_and_a_story_without_comments_say_what_can_be_done(
    program: Program, hn: HNServer
) -> None:
    async with program.run(999, size=(80, 24)) as pilot:
        text = screen_text(pilot)
        assert "Hacker News has no such item: 999" in text
        assert ": opens another id or address   q goes back" in text
        assert "try again" not in text
    for orphan in (ORPHAN, ORPHAN + 1):
        async with program.run(orphan, size=(80, 24)) as pilot:
            line = f"Hacker News has no story above this comment: {orphan}"
            assert line in screen_text(pilot)
    async with program.run(LOST, size=(80, 24)) as pilot:
        text = screen_text(pilot)
        assert "54 comments and 3 poll options could not be loaded" in text
        assert "r tries again" in text
        assert "No comments yet" not in text
    async with program.run(NEW, size=(80, 24)) as pilot:
        await press(pilot, "r")
        await rebuild(pilot)
        text = screen_text(pilot)
        assert "No comments yet" in text
        assert "r looks again   o opens its link" in text


async def test_each_kind_says_what_it_is(program: Program, hn: HNServer) -> None:
    async with program.run(size=(80, 24)) as pilot:
        text = screen_text(pilot)
        below = [line for line in text.split("\n") if "point" in line]
        assert [line.split()[-1] for line in below[::2]] == ["poll", "job"]
        assert "4. [dead]" in text
        await press(pilot, "b", "enter")
        await rebuild(pilot)
        lines = screen_text(pilot).split("\n")
        assert "1 comment" in lines[0]
        shown = "\n".join(lines)
        texts = ("Choose.", "Yes (1,234 points)", "No (1 point)", "It depends.")
        places = [shown.index(text) for text in texts]
        assert places == sorted(places)
        assert shown.count("  option") == 2
        await press(pilot, "j", "space", "q", "j", "j", "enter")
        await rebuild(pilot)
        assert "a job, without comments" in screen_text(pilot).split("\n")[0]
        middle = [line.strip(" │") for line in lines_of(pilot)[11:13]]
        assert middle == [
            "A job: it has no comments",
            "o opens its link   R reads it here   q goes back",
        ]
        await press(pilot, "q", "j", "enter")
        await rebuild(pilot)
        assert "[dead]" in screen_text(pilot).split("\n")[0]
        assert "Why was it hidden?" in screen_text(pilot)


async def test_an_option_is_a_clip_with_its_points_and_author(
    program: Program, hn: HNServer
) -> None:
    async with program.run(POLL, size=(80, 24)) as pilot:
        await press(pilot, "j", "space")
        screen = pilot.app.screen
        assert isinstance(screen, ThreadScreen)
        assert screen.draft is not None
        (clip,) = screen.draft.clips
        assert (clip.comment, clip.author, clip.text) == (3001, "ada", "Yes (1,234 points)")
        assert clip.time == 1_755_000_000
    program.server = None
    async with program.run(POLL, size=(80, 24)) as pilot:
        text = screen_text(pilot)
        assert text.index("Yes (1,234 points)") < text.index("No (1 point)")
        assert text.index("No (1 point)") < text.index("It depends.")


async def test_hidden_comments_say_why(program: Program, hn: HNServer) -> None:
    async with program.run(STORY, size=(80, 24)) as pilot:
        text = screen_text(pilot)
        assert "rude  [flagged]" in text
        assert "cross  [dead]" in text
        await press(pilot, "space")
        await notified(pilot, "Hacker News has hidden the comment")
        await press(pilot, "G", "k")
        await until(pilot, lambda: "5/6  [flagged]" in screen_text(pilot))


async def test_a_first_load_fills_the_thread_of_a_text_that_is_being_read(
    program: Program, hn: HNServer
) -> None:
    async with program.run(size=(80, 24)) as pilot:
        hn.faults.held = "^/api/"
        await pilot.press("enter")
        await until(pilot, lambda: "Choose." in screen_text(pilot))
        screen = pilot.app.screen
        assert isinstance(screen, ThreadScreen)
        assert screen.is_awaited  # keys typed ahead wait for comments
        hn.faults.held = ""
        await pilot.press("j", "space")
        await rebuild(pilot)
        assert not screen.is_awaited
        text = screen_text(pilot)
        assert "It depends." in text
        assert "r shows" not in text
        await press(pilot, "q")
        assert "+" not in screen_text(pilot)


async def test_a_comment_between_lines_in_view_comes_when_the_reader_moves_on(
    program: Program, hn: HNServer
) -> None:
    hn.faults.error_rate, hn.faults.match, hn.faults.held = 1.0, "^/api/", f"/{LATE + 2}[.]json"
    async with program.run(size=(80, 24)) as pilot:
        await press(pilot, "colon", *str(LATE), "enter")
        await until(pilot, lambda: "line 1 " in screen_text(pilot))
        await press(pilot, "j", "k")
        hn.faults.held = ""
        await until(pilot, lambda: "1 more: r shows them" in screen_text(pilot))
        await rebuild(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ThreadScreen)
        await until(pilot, lambda: not is_due(screen))
        assert "1 more" in screen_text(pilot)
        assert "Late." not in screen_text(pilot)
        await press(pilot, "G")
        await until(pilot, lambda: "more" not in lines_of(pilot)[0])
        await press(pilot, "g", "j")
        await rebuild(pilot)
        assert "Late." in screen_text(pilot)
