"""Opening pages, with small scripts for browsers."""

import json
import os
import sys
from pathlib import Path

import pytest

from matome_tui.ui.app import MatomeApp
from matome_tui.ui.flows.browser import Browser, find_browser
from tests.support.draft_editor import DEMO
from tests.support.program import Driver, Program, notes, press, screen_text, until
from tests.support.terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the browsers are shell scripts")

ROOT = Path(__file__).parents[2]
URL = "https://example.org/?a=1&b=$(touch%20x);'\"`*"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder where programs are looked for; there is no display."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    return folder


def add(folder: Path, name: str, script: str = "") -> Path:
    """Put a program there."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def app_of(pilot: Driver) -> MatomeApp:
    assert isinstance(pilot.app, MatomeApp)
    return pilot.app


# Which browser


@pytest.mark.parametrize(
    ("there", "environment", "name", "arguments", "takes_terminal"),
    [
        (["xdg-open", "w3m"], {"DISPLAY": ":0"}, "xdg-open", ["URL"], False),
        (["firefox"], {"WAYLAND_DISPLAY": "wayland-0"}, "firefox", ["URL"], False),
        (["gio"], {"DISPLAY": ":0"}, "gio", ["open", "URL"], False),
        (["xdg-open", "lynx", "w3m"], {}, "w3m", ["URL"], True),
        (["w3m"], {"DISPLAY": ":0"}, "w3m", ["URL"], True),
        (["wslview", "w3m"], {}, "wslview", ["URL"], False),
        (["a", "b"], {"BROWSER": "none:b -n:a"}, "b", ["-n", "URL"], False),
        (["a"], {"BROWSER": "a --url=%s 'two words' &"}, "a", ["--url=URL", "two words"], False),
        (["lynx", "xdg-open"], {"BROWSER": "lynx", "DISPLAY": ":0"}, "lynx", ["URL"], True),
        (["xterm"], {"BROWSER": "xterm -e w3m %s"}, "xterm", ["-e", "w3m", "URL"], False),
        (["sensible-browser"], {"BROWSER": "sensible-browser"}, "sensible-browser", ["URL"], True),
        (["sh", "w3m"], {"BROWSER": "sh -c 'firefox %s':'unclosed::"}, "w3m", ["URL"], True),
    ],
)
def test_the_first_browser_that_is_there(
    programs: Path,
    there: list[str],
    environment: dict[str, str],
    name: str,
    arguments: list[str],
    takes_terminal: bool,
) -> None:
    for program in there:
        add(programs, program)
    browser = find_browser({"PATH": str(programs), **environment})
    assert browser
    assert browser.takes_terminal == takes_terminal
    expected = [part.replace("URL", URL) for part in arguments]
    assert browser.arguments(URL) == [str(programs / name), *expected]


def test_a_link_to_a_browser_of_the_terminal_is_one(programs: Path) -> None:
    target = add(programs, "w3m")
    link = programs / "x-www-browser"
    link.symlink_to(target)
    environment = {"PATH": str(programs), "DISPLAY": ":0"}
    assert find_browser(environment) == Browser((str(link), "%s"), takes_terminal=True)


@pytest.mark.parametrize("environment", [{}, {"SSH_CONNECTION": "a 1 b 2"}])
def test_a_mac_over_ssh_opens_no_window_where_nobody_sits(
    programs: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    add(programs, "open")
    browser = find_browser({"PATH": str(programs), **environment})
    assert (browser is None) == bool(environment)


# Opening


async def test_a_slow_browser_delays_nothing_and_has_nothing_of_the_terminal(
    program: Program, programs: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    facts, gate = tmp_path / "facts", tmp_path / "gate"
    os.mkfifo(gate)
    code = (
        "import json, os, sys\n"
        "fds = [os.path.samestat(os.fstat(n), os.stat(os.devnull)) for n in range(3)]\n"
        f"with open({str(facts)!r} + '.new', 'w') as file:\n"
        "    json.dump([sys.argv[1:], fds, os.getsid(0) == os.getpid()], file)\n"
        f"os.rename({str(facts)!r} + '.new', {str(facts)!r})\n"
        f"open({str(gate)!r}).read()\n"
    )
    (tmp_path / "browser.py").write_text(code)
    add(programs, "slow", f'exec {sys.executable} {tmp_path}/browser.py "$@"')
    monkeypatch.setenv("BROWSER", "slow --new %s")
    async with program.run(DEMO) as pilot:
        app_of(pilot).browse(URL)
        await until(pilot, facts.exists)
        await press(pilot, "question_mark")
        assert "Next comment" in screen_text(pilot)
        assert not notes(pilot)
        gate.write_text("")
    assert json.loads(facts.read_text()) == [["--new", URL], [True] * 3, True]


@pytest.mark.parametrize(
    ("script", "said"),
    [("exit 3", "odd ended with status 3"), (None, "odd cannot be started")],
)
async def test_a_failure_is_one_line_and_the_address_is_copied(
    program: Program,
    programs: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str | None,
    said: str,
) -> None:
    file = add(programs, "odd", script or "")
    if script is None:
        file.write_text("#!/no/such/shell\n")
    monkeypatch.setenv("BROWSER", "odd")
    async with program.run(DEMO) as pilot:
        app_of(pilot).browse(URL)
        await until(pilot, lambda: bool(notes(pilot)))
        (line,) = notes(pilot)
        assert line.startswith(said)
        assert line.endswith(f"; the address is copied: {URL}")
        assert app_of(pilot).clipboard == URL


async def test_without_a_browser_the_address_is_copied(program: Program, programs: Path) -> None:
    async with program.run(DEMO) as pilot:
        app_of(pilot).browse(URL)
        await until(pilot, lambda: bool(notes(pilot)))
        assert notes(pilot) == [f"No browser was found; the address is copied: {URL}"]
        assert app_of(pilot).clipboard == URL


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "-flag", ""])
async def test_only_the_web_is_opened(program: Program, programs: Path, url: str) -> None:
    async with program.run(DEMO) as pilot:
        app_of(pilot).browse(url)
        await until(pilot, lambda: bool(notes(pilot)))
        assert notes(pilot) == [f"Not opened: {url} is not a web address"]


def test_a_browser_of_the_terminal_has_it_to_itself(tmp_path: Path) -> None:
    add(tmp_path, "w3m", 'stty -a | grep -o " echo "; echo "page $1"; read -r line; echo "[$line]"')
    environment = {"BROWSER": str(tmp_path / "w3m"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "matome_tui", "--demo"]
    with Terminal(command, environment) as terminal:
        terminal.until(lambda lines: lines[-1].startswith(" 1/"))
        began = len(terminal.written)
        terminal.send("O")
        terminal.until_written("page https://news.ycombinator.com/item?id=", began)
        assert "\x1b[?1049l" in terminal.written[began:]
        assert " echo " in terminal.written[began:]
        terminal.screen.frames.clear()
        terminal.send("jj q", "\n")
        terminal.until_written("[jj q]", began)
        terminal.until_written("\x1b[?1049h", began)
        terminal.until(lambda lines: lines[-1].startswith(" 1/"))
        terminal.send("ctrl+q")
        assert terminal.wait() == 0
