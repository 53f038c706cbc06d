"""A browser for tests, and the processes that serve it."""

import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest

from matome_tui.ui.flows import browser


def record_pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that takes the addresses of all pages opened from now on; no browser starts."""
    opened: list[str] = []

    async def open_page(app: object, url: str) -> None:
        opened.append(url)

    monkeypatch.setattr(browser, "open_page", open_page)
    return opened


def page(url: str) -> str:
    """Return what a browser shows, errors included; nothing where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return error.read().decode()
    except OSError:
        return ""


def is_alive(group: int) -> bool:
    """Tell whether a process of a group is there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Ask again until another process has made a condition hold; fail where it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
