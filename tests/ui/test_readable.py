"""Every text can be read in every theme, and without colours."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from matome_tui.ui.drawing.contrast import DIMMED, TEXT, ratio, readable
from matome_tui.ui.readable import ReadableApp
from tests.support.contrast import faint_texts
from tests.support.draft_editor import DEMO
from tests.support.program import Program

SCREENS: dict[str, tuple[int | None, str]] = {
    "tray": (DEMO, "space 2 j space 3 j space tab J"),
    "stories": (None, "j"),
    "search": (DEMO, "slash t h e enter"),
    "editor": (DEMO, "space enter"),
    "post": (DEMO, "space j space P"),
    "help": (DEMO, "question_mark"),
    "palette": (DEMO, "ctrl+p"),
    "drafts": (DEMO, "space D"),
    "excerpt": (DEMO, "v space"),
    "question": (DEMO, "space j space tab m"),
    "history": (DEMO, "space H"),
}
"""What to open and the keys that lead to each screen."""

_ALL = sorted(BUILTIN_THEMES)
_SOME = {"tray": _ALL, "editor": ["ansi-dark", "ansi-light", "solarized-light"]}
_SHOWN = dict.fromkeys(SCREENS, _ALL) if os.environ.get("MATOME_ALL_SCREENS") else _SOME
"""The themes of each screen; all in all themes take half a minute."""


@pytest.mark.parametrize(("name", "themes"), _SHOWN.items())
async def test_texts_can_be_read_in_every_theme(
    name: str, themes: Sequence[str], tmp_path: Path
) -> None:
    item_id, keys = SCREENS[name]
    with Program(tmp_path, None, is_demo=True) as program:
        async with program.run(item_id, size=(100, 24)) as pilot:
            await pilot.press(*keys.split())
            await pilot.pause()
            for theme in themes:
                pilot.app.theme = theme
                await pilot.pause()
                assert (theme, list(faint_texts(pilot.app))) == (theme, [])


async def test_texts_can_be_read_without_colors(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    item_id, keys = SCREENS["tray"]
    with Program(tmp_path, None, is_demo=True) as program:
        async with program.run(item_id, size=(100, 24)) as pilot:
            await pilot.press(*keys.split())
            await pilot.pause()
            assert pilot.app.no_color
            assert not list(faint_texts(pilot.app))


def test_colors_of_every_theme_suit_all_grounds() -> None:
    app = ReadableApp()
    for name, theme in app.available_themes.items():
        if theme.ansi:
            continue
        app.theme = name
        variables = app.get_css_variables()
        for ground in ("background", "panel", "surface", "surface-lighten-2", "warning-muted"):
            for text in ("foreground", "text-primary", "text-warning", "foreground-muted"):
                colors = (Color.parse(variables[variable]) for variable in (text, ground))
                least = DIMMED if text.endswith("muted") else TEXT
                assert ratio(*colors) >= least - 0.05, (name, text, ground)


def test_a_theme_of_the_terminal_stays_as_it_is() -> None:
    variables = ReadableApp().available_themes["ansi-dark"].variables
    assert readable(variables) == variables
