"""The one-line field: whole characters, words by script, composed kana, the caret."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Offset

from matome_tui.core.comment.wrap import cell_width, graphemes
from matome_tui.ui.widgets.line_input import LineInput
from tests.support.japanese_words import SENTENCE, WORDS

GA = "か\u3099"
CLUSTERS = ["👨\u200d👩\u200d👧", "🇯🇵", "1\ufe0f\u20e3", GA, "葛\U000e0100", "é", "한", "字", "x"]
KEYS = [
    *("left", "right", "home", "end", "backspace", "delete", "ctrl+left", "ctrl+right", "ctrl+w"),
    *("shift+left", "shift+right", "shift+end", "ctrl+backspace", "ctrl+k"),
]


class FieldApp(App[None]):
    """An app of one field."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "LineInput { border: none; height: 1; padding: 0 1; width: 12; }"

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        yield LineInput(self._text)

    @property
    def field(self) -> LineInput:
        return self.query_one(LineInput)

    def on_mount(self) -> None:
        self.field.focus()


@pytest.mark.parametrize("cluster", CLUSTERS)
async def test_keys_take_whole_characters(cluster: str) -> None:
    app = FieldApp(f"あ{cluster}い")
    end = 1 + len(cluster)
    async with app.run_test() as pilot:
        await pilot.press("home", "right", "right")
        assert app.field.cursor_position == end
        await pilot.press("left", "shift+right")
        assert app.field.selected_text == cluster
        await pilot.press("right", "backspace")
        assert app.field.value == "あい"
        app.field.value = f"あ{cluster}い"
        await pilot.press("home", "right", "delete")
        assert app.field.value == "あい"


async def test_words_are_runs_of_one_script() -> None:
    app = FieldApp(SENTENCE)
    async with app.run_test() as pilot:
        seen = []
        await pilot.press("home")
        for _ in WORDS:
            start = app.field.cursor_position
            await pilot.press("ctrl+right")
            seen.append(SENTENCE[start : app.field.cursor_position])
        assert seen == WORDS
        for word in reversed(WORDS):
            end = app.field.cursor_position
            await pilot.press("ctrl+left")
            assert SENTENCE[app.field.cursor_position : end] == word
        await pilot.press("end")
        for count in range(len(WORDS) - 1, -1, -1):
            await pilot.press("ctrl+w")
            assert app.field.value == "".join(WORDS[:count])


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (("か", "\u3099"), "が"),
        (("は\u309aん",), "ぱん"),
        (("e", "\u0301"), "e\u0301"),
        (("\ufa19",), "\ufa19"),
        (("苔\u3000", "👨\u200d", "👩"), "苔\u3000👨\u200d👩"),
        (("a\x1b\nb",), "a b"),
    ],
)
@pytest.mark.parametrize("is_paste", [False, True])
async def test_only_kana_are_composed(typed: tuple[str, ...], text: str, is_paste: bool) -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        for part in typed:
            app.post_message(events.Paste(part) if is_paste else events.Key("commit", part))
            await pilot.pause()
        assert app.field.value == text
        assert app.field.cursor_position == len(text)


async def test_the_mouse_and_the_caret_agree() -> None:
    text = "🇯🇵葛\U000e0100a字"
    app = FieldApp(text)
    async with app.run_test() as pilot:
        edges = [0, 2, 4, 5, 6]
        for cell, edge in ((0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (5, 3), (6, 3), (9, 4)):
            await pilot.click(LineInput, offset=Offset(1 + cell, 0))
            assert app.field.cursor_position == edges[edge]
        assert app.field.cursor_screen_offset == Offset(1 + 7, 0)
        await pilot.press("home")
        assert app.field.cursor_screen_offset == Offset(1, 0)


@pytest.mark.parametrize("text", ["字" * 20, "👨\u200d👩\u200d👧" * 12])
async def test_the_character_at_the_caret_is_in_view(text: str) -> None:
    app = FieldApp(text)
    async with app.run_test() as pilot:
        region = app.field.content_region
        for key in ("home", *["right"] * 9, "home", "end", *["left"] * 9):
            await pilot.press(key)
            under = graphemes(text[app.field.cursor_position :])[:1]
            caret = app.field.cursor_screen_offset
            assert region.x <= caret.x <= region.right - cell_width("".join(under) or " ")


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from([*CLUSTERS, " "]), max_size=12).map("".join),
    st.lists(st.sampled_from(KEYS), max_size=20),
)
async def test_no_key_breaks_a_character(text: str, keys: list[str]) -> None:
    app = FieldApp(text)
    async with app.run_test(size=(12, 1)) as pilot:
        for key in keys:
            await pilot.press(key)
            edges = {len("".join(graphemes(app.field.value)[:n])) for n in range(len(text) + 1)}
            assert app.field.cursor_position in edges
