"""`matome publish`: lists, commits and pushes posts of a real repository."""

import io
from pathlib import Path

import pytest

from matome_tui import __main__
from matome_tui.hugo.site.site import create_site
from tests.support.files import write
from tests.support.posts import post
from tests.support.repositories import add_hook, git, make_repository, own_git, subjects

__all__ = ["own_git"]

pytestmark = pytest.mark.usefixtures("own_git")

MOSS = "content/posts/moss"


class Terminal(io.StringIO):
    """Answers of a user."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def site(tmp_path: Path, own_git: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "site"
    create_site(root)
    make_repository(root, remote=tmp_path / "remote.git")
    posts = {
        f"content/posts/{name}/index.md": post(title=name.title()) for name in ("moss", "fern")
    }
    write(root, posts)
    monkeypatch.chdir(root)
    return root


def publish(*arguments: str) -> int:
    return __main__.main(["publish", *arguments])


def test_without_arguments_posts_are_listed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(f"{MOSS}/index.md", "--yes") == 0
    capsys.readouterr()
    assert publish() == 0
    assert capsys.readouterr().out == (
        f"Not committed:\n  content/posts/fern/index.md\nNot pushed:\n  {MOSS}/index.md\n"
    )
    assert publish("--push", "--yes", MOSS, "content/posts/fern") == 0
    capsys.readouterr()
    assert publish() == 0
    assert capsys.readouterr().out == "All posts are committed and pushed.\n"


def test_commits_each_post_after_showing_it_and_asking(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("y\ny\ny\n"))
    assert publish(MOSS, "content/posts/fern", "--push") == 0
    said = capsys.readouterr()
    assert f"+ {MOSS}/index.md\n" in said.out
    assert "Commit to main: Add Moss? [y/n]" in said.err
    assert "Push 2 commits to origin/main? [y/n]" in said.err
    assert subjects(tmp_path / "remote.git", "main") == ["Add Fern", "Add Moss", "Start"]


def test_no_changes_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert publish(MOSS, "content/posts/fern", "--push") == 1
    assert subjects(site) == ["Start"]


def test_the_messages_of_the_configuration(site: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[publish]\nmessage = "記事: {title}"\nupdate_message = "改訂: {title}"\n')
    assert publish(MOSS, "--yes", "--config", str(config)) == 0
    (site / MOSS / "index.md").write_text(post(title="Moss 2"))
    assert publish(MOSS, "--yes", "--config", str(config)) == 0
    assert subjects(site)[:2] == ["改訂: Moss 2", "記事: Moss"]


def test_a_failure_is_said_with_its_output(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_hook(site, "pre-commit", "echo 'no moss'; exit 1")
    assert publish(MOSS, "--yes") == 1
    said = capsys.readouterr().err
    assert said.startswith("no moss\nmatome: The hook pre-commit refuses the commit")
    git(site, "checkout", "--quiet", "--detach")
    assert publish("--push", "--yes") == 1
    assert "git switch BRANCH" in capsys.readouterr().err


def test_what_makes_no_sense_is_refused(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert publish("--yes", "content") == 2
    assert "content is not a post" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert publish("nope.md") == 2
    assert "nope.md is not a post" in capsys.readouterr().err
    assert publish(MOSS) == 2
    assert "add --yes" in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)
    assert publish() == 2
    assert "There is no Hugo site here" in capsys.readouterr().err
    assert publish("--site", str(site)) == 0


def test_nothing_to_commit_or_push(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(MOSS, "--yes", "--push") == 0
    capsys.readouterr()
    assert publish(MOSS, "--yes", "--push") == 0
    assert capsys.readouterr().out == (
        f"Nothing to commit: {MOSS}/index.md\nNothing to push: origin/main has all commits\n"
    )


def test_the_whole_site_is_checked_first(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish("--check") == 0
    assert capsys.readouterr().out == "The site builds\n"
    (site / "content" / "posts" / "fern" / "index.md").write_text(
        "+++\ntitle = 'F'\n+++\n{{< nothing >}}\n"
    )
    assert publish("--check", MOSS, "--yes") == 1
    assert "The site does not build: " in capsys.readouterr().err
    config = tmp_path / "config.toml"
    config.write_text("[publish]\ncheck_site = true\n")
    assert publish(MOSS, "--yes", "--push", "--config", str(config)) == 1
    assert subjects(site) == ["Start"]
    assert publish(MOSS, "--yes", "--config", str(config)) == 0


def test_without_a_remote_nothing_counts_as_pushed(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(site, "remote", "remove", "origin")
    assert publish() == 0
    *_posts, last = capsys.readouterr().out.splitlines()
    assert last == "The repository has no remote to push to; run git remote add origin URL"
