"""Finding and filtering in a thread."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from matome_tui.ui.widgets.search_bar import SearchBar
from tests.support.draft_editor import DEMO, reader_of
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, node, tree
from tests.support.program import Driver, Program, press, rebuild, screen_text, type_text, until


def texts_of(pilot: Driver, word: str) -> list[int]:
    thread = reader_of(pilot).thread
    assert thread is not None
    return [at for at, c in enumerate(thread.comments) if word in c.html.lower()]


def thread_ids(pilot: Driver) -> list[int]:
    thread = reader_of(pilot).thread
    assert thread is not None
    return [comment.id for comment in thread.comments]


async def search(pilot: Driver, key: str, text: Sequence[str]) -> None:
    await press(pilot, key, *text)
    await rebuild(pilot)


async def test_find_goes_to_the_first_hit_while_it_is_typed(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await search(pilot, "slash", "moss")
        matches = texts_of(pilot, "moss")
        assert reader_of(pilot).cursor == matches[0]
        assert f"moss: 1 of {len(matches)}" in screen_text(pilot)
        await press(pilot, "enter", "n", "n")
        assert reader_of(pilot).cursor == matches[2]
        await press(pilot, "N")
        assert reader_of(pilot).cursor == matches[1]


async def test_find_goes_round_the_end(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await search(pilot, "slash", "moss")
        matches = texts_of(pilot, "moss")
        await press(pilot, "enter", "N")
        assert reader_of(pilot).cursor == matches[-1]


async def test_a_hit_opens_what_hides_it_and_escape_folds_it_again(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "Z")
        before = screen_text(pilot)
        await search(pilot, "slash", "busybox")
        reader = reader_of(pilot)
        assert reader.cursor in texts_of(pilot, "busybox")
        assert "busybox" in screen_text(pilot)
        await press(pilot, "escape")
        assert reader.cursor == 0
        assert screen_text(pilot) == before


async def test_capitals_are_meant(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await search(pilot, "slash", "URL")
        thread = reader_of(pilot).thread
        assert thread is not None
        matches = [at for at, c in enumerate(thread.comments) if "URL" in c.html]
        assert f"URL: 1 of {len(matches)}" in screen_text(pilot)


async def test_japanese_is_found(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "slash")
        pilot.app.screen.query_one("#find").value = "ブックマーク"  # type: ignore[attr-defined]
        await rebuild(pilot)
        assert reader_of(pilot).cursor in texts_of(pilot, "ブックマーク")


async def test_words_without_a_match_are_reported(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await search(pilot, "slash", "zzzz")
        assert "zzzz: no match" in screen_text(pilot)


async def test_filter_shows_matches_and_what_leads_to_them(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        reader = reader_of(pilot)
        thread = reader.thread
        assert thread is not None
        await search(pilot, "f", "op")
        await press(pilot, "enter")
        assert reader.is_filtered
        assert reader.view is not None
        own = {at for at in thread.indexes if thread.is_by_submitter(at)}
        shown = set(reader.view.outline.visible)
        assert own < shown
        assert all(reader.view.outline.is_folded(at) for at in shown - own)
        await press(pilot, "F")
        assert set(reader.view.outline.visible) == own
        await press(pilot, "escape")
        assert not reader.is_filtered
        assert len(reader.view.outline.visible) == len(thread)


async def test_escape_brings_back_the_search_and_the_filter_before(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        reader = reader_of(pilot)
        await search(pilot, "f", "op")
        await press(pilot, "enter")
        assert reader.view is not None
        matches = reader.view.outline.matches
        await search(pilot, "slash", "moss")
        within = [at for at in texts_of(pilot, "moss") if thread_ids(pilot)[at] in (matches or ())]
        await press(pilot, "enter")
        both = f"comments  moss: 1 of {len(within)} (escape ends)"
        assert both in screen_text(pilot)
        place = reader.place()
        await search(pilot, "slash", ["backspace"] * 4)
        await press(pilot, "a", "escape")
        await rebuild(pilot)
        assert both in screen_text(pilot)
        assert reader.place() == place
        await search(pilot, "f", ["backspace", "backspace", *"busybox"])
        assert reader.view.outline.matches != matches
        assert reader.place() != place
        await press(pilot, "escape")
        await rebuild(pilot)
        assert reader.view.outline.matches == matches
        assert reader.place() == place
        await press(pilot, "escape")
        assert "moss: " not in screen_text(pilot)
        assert reader.is_filtered
        await search(pilot, "f", ["backspace"])
        await press(pilot, "enter")
        assert not reader.is_filtered


async def test_filters_combine(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        reader = reader_of(pilot)
        thread = reader.thread
        assert thread is not None
        await press(pilot, "j", "space")
        await search(pilot, "f", "marked op")
        await press(pilot, "enter")
        assert reader.view is not None
        assert reader.view.outline.matches == frozenset({thread.comments[1].id})
        await search(pilot, "f", " zzzz")
        assert "no comment" in screen_text(pilot)


async def test_only_this_author(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        reader = reader_of(pilot)
        author = reader.current
        assert author is not None
        await press(pilot, "asterisk")
        await until(pilot, lambda: reader.is_filtered)
        assert reader.view is not None
        assert reader.thread is not None
        matches = [c for c in reader.thread.comments if c.author == author.author]
        assert reader.view.outline.matches == frozenset(c.id for c in matches)


async def test_jumps_are_remembered(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        reader = reader_of(pilot)
        await press(pilot, "j", "j", "j", "circumflex_accent", "G")
        await press(pilot, "backspace")
        assert reader.cursor == 0
        await press(pilot, "backspace")
        assert reader.cursor == 3


async def test_the_whole_branch_folds_from_deep_inside(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        reader = reader_of(pilot)
        await press(pilot, "j", "j", "j", "x")
        assert reader.cursor == 0
        assert "folded" in screen_text(pilot)


async def test_code_is_cut_shifted_and_broken(program: Program) -> None:
    async with program.run(DEMO, size=(80, 40)) as pilot:
        await search(pilot, "slash", "mktime")
        await press(pilot, "enter")
        whole = screen_text(pilot)
        assert "$ awk -F'\\t'" in whole
        await press(pilot, "right_square_bracket")
        assert "$ awk -F'\\t'" not in screen_text(pilot)
        await press(pilot, "left_square_bracket", "w")
        assert "$ awk -F'\\t'" in screen_text(pilot)
        assert "…" not in screen_text(pilot)


async def test_times_in_place_of_ages(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "a")
        assert "2025-08-15 " in screen_text(pilot)
        await press(pilot, "a")
        assert "2025-08-15 " not in screen_text(pilot)


async def test_a_filter_without_a_match_ends_like_any_other(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await search(pilot, "f", "zzzqqq")
        await press(pilot, "enter")
        assert "Filter zzzqqq: no comment, so all are shown (escape ends)" in screen_text(pilot)
        await press(pilot, "escape")
        assert "zzzqqq" not in screen_text(pilot)


async def test_a_full_width_space_is_found(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "苔\u3000苔")
        await rebuild(pilot)
        assert pilot.app.screen.query_one(SearchBar).value == "苔\u3000苔"


async def test_under_a_filter_the_place_is_among_the_matches(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await search(pilot, "f", "op")
        await press(pilot, "enter", "g", "j")
        reader = reader_of(pilot)
        thread = reader.thread
        assert thread is not None
        own = [index for index in thread.indexes if thread.is_by_submitter(index)]
        assert reader.cursor in own
        number, before = len(own), own.index(reader.cursor) + 1
        assert f"  {before}/{number}  " in screen_text(pilot).splitlines()[-1]


async def test_escape_comes_before_the_search_for_the_last_letter(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        reader = reader_of(pilot)
        await search(pilot, "slash", "")
        bar = pilot.app.screen.query_one("#find", SearchBar)
        bar.value = "moss"
        bar.post_message(SearchBar.Ended(is_kept=False))
        await rebuild(pilot)
        assert "moss" not in screen_text(pilot).split("\n")[-1]
        assert reader.cursor == 0


@pytest.fixture
def needles(tmp_path: Path) -> Iterator[Program]:
    """The program on a thread with matches deep in long comments."""
    lines = "<p>".join(f"line {number}" for number in range(40))
    root = tree(
        node(STORY, None, title="Long moss"),
        node(STORY + 1, STORY, text=f"{lines}<p>a needle"),
        node(STORY + 2, STORY, text="no such thing"),
        node(STORY + 3, STORY, text=f"{lines}<p>another needle<p>{lines}"),
        node(STORY + 4, STORY, text="the last needle"),
    )
    with HNServer([root]) as server, Program(tmp_path, server) as program:
        yield program


async def test_a_match_deep_in_a_long_comment_is_scrolled_to(needles: Program) -> None:
    async with needles.run(STORY, size=(80, 24)) as pilot:
        await search(pilot, "slash", "needle")
        assert "a needle" in screen_text(pilot)
        await press(pilot, "enter", "n")
        assert "another needle" in screen_text(pilot)
        assert "needle: 2 of 3" in screen_text(pilot)
        await press(pilot, "n")
        assert "the last needle" in screen_text(pilot)
        await press(pilot, "n")
        assert "a needle" in screen_text(pilot)


async def test_matches_are_counted_again_when_comments_come(needles: Program) -> None:
    assert needles.server is not None
    async with needles.run(STORY, size=(80, 24)) as pilot:
        await search(pilot, "slash", "needle")
        await press(pilot, "enter", "n", "n")
        assert "needle: 3 of 3" in screen_text(pilot)
        place = reader_of(pilot).place()
        needles.server.grow(STORY, STORY + 1, "a new needle", "ann")
        await press(pilot, "r")
        await until(pilot, lambda: "needle: 4 of 4" in screen_text(pilot))
        now = reader_of(pilot).place()
        assert now
        assert place
        assert now.cursor == place.cursor
