"""`matome tags`: lists, renames, merges, and undoes that."""

import io
from pathlib import Path

import pytest

from matome_tui import __main__
from matome_tui.hugo.site.site import create_site
from tests.support.posts import add_posts, post


class Terminal(io.StringIO):
    """Answers of a user."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "site"
    create_site(root)
    add_posts(
        root,
        post(title="A", tags=["AI", "苔"]),
        post(title="B", tags=["AI", "ai"]),
        post(title="C", tags=["ai", "moss"]),
        post(title="D", tags=["AI"]),
    )
    monkeypatch.chdir(root)
    return root


def tags(*arguments: str) -> int:
    return __main__.main(["tags", *arguments])


def text(site: Path, number: int) -> str:
    return (site / "content" / "posts" / f"p{number}" / "index.md").read_text(encoding="utf-8")


def test_lists_tags_with_their_numbers(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tags() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["     3  AI  (variant of ai)", "     2  ai  (variant of AI)"]
    assert lines[2:] == ["     1  moss", "     1  苔"]
    tags("--once")
    assert capsys.readouterr().out.splitlines() == lines[2:]
    tags("--variants")
    assert capsys.readouterr().out.splitlines() == lines[:2]
    tags("--once", "--variants")
    assert capsys.readouterr().out == "There are no such tags.\n"


def test_renames_after_showing_the_files(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [text(site, number) for number in range(1, 5)]
    monkeypatch.setattr("sys.stdin", Terminal("n\ny\n"))
    assert tags("rename", "ai", "AI") == 1
    said = capsys.readouterr()
    assert '-tags = ["ai", "moss"]' in said.err
    assert "The tag AI exists, in 3 posts; the tags become one." in said.err
    assert "Change 2 posts? [y/n]" in said.err
    assert [text(site, number) for number in range(1, 5)] == before
    assert tags("rename", "ai", "AI") == 0
    assert capsys.readouterr().out == "Changed 2 posts. matome tags undo restores them.\n"
    assert "ai" not in text(site, 2) + text(site, 3)
    assert tags("undo") == 0
    assert capsys.readouterr().out == "Restored 2 posts.\n"
    assert [text(site, number) for number in range(1, 5)] == before
    assert tags("undo") == 2
    assert "There is nothing to undo" in capsys.readouterr().err


def test_merges_several_into_a_new_one(site: Path) -> None:
    assert tags("rename", "苔", "moss", "植物", "--yes") == 0
    assert "植物" in text(site, 1)
    assert "植物" in text(site, 3)


def test_what_makes_no_sense_is_refused(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tags("rename", "Ai", "AI", "--yes") == 2
    assert "No post has the tag 'Ai'" in capsys.readouterr().err
    assert tags("rename", "ai", "a/b", "--yes") == 2
    assert "slash" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert tags("rename", "ai", "AI") == 2
    assert "add --yes" in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)
    assert tags() == 2
    assert "There is no Hugo site here" in capsys.readouterr().err
    assert tags("--site", str(site)) == 0
