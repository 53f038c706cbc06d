"""Git repositories of tests, with a bare one to push to."""

import os
import subprocess
from pathlib import Path

import pytest

_IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Moss"), ("EMAIL", "moss@example.org"))
}
GIT_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **_IDENTITY,
}
"""Variables that keep the configuration of the machine out."""


@pytest.fixture
def own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have git, run by the program, without the configuration of the machine."""
    for name, value in GIT_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


def git(folder: Path, *arguments: str) -> str:
    """Run git and return its output."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **GIT_ENVIRONMENT},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def make_repository(root: Path, *, remote: Path | None = None) -> Path:
    """Make a folder a repository with one commit of all its files, pushed to a new bare one."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message=Start")
    if remote:
        git(root, "init", "--quiet", "--bare", "--initial-branch=main", str(remote))
        git(root, "remote", "add", "origin", str(remote))
        git(root, "push", "--quiet", "--set-upstream", "origin", "main")
    return root


def add_hook(root: Path, name: str, script: str) -> None:
    """Add a hook, a script of sh."""
    file = root / ".git" / "hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def subjects(root: Path, branch: str = "HEAD") -> list[str]:
    """Return the subjects of a branch's commits, the newest first."""
    return git(root, "log", "--format=%s", branch).splitlines()


def committed(root: Path) -> list[str]:
    """Return the files of the last commit, sorted."""
    names = git(root, "show", "--format=", "--name-only", "-z", "HEAD").split("\0")
    return sorted(name for name in names if name)
