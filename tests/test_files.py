"""Reading of regular files only, within a size limit."""

import errno
import os
import socket
from pathlib import Path

import pytest

from matome_tui import __main__, files
from matome_tui.config.file import load
from matome_tui.hugo.check.context import SiteContext
from matome_tui.hugo.check.files import Linter, find_posts
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.program.archetype import read_archetype
from matome_tui.hugo.site.index import read_index
from matome_tui.hugo.site.root import find_site, is_site
from matome_tui.hugo.site.site import create_site, images, read_site
from matome_tui.ui.drawing.half_blocks import read_picture

KINDS = ("fifo", "socket", "device")
BIG = 3_000_000_000


def make(kind: str, path: Path) -> Path:
    """Put something at a path that is no regular file, the folders above it included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        with socket.socket(socket.AF_UNIX) as bound:
            before = Path.cwd()
            os.chdir(path.parent)  # the path of a socket may not be long
            bound.bind(path.name)
            os.chdir(before)
    return path


@pytest.fixture(params=KINDS)
def special(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return make(request.param, tmp_path / "special" / "file.md")


def test_only_regular_files_are_opened(special: Path) -> None:
    assert files.is_special(special)
    with pytest.raises(OSError, match="not a regular file"):
        files.read_text(special)
    with pytest.raises(OSError, match="not a regular file"):
        os.close(files.open_regular(str(special), os.O_WRONLY | os.O_CREAT))


def test_a_file_replaced_while_opening_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, fifo = tmp_path / "file", make("fifo", tmp_path / "fifo")
    file.touch()
    found = file.stat()
    monkeypatch.setattr(os, "stat", lambda *_, **__: found)
    with pytest.raises(OSError, match="not a regular file"):
        files.read_bytes(fifo)


def test_a_folder_and_nothing_are_the_errors_that_they_were(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        files.read_text(tmp_path)
    with pytest.raises(FileNotFoundError):
        files.read_text(tmp_path / "gone")
    assert not files.is_special(tmp_path)
    assert not files.is_special(tmp_path / "gone")


def test_a_file_keeps_its_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("苔\r\n\r".encode())
    assert files.read_text(tmp_path / "a") == "苔\r\n\r"


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a"
    with file.open("wb") as sparse:
        sparse.truncate(BIG)
    with pytest.raises(OSError, match="larger than 16 MB") as caught:
        files.read_bytes(file)
    assert caught.value.errno == errno.EFBIG


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="Linux alone has /proc")
def test_a_file_without_a_size_is_bounded_as_well() -> None:
    assert files.read_bytes(Path("/proc/self/maps"))
    with pytest.raises(OSError, match="larger"):
        files.read_bytes(Path("/proc/self/maps"), 10)


# Names in messages are one line


def test_named_on_the_command_line(special: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = str(special)
    for words in (
        [name],
        ["drafts", "import", name],
        ["check", "--config", name, "."],
        ["--debug", name, "1"],
        ["--config", name, "1"],
    ):
        assert __main__.main(words) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert "not a regular file" in said


def test_named_for_a_check(special: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["check", str(special)]) == 1
    assert capsys.readouterr().out.endswith("cannot be read: not a regular file\n")


def test_named_as_a_post_or_a_picture(special: Path) -> None:
    with pytest.raises(PostError, match="not a regular file"):
        post_file.read(special)
    assert read_picture(special, 10, 10, (0, 0, 0)) == ()


def test_a_configuration_is_one_problem(special: Path) -> None:
    (problem,) = load(special)[1]
    assert "not a regular file" in str(problem)


# Special files are left out of a walk


@pytest.mark.parametrize("kind", KINDS)
def test_in_a_site(tmp_path: Path, kind: str) -> None:
    root = tmp_path / "site"
    create_site(root)
    place = root / "content" / "posts" / "2025_01" / "a" / "index.md"
    for path in (
        place,
        root / "archetypes" / "posts.md",
        root / "assets" / "thumbnails" / "a.png",
        root / "layouts" / "shortcodes" / "own.html",
        root / "config" / "_default" / "markup.toml",
    ):
        path.unlink(missing_ok=True)
        make(kind, path)
    assert is_site(root)
    site = read_site(root, None)
    assert site.shortcodes is not None
    assert "own" not in site.shortcodes
    assert images(site.assets_dir) == []
    assert place not in [post.path for post in read_index(site).posts]
    assert read_archetype(root, "posts", None) == ""
    found = [path for folder in site.places.roots for path in find_posts(folder)]
    assert place not in found
    site_context = SiteContext(site, "exact")
    assert not any(Linter().lint(path, site_context) for path in found)


@pytest.mark.parametrize("kind", KINDS)
def test_as_the_configuration_of_a_site(tmp_path: Path, kind: str) -> None:
    make(kind, tmp_path / "config.toml")
    make(kind, tmp_path / "hugo.toml")
    (tmp_path / "content").mkdir()
    assert not is_site(tmp_path)
    assert find_site(tmp_path) != tmp_path
