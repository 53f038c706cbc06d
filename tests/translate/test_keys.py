"""Keys of services."""

import sys
from pathlib import Path

import pytest

from matome_tui.config.settings import TranslateSettings
from matome_tui.translate.backend import TranslationError
from matome_tui.translate.keys import read_key


def test_no_setting_no_key() -> None:
    assert read_key(TranslateSettings()) == ""


def test_from_the_environment() -> None:
    assert read_key(TranslateSettings(key_env="MOSS"), {"MOSS": " s3cret\n"}) == "s3cret"


def test_the_first_line_of_a_command() -> None:
    command = f"{sys.executable} -c \"print('s3cret'); print('login: me')\""
    assert read_key(TranslateSettings(key_command=command)) == "s3cret"


def test_from_a_file_that_only_the_user_can_read(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("s3cret\n", encoding="utf-8")
    file.chmod(0o600)
    settings = TranslateSettings(key_file=str(file))
    assert read_key(settings) == "s3cret"
    file.chmod(0o640)
    with pytest.raises(TranslationError, match=r"^Others can read .*; run: chmod 600 "):
        read_key(settings)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"key_env": "NO_MOSS"}, "key_env does not give a key"),
        ({"key_env": "ODD"}, "key_env does not give a key"),
        ({"key_command": "/no/such/program"}, "key_command cannot be started: No such file"),
        ({"key_command": f"{sys.executable} -c 'exit(3)'"}, "key_command failed with status 3"),
        ({"key_command": f"{sys.executable} -c ''"}, "key_command does not give a key"),
        ({"key_file": "/no/such/file"}, "key_file cannot be read: No such file"),
    ],
)
def test_no_key_where_there_should_be(settings: dict[str, str], message: str) -> None:
    with pytest.raises(TranslationError) as caught:
        read_key(TranslateSettings(**settings), {"ODD": "s3cret\nX-Evil: 1"})  # type: ignore[arg-type]
    assert message in str(caught.value)
    assert caught.value.is_final
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)
