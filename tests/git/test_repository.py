"""Commits of named files and pushes, in real repositories."""

import os
import threading
from pathlib import Path

import pytest

from matome_tui.git.program import GitError
from matome_tui.git.repository import Change, Repository, find_repository
from tests.support.files import write
from tests.support.repositories import add_hook, committed, git, make_repository, subjects

pytestmark = pytest.mark.usefixtures("own_git")


def commit(root: Path, *names: str, message: str = "Add it") -> tuple[str, ...]:
    repository = find_repository(root)
    return repository.commit(repository.changes([root / name for name in names]), message)


def status(root: Path) -> list[str]:
    return git(root, "status", "--porcelain", "--untracked-files=all").splitlines()


def clone(remote: Path, folder: Path) -> Path:
    git(remote.parent, "clone", "--quiet", str(remote), str(folder))
    return folder


def test_changes_of_the_named_files_only(root: Path) -> None:
    write(root, {"a.md": "b\n", "other.md": "p\n", "post/index.md": "x", "post/図 1.png": "y"})
    (root / ".gitignore").write_text("*.tmp\n")
    (root / "post" / "junk.tmp").write_text("")
    (root / "gone").mkdir()
    repository = find_repository(root)
    found = repository.changes([root / "a.md", root / "post"])
    assert [(change.path.relative_to(root).as_posix(), change.kind) for change in found] == [
        ("a.md", "changed"),
        ("post/index.md", "added"),
        ("post/図 1.png", "added"),
    ]
    (root / "a.md").unlink()
    assert repository.changes([root / "a.md"]) == [Change(root / "a.md", "deleted", True)]
    assert repository.changes([]) == []


@pytest.mark.parametrize("name", ["*.md", "[ab].md", ":(glob)**", "-x.md", "a b\nc.md", "é.md"])
def test_a_name_is_never_a_pattern(root: Path, name: str) -> None:
    write(root, {"b.md": "b\n", name: "x"})
    commit(root, name)
    assert committed(root) == [name]
    assert any("b.md" in line for line in status(root))


def test_what_else_is_staged_stays_so(root: Path) -> None:
    write(root, {"a.md": "b\n", "other.md": "staged\n", "new.md": "n", "post/index.md": "x"})
    git(root, "add", "other.md", "new.md")
    write(root, {"other.md": "staged\nand not\n"})
    before = git(root, "diff", "--cached", "--", "other.md", "new.md")
    output = commit(root, "a.md", "post")
    assert any("Add it" in line for line in output)
    assert committed(root) == ["a.md", "post/index.md"]
    assert status(root) == ["A  new.md", "MM other.md"]
    assert git(root, "diff", "--cached") == before


def test_the_first_commit_of_a_repository(tmp_path: Path) -> None:
    root = write(tmp_path / "new", {"a.md": "a", "b.md": "b"})
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, "a.md")
    assert subjects(root) == ["Add it"]
    assert status(root) == ["?? b.md"]
    assert find_repository(root).unpushed([root]) == []  # without a remote


def test_a_message_is_one_argument(root: Path) -> None:
    write(root, {"a.md": "b\n"})
    commit(root, "a.md", message="# --amend 苔 \"'$(id)")
    assert subjects(root)[0] == "# --amend 苔 \"'$(id)"


def test_hooks_run_and_can_refuse(root: Path) -> None:
    write(root, {"new.md": "x", "a.md": "b\n"})
    add_hook(root, "pre-commit", "echo 'no moss today' >&2; exit 1")
    before = status(root)
    with pytest.raises(GitError, match="The hook pre-commit refuses the commit") as raised:
        commit(root, "new.md", "a.md")
    assert raised.value.output == ("no moss today",)
    assert status(root) == before
    add_hook(root, "pre-commit", "git ls-files --error-unmatch 'ne*.md' && echo checked")
    assert "checked" in commit(root, "new.md", "a.md")


def test_a_file_that_was_staged_stays_staged_if_a_hook_refuses(root: Path) -> None:
    write(root, {"new.md": "x"})
    git(root, "add", "new.md")
    add_hook(root, "commit-msg", "exit 1")
    with pytest.raises(GitError, match="commit-msg"):
        commit(root, "new.md")
    assert status(root) == ["A  new.md"]


@pytest.mark.parametrize("hook", ["pre-commit", "post-commit"])
def test_a_commit_can_be_cancelled(root: Path, tmp_path: Path, hook: str) -> None:
    write(root, {"new.md": "x"})
    started = tmp_path / "started"
    os.mkfifo(started)
    add_hook(root, hook, f"echo > '{started}'; exec sleep 300")
    cancelled = threading.Event()

    def cancel() -> None:
        started.read_text()
        cancelled.set()

    waiter = threading.Thread(target=cancel, daemon=True)
    waiter.start()
    repository = find_repository(root)
    with pytest.raises(GitError, match="Cancelled"):
        repository.commit(repository.changes([root / "new.md"]), "Add it", cancelled)
    assert not (root / ".git" / "index.lock").exists()
    assert status(root) == (["?? new.md"] if hook == "pre-commit" else [])


def test_nothing_asks_on_the_terminal(root: Path) -> None:
    write(root, {"a.md": "b\n"})
    add_hook(root, "pre-commit", "(exec < /dev/tty) 2>/dev/null && exit 1; read -r line; exit 0")
    commit(root, "a.md")


def test_without_a_name_the_remedy_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        for what in ("NAME", "EMAIL"):
            monkeypatch.delenv(f"GIT_{who}_{what}")
    git(root, "config", "user.useConfigOnly", "true")
    write(root, {"a.md": "b\n"})
    with pytest.raises(GitError, match="git config --global user"):
        commit(root, "a.md")


def test_a_locked_index_is_said(root: Path) -> None:
    write(root, {"a.md": "b\n", "new.md": "x"})
    (root / ".git" / "index.lock").write_text("")
    for name in ("a.md", "new.md"):
        with pytest.raises(GitError, match="Another git is using the repository"):
            commit(root, name)


def diverge(root: Path) -> None:
    """Let the branches main and side change one line differently; main is checked out."""
    git(root, "checkout", "--quiet", "-b", "side")
    write(root, {"a.md": "side\n"})
    git(root, "commit", "--quiet", "-am", "Side")
    git(root, "checkout", "--quiet", "main")
    write(root, {"a.md": "main\n"})
    git(root, "commit", "--quiet", "-am", "Main")


def test_no_branch_or_an_unfinished_merge_refuses(root: Path) -> None:
    repository = find_repository(root)
    assert repository.branch() == "main"
    diverge(root)
    with pytest.raises(Exception, match="exit status 1"):
        git(root, "merge", "side")
    with pytest.raises(GitError, match="git merge --abort"):
        repository.branch()
    (root / ".git" / "MERGE_HEAD").unlink()
    with pytest.raises(GitError, match=r"a\.md has a conflict"):
        repository.branch()
    git(root, "reset", "--quiet", "--hard")
    git(root, "checkout", "--quiet", "--detach")
    with pytest.raises(GitError, match="git switch BRANCH"):
        repository.branch()


def test_an_unfinished_rebase_refuses(root: Path) -> None:
    diverge(root)
    with pytest.raises(Exception, match="exit status 1"):
        git(root, "rebase", "side")
    with pytest.raises(GitError, match="git rebase --abort"):
        find_repository(root).branch()


def test_a_folder_without_a_repository_or_without_git(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(GitError, match="is not in a git repository; run git init") as failed:
        find_repository(tmp_path / "nowhere" / "a.md")
    assert failed.value.output == ()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match="Git was not found; install it"):
        find_repository(root)


def test_a_push_sends_this_branch_only(root: Path, remote: Path) -> None:
    git(root, "config", "push.default", "matching")
    git(root, "push", "--quiet", "origin", "main:refs/heads/other")
    git(root, "branch", "other")
    write(root, {"a.md": "b\n"})
    commit(root, "a.md", message="Add 苔")
    repository = find_repository(root)
    assert repository.unpushed([root]) == [root / "a.md"]
    upstream = repository.upstream("main")
    assert upstream.name == "origin/main"
    (line,) = repository.outgoing(upstream)
    assert line.endswith(" Add 苔")
    git(root, "branch", "--force", "other")
    assert any("main -> main" in line for line in repository.push(upstream))
    assert subjects(remote, "main") == ["Add 苔", "Start"]
    assert subjects(remote, "other") == ["Start"]
    assert repository.outgoing(upstream) == []
    assert repository.unpushed([root]) == []


def test_a_push_is_never_forced(root: Path, remote: Path, tmp_path: Path) -> None:
    theirs = clone(remote, tmp_path / "theirs")
    write(theirs, {"b.md": "b"})
    commit(theirs, "b.md", message="Theirs")
    git(theirs, "push", "--quiet")
    git(root, "config", "remote.origin.push", "+refs/heads/*:refs/heads/*")
    write(root, {"a.md": "b\n"})
    commit(root, "a.md")
    repository = find_repository(root)
    with pytest.raises(GitError, match="origin/main has commits that are missing here"):
        repository.push(repository.upstream("main"))
    assert subjects(remote, "main") == ["Theirs", "Start"]


def test_no_upstream_and_no_remote(root: Path) -> None:
    repository = find_repository(root)
    git(root, "checkout", "--quiet", "-b", "new")
    remedy = "new has no upstream; run git push --set-upstream origin new"
    with pytest.raises(GitError, match=remedy):
        repository.upstream("new")
    git(root, "remote", "remove", "origin")
    with pytest.raises(GitError, match="git remote add origin URL"):
        repository.upstream("main")


def test_a_branch_that_is_pushed_under_another_name(root: Path, remote: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "work")
    git(root, "push", "--quiet", "--set-upstream", "origin", "work:published")
    write(root, {"a.md": "b\n"})
    commit(root, "a.md")
    repository = find_repository(root)
    upstream = repository.upstream("work")
    assert (upstream.name, len(repository.outgoing(upstream))) == ("origin/published", 1)
    repository.push(upstream)
    assert subjects(remote, "published") == ["Add it", "Start"]


def test_hooks_of_a_push_can_refuse(root: Path, remote: Path) -> None:
    write(root, {"a.md": "b\n"})
    commit(root, "a.md")
    repository = find_repository(root)
    upstream = repository.upstream("main")
    add_hook(root, "pre-push", "echo 'not on Fridays' >&2; exit 1")
    with pytest.raises(GitError, match="The hook pre-push refuses the push") as raised:
        repository.push(upstream)
    assert "not on Fridays" in raised.value.output
    (root / ".git" / "hooks" / "pre-push").unlink()
    server_hook = remote / "hooks" / "pre-receive"
    server_hook.parent.mkdir(exist_ok=True)
    server_hook.write_text("#!/bin/sh\necho 'protected' >&2\nexit 1\n")
    server_hook.chmod(0o755)
    with pytest.raises(GitError, match="origin/main refuses the commits") as raised:
        repository.push(upstream)
    assert any("protected" in line for line in raised.value.output)
    assert subjects(remote, "main") == ["Start"]


def test_a_remote_that_is_not_there(root: Path, remote: Path) -> None:
    repository = find_repository(root)
    remote.rename(remote.with_name("moved"))
    with pytest.raises(GitError, match="origin/main cannot be reached"):
        repository.push(repository.upstream("main"))


def test_a_site_inside_a_larger_repository_and_behind_a_link(tmp_path: Path) -> None:
    write(tmp_path / "all" / "blog", {"a.md": "a"})
    root = make_repository(tmp_path / "all")
    (tmp_path / "link").symlink_to(root / "blog")
    assert find_repository(tmp_path / "link" / "a.md").root == root


def test_variables_of_a_hook_do_not_lead_elsewhere(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_repository(write(tmp_path / "other", {"z.md": "z"}))
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert find_repository(root).folder == root / ".git"
    assert isinstance(find_repository(root), Repository)
