"""`matome config`: path, defaults, check, editor."""

from pathlib import Path

import pytest

from matome_tui import __main__, paths
from matome_tui.config.defaults import default_text
from tests.support.files import write

WRONG = '[reader]\nmeasur = 3\n\n[keys]\n"thread.next" = "q"\n"threa.x" = "b"\n'


def test_prints_the_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["config"]) == 0
    assert capsys.readouterr().out == f"{paths.config_file()}\n"


def test_prints_the_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["config", "--print-defaults"]) == 0
    assert capsys.readouterr().out == default_text()


def test_check_reports_each_problem_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(WRONG)
    assert __main__.main(["config", "--check", "--config", str(file)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines] == [f"{file}:{line}:" for line in (2, 5, 6)]
    assert "did you mean reader.measure?" in lines[0]
    assert "already the key of" in lines[1]
    file.write_text('[reader\nmeasure = "x"\n')
    assert __main__.main(["config", "--check", "--config", str(file)]) == 1
    error = capsys.readouterr().err
    assert "at line 1" in error
    assert error.count(file.name) == 1
    file.write_text('[ui]\ntheme = "plaid"\n')
    assert __main__.main(["config", "--check", "--config", str(file)]) == 1
    assert f"{file}:2: ui.theme: unknown theme 'plaid'" in capsys.readouterr().err
    file.write_text("[reader]\nmeasure = 80\n")
    assert __main__.main(["config", "--check", "--config", str(file)]) == 0
    assert capsys.readouterr().out == f"{file}: no problems\n"


def test_edit_begins_from_the_defaults_and_checks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "[reader]\nmeasur = 3" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    assert __main__.main(["config", "--edit"]) == 1
    file = paths.config_file()
    assert file.read_text("utf-8").startswith(default_text())
    assert f"{file}:{file.read_text('utf-8').count(chr(10))}: reader.measur" in (
        capsys.readouterr().err
    )
    monkeypatch.setenv("VISUAL", str(tmp_path / "none"))
    assert __main__.main(["config", "--edit"]) == 2
    assert f"{tmp_path / 'none'} cannot be started: " in capsys.readouterr().err
    monkeypatch.setenv("VISUAL", "false")
    assert __main__.main(["config", "--edit"]) == 2
    assert "ended with status 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        *("check", "draft 44900001", "export 44900001", "find moss"),
        *("init", "publish", "tags", "translation"),
    ],
)
def test_commands_do_nothing_without_the_settings_of_the_user(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(paths.config_file().parent, {"config.toml": "[site]\npath = ~/blog\n"})
    assert __main__.main(command.split()) == 2
    problem = f"The configuration {paths.config_file()} cannot be read; matome config --check"
    assert problem in capsys.readouterr().err
