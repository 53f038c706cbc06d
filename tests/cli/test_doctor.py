"""`matome doctor`: what is found, and what is wrong with it."""

from pathlib import Path

import pytest

from matome_tui import __main__, paths
from matome_tui.hugo.site.site import create_site


def test_reports_each_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create_site(site := tmp_path / "site")
    paths.data_directory().mkdir()
    (paths.data_directory() / "drafts.sqlite").write_bytes(b"x" * 2_000_000)
    assert __main__.main(["doctor", "--site", str(site)]) == 0
    lines = capsys.readouterr().out.splitlines()
    parts = [line.split()[0] for line in lines if not line.startswith(" ")]
    assert parts == [
        *("Program", "Terminal", "Configuration", "Hugo", "Site", "Translation", "Files"),
        "Extras",
    ]
    assert "not a terminal" in lines[1]
    assert any("drafts.sqlite: 2.0 MB" in line for line in lines)
    assert any(line.endswith("hugo: installed") for line in lines)


def test_problems_are_marked(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (config := tmp_path / "config.toml").write_text("[reader]\nmeasur = 3\n")
    monkeypatch.setenv("MATOME_HUGO", str(tmp_path / "none"))
    (empty := tmp_path / "empty").mkdir()
    assert __main__.main(["doctor", "--site", str(empty), "--config", str(config)]) == 1
    marked = [
        line.partition("! ")[2] for line in capsys.readouterr().out.splitlines() if "! " in line
    ]
    assert marked[0].startswith("line 2: reader.measur: not a setting")
    assert str(tmp_path / "none") in marked[1]
    assert marked[2].startswith("This is not a Hugo site")


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ("", "  No service is set up: nothing is translated, and nothing is sent"),
        ("backend = 'deepl'", "! The backend deepl needs url in [translate]"),
        ("backend = 'deepl'\nurl = 'https://mt.test'", "  deepl   mt.test"),
        ("backend = 'command'\ncommand = 'trans -b'", "  command   on this machine"),
    ],
)
def test_the_service_that_translates(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: str, line: str
) -> None:
    (config := tmp_path / "config.toml").write_text(f"[translate]\n{settings}\n")
    __main__.main(["doctor", "--config", str(config)])
    assert f"Translation    {line}" in capsys.readouterr().out.splitlines()
