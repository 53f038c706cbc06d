"""The README is up to date."""

import re
import tomllib
from pathlib import Path

from matome_tui.__main__ import _parser
from matome_tui.config.reading import from_tables, unknown_keys
from matome_tui.ui.commands import COMMANDS
from tests.keys import README, with_table
from tests.settings import with_tables

ROOT = Path(__file__).parents[1]
TEXT = README.read_text(encoding="utf-8")


def test_the_table_of_keys_is_that_of_the_program() -> None:
    assert with_table(TEXT) == TEXT, "run: python -m tests.keys"


def test_the_tables_of_settings_are_those_of_the_program() -> None:
    assert with_tables(TEXT) == TEXT, "run: python -m tests.settings"
    assert "| `measure` | `100` |" in TEXT


def test_ci_runs_the_test_command() -> None:
    (command,) = re.findall(r"^(python3 -m venv .*-m tests)$", TEXT, re.MULTILINE)
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_every_option_is_documented() -> None:
    for action in _parser()._actions:
        if action.option_strings and action.dest not in ("help", "version"):
            assert f"  {action.option_strings[-1]}" in TEXT


def test_the_example_configurations_are_valid() -> None:
    examples = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert len(examples) >= 2
    for example in examples:
        settings, problems = from_tables(tomllib.loads(example))
        assert problems == []
        assert unknown_keys(settings.keys, {command.id for command in COMMANDS}) == []


def test_its_pictures_exist() -> None:
    pictures = re.findall(r"!\[.*?\]\((.*?)\)", TEXT)
    assert len(pictures) >= 4
    for picture in pictures:
        assert (ROOT / picture).is_file()
