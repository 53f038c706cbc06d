"""What terminals send for composed text, byte by byte, in every field and at the keys."""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from matome_tui.core.comment.wrap import cell_width
from tests.support.terminal import Terminal

if sys.platform == "win32":
    pytest.skip("it drives POSIX terminals", allow_module_level=True)

pytestmark = pytest.mark.bulk

ROOT = Path(__file__).parents[2]
HINT = "Switch the Japanese input method"
NAMED_KANJI = "\ufa19"
"""A kanji of names that NFC would replace."""
VARIANT = "葛\U000e0100"
BACKSPACE = b"\x7f"
HOME = b"\x1b[H"

TYPED: Sequence[tuple[bytes, str]] = (
    (b"\x1b[0;;26085:26412:35486:12434:12363u", "日本語をか"),
    (b"\x1b[13;;12354:12356u", "日本語をかあい"),
    (b"\x1b[32;;12354u", "かあいあ"),
    (b"\x1b[0u", "かあいあ"),
    ("漢字かな".encode(), "あ漢字かな"),
    (b"\xe3A", "かな\ufffdA"),
    (b"\xe3\x81x", "A\ufffdx"),
    ("か\u3099".encode(), "xが"),
    (f"\x1b[200~{NAMED_KANJI}は\u309a\x1b[201~".encode(), f"が{NAMED_KANJI}ぱ"),
    (VARIANT.encode(), "ぱ葛"),
    (BACKSPACE, f"が{NAMED_KANJI}ぱ"),
    ("🇯🇵".encode(), "ぱ🇯🇵"),
    (BACKSPACE, f"が{NAMED_KANJI}ぱ"),
    (b"\x1b[0;;" + b":".join([b"33492"] * 20) + b"u", "ぱ" + "苔" * 20),
    (BACKSPACE * 19, "ぱ苔"),
)
"""What is sent one after the other, and what stands before the caret then."""


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """The demo in a terminal of 80x24, with a clip."""
    environment = {"PYTHONPATH": str(ROOT), "TERM_PROGRAM": "", "LC_TERMINAL": ""}
    command = (sys.executable, "-m", "matome_tui", "--demo")
    with Terminal(command, environment, columns=80, rows=24) as terminal:
        terminal.until(is_thread)
        terminal.send("space", "k")
        terminal.until(lambda lines: "[*]" in lines[2] and is_thread(lines))
        yield terminal


def is_thread(lines: Sequence[str]) -> bool:
    return lines[-1].startswith(" 1/") and "enter edit" in lines[-1]


def before_caret(terminal: Terminal) -> str:
    """Return the text on the left of the terminal's cursor."""
    column, row = terminal.screen.cursor
    line = f"{terminal.screen.frames[-1][row]:<80}"
    return next(line[:end] for end in range(81) if cell_width(line[:end]) >= column)


def until_at_caret(terminal: Terminal, text: str) -> None:
    """Wait until a text stands before the caret, and may begin in the row above."""

    def before() -> str:
        row = terminal.screen.cursor[1]
        return terminal.screen.frames[-1][row - 1].rstrip() + before_caret(terminal).lstrip()

    terminal.until(lambda _: before().endswith(text))


def close(terminal: Terminal, is_closed: Callable[[Sequence[str]], bool]) -> None:
    terminal.send("escape")
    terminal.until(is_closed)


def is_tray(lines: Sequence[str]) -> bool:
    return "< > move" in lines[-1] and "escape cancel" not in "\n".join(lines)


def is_asking(hint: str, lines: Sequence[str]) -> bool:
    return hint in lines[-2]


def fields_of_the_thread(terminal: Terminal) -> Iterator[str]:
    terminal.send("enter")
    terminal.until(lambda lines: "ctrl+s keep" in lines[-1])
    yield "clip"
    close(terminal, is_thread)
    for key, hint in (("/", "Search words"), ("f", "Show only")):
        terminal.send(key)
        terminal.until(partial(is_asking, hint))
        yield key
        terminal.send_bytes(b"\x0b")  # ctrl+k
        terminal.until(partial(is_asking, hint))
        close(terminal, lambda lines: "Show only" not in lines[-2] and "Search" not in lines[-2])


def fields_of_the_post(terminal: Terminal) -> Iterator[str]:
    terminal.send("P")
    terminal.until(lambda lines: any(line.startswith(" Title") for line in lines))
    yield "title"
    terminal.send("tab", "tab")
    terminal.until(lambda _: "Slug" in before_caret(terminal))
    yield "slug"
    terminal.send("tab")
    terminal.until(lambda _: "Tags" in before_caret(terminal))
    yield "tags"


def fields_of_the_tray(terminal: Terminal) -> Iterator[str]:
    terminal.send("tab")
    terminal.until(is_tray)
    terminal.send("#")
    terminal.until(lambda lines: any("─ Heading ─" in line for line in lines))
    yield "heading"
    close(terminal, is_tray)
    terminal.send("a")
    terminal.until(lambda lines: "Remark" in lines[0])
    yield "remark"
    close(terminal, is_tray)
    terminal.send("m")
    terminal.until(lambda lines: any("Move to which place?" in line for line in lines))
    yield "move to"


@pytest.mark.parametrize("fields", [fields_of_the_thread, fields_of_the_post, fields_of_the_tray])
def test_what_is_typed_is_text(
    terminal: Terminal, fields: Callable[[Terminal], Iterator[str]]
) -> None:
    for field in fields(terminal):
        for data, text in TYPED:
            terminal.send_bytes(data)
            try:
                until_at_caret(terminal, text)
            except AssertionError as error:
                raise AssertionError(f"{field}: {data!r}: {before_caret(terminal)!r}") from error
        row = terminal.screen.cursor[1]
        terminal.send_bytes(HOME)
        terminal.until(lambda _: len(before_caret(terminal).split()) < 2)
        assert terminal.screen.cursor[1] in (row, row - 1), field  # the title has two rows


def test_text_at_the_keys_gives_the_hint_alone(terminal: Terminal) -> None:
    shown = terminal.screen.frames[-1][2]
    for data in (
        b"\x1b[0;;26085:26412:35486:12434:12363u",
        b"\x1b[13;;12354:12356u",
        b"\x1b[32;;12354u",
        "WIと苔".encode(),  # no keys: a busy terminal may split what was sent at once
        "漢".encode(),
        "ｱ".encode(),
    ):
        terminal.send_bytes(data)
    terminal.until(lambda lines: any(HINT in line for line in lines))
    terminal.send("?")
    terminal.until(lambda lines: any("Next sibling" in line for line in lines))
    terminal.send("escape")
    terminal.until(is_thread)
    terminal.until(lambda lines: lines[2][:40] == shown[:40])
    assert terminal.screen.cursor == (0, 23)


def test_no_key_is_nothing_and_a_sign_is_a_key(terminal: Terminal) -> None:
    terminal.send_bytes(b"\x1b[0u")
    terminal.send_bytes("・".encode())
    terminal.until(lambda lines: "Search words" in lines[-2])
    assert not any(HINT in line for line in terminal.screen.frames[-1])


@pytest.mark.parametrize(
    ("environment", "setting", "flags"),
    [
        ({}, "auto", 1),
        ({"LC_TERMINAL": "iTerm2"}, "auto", 0),
        ({"LC_TERMINAL": "iTerm2"}, "on", 1),
    ],
)
def test_the_kitty_protocol_is_asked_for_as_set(
    tmp_path: Path, environment: dict[str, str], setting: str, flags: int
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[ui]\nkitty_keyboard = "{setting}"\n')
    command = (sys.executable, "-m", "matome_tui", "--demo", "--config", str(config))
    own = {"PYTHONPATH": str(ROOT), "TERM_PROGRAM": "", "LC_TERMINAL": "", **environment}
    with Terminal(command, own, columns=80, rows=24) as terminal:
        terminal.until_written(f"\x1b[>{flags}u")
        assert terminal.written.count("\x1b[>") == 1
