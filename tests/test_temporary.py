"""Temporary folders: owned while their block runs, and removed after a kill."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from matome_tui.temporary import remove_stale, temporary_folder, temporary_place

OWNER = """
import sys
from matome_tui.temporary import temporary_folder
with temporary_folder("demo") as folder:
    (folder / "text").write_text("x")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def shared_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of temporary files for this test alone."""
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr("tempfile.tempdir", str(place))
    return place


@pytest.fixture
def no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder for temporary files can be written."""

    def find() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found in ['/a', '/b']")

    monkeypatch.setattr("tempfile.gettempdir", find)


@contextmanager
def owner() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another program with a folder, and that folder."""
    command = [sys.executable, "-c", OWNER]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        yield process, Path(process.stdout.readline().strip())
        process.kill()


def test_a_folder_goes_with_its_block(shared_place: Path) -> None:
    with temporary_folder("post") as folder:
        assert folder.name.startswith("matome-post-")
        assert folder.parent == shared_place
    assert not list(shared_place.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="locks are POSIX's")
def test_only_folders_without_an_owner_are_stale(shared_place: Path) -> None:
    strangers = [shared_place / name for name in ("matome-x", "other-demo-1", "matome-file")]
    strangers[0].mkdir()
    strangers[1].mkdir()
    strangers[2].write_text("")
    (strangers[1] / ".matome-lock").write_text("")
    with owner() as (killed, stale), owner() as (_, other), temporary_folder("demo") as own:
        assert not list(remove_stale())
        assert stale.is_dir()
        killed.kill()
        killed.wait()
        assert not list(remove_stale())
        assert not stale.exists()
        assert (other / "text").is_file()
        assert own.is_dir()
        assert all(path.exists() for path in strangers)


@pytest.mark.skipif(sys.platform == "win32", reason="locks are POSIX's")
def test_a_stale_folder_that_is_needed_stays_until_it_is_the_users() -> None:
    with owner() as (killed, stale):
        killed.kill()
        killed.wait()

        def needed() -> Iterator[Path]:
            return remove_stale(lambda folder: (folder / "text").read_text() == "x")

        assert next(needed()) == stale  # and the program ends
        last = needed()
        assert next(last) == stale
        assert not list(remove_stale())
        assert not list(last)
        assert not list(remove_stale())
        assert (stale / "text").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="users are POSIX's")
def test_folders_of_other_users_stay(shared_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shared_place / "matome-demo-1"
    folder.mkdir()
    (folder / ".matome-lock").write_text("")
    with monkeypatch.context() as patch:
        patch.setattr("os.getuid", lambda: folder.stat().st_uid + 1)
        assert not list(remove_stale())
    assert folder.is_dir()
    assert not list(remove_stale())
    assert not folder.exists()


@pytest.mark.usefixtures("no_place")
def test_without_a_place_nothing_is_stale_and_the_reason_is_short() -> None:
    assert not list(remove_stale())
    with pytest.raises(OSError, match="no folder for temporary files can be written") as caught:
        temporary_place()
    assert "/a" not in str(caught.value)
