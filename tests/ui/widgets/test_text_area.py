"""The text area: whole characters as a reader sees them, clean pastes, the terminal's cursor."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult
from textual.document._history import EditHistory
from textual.geometry import Offset
from textual.pilot import Pilot

from matome_tui.core.comment.wrap import graphemes
from matome_tui.ui.input_method import COMMIT
from matome_tui.ui.widgets.text_area import ProseArea
from tests.support.program import type_text

FAMILY = "👨\u200d👩\u200d👧"
FLAG = "🇯🇵"
THUMB = "👍🏽"
GA = "か\u3099"
KEYS = ["left", "right", "up", "down", "home", "end", "backspace", "delete", "ctrl+left", "ctrl+w"]
CLUSTERS = [FAMILY, FLAG, THUMB, GA, "é", "한", "❤\ufe0f", "字", "x"]


class AreaApp(App[None]):
    """An app of one text area."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "ProseArea { border: none; padding: 0 1; }"

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.area = ProseArea(text)

    def compose(self) -> ComposeResult:
        yield self.area

    def on_mount(self) -> None:
        self.area.focus()


async def paste(pilot: Pilot[None], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


@pytest.mark.parametrize("cluster", CLUSTERS)
async def test_backspace_and_delete_take_whole_characters(cluster: str) -> None:
    app = AreaApp(f"あ{cluster}い")
    async with app.run_test() as pilot:
        app.area.move_cursor((0, 1 + len(cluster)))
        await pilot.press("backspace")
        assert app.area.text == "あい"
        app.area.load_text(f"あ{cluster}い")
        app.area.move_cursor((0, 1))
        await pilot.press("delete")
        assert app.area.text == "あい"


@pytest.mark.parametrize("cluster", CLUSTERS)
async def test_the_arrows_step_over_whole_characters(cluster: str) -> None:
    app = AreaApp(f"あ{cluster}い\n次")
    async with app.run_test() as pilot:
        columns = []
        for _ in range(4):
            await pilot.press("right")
            columns.append(app.area.cursor_location)
        end = 1 + len(cluster)
        assert columns == [(0, 1), (0, end), (0, end + 1), (1, 0)]
        for location in reversed([(0, 0), *columns[:-1]]):
            await pilot.press("left")
            assert app.area.cursor_location == location


async def test_selecting_takes_whole_characters() -> None:
    app = AreaApp(f"{FAMILY}{FLAG}x")
    async with app.run_test() as pilot:
        await pilot.press("shift+right", "shift+right", "Q")
        assert app.area.text == "Qx"


async def test_up_down_and_the_mouse_never_land_in_a_character() -> None:
    app = AreaApp(f"ab\n{FAMILY}{FAMILY}")
    async with app.run_test() as pilot:
        app.area.move_cursor((0, 1))
        await pilot.press("down")
        assert app.area.cursor_location == (1, 0)
        for x in range(8):
            await pilot.click(ProseArea, offset=Offset(1 + x, 1))
            column = app.area.cursor_location[1]
            assert column in (0, len(FAMILY), 2 * len(FAMILY))


async def test_deleting_a_word_leaves_no_part_of_a_character() -> None:
    app = AreaApp(f"moss {GA}{GA}")
    async with app.run_test() as pilot:
        await pilot.press("end")
        await pilot.press("ctrl+w")
        assert app.area.text == "moss "


async def test_characters_that_come_in_parts_can_be_typed_before_others() -> None:
    app = AreaApp("🇫🇷x")
    async with app.run_test() as pilot:
        await type_text(pilot, f"{FLAG}{FAMILY}{GA}")
        assert app.area.text == f"{FLAG}{FAMILY}が🇫🇷x"


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from([*CLUSTERS, " ", "\n"]), max_size=12).map("".join),
    st.lists(
        st.sampled_from(KEYS),
        max_size=20,
    ),
)
async def test_no_key_breaks_a_character(text: str, keys: list[str]) -> None:
    app = AreaApp(text)
    async with app.run_test(size=(12, 5)) as pilot:
        for key in keys:
            await pilot.press(key)
            row, column = app.area.cursor_location
            line = app.area.document.get_line(row)
            edges = {len("".join(graphemes(line)[:n])) for n in range(len(line) + 1)}
            assert column in edges


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("か\u3099き", "がき"),
        ("e\u0301神", "e\u0301神"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\x1b[31mb\x00\x9bc\u202ed", "a[31mbcd"),
        ("a\tb", "a b"),
        (f"{FAMILY}\u3000", f"{FAMILY}\u3000"),
    ],
)
async def test_a_paste_is_cleaned(pasted: str, text: str) -> None:
    app = AreaApp()
    async with app.run_test() as pilot:
        await paste(pilot, pasted)
        assert app.area.text == text


async def test_a_long_paste_into_a_small_area_can_be_undone() -> None:
    app = AreaApp("before")
    async with app.run_test(size=(20, 3)) as pilot:
        await paste(pilot, "\n".join(f"line {number}" for number in range(200)))
        assert app.area.text.count("\n") == 199
        await pilot.press("ctrl+z")
        assert app.area.text == "before"
        await pilot.press("ctrl+y")
        assert app.area.text.count("\n") == 199
    assert app.return_code in (None, 0)


@pytest.mark.parametrize("key", ["enter", "escape", "tab", "left", "f1", "ctrl+s"])
async def test_a_composed_word_wins_over_the_key_that_committed_it(key: str) -> None:
    app = AreaApp()
    async with app.run_test() as pilot:
        app.post_message(events.Key(key, "苔"))
        app.post_message(events.Key(key, "むす"))
        await pilot.pause()
        assert app.area.text == "苔むす"


async def test_the_terminals_cursor_is_where_text_is_entered() -> None:
    app = AreaApp("苔が生える前に読む。" * 3)
    async with app.run_test(size=(24, 8)) as pilot:
        app.area.move_cursor(app.area.document.end)
        await pilot.pause()
        assert app.area.cursor_screen_offset == Offset(1 + 20, 2)
        await pilot.resize_terminal(44, 8)
        await pilot.pause()
        assert app.area.cursor_screen_offset == Offset(1 + 20, 1)


MIXED = "この文章は日本語とEnglishで書かれた、テキスト。"


async def test_words_are_runs_of_a_script() -> None:
    app = AreaApp(MIXED)
    async with app.run_test() as pilot:
        await pilot.press("ctrl+right", "ctrl+right")
        assert app.area.cursor_location == (0, 4)
        await pilot.press("ctrl+left")
        assert app.area.cursor_location == (0, 2)
        await pilot.press("end", "ctrl+w", "ctrl+w")
        assert app.area.text == "この文章は日本語とEnglishで書かれた、"
        await pilot.press("home", "alt+delete", "alt+delete")
        assert app.area.text == "は日本語とEnglishで書かれた、"


async def test_words_go_on_over_the_ends_of_lines() -> None:
    app = AreaApp("日本\n語")
    async with app.run_test() as pilot:
        places = []
        for key in ("ctrl+right", "ctrl+right", "ctrl+right", "ctrl+right", "ctrl+left"):
            await pilot.press(key)
            places.append(app.area.cursor_location)
        assert places == [(0, 2), (1, 0), (1, 1), (1, 1), (1, 0)]
        await pilot.press("ctrl+w")
        assert app.area.text == "日本語"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of the undo history, in seconds."""
    now = [0.0]
    monkeypatch.setattr(EditHistory, "_get_time", lambda _: now[0])
    return now


async def undone(pilot: Pilot[None], area: ProseArea) -> list[str]:
    """Undo everything; return the text after each step."""
    texts = []
    while area.history.undo_stack:
        await pilot.press("ctrl+z")
        texts.append(area.text)
    return texts


async def test_undo_takes_back_one_commit(clock: list[float]) -> None:
    app = AreaApp()
    async with app.run_test() as pilot:
        for text in ("今日", "は", "雨", "です。"):
            app.post_message(events.Key(COMMIT, text))
        await pilot.press("o", "k", "?")
        assert app.area.text == "今日は雨です。ok?"
        assert await undone(pilot, app.area) == ["今日は雨です。", "今日は雨", "今日は", "今日", ""]
        assert clock == [0.0]


async def test_undo_takes_back_typing_without_a_pause(clock: list[float]) -> None:
    app = AreaApp()
    async with app.run_test() as pilot:
        await pilot.press(*"on" * 60)
        clock[0] = 1.5
        await pilot.press(*"off")
        assert await undone(pilot, app.area) == ["on" * 60, ""]
