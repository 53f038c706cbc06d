"""A thread of 120 comments, and a server that has it."""

from collections.abc import Iterator

import pytest

from matome_tui.hn.demo.nodes import Json
from tests.support.hn_server import HNServer
from tests.support.hn_threads import made_up


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="module")
def root() -> Json:
    return made_up(120)


@pytest.fixture
def server(root: Json) -> Iterator[HNServer]:
    with HNServer([root]) as server:
        yield server
