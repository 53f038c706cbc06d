"""The program in terminals that draw ambiguous characters with one cell, with two, or silently."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from matome_tui.ui import ambiguous
from tests.support.places import ROOT
from tests.support.terminal import Terminal

ASK = (
    "import sys; from matome_tui.ui.ambiguous import ask_terminal;"
    "print('width', ask_terminal(), file=sys.stderr); input()"
)


def python(code: str, width: int = 1) -> Terminal:
    return Terminal([sys.executable, "-c", code], {"PYTHONPATH": str(ROOT)}, ambiguous_width=width)


@pytest.mark.parametrize("width", [1, 2])
def test_the_terminal_is_asked(width: int) -> None:
    with python(ASK, width) as terminal:
        terminal.until_written(f"width {width}")
        assert terminal.has_echo
        terminal.send("enter")
        assert terminal.wait() == 0


def test_a_terminal_that_does_not_answer_is_not_waited_for() -> None:
    silent = f"from matome_tui.ui import ambiguous; ambiguous._ASK = b'x'; {ASK}"
    with python(silent) as terminal:
        terminal.until_written("width 1")
        terminal.send("enter")
        assert terminal.wait() == 0


def test_an_answer_is_read_to_its_end_and_no_further() -> None:
    source, target = os.pipe()
    try:
        os.write(target, b"\x1b[1;3Rx")
        assert ambiguous._answer(source) == b"\x1b[1;3R"
        assert os.read(source, 9) == b"x"
        start = time.monotonic()
        assert ambiguous._answer(source) == b""
        assert time.monotonic() - start >= ambiguous._SECONDS
    finally:
        os.close(source)
        os.close(target)


def test_no_pipe_is_asked(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert ambiguous.ask_terminal() == 1
    assert capfdbinary.readouterr() == (b"", b"")


def is_ready(lines: Sequence[str]) -> bool:
    return lines[-1].startswith(" 1/") and any("ledgerwren" in line for line in lines)


@pytest.mark.parametrize("setting", ["2", '"auto"'])
def test_all_columns_stay_in_place_where_they_are_wide(tmp_path: Path, setting: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f"[ui]\nambiguous_width = {setting}\n", encoding="utf-8")
    command = [sys.executable, "-m", "matome_tui", "--demo", "--config", str(config)]
    folders = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    with Terminal(command, folders, columns=80, rows=24, ambiguous_width=2) as terminal:
        terminal.until(is_ready)
        terminal.send("space", "k", "enter")
        terminal.until(lambda lines: any("characters" in line for line in lines))
        for lines in terminal.screen.frames:
            drawn = [line for line in lines if set("│─╭╮▁┃▐▊▎") & set(line)]
            assert drawn == []
            for line in lines:
                assert sum(map(terminal.screen.width_of, line)) <= 80, line
        terminal.send("escape", "ctrl+q")
        assert terminal.wait() == 0
