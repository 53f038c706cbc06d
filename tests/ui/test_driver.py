"""The program in a real terminal: bad input, signals, suspension, and the terminal's loss."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from matome_tui.store.drafts import DraftStore
from tests.support.browsing import is_alive, wait_until
from tests.support.draft_editor import DEMO
from tests.support.hn_server import HNServer
from tests.support.program import Program
from tests.support.terminal import Terminal

if sys.platform == "win32":
    pytest.skip("it drives POSIX terminals", allow_module_level=True)

pytestmark = pytest.mark.bulk

ROOT = Path(__file__).parents[2]
MATOME = (sys.executable, "-m", "matome_tui")
ENTER = "\x1b[?1049h"
RESTORING = (
    "\x1b[?1049l",  # the alternate screen is left
    "\x1b[?25h",  # the cursor is shown
    "\x1b[?2004l",  # bracketed paste is off
    "\x1b[?1004l",  # focus reports are off
    *(f"\x1b[?{mode}l" for mode in (1000, 1003, 1006, 1015)),  # mouse reports are off
    "\x1b[<u",  # the kitty keyboard flags are popped
    "\x1b[?7h",  # lines wrap
)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """The folder of temporary files."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    return folder


Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path, temporary: Path) -> Start:
    """Start a command, the demo if none is given."""

    def start(*command: str) -> Terminal:
        environment = {"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "PS1": "ready> "}
        return Terminal(command or (*MATOME, "--demo"), environment)

    return start


def is_ready(lines: Sequence[str]) -> bool:
    """Whether the demo's thread is loaded and shown."""
    return " 1/" in lines[-1] and any("ledgerwren" in line for line in lines)


def shows_help(lines: Sequence[str]) -> bool:
    return any("Next sibling" in line for line in lines)


# Input


ODD_INPUT = (b"\xff", b"\xc3(", b"\xe3A", b"\xe3\x81x", b"\x1b[M \xe8!", b"\x1b[1114112;1u")


def test_odd_input_ends_nothing(start: Start) -> None:
    with start() as terminal:
        terminal.until(is_ready)
        for data in ODD_INPUT:
            terminal.send_bytes(data)
            terminal.send("?")
            terminal.until(shows_help)
            terminal.send("escape")
            terminal.until(lambda lines: not shows_help(lines))
        terminal.send("ctrl+q")
        assert terminal.wait() == 0


def test_an_error_in_the_input_thread_is_one_line_and_status_1(start: Start) -> None:
    code = (
        "import sys\n"
        "from matome_tui.__main__ import main\n"
        "from matome_tui.ui import driver\n"
        "def fail(self): raise RuntimeError('no keys')\n"
        "driver.TerminalDriver._read = fail\n"
        "sys.exit(main(['--demo']))"
    )
    with start(sys.executable, "-c", code) as terminal:
        assert terminal.wait() == 1
        assert "matome stopped: RuntimeError('no keys')" in terminal.written
        assert "Traceback" not in terminal.written


# The end


@pytest.mark.parametrize(
    "number", [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM], ids=lambda n: n.name
)
def test_a_signal_restores_the_terminal(
    start: Start, temporary: Path, number: signal.Signals
) -> None:
    with start() as terminal:
        terminal.until(is_ready)
        assert not terminal.has_echo
        entered = len(terminal.written)
        terminal.signal(number)
        assert terminal.wait() == 128 + number
        for sequence in RESTORING:
            assert sequence in terminal.written[entered:]
        assert "Traceback" not in terminal.written
        assert terminal.has_echo
    assert not list(temporary.iterdir())


async def test_a_signal_keeps_what_quitting_keeps(
    start: Start, hn: HNServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Program(tmp_path, hn) as program:
        async with program.run(DEMO):
            pass
    monkeypatch.setenv("MATOME_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MATOME_CACHE_DIR", str(tmp_path))
    with start(*MATOME, "--offline", str(DEMO)) as terminal:
        terminal.until(is_ready)
        terminal.send("space", "j")
        terminal.until(lambda lines: " 3/" in lines[-1])
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == 128 + signal.SIGTERM
    with closing(DraftStore(tmp_path / "drafts.sqlite")) as store:
        session = store.of_thread(DEMO)
        assert session
        (clip,) = session.draft.clips
        assert session.cursor not in (None, clip.comment)


def test_the_program_ends_with_its_terminal(start: Start, temporary: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with start(*MATOME, "--demo", "--debug", str(log)) as terminal:
        terminal.until(is_ready)
        terminal.close()
        assert terminal.wait() == 128 + signal.SIGHUP
    assert not list(temporary.iterdir())
    assert "Traceback" not in log.read_text()


def test_folders_of_killed_programs_go_at_the_next_start(start: Start, temporary: Path) -> None:
    with start() as living:
        living.until(is_ready)
        kept = set(temporary.iterdir())
        with start() as terminal:
            terminal.until(is_ready)
            terminal.kill()
        stale = set(temporary.iterdir()) - kept
        assert len(kept) == len(stale) == 1
        with start() as terminal:
            terminal.until(is_ready)
            deadline = time.monotonic() + 20
            while stale & set(temporary.iterdir()):
                assert time.monotonic() < deadline
                terminal.read(0.05)
            assert kept < set(temporary.iterdir())


def test_a_text_in_the_editor_of_a_killed_program_stays_and_is_named(
    start: Start, temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho zebra > "$1"; echo editing; read -r line\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    with start() as terminal:
        terminal.until(is_ready)
        terminal.send("enter")
        terminal.until(lambda lines: "ctrl+s keep" in lines[-1])
        terminal.send("ctrl+e")
        terminal.until_written("editing")
        terminal.kill()
    with start() as terminal:
        terminal.until(lambda lines: any("matome was killed" in line for line in lines))
    (text,) = temporary.glob("matome-clip-*/clip.md")
    assert text.read_text() == "zebra\n"


# Suspending


@pytest.fixture
def shell() -> str:
    """A shell with job control."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    return bash


def suspended(terminal: Terminal, suspend: Callable[[], None]) -> str:
    """Suspend the program; return what was written until the shell is ready again."""
    began = len(terminal.written)
    suspend()
    terminal.until_written("Stopped", began)
    terminal.until_written("ready> ", began)
    return terminal.written[began:]


def run_in(terminal: Terminal) -> None:
    """Start the demo from a shell."""
    terminal.until_written("ready> ")
    terminal.send(f"{sys.executable} -m matome_tui --demo", "enter")
    terminal.until(is_ready)


def until_drawn_anew(terminal: Terminal, *keys: str) -> None:
    """Send keys, and wait until the program has taken the terminal and drawn every line."""
    began = len(terminal.written)
    terminal.screen.frames.clear()
    terminal.send(*keys)
    terminal.until_written(ENTER, began)
    terminal.until(
        lambda lines: (
            is_ready(lines) and all(lines) and any("No clips yet" in line for line in lines)
        )
    )


@pytest.mark.parametrize("how", ["key", "signal"])
def test_the_shell_suspends_and_continues_it(start: Start, shell: str, how: str) -> None:
    with start(shell, "--norc", "--noediting", "-i") as terminal:
        run_in(terminal)
        program = os.tcgetpgrp(terminal._terminal)

        def suspend() -> None:
            if how == "key":
                terminal.send("ctrl+z")
            else:
                os.kill(program, signal.SIGTSTP)

        for _ in range(2):
            written = suspended(terminal, suspend)
            for sequence in RESTORING:
                assert sequence in written
            until_drawn_anew(terminal, "fg", "enter")
        terminal.send("?")
        terminal.until(shows_help)


@pytest.mark.parametrize(
    ("keys", "sign"),
    [
        ("?", "Next sibling"),
        ("ctrl+p", "Search for commands"),
        ("ctrl+s", "Folder of your Hugo site"),
        ("/", "Search words"),
    ],
    ids=["help", "palette", "dialog", "field"],
)
def test_it_is_suspended_from_whatever_is_open(
    start: Start, shell: str, keys: str, sign: str
) -> None:
    def shows_sign(lines: Sequence[str]) -> bool:
        return any(sign in line for line in lines)

    with start(shell, "--norc", "--noediting", "-i") as terminal:
        run_in(terminal)
        terminal.send("space")
        terminal.until(lambda lines: lines[-1].startswith(" 2/"))
        terminal.send(*keys.split())
        terminal.until(shows_sign)
        suspended(terminal, lambda: terminal.send("ctrl+z"))
        terminal.screen.frames.clear()
        terminal.send("fg", "enter")
        terminal.until(shows_sign)
        began = len(terminal.written)
        terminal.send("ctrl+q")
        terminal.until_written("ready> ", began)


def test_ctrl_z_in_a_text_area_is_undo(start: Start, shell: str) -> None:
    def shows_zebra(lines: Sequence[str]) -> bool:
        return any("zebra" in line for line in lines)

    with start(shell, "--norc", "--noediting", "-i") as terminal:
        run_in(terminal)
        terminal.send("enter")
        terminal.until(lambda lines: "ctrl+s keep" in lines[-1])
        terminal.send("zebra")
        terminal.until(shows_zebra)
        terminal.send("ctrl+z")
        terminal.until(lambda lines: not shows_zebra(lines))


def test_in_the_background_it_waits_and_ends_when_killed(start: Start, shell: str) -> None:
    with start(shell, "--norc", "--noediting", "-i") as terminal:
        run_in(terminal)
        program = os.tcgetpgrp(terminal._terminal)
        suspended(terminal, lambda: terminal.send("ctrl+z"))
        suspended(terminal, lambda: terminal.send("bg; wait", "enter"))
        until_drawn_anew(terminal, "fg", "enter")
        suspended(terminal, lambda: terminal.send("ctrl+z"))
        began = len(terminal.written)
        terminal.send("kill %1", "enter")
        wait_until(lambda: not (terminal.read(0) or is_alive(program)))
        terminal.send("jobs", "enter")
        terminal.until_written("Exit 143", began)
        assert ENTER not in terminal.written[began:]


def test_the_screen_is_drawn_anew_after_a_stop_from_outside(start: Start, shell: str) -> None:
    with start(shell, "--norc", "--noediting", "-i") as terminal:
        run_in(terminal)
        program = os.tcgetpgrp(terminal._terminal)
        suspended(terminal, lambda: os.kill(program, signal.SIGSTOP))
        until_drawn_anew(terminal, "fg", "enter")
        assert not terminal.has_echo


def test_without_a_shell_to_continue_it_the_program_is_not_suspended(start: Start) -> None:
    with start() as terminal:
        terminal.until(is_ready)
        until_drawn_anew(terminal, "ctrl+z")
        terminal.send("?")
        terminal.until(shows_help)


def test_while_an_editor_has_the_terminal_signals_wait_and_ctrl_z_stops_both(
    start: Start, shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text(f'#!{shell}\necho editing; read -r line; echo "$line" > "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    with start(shell, "--norc", "--noediting", "-i") as terminal:
        run_in(terminal)
        program = os.tcgetpgrp(terminal._terminal)
        terminal.send("enter")
        terminal.until(lambda lines: "ctrl+s keep" in lines[-1])
        began = len(terminal.written)
        terminal.send("ctrl+e")
        terminal.until_written("editing", began)
        suspended(terminal, lambda: terminal.send("ctrl+z"))
        terminal.send("fg", "enter")
        wait_until(lambda: os.tcgetpgrp(terminal._terminal) == program)
        terminal.send("zebra", "\n")
        terminal.until(lambda lines: any("zebra" in line for line in lines))
        began = len(terminal.written)
        terminal.send("ctrl+e")
        terminal.until_written("editing", began)
        os.kill(program, signal.SIGTERM)
        began = len(terminal.written)
        terminal.send("second", "\n")
        terminal.until_written("ready> ", began)
        assert not is_alive(program)
        assert "Traceback" not in terminal.written[began:]
