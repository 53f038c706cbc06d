"""The user's answers about hosts."""

from pathlib import Path

import pytest

from matome_tui.translate.backend import TranslationError
from matome_tui.translate.consent import Consent, is_loopback


def test_answers_are_kept_by_host(tmp_path: Path) -> None:
    path = tmp_path / "data" / "consent.json"
    Consent(path).keep("mt.test", allowed=True)
    Consent(path).keep("other.test", allowed=False)
    kept = Consent(path)
    assert [kept.answer(host) for host in ("mt.test", "other.test", "new.test")] == [
        True,
        False,
        None,
    ]


@pytest.mark.parametrize("text", ["", "[]", '{"mt.test": true}', "[" * 100_000, "\0"])
def test_a_damaged_file_has_no_answers(tmp_path: Path, text: str) -> None:
    path = tmp_path / "consent.json"
    path.write_text(text, encoding="utf-8")
    assert Consent(path).answer("mt.test") is None
    Consent(path).keep("mt.test", allowed=True)
    assert Consent(path).answer("mt.test")


def test_an_answer_that_cannot_be_kept_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(TranslationError, match=r"Your answer about mt\.test was not kept"):
        Consent(tmp_path / "file" / "consent.json").keep("mt.test", allowed=True)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]"]
)
def test_this_computer(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["localhost.evil.test", "127.0.0.1.test", "192.168.0.1", "0.0.0.0", "::2", "", "mt.test"],
)
def test_other_computers(host: str) -> None:
    assert not is_loopback(host)
