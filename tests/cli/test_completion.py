"""`matome completion`, and the help on all subcommands."""

import pytest

from matome_tui import __main__
from matome_tui.cli.completion import SHELLS
from matome_tui.cli.subcommands import SUBCOMMANDS
from tests.share import FOLDER


@pytest.mark.parametrize("shell", SHELLS)
def test_prints_the_script_of_a_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["completion", shell]) == 0
    assert capsys.readouterr().out == (FOLDER / f"matome.{shell}").read_text(encoding="utf-8")


def test_the_help_lists_the_subcommands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        __main__.main(["--help"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[-len(SUBCOMMANDS) :]] == list(SUBCOMMANDS)


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_each_has_a_help_of_its_own(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        __main__.main([name, "--help"])
    assert ended.value.code == 0
    assert f"usage: matome {name}" in capsys.readouterr().out


def test_an_unknown_one_suggests_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["publsh"]) == 2
    assert "did you mean matome publish?" in capsys.readouterr().err
    assert __main__.main(["zebra"]) == 2
    assert "did you mean" not in capsys.readouterr().err
