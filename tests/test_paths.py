"""Where files live, by variable, by XDG and by platform."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest
from platformdirs.macos import MacOS
from platformdirs.windows import Windows

from matome_tui import paths

KINDS: dict[str, Callable[[], Path]] = {
    "CONFIG": lambda: paths.config_file().parent,
    "DATA": paths.data_directory,
    "CACHE": paths.cache_directory,
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home folder, with none of the variables set."""
    for kind in KINDS:
        monkeypatch.delenv(f"MATOME_{kind}_DIR", raising=False)
        monkeypatch.delenv(f"XDG_{kind}_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("kind", KINDS)
def test_own_variable_goes_before_xdg(
    kind: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / "xdg"))
    monkeypatch.setenv(f"MATOME_{kind}_DIR", str(home / "own"))
    assert KINDS[kind]() == home / "own"


@pytest.mark.parametrize("kind", KINDS)
def test_relative_own_variable_starts_at_the_working_folder(
    kind: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv(f"MATOME_{kind}_DIR", "own")
    assert KINDS[kind]() == home / "own"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("platform", ["linux", "darwin", "freebsd14"])
def test_xdg_counts_on_every_unix(
    kind: str, platform: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delattr(platformdirs, "PlatformDirs")
    monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / "xdg"))
    assert KINDS[kind]() == home / "xdg" / "matome-tui"


@pytest.mark.parametrize("kind", KINDS)
def test_empty_variables_are_not_set(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    default = KINDS[kind]()
    monkeypatch.setenv(f"MATOME_{kind}_DIR", "")
    monkeypatch.setenv(f"XDG_{kind}_HOME", "")
    assert KINDS[kind]() == default


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the folders of Linux")
def test_folders_of_linux(home: Path) -> None:
    assert paths.config_file() == home / ".config/matome-tui/config.toml"
    assert paths.data_directory() == home / ".local/share/matome-tui"
    assert paths.cache_directory() == home / ".cache/matome-tui"


@pytest.mark.skipif(sys.platform == "win32", reason="HOME means nothing there")
def test_folders_of_macos(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platformdirs, "PlatformDirs", MacOS)
    assert paths.config_file() == home / "Library/Application Support/matome-tui/config.toml"
    assert paths.data_directory() == home / "Library/Application Support/matome-tui"
    assert paths.cache_directory() == home / "Library/Caches/matome-tui"


def test_windows_has_its_own_folders_and_no_author(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "PlatformDirs", Windows)
    monkeypatch.setattr("platformdirs.windows.get_win_folder", lambda _: str(home))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "xdg"))
    assert paths.config_file().parent == paths.data_directory()
    assert "xdg" not in str(paths.data_directory())
    assert str(paths.data_directory()).count("matome-tui") == 1


def test_nothing_is_created(home: Path) -> None:
    paths.config_file(), paths.data_directory(), paths.cache_directory()
    assert list(home.iterdir()) == []


def test_styles_inside_the_package_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "matome_tui"
    package.mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    with pytest.raises(FileNotFoundError, match=r"^No styles folder .*install matome-tui again$"):
        paths.styles_directory()
    (package / "styles").write_text("a file is no folder")
    (tmp_path / "site" / "styles").mkdir()
    assert paths.styles_directory() == tmp_path / "site" / "styles"
    (package / "styles").unlink()
    (package / "styles").mkdir()
    assert paths.styles_directory() == package / "styles"


def test_styles_of_this_install_are_there() -> None:
    assert paths.styles_directory().is_absolute()
    assert list(paths.styles_directory().glob("*.tcss"))


def test_start_up_imports_nothing_slow() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        "import matome_tui.paths, matome_tui.atomic, matome_tui.config.file\n"
        "slow = {'platformdirs', 'tomlkit', 'tomllib', 'difflib', 'tempfile'}\n"
        "print(sorted(slow & (set(sys.modules) - before)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
