"""The program as a whole: keys, help, palette, notices."""

import sys
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from matome_tui.config.settings import Settings, UiSettings
from matome_tui.hugo.site.site import create_site
from matome_tui.ui.alt_key import AltKey
from matome_tui.ui.app import MatomeApp
from matome_tui.ui.screens.help import Help
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.widgets.dialogs import Output, Question
from tests.support.draft_editor import DEMO
from tests.support.files import write
from tests.support.program import (
    Driver,
    Program,
    asked_for_text,
    notes,
    notified,
    press,
    screen_text,
    until,
)


async def type_character(pilot: Driver, character: str) -> None:
    pilot.app.post_message(events.Key("unknown", character))
    await pilot.pause()


async def test_full_width_letters_are_the_same_keys(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        reader = pilot.app.screen.query_one(Reader)
        await type_character(pilot, "ｊ")
        await type_character(pilot, "ｊ")
        await type_character(pilot, "ｋ")
        assert reader.cursor == 1
        await type_character(pilot, "？")
        assert isinstance(pilot.app.screen, Help)


async def test_kana_gets_a_hint(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await type_character(pilot, "ま")
        assert any("input method" in line for line in notes(pilot))


async def test_full_width_letters_in_a_text_field_are_text(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "P")
        field = pilot.app.screen.query_one("#post-title", Input)
        field.clear()
        await type_character(pilot, "ｊ")
        assert field.value == "ｊ"


async def test_help_lists_the_keys_of_the_screen_with_the_users_own(program: Program) -> None:
    program.settings = Settings(keys={"thread.fold": "f5", "clips.mark": "f6"})
    async with program.run(DEMO) as pilot:
        await press(pilot, "question_mark")
        text = screen_text(pilot)
        assert "Thread: moving and folding" in text
        assert "f5" in text
        await press(pilot, "escape")
        await press(pilot, "f5", "ctrl+s")
        assert "folded" in screen_text(pilot)
        assert "Mark a comment with f6" in screen_text(pilot)
        await notified(pilot, "Nothing to save yet: mark a comment with f6 first")


async def test_a_wrong_keymap_is_reported_and_the_default_keys_work(program: Program) -> None:
    keys = {"thread.fold": "j", "thread.flod": "x"}
    program.settings = Settings(keys=keys, ui=UiSettings(theme="plaid"))
    text = '[ui]\ntheme = "plaid"\n[keys]\n"thread.fold" = "j"\n"thread.flod" = "x"\n'
    write(program.folder / "config", {"config.toml": text})
    async with program.run(DEMO) as pilot:
        shown = " ".join(screen_text(pilot).split())
        assert "3 problems in the configuration" in shown
        assert shown.index("line 2: ui.theme") < shown.index("line 4:") < shown.index("line 5:")
        assert "keys.thread.fold: j is already the key of thread.next" in shown
        assert "thread.flod" in shown
        assert str(program.folder) in shown.replace(" │ │ ", "")
        await press(pilot, "escape", "j")
        assert pilot.app.screen.query_one(Reader).cursor == 1
        await press(pilot, "ctrl+p", *"problems")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Output))


async def test_an_unknown_theme_is_reported(program: Program) -> None:
    program.settings = Settings(ui=UiSettings(theme="plaid"))
    write(program.folder / "config", {"config.toml": '[ui]\ntheme = "plaid"\n'})
    async with program.run() as pilot:
        (line,) = notes(pilot)
        assert "config.toml: line 2: ui.theme: unknown theme 'plaid'" in line


@pytest.mark.parametrize(
    "keys", ["question_mark", "ctrl+p", "space tab m", "slash", "enter", "space P"]
)
async def test_the_quit_key_quits_from_whatever_is_open(program: Program, keys: str) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, *keys.split(), "ctrl+q")
        await until(pilot, lambda: pilot.app._exit)
    assert pilot.app.return_code == 0


async def test_the_users_key_quits_from_dialogs_but_is_text_in_their_fields(
    program: Program,
) -> None:
    program.settings = Settings(keys={"everywhere.quit": "Q,alt+q"})
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "tab", "m", "Q")
        assert (await asked_for_text(pilot)).value.endswith("Q")
        await press(pilot, "escape")
        await pilot.app.push_screen(Question("Is it moss?", yes="take it"))
        await press(pilot, "ctrl+q")
        assert isinstance(pilot.app.screen, Question)
        pilot.app.post_message(AltKey("alt+q", events.Key("q", "q")))
        await until(pilot, lambda: pilot.app._exit)


async def test_a_key_of_the_dialog_is_not_the_quit_key(program: Program) -> None:
    program.settings = Settings(keys={"everywhere.quit": "f9", "help.down": "f9"})
    async with program.run(DEMO) as pilot:
        await press(pilot, "question_mark", "f9")
        assert isinstance(pilot.app.screen, Help)
        assert not pilot.app._exit


async def test_ctrl_c_names_the_quit_key(program: Program) -> None:
    program.settings = Settings(keys={"everywhere.quit": "f9"})
    async with program.run() as pilot:
        await press(pilot, "ctrl+c")
        assert "Press f9 to quit" in notes(pilot)


async def test_text_from_outside_is_never_markup(program: Program) -> None:
    assert program.server is not None
    program.server.grow(DEMO, DEMO, "[/b] [red]not markup[/] [@click=app.quit]x[/]", "mark_up")
    async with program.run(DEMO) as pilot:
        await press(pilot, "G")
        assert "[/b] [red]not markup[/] [@click=app.quit]x[/]" in screen_text(pilot)
        await press(pilot, "enter")
        assert screen_text(pilot).count("[/b] [red]not markup[/]") == 2


async def test_an_unexpected_failure_is_reported_and_the_program_goes_on(
    program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("matome_tui.ui.thread.screen.ThreadScreen._take", broken)
    async with program.run() as pilot:
        await press(pilot, "enter")
        await until(pilot, lambda: any("ZeroDivisionError" in line for line in notes(pilot)))
        await press(pilot, "q")
        assert "[Top]" in screen_text(pilot)
    assert "ZeroDivisionError" in caplog.text


async def test_a_crash_is_one_line_and_the_log_has_the_rest(
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(Reader, "action_next", broken)
    with pytest.raises(ZeroDivisionError):
        async with program.run(DEMO) as pilot:
            await press(pilot, "j")
    assert "Traceback" not in capsys.readouterr().err
    assert "ZeroDivisionError" in caplog.text


async def test_problems_of_the_site_are_reported_at_the_start(
    program: Program, tmp_path: Path
) -> None:
    program.site = tmp_path / "site"
    create_site(program.site)
    config = program.site / "hugo.toml"
    config.write_text(config.read_text().replace("unsafe = true", "unsafe = false"))
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: any("drops raw HTML" in line for line in notes(pilot)))
    create_site(tmp_path / "fine")
    program.site = tmp_path / "fine"
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: bool(pilot.app.services.site.archetype))  # type: ignore[attr-defined]
        assert notes(pilot) == []


@pytest.mark.skipif(sys.platform == "win32", reason="locks are POSIX's")
async def test_what_killed_programs_left_is_reported_once(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in ("app._FIRST_SCREEN_SECONDS", "app._TYPING_SECONDS", "app._NOTICE_SECONDS"):
        monkeypatch.setattr(f"matome_tui.ui.{name}", 0.01)
    monkeypatch.setattr("matome_tui.ui.notes._SECONDS", 0.01)
    monkeypatch.setattr("matome_tui.ui.notes._CELLS_PER_SECOND", 1_000_000)
    folders = [tmp_path / f"matome-clip-{number}" for number in range(2)]
    for folder in folders:
        write(folder, {".matome-lock": "", "clip.md": "mine", ".given.md": ""})
    async with program.run() as pilot:
        await until(pilot, lambda: not list(tmp_path.glob("*/.matome-lock")))
        said = notes(pilot)
    assert all(sum(str(folder) in line for line in said) == 1 for folder in folders)
    assert all((folder / "clip.md").is_file() for folder in folders)


async def test_an_error_decides_the_exit_status_whatever_ends_the_program(
    program: Program,
) -> None:
    app = MatomeApp(program.services())

    async def run() -> None:
        async with app.run_test() as pilot:
            app.break_off(RuntimeError("odd"))
            app.exit()
            await pilot.pause()

    with pytest.raises(RuntimeError, match="odd"):
        await run()
    assert app.return_code == 1


@pytest.mark.parametrize("is_forwarded", [False, True])
@pytest.mark.parametrize(
    "event",
    [
        events.Key("f19", None),
        events.Paste("x"),
        events.MouseMove(None, 1, 1, 0, 0, 0, False, False, False),
    ],
    ids=["key", "paste", "mouse"],
)
async def test_input_that_comes_after_the_last_screen_was_closed_does_nothing(
    program: Program, event: events.Event, is_forwarded: bool
) -> None:
    app = MatomeApp(program.services())
    async with app.run_test() as pilot:
        await pilot.pause()
    event._forwarded = is_forwarded
    await app.on_event(event)
    assert app.return_code in (None, 0)


async def test_the_quit_key_that_closes_the_last_screen_is_not_looked_up_on_it(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = MatomeApp(program.services())
    async with app.run_test() as pilot:
        await app.push_screen(Question("?", yes="yes"))
        await pilot.pause()
        monkeypatch.setattr(app, "action_quit", app._close_all)
        event = events.Key("ctrl+q", None)
        event._set_forwarded()
        await app.on_event(event)
        assert not app.screen_stack
    assert app.return_code in (None, 0)
