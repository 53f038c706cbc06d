"""The thread screen: reading, marking, undoing, coming back."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from matome_tui.config.file import load
from matome_tui.config.settings import ReaderSettings, Settings
from matome_tui.core.comment.markup import plain_text
from matome_tui.core.draft.entries import Clip
from matome_tui.core.thread.thread import Index
from matome_tui.hn.demo import load_demo
from matome_tui.ui.screens.editor import EditorScreen
from matome_tui.ui.screens.excerpt import ExcerptScreen
from matome_tui.ui.thread.position import Position
from matome_tui.ui.thread.position_bar import PositionBar
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.thread.tray import Tray
from matome_tui.ui.widgets.bars import StatusBar
from matome_tui.ui.widgets.divider import Divider
from tests.support.browsing import record_pages
from tests.support.draft_editor import DEMO, draft_of, kept_draft, kept_titles, reader_of
from tests.support.hn_server import HNServer
from tests.support.program import Driver, Program, notes, press, rebuild, screen_text, until

ASK = 44908422


async def test_shows_all_live_comments_in_ranked_order(program: Program, hn: HNServer) -> None:
    async with program.run(DEMO) as pilot:
        thread = reader_of(pilot).thread
        assert thread is not None
        story = load_demo().item(DEMO)
        assert story is not None
        roots = [c.id for c in thread.comments if c.parent == DEMO]
        assert roots == [kid for kid in story["kids"] if kid in roots]
        assert sum(not c.is_gone for c in thread.comments) == story["descendants"]


async def test_the_link_of_the_story_and_the_replies_are_shown(program: Program) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        title, link, first = screen_text(pilot).split("\n")[:3]
        assert title.startswith(" Koke: a terminal bookmark keeper where unread links grow moss")
        assert link == " https://koke.example.org/notes/growing-moss"
        assert re.search(r"  \d+ replies$", first.rstrip(" ┃│▌•"))
        await press(pilot, "z")
        assert re.search(r"  \d+ replies folded", screen_text(pilot))
    async with program.run(ASK, size=(80, 24)) as pilot:
        assert "http" not in screen_text(pilot).split("\n")[1]


async def test_mark_is_a_clip_on_disk_at_once(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        first = reader_of(pilot).current
        assert first is not None
        await press(pilot, "space")
        clips = kept_draft(program).clips
        assert [clip.comment for clip in clips] == [first.id]
        assert clips[0].author == first.author
        assert reader_of(pilot).cursor == 1


async def test_space_again_takes_the_mark_away(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "k", "space")
        assert kept_draft(program).clips == ()


async def test_colours_mark_and_change(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "2")
        assert [clip.color for clip in draft_of(pilot).clips] == ["#ff5733"]
        await press(pilot, "k", "4")
        assert [clip.color for clip in draft_of(pilot).clips] == ["#785bff"]
        await press(pilot, "k", "0")
        assert [clip.color for clip in draft_of(pilot).clips] == [""]
        assert reader_of(pilot).cursor == 1
    assert kept_titles(program) == ["Mark", "Colour violet", "No colour"]


async def test_clips_stand_in_thread_order_however_they_were_marked(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        thread = reader_of(pilot).thread
        assert thread is not None
        await press(pilot, "j", "j", "j", "1", "g", "1", "1")
        places = [thread.find(clip.comment) for clip in draft_of(pilot).clips]
        assert places == [0, 1, 3]


async def test_a_moved_clip_stays_where_it_was_put(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "space", "tab", "g", "greater_than_sign")
        assert [clip.key for clip in draft_of(pilot).clips] == [2, 1]
        await press(pilot, "less_than_sign")
        assert [clip.key for clip in draft_of(pilot).clips] == [1, 2]


async def test_mark_branch_and_take_it_back(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        reader = reader_of(pilot)
        thread = reader.thread
        assert thread is not None
        live = [c for c in thread.comments[: thread.sizes[0]] if not c.is_gone]
        await press(pilot, "M")
        assert len(draft_of(pilot).clips) == len(live) > 3
        await press(pilot, "u")
        assert draft_of(pilot).clips == ()
        await press(pilot, "ctrl+r")
        assert len(draft_of(pilot).clips) == len(live)
        await press(pilot, "M")
        assert draft_of(pilot).clips == ()


async def test_deleted_comments_cannot_be_clipped(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        reader = reader_of(pilot)
        thread = reader.thread
        assert thread is not None
        gone = next(i for i, comment in enumerate(thread.comments) if comment.is_gone)
        reader.go_to(Index(gone))
        await press(pilot, "1")
        assert draft_of(pilot).clips == ()
        assert any("deleted" in line for line in notes(pilot))


async def test_the_story_text_is_the_first_entry_and_can_be_clipped(program: Program) -> None:
    async with program.run(ASK) as pilot:
        assert "Our attic has nine computers" in screen_text(pilot)
        await press(pilot, "space")
        assert [clip.comment for clip in draft_of(pilot).clips] == [ASK]


async def test_a_comment_opens_its_thread_at_that_comment(program: Program, hn: HNServer) -> None:
    story = load_demo().item(DEMO)
    assert story is not None
    comment = story["kids"][3]
    async with program.run(comment) as pilot:
        current = reader_of(pilot).current
        assert current is not None
        assert current.id == comment


async def test_the_draft_and_the_place_are_there_after_a_restart(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "j", "j", "3", "k", "q")
    async with program.run(DEMO) as pilot:
        assert len(draft_of(pilot).clips) == 2
        assert reader_of(pilot).cursor == 3
        assert "[3]" in screen_text(pilot)


async def test_undo_reaches_back_over_a_restart(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "space")
    async with program.run(DEMO) as pilot:
        await press(pilot, "u", "u")
        assert draft_of(pilot).clips == ()
        await press(pilot, "u")
        assert "Nothing to undo" in screen_text(pilot)


async def test_enter_marks_and_opens_the_editor(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EditorScreen)
        await press(pilot, "escape")
        assert len(draft_of(pilot).clips) == 1


async def test_the_tray_leads_the_reader(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "j", "j", "j", "space", "g", "tab")
        tray = pilot.app.screen.query_one(Tray)
        assert pilot.app.focused is tray
        await press(pilot, "j")
        assert isinstance(tray.current, Clip)
        current = reader_of(pilot).current
        assert current is not None
        assert current.id == tray.current.comment
        await press(pilot, "d")
        assert len(draft_of(pilot).clips) == 1


async def test_a_narrow_screen_shows_one_thing(program: Program) -> None:
    async with program.run(DEMO, size=(80, 24)) as pilot:
        tray, reader = pilot.app.screen.query_one(Tray), reader_of(pilot)
        assert reader.is_on_screen
        assert not tray.is_on_screen
        await press(pilot, "space", "tab")
        assert tray.is_on_screen
        assert not reader.is_on_screen
        await press(pilot, "tab")
        assert reader.is_on_screen
        assert not tray.is_on_screen
        assert pilot.app.focused is reader


async def test_a_double_click_on_a_comment_edits_its_clip(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await pilot.click(Reader, offset=(20, 1), times=2)
        await pilot.pause()
        assert isinstance(pilot.app.screen, EditorScreen)
        assert "quietlathe" in screen_text(pilot)
        await pilot.click(StatusBar, offset=(await hint_at(pilot, "ctrl+s keep"), 0))
        await rebuild(pilot)
        assert isinstance(pilot.app.screen, ThreadScreen)
        await pilot.click(StatusBar, offset=(await hint_at(pilot, "space mark"), 0))
        await rebuild(pilot)
        assert pilot.app.screen.draft is not None
        assert pilot.app.screen.draft.clips == ()
        await pilot.click(StatusBar, offset=(1, 0))
        assert pilot.app.screen.query_one(Reader).has_focus


async def hint_at(pilot: Driver, hint: str) -> int:
    """The column of a hint at the foot."""
    await pilot.pause()
    return screen_text(pilot).splitlines()[-1].index(hint) + 1


async def test_the_edge_of_the_tray_is_moved_by_mouse_and_keys_and_kept(program: Program) -> None:
    config = program.folder / "config" / "config.toml"

    def edge(pilot: Driver) -> int:
        return pilot.app.screen.query_one(Divider).region.x

    async with program.run(DEMO) as pilot:
        assert edge(pilot) == 120 - 36
        await press(pilot, "left_parenthesis", "left_parenthesis", "right_parenthesis")
        assert edge(pilot) == 120 - 40
        await pilot.mouse_down(Divider, offset=(0, 5))
        for column in (2, 90):
            await pilot.hover(None, offset=(column, 5))
        await pilot.mouse_up(None, offset=(90, 5))
        await pilot.hover(None, offset=(100, 5))
        await pilot.pause()
        assert edge(pilot) == 90
        assert not config.exists()
        await press(pilot, *["right_parenthesis"] * 10)
        assert edge(pilot) == 120 - 20
        await press(pilot, *["left_parenthesis"] * 3, "q")
        await rebuild(pilot)
        pilot.app.open_thread(DEMO)  # type: ignore[attr-defined]
        await rebuild(pilot)
        assert edge(pilot) == 120 - 32
        await pilot.resize_terminal(80, 24)
        await press(pilot, "left_parenthesis", "tab")
        assert pilot.app.screen.query_one(Tray).size.width == 80
        await pilot.resize_terminal(110, 24)
        await pilot.pause()
        assert edge(pilot) == 110 - 32
    assert load(config, {})[0].ui.tray_width == 32


async def test_click_selects_and_the_fold_sign_folds(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        reader = reader_of(pilot)
        view = reader.view
        assert view is not None
        row = view.screen_line_of(Index(1))
        assert row is not None
        await pilot.click(Reader, offset=(20, row + 1))
        assert reader.cursor == 1
        await pilot.click(Reader, offset=(4, row))
        assert view.outline.is_folded(Index(1))
        assert "folded" in screen_text(pilot)


async def test_no_network_is_one_line_and_r_tries_again(program: Program, hn: HNServer) -> None:
    hn.faults.error_rate = 1.0
    async with program.run(DEMO) as pilot:
        assert "r tries again   H lists the threads read so far" in screen_text(pilot)
        assert screen_text(pilot).splitlines()[-1].split() == ["?", "help"]
        hn.faults.error_rate = 0.0
        await press(pilot, "r")
        await rebuild(pilot)
        assert reader_of(pilot).thread is not None
        assert "space mark" in screen_text(pilot)


async def test_missing_comments_are_counted_and_r_tries_again(
    program: Program, hn: HNServer
) -> None:
    hn.faults.match, hn.faults.error_rate = "^/v0/|search_by_date", 1.0
    async with program.run(DEMO, size=(80, 24)) as pilot:
        thread = reader_of(pilot).thread
        assert thread is not None
        shown = len(thread.comments)
        foot = screen_text(pilot)
        counted = re.search(r"(\d+) comments? missing; r tries again", foot)
        assert counted
        hn.faults.error_rate = 0.0
        await press(pilot, "r")
        await rebuild(pilot)
        thread = reader_of(pilot).thread
        assert thread is not None
        live = sum(not comment.is_gone for comment in thread.comments)
        assert live == shown + int(counted[1])
        assert "missing; r tries again" not in screen_text(pilot)


async def test_a_storys_own_text_is_never_new(program: Program) -> None:
    for _ in range(2):
        async with program.run(ASK) as pilot:
            reader = reader_of(pilot)
            assert reader.thread is not None
            assert reader.thread.comments[0].id == ASK
            assert reader.new == set() or reader.new == ()


async def test_the_age_of_a_stored_copy_is_shown_with_clips_too(
    program: Program, hn: HNServer
) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space")
    hn.faults.error_rate = 1.0
    async with program.run(DEMO) as pilot:
        assert "Stored copy, just now" in screen_text(pilot)


async def test_an_opened_thread_is_there_without_the_network(
    program: Program, hn: HNServer
) -> None:
    async with program.run(DEMO) as pilot:
        thread = reader_of(pilot).thread
        assert thread is not None
    hn.faults.error_rate = 1.0
    async with program.run(DEMO) as pilot:
        again = reader_of(pilot).thread
        assert again is not None
        assert [c.id for c in again.comments] == [c.id for c in thread.comments]
        assert "Stored copy, just now" in screen_text(pilot)
    program.server = None
    async with program.run(DEMO) as pilot:
        offline = reader_of(pilot).thread
        assert offline is not None
        assert len(offline) == len(thread)


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_ascii_setting_draws_with_ascii_only(program: Program, ascii_only: bool) -> None:
    program.settings = Settings(reader=ReaderSettings(ascii=ascii_only))
    async with program.run(DEMO, size=(102, 30)) as pilot:
        await press(pilot, "2", "j", "1", "tab", "F", "space", "tab", "z")
        drawn = {char for char in "▌›│▾▸▏┃…•·─" if char in screen_text(pilot)}
        await press(pilot, "q")
        await rebuild(pilot)
        drawn |= {char for char in "…·✓" if char in screen_text(pilot)}
        assert bool(drawn) is not ascii_only, drawn


async def test_ranking_does_not_move_what_is_read(program: Program, hn: HNServer) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "j", "j", "j")
        before = screen_text(pilot).splitlines()[1:-1]
        thread = reader_of(pilot).thread
        assert thread is not None
        hn.grow(DEMO, thread.comments[0].id, "<p>A late reply.", "latecomer")
        screen = pilot.app.screen
        assert isinstance(screen, ThreadScreen)
        screen._load()
        await rebuild(pilot)
        assert screen_text(pilot).splitlines()[1:-1] == before
        assert "1 new" in screen_text(pilot)
        await press(pilot, "r")
        await rebuild(pilot)
        assert len(reader_of(pilot).thread or ()) == len(thread) + 1


async def test_escape_characters_never_reach_the_screen(
    tmp_path: Path, hn: HNServer, program: Program
) -> None:
    hn.grow(DEMO, DEMO, "before\x1b[31mred&#27;[2J\x9b1m\u202eafter", "es_cape")
    async with program.run(DEMO) as pilot:
        await press(pilot, "G")
        text = screen_text(pilot)
        assert "before[31mred[2J1mafter" in text
        assert not {"\x1b", "\x9b", "\u202e"} & set(text)


async def test_links_are_numbered_and_the_number_opens(
    program: Program, hn: HNServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = record_pages(monkeypatch)
    link = '<a href="https:&#x2F;&#x2F;{0}.example&#x2F;{0}">https:&#x2F;&#x2F;{0}.example...</a>'
    hn.grow(DEMO, DEMO, f"{link.format('a')} and {link.format('b')}", "linker")
    hn.grow(DEMO, DEMO, f"one {link.format('c')}", "linker")
    async with program.run(DEMO) as pilot:
        await press(pilot, "G", "o")
        await press(pilot, "K", "o")
        assert "2  https://b.example/b" in screen_text(pilot)
        await press(pilot, "2")
    assert opened == ["https://c.example/c", "https://b.example/b"]


async def test_only_web_addresses_are_opened(
    program: Program, hn: HNServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = record_pages(monkeypatch)
    hn.grow(DEMO, DEMO, '<a href="javascript:alert(1)">x</a>', "linker")
    async with program.run(DEMO) as pilot:
        await press(pilot, "G", "o")
    assert all(url.startswith("https://koke.example") for url in opened)


@asynccontextmanager
async def live_thread(program: Program, hn: HNServer) -> AsyncIterator[Driver]:
    """Run the program, open a thread that is watched live, and move."""
    program.is_live = True
    async with program.run() as pilot:
        await press(pilot, "enter")
        await until(pilot, lambda: hn.stats.streams == 1)
        await press(pilot, "j")
        yield pilot


async def test_new_comments_are_counted_live_and_shown_at_r(program: Program, hn: HNServer) -> None:
    async with live_thread(program, hn) as pilot:
        reader = reader_of(pilot)
        assert reader.thread is not None
        count = len(reader.thread)
        hn.grow(DEMO, reader.thread.comments[0].id, "A late reply.", "latecomer")
        await until(pilot, lambda: "1 new" in screen_text(pilot))
        assert len(reader.thread) == count
        await press(pilot, "r")
        assert len(reader.thread) == count + 1
        await press(pilot, "full_stop")
        assert reader.current is not None
        assert reader.current.author == "latecomer"


async def test_a_new_comment_out_of_view_is_there_at_once(program: Program, hn: HNServer) -> None:
    async with live_thread(program, hn) as pilot:
        reader = reader_of(pilot)
        assert reader.thread is not None
        count = len(reader.thread)
        last = reader.thread.comments[-1].id
        before = screen_text(pilot).splitlines()[1:-1]
        hn.grow(DEMO, last, "A late reply.", "latecomer")
        await until(pilot, lambda: len(reader.thread or ()) == count + 1)
        assert [line[:70] for line in screen_text(pilot).splitlines()[1:-1]] == [
            line[:70] for line in before
        ]


async def test_new_comments_since_the_last_visit_are_marked(program: Program, hn: HNServer) -> None:
    async with program.run(DEMO) as pilot:
        assert "new" not in screen_text(pilot)
        thread = reader_of(pilot).thread
        assert thread is not None
    late = [hn.grow(DEMO, parent, "Late.", "late_one") for parent in (thread.comments[0].id, DEMO)]
    async with program.run(DEMO) as pilot:
        reader = reader_of(pilot)
        assert reader.thread is not None
        await press(pilot, "full_stop")
        assert reader.current is not None
        assert reader.current.id == late[0]
        assert "late_one" in screen_text(pilot)
        assert " new" in screen_text(pilot)
        await press(pilot, "full_stop")
        assert reader.current.id == late[1]
        await press(pilot, "comma")
        assert reader.current.id == late[0]


async def test_a_damaged_cache_is_set_aside_and_reported(program: Program, tmp_path: Path) -> None:
    (tmp_path / "threads.sqlite").write_bytes(b"no database at all, sorry" * 100)
    async with program.run(DEMO) as pilot:
        assert any("damaged" in line for line in notes(pilot))
        assert reader_of(pilot).thread is not None


async def test_a_clipped_comment_that_was_edited_or_deleted_is_flagged(
    program: Program, hn: HNServer
) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "space", "space")
        first, second, third = (clip.comment for clip in draft_of(pilot).clips)
    hn.edit(first, "Something else now.")
    hn.delete(third)
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: "deleted" in screen_text(pilot))
        assert screen_text(pilot).count("edited") == 2  # in the thread, and in the tray
        draft = draft_of(pilot)
        known = pilot.app.screen._feed.assembly.comments  # type: ignore[attr-defined]
        changed = draft.source_changes(known)
        by_comment = {draft.clip(key).comment: change for key, change in changed.items()}
        assert by_comment == {first: "edited", third: "deleted"}
        assert second not in by_comment


async def test_edited_comments_since_the_last_visit_are_marked(
    program: Program, hn: HNServer
) -> None:
    async with program.run(DEMO) as pilot:
        first = reader_of(pilot).current
        assert first is not None
    hn.edit(first.id, "Something else now.")
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: "Something else now." in screen_text(pilot))
        rows = [line for line in screen_text(pilot).splitlines() if "edited" in line]
        assert len(rows) == 1
        assert first.author in rows[0]
    async with program.run(DEMO) as pilot:
        assert "edited" not in screen_text(pilot)


async def test_escape_stops_a_load_and_what_came_stays(program: Program, hn: HNServer) -> None:
    hn.faults.match, hn.faults.hang_rate = f"^/v0/item/(?!{DEMO})", 1.0
    async with program.run() as pilot:
        await press(pilot, "enter")
        reader = reader_of(pilot)
        await until(pilot, lambda: reader.thread is not None)
        await press(pilot, "j", "escape")
        assert "Stopped" in screen_text(pilot)
        assert reader.cursor == 1
        assert reader.thread is not None


async def test_an_excerpt_is_the_clips_text_and_can_be_adjusted(program: Program) -> None:
    post = replace(program.settings.post, ellipsis=" (cut) ")
    program.settings = replace(program.settings, post=post)
    async with program.run(DEMO) as pilot:
        await press(pilot, "v")
        assert isinstance(pilot.app.screen, ExcerptScreen)
        await press(pilot, "space", "enter")
        (clip,) = draft_of(pilot).clips
        assert clip.excerpt
        assert clip.text == clip.excerpt
        assert clip.text in plain_text(clip.source)
        assert len(clip.text) < len(plain_text(clip.source))
        await press(pilot, "v", "j", "space", "enter")
        (longer,) = draft_of(pilot).clips
        assert longer.text.startswith(clip.text)
        assert len(longer.parts) <= 2
        await press(pilot, "v", "0", "g", "space", "G", "space", "enter")
        (parted,) = draft_of(pilot).clips
        assert "(cut)" in parted.text
        await press(pilot, "tab", "v", "a", "enter")
        (whole,) = draft_of(pilot).clips
        assert whole.text == plain_text(whole.source)
        assert not whole.excerpt
        await press(pilot, "u", "u", "u", "u", "u")
        assert draft_of(pilot).clips == ()


async def test_leaving_the_choice_changes_nothing(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "k", "v", "space", "escape")
        (clip,) = draft_of(pilot).clips
        assert clip.is_untouched
        assert not clip.excerpt


async def test_keys_before_the_screen_is_composed_are_ignored(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        screen = ThreadScreen(DEMO)
        pilot.app.push_screen(screen)
        assert not screen.is_mounted
        for action in ("refresh_thread", "search", "end", "mark", "switch_pane"):
            await pilot.app.run_action(action, screen)
        await until(pilot, lambda: screen.is_live)
        assert await pilot.app.run_action("refresh_thread", screen)


async def test_the_end_of_the_program_before_a_screen_is_composed_breaks_nothing(
    program: Program,
) -> None:
    async with program.run(DEMO) as pilot:
        screen = ThreadScreen(DEMO)
        pilot.app.push_screen(screen)
        await screen.leave()
        pilot.app.exit()
    assert pilot.app.return_code == 0


async def test_a_reader_that_moves_while_its_screen_closes_breaks_nothing(
    program: Program,
) -> None:
    async with program.run(DEMO) as pilot:
        reader, bar = reader_of(pilot), pilot.app.screen.query_one(PositionBar)
        pilot.app.exit()
        await bar.remove()
        reader.position = Position(total=9)
