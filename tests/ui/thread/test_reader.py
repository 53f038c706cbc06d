"""The reader: painting and repainting."""

from dataclasses import replace

import pytest
from rich.style import Style

from matome_tui.core.items import CommentId, Story
from matome_tui.core.thread.assembly import Assembly
from matome_tui.core.thread.pinning import pinned_parents, rebuild_around
from matome_tui.core.thread.search import Query
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.widgets.empty_page import COMMENTS, EmptyPage
from tests.support.program import Driver, press, until
from tests.support.reader_app import ReaderApp, painted, view_of
from tests.support.threads import STORY, comment, thread

CODE = "<p>See:<p><pre><code>def f(x):\n    return x  # as it was\n</code></pre>"


def styles(reader: Reader, text: str) -> list[Style]:
    """Return the styles of the segments in view that have exactly this text."""
    strips = (reader.paint(y) for y in range(reader.size.height))
    return [s.style for strip in strips for s in strip if s.text == text and s.style]


def reader_of(pilot: Driver) -> Reader:
    assert isinstance(pilot.app, ReaderApp)
    return pilot.app.reader


def header(reader: Reader, author: str) -> str:
    return next(line for line in painted(reader) if author in line)


# --- colours of code ------------------------------------------------------------------------------


async def test_code_is_painted_without_colours_first() -> None:
    async with ReaderApp().run_test() as pilot:
        reader = reader_of(pilot)
        reader.show(thread(comment(101, html=CODE)))
        before = painted(reader)
        assert not styles(reader, "return")
        await until(pilot, lambda: bool(styles(reader, "return")))
        assert painted(reader) == before
        assert {style.color for style in styles(reader, "return")} == {
            reader.overlay("reader--keyword").color
        }


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_parts_of_code_look_different_in_every_theme(theme: str) -> None:
    async with ReaderApp().run_test() as pilot:
        pilot.app.theme = theme
        reader = reader_of(pilot)
        reader.show(thread(comment(101, html=CODE)))
        await until(pilot, lambda: bool(styles(reader, "return")))
        looks = {styles(reader, part)[0] for part in ("def", " f(x):", "# as it was")}
        assert len(looks) == 3


async def test_no_color_leaves_code_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with ReaderApp().run_test() as pilot:
        reader = reader_of(pilot)
        reader.show(thread(comment(101, html=CODE)))
        painted(reader)
        await pilot.pause()
        assert not styles(reader, "return")


async def test_a_hit_is_seen_without_colours() -> None:
    async with ReaderApp().run_test() as pilot:
        reader = reader_of(pilot)
        reader.show(thread(comment(101, html="one word and another")))
        reader.highlight(Query("word"))
        assert all(style.reverse for style in styles(reader, "word"))
        assert styles(reader, "word")


async def test_shifted_code_keeps_its_colours() -> None:
    async with ReaderApp().run_test() as pilot:
        reader = reader_of(pilot)
        reader.show(thread(comment(101, html=CODE)))
        painted(reader)
        await until(pilot, lambda: bool(styles(reader, "return")))
        before = styles(reader, "return")
        await press(pilot, "right_square_bracket")
        assert styles(reader, "rn") == before


# --- the header of a comment ----------------------------------------------------------------------


async def test_a_text_that_changed_while_the_thread_was_shown_is_edited() -> None:
    first, second = comment(101, author="ann"), comment(102, author="bob")
    async with ReaderApp().run_test() as pilot:
        reader = reader_of(pilot)
        reader.show(thread(first, second))
        assert "edited" not in "".join(painted(reader))
        reader.show(thread(replace(first, html="other words"), second))
        assert "edited" in header(reader, "ann")
        assert "edited" not in header(reader, "bob")
        reader.show(thread(replace(first, html="other words"), second))
        assert "edited" in header(reader, "ann")


async def test_edited_comments_can_be_named() -> None:
    async with ReaderApp().run_test() as pilot:
        reader = reader_of(pilot)
        reader.show(thread(comment(101, author="ann"), comment(102, author="bob")))
        reader.set_edited({102})
        assert "edited" in header(reader, "bob")
        reader.set_edited(set())
        assert "edited" not in header(reader, "bob")


async def test_a_deleted_comment_is_not_edited_as_well() -> None:
    first, reply = comment(101, author="ann"), comment(102, 101, author="bob")
    async with ReaderApp().run_test() as pilot:
        reader = reader_of(pilot)
        reader.show(thread(first, reply))
        reader.set_edited({101})
        reader.show(thread(replace(first, author="", html="", deleted=True), reply))
        assert "[deleted]" in painted(reader)[0]
        assert "edited" not in painted(reader)[0]


async def test_a_range_that_is_being_chosen_is_seen() -> None:
    async with ReaderApp().run_test() as pilot:
        reader = reader_of(pilot)
        reader.show(thread(*(comment(101 + at, author=f"user{at}") for at in range(4))))
        await press(pilot, "j")
        reader.action_choose_range()
        await press(pilot, "J")
        pointed_at = ["›" in header(reader, f"user{at}") for at in range(4)]
        assert pointed_at == [False, True, True, False]
        assert [c.id for c in reader.chosen] == [102, 103]
        reader.end_range()
        assert "›" not in header(reader, "user1")


# --- where the view is ----------------------------------------------------------------------------


def flat(*numbers: int) -> Thread:
    return thread(*(comment(100 + number) for number in numbers))


async def test_when_the_cursors_comment_is_gone_the_one_above_takes_the_cursor() -> None:
    async with ReaderApp().run_test() as pilot:
        reader = reader_of(pilot)
        reader.show(flat(1, 2, 3, 4))
        reader.go_to(Index(2))
        reader.show(flat(1, 2, 4))
        assert reader.current is not None
        assert reader.current.id == 102


async def test_nothing_comes_between_a_branchs_end_and_the_next_comment() -> None:
    first, reply, last = comment(101), comment(102, 101), comment(103)
    assembly = Assembly(Story(STORY, "T", kids=(101, 103)), [first, reply, last])
    async with ReaderApp().run_test(size=(60, 5)) as pilot:
        reader = reader_of(pilot)
        reader.show(assembly.rebuild())
        reader.go_to(Index(2))
        assert "text 102" in painted(reader)[1]
        before = painted(reader)
        assembly.add([comment(104, 101), comment(105, 102)])
        reader.show(rebuild_around(assembly, view_of(reader)))
        assert painted(reader) == before


async def test_a_comment_deleted_in_view_stays_until_it_is_left() -> None:
    first, gone, reply = comment(101), comment(102, deleted=True), comment(103, 102)
    assembly = Assembly(Story(STORY, "T", kids=(101, 102)), [first, gone, reply])
    async with ReaderApp().run_test() as pilot:
        reader = reader_of(pilot)
        reader.show(assembly.rebuild())
        reader.go_to(Index(2))
        before = painted(reader)
        assembly.add([replace(reply, deleted=True, html="", author="")])
        reader.show(rebuild_around(assembly, view_of(reader)))
        assert painted(reader) == before
        # Also where what kept a deleted one there is out of view.
        reader.show(assembly.rebuild(pinned_parents(view_of(reader)), {CommentId(102)}))
        assert reader.thread is not None
        assert [one.id for one in reader.thread.comments] == [101, 102]
        reader.show(assembly.rebuild())
        assert [one.id for one in reader.thread.comments] == [101]


async def test_without_a_thread_the_reader_says_why() -> None:
    async with ReaderApp().run_test(size=(30, 8)) as pilot:
        reader = reader_of(pilot)
        reader.say(EmptyPage(["There is no such item: press r to try again [/x]", "q"]))
        lines = [line.strip() for line in painted(reader)]
        assert lines[2:5] == ["There is no such item:", "press r to try again [/x]", "q"]
        reader.say(EmptyPage(placeholders=COMMENTS))
        assert "\u2500" in painted(reader)[1]
        reader.show(thread(comment(101)))
        assert "There is no" not in "".join(painted(reader))


async def test_nothing_comes_above_a_thread_shorter_than_the_view() -> None:
    assembly = Assembly(Story(STORY, "T"), [comment(102)])
    async with ReaderApp().run_test() as pilot:
        reader = reader_of(pilot)
        reader.show(assembly.rebuild())
        await press(pilot, "k")
        before = painted(reader)
        assembly.add([comment(101)])
        reader.show(rebuild_around(assembly, view_of(reader)))
        assert painted(reader) == before
