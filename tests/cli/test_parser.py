import re
from pathlib import Path

import pytest

from matome_tui import __main__, i18n
from matome_tui.cli.parser import Parser
from matome_tui.cli.subcommands import SUBCOMMANDS, module_of
from matome_tui.core.comment.wrap import cell_width
from tests.support.languages import spoken


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("command", ["", *SUBCOMMANDS])
def test_japanese_help_fits_into_the_terminal(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(__main__, "_use_language", lambda _words: None)
    with spoken("ja"), pytest.raises(SystemExit):
        __main__.main([*command.split(), "--help"])
    printed = capsys.readouterr().out
    assert re.search("[ぁ-ん]", printed)
    assert max(map(cell_width, printed.splitlines())) <= 80


def test_lines_of_usage_are_indented_by_the_width_of_its_prefix() -> None:
    with spoken("ja"):
        parser = Parser(prog="matome")
        for number in range(9):
            parser.add_argument(f"--option-{number}")
        first, second, *_rest = parser.format_usage().splitlines()
        prefix = i18n._("usage: ")
    assert first.startswith(f"{prefix}matome ")
    assert len(second) - len(second.lstrip()) == cell_width(f"{prefix}matome ")


def test_an_epilog_keeps_its_lines() -> None:
    assert (
        Parser(prog="x", epilog="kinds:\n  a   one\n  b   two")
        .format_help()
        .endswith("kinds:\n  a   one\n  b   two\n")
    )


@pytest.mark.parametrize(
    ("command", "options"),
    [
        *((f"tags {action}", "site config debug") for action in ("rename A B", "undo")),
        *((f"drafts {action}", "config debug") for action in ("export 3", "import F")),
        *((f"translation {action}", "config debug") for action in ("try A", "import", "clear")),
    ],
)
def test_options_of_a_command_may_follow_its_action(command: str, options: str) -> None:
    name, *words = command.split()
    given = [word for option in options.split() for word in (f"--{option}", f"/{option}")]
    parser = module_of(name).parser()
    after = parser.parse_args([*words, *given])
    assert after == parser.parse_args([*given, *words])
    assert after.config == Path("/config")
