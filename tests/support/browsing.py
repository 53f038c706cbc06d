"""Stand-ins for a browser, and checks of processes."""

import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest

from matome_tui.ui.flows import browser


def record_pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record the addresses of opened pages in a list, instead of starting a browser."""
    opened: list[str] = []

    async def open_page(app: object, url: str) -> None:
        opened.append(url)

    monkeypatch.setattr(browser, "open_page", open_page)
    return opened


def page(url: str) -> str:
    """Return the page at a URL, error pages included; empty if nothing answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return error.read().decode()
    except OSError:
        return ""


def is_alive(group: int) -> bool:
    """Return whether a process group has a process."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until another process makes a condition true; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
