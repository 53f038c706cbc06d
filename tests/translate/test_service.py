"""The translator that the settings describe."""

from pathlib import Path

import pytest

from matome_tui.config.settings import TranslateSettings
from matome_tui.translate.backend import TranslationError
from matome_tui.translate.service import open_translator

OPENAI = {"backend": "openai", "model": "moss-7b"}


def test_nothing_is_made_or_sent_until_it_is_needed(tmp_path: Path) -> None:
    settings = TranslateSettings(backend="libretranslate", url="https://mt.test:1")
    translator = open_translator(settings, tmp_path / "data", tmp_path / "cache")
    assert translator.host == "mt.test"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "No translation service is set up; see [translate] in the README"),
        ({**OPENAI, "url": ""}, "The backend openai needs url in [translate]"),
        (
            {"backend": "openai", "url": "http://localhost"},
            "The backend openai needs model in [translate]",
        ),
        ({"backend": "command"}, "The backend command needs command in [translate]"),
        ({**OPENAI, "url": "https://mt.test/v1"}, "mt.test cannot be asked offline"),
    ],
)
def test_what_is_missing(tmp_path: Path, settings: dict[str, str], message: str) -> None:
    with pytest.raises(TranslationError) as caught:
        open_translator(TranslateSettings(**settings), tmp_path, tmp_path, is_offline=True)  # type: ignore[arg-type]
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "settings", [{**OPENAI, "url": "http://[::1]:8080/v1"}, {"backend": "command", "command": "x"}]
)
def test_what_stays_on_this_computer_works_offline(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    translator = open_translator(TranslateSettings(**settings), tmp_path, tmp_path, is_offline=True)  # type: ignore[arg-type]
    assert translator.host == ""
