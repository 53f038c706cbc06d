"""Fixtures of the tests of git."""

from pathlib import Path

import pytest

from tests.support.files import write
from tests.support.repositories import make_repository, own_git

__all__ = ["own_git"]


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    return tmp_path / "remote.git"


@pytest.fixture
def root(tmp_path: Path, remote: Path, own_git: None) -> Path:
    """A repository with two files, pushed."""
    folder = write(tmp_path / "my repo", {"a.md": "a\n", "other.md": "o\n"})
    return make_repository(folder, remote=remote)
