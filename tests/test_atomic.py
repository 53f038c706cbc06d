"""Atomic writes: the old file or the new one, whatever fails."""

import errno
import io
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matome_tui.atomic import write_atomically
from tests.support.interrupted import interrupted

OLD, NEW = "古い\r\n", "新しい\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes and links")

Failure = Callable[[pytest.MonkeyPatch, BaseException], None]


def _fail_open(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)


def _fail_write(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    class FullDisk(io.FileIO):
        def write(self, data: Any) -> int:
            super().write(data[:3])
            raise error

    def open_full(path: Path, mode: str) -> FullDisk:
        return FullDisk(path, mode)

    monkeypatch.setattr(Path, "open", open_full)


def _fail_call(name: str) -> Failure:
    def install(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(os, name, refuse)

    return install


FAILURES: dict[str, Failure] = {
    "open": _fail_open,
    "chmod": _fail_call("chmod"),
    "write": _fail_write,
    "fsync": _fail_call("fsync"),
    "replace": _fail_call("replace"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with the old text, alone in its folder."""
    path = tmp_path / "index.md"
    path.write_bytes(OLD.encode())
    return path


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(codec="utf-8")))
def test_bytes_are_exactly_the_text(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "index.md")
        write_atomically(path, text)
        assert path.read_bytes() == text.encode("utf-8")
        assert list(Path(folder).iterdir()) == [path]


@pytest.mark.parametrize("step", FAILURES)
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()], ids=repr
)
def test_failure_leaves_the_old_file_alone_in_its_folder(
    step: str, error: BaseException, file: Path
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        FAILURES[step](monkeypatch, error)
        with pytest.raises(type(error)) as caught:
            write_atomically(file, NEW)
    assert caught.value is error
    assert file.read_bytes() == OLD.encode()
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("step", [name for name in FAILURES if name != "chmod"])
def test_failure_leaves_no_new_file(step: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        FAILURES[step](monkeypatch, OSError(errno.EIO, "Input/output error"))
        with pytest.raises(OSError, match="Input/output error"):
            write_atomically(tmp_path / "index.md", NEW)
    assert list(tmp_path.iterdir()) == []


def test_first_error_is_the_one_raised(file: Path) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        _fail_call("replace")(monkeypatch, OSError(errno.EIO, "the first"))
        _fail_call("unlink")(monkeypatch, OSError(errno.EIO, "the second"))
        with pytest.raises(OSError, match="the first"):
            write_atomically(file, NEW)


@posix
def test_folder_that_cannot_be_synced_is_no_failure(file: Path) -> None:
    def sync_files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(os, "fsync", sync_files_only)
        write_atomically(file, NEW)
    assert file.read_bytes() == NEW.encode()


@posix
def test_file_is_synced_before_the_rename_and_folder_after(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    rename = os.replace

    def sync(descriptor: int) -> None:
        status = os.fstat(descriptor)
        steps.append("folder" if stat.S_ISDIR(status.st_mode) else f"{status.st_size} bytes")

    def replace(source: Path, target: Path) -> None:
        assert source.parent == target.parent
        steps.append("rename")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", replace)
    write_atomically(file, NEW)
    assert steps == [f"{len(NEW.encode())} bytes", "rename", "folder"]


@posix
@pytest.mark.parametrize("before", [OLD, None])
@pytest.mark.parametrize("text", [NEW, NEW * 100_000])
def test_killed_between_any_two_steps_it_leaves_one_file_whole(
    before: str | None, text: str, tmp_path: Path
) -> None:
    path = tmp_path / "index.md"
    if before is not None:
        path.write_bytes(before.encode())
    steps = interrupted("matome_tui.atomic", "write_atomically", path, text)
    said = [step.said for step in steps]
    switch = said.index(text)
    assert said == [before] * switch + [text] * (len(said) - switch)
    calls = ("write", "fsync", "replace")
    system = [step for step in steps if step.call.partition(" ")[2] in calls]
    assert [step.call for step in system] == [
        f"{event} {call}" for call in (*calls, "fsync") for event in ("c_call", "c_return")
    ]
    assert steps[switch].call == "c_return replace"
    for step in steps:
        others = [name for name in step.left if name != "index.md"]
        assert len(others) <= 1
        assert all(name.startswith(".matome-") and name.endswith(".tmp") for name in others)
    assert steps[-1].left == ("index.md",)


def test_lone_surrogate_touches_nothing(file: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_atomically(file, "\ud800")
    assert file.read_bytes() == OLD.encode()
    assert list(file.parent.iterdir()) == [file]


def test_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "missing" / "index.md", NEW)
    assert list(tmp_path.iterdir()) == []


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o755])
def test_mode_of_an_existing_file_is_kept(mode: int, file: Path) -> None:
    file.chmod(mode)
    write_atomically(file, NEW)
    assert stat.S_IMODE(file.stat().st_mode) == mode


@posix
def test_private_text_is_never_open_to_others(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []

    class Watched(io.FileIO):
        def write(self, data: Any) -> int:
            modes.append(stat.S_IMODE(os.fstat(self.fileno()).st_mode))
            return super().write(data)

    def open_watched(path: Path, mode: str) -> Watched:
        return Watched(path, mode)

    file.chmod(0o600)
    monkeypatch.setattr(Path, "open", open_watched)
    write_atomically(file, NEW)
    assert modes == [0o600]


@posix
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_mode_of_a_new_file_follows_the_umask(umask: int, mode: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        write_atomically(tmp_path / "index.md", NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "index.md").stat().st_mode) == mode


@posix
@pytest.mark.parametrize("exists", [True, False])
def test_link_stays_and_its_target_is_written(exists: bool, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles" / "config.toml"
    target.parent.mkdir()
    if exists:
        target.write_text(OLD)
    links = tmp_path / "config"
    links.mkdir()
    (links / "first.toml").symlink_to("second.toml")
    (links / "second.toml").symlink_to("../dotfiles/config.toml")
    write_atomically(links / "first.toml", NEW)
    assert (links / "first.toml").is_symlink()
    assert (links / "second.toml").is_symlink()
    assert target.read_bytes() == NEW.encode()
    assert list(target.parent.iterdir()) == [target]


@posix
def test_link_in_a_circle_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links"):
        write_atomically(tmp_path / "a", NEW)
    assert (tmp_path / "a").is_symlink()


@posix
def test_only_regular_files_are_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    for path in (pipe, tmp_path / "link", tmp_path):
        with pytest.raises(OSError, match="Not a regular file"):
            write_atomically(path, NEW)
    assert pipe.is_fifo()


@posix
def test_longest_file_name_has_room(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    write_atomically(path, NEW)
    assert path.read_bytes() == NEW.encode()
