"""What every test has: its own folders, and the stored threads where they are."""

import json
import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.hn_server import HNServer
from tests.support.places import SHARED
from tests.support.program import Program

# How fast a machine is, and what else it does, decides no test.
settings.register_profile("matome", deadline=None)
settings.load_profile("matome")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run try more than the usual."""
    parser.addoption(
        "--bodies", type=int, default=20_000, help="how many hostile bodies go through Hugo"
    )


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the home of who runs it."""
    for kind in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"MATOME_{kind}_DIR", str(tmp_path / kind.lower()))
    for name in ("MATOME_FIREBASE_URL", "MATOME_ALGOLIA_URL", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have messages in English, whatever the language of the machine."""
    if everything := os.environ.get("LC_ALL"):
        monkeypatch.setenv("LANG", everything)
    for name in ("LC_ALL", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_MESSAGES", "C")


@pytest.fixture
def hn() -> Iterator[HNServer]:
    """A Hacker News with the demo's threads."""
    demo = files("matome_tui.hn.demo")
    trees = [
        json.loads(entry.read_text(encoding="utf-8"))
        for entry in sorted(demo.joinpath("threads").iterdir(), key=lambda entry: entry.name)
    ]
    stories = json.loads(demo.joinpath("stories.json").read_text(encoding="utf-8"))
    lists = json.loads(demo.joinpath("lists.json").read_text(encoding="utf-8"))
    with HNServer(trees, stories=stories, lists=lists) as server:
        yield server


@pytest.fixture
def program(hn: HNServer, tmp_path: Path) -> Iterator[Program]:
    """The program on that Hacker News, without a site."""
    with Program(tmp_path, hn) as made:
        yield made


@pytest.fixture
def shared() -> Path:
    """The folder of stored real threads; skips where it is not."""
    if not SHARED.is_dir():
        pytest.skip("the stored threads are not beside this checkout")
    return SHARED
