"""Fixtures of all tests: folders of their own, Hacker News, the program, the stored threads."""

import gc
import json
import os
import signal
from collections.abc import Generator, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.hn_server import HNServer
from tests.support.idle import use_exact_waits
from tests.support.places import SHARED
from tests.support.program import Program
from tests.support.styles import parse_styles_once

# No test depends on the speed of the machine. "short" is for further versions of Python.
settings.register_profile("matome", deadline=None)
settings.register_profile("short", deadline=None, max_examples=10)
settings.load_profile("matome")

# A shell that starts tests in the background has them, and all that they start, ignore these.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGQUIT, signal.SIG_DFL)

# Hugo runs for a moment, a fifth of which it would collect garbage.
os.environ.setdefault("GOGC", "400")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add options that enlarge tests."""
    parser.addoption(
        "--bodies", type=int, default=20_000, help="how many hostile bodies go through Hugo"
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Leave tests and modules, which stay to the end, out of every collection of garbage."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True, scope="session")
def quick_screens() -> Iterator[None]:
    """Wait for what a screen does rather than for time to pass, and parse its styles once."""
    with pytest.MonkeyPatch.context() as patch:
        use_exact_waits(patch)
        parse_styles_once(patch)
        yield


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests away from the user's own folders."""
    for kind in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"MATOME_{kind}_DIR", str(tmp_path / kind.lower()))
    for name in (
        *("MATOME_FIREBASE_URL", "MATOME_ALGOLIA_URL", "MATOME_PAGES_URL"),
        "NO_COLOR",
    ):
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
    """A local Hacker News with the demo's threads."""
    demo = files("matome_tui.hn.demo")
    trees = [
        json.loads(entry.read_text(encoding="utf-8"))
        for entry in sorted(demo.joinpath("threads").iterdir(), key=lambda entry: entry.name)
    ]
    stories = json.loads(demo.joinpath("stories.json").read_text(encoding="utf-8"))
    lists = json.loads(demo.joinpath("lists.json").read_text(encoding="utf-8"))
    abouts = json.loads(demo.joinpath("abouts.json").read_text(encoding="utf-8"))
    with HNServer(trees, stories=stories, lists=lists, abouts=abouts) as server:
        yield server


@pytest.fixture
def program(hn: HNServer, tmp_path: Path) -> Iterator[Program]:
    """The program on that Hacker News, without a site."""
    with Program(tmp_path, hn) as made:
        yield made


@pytest.fixture
def shared() -> Path:
    """The folder of stored real threads; skips the test if it is missing."""
    if not SHARED.is_dir():
        pytest.skip("the stored threads are not beside this checkout")
    return SHARED
