"""The parser of terminal input: commits and pastes whole, keys as keys, odd input as nothing."""

from codecs import getincrementaldecoder
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual import events

from matome_tui.ui.input_method import COMMIT, RUN
from matome_tui.ui.terminal_parser import TerminalParser

LONG = "苔" * 5_000
COMMITS = {
    b"\x1b[0;;26085:26412:35486:12434:12363u": "日本語をか",
    b"\x1b[13;;12354:12356u": "あい",
    b"\x1b[32;;12354u": "あ",
    b"\x1b[;;12354u": "あ",
    b"\x1b[0;1;97u": "a",
    b"\x1b[97:65;1:1;12385u": "ち",
    b"\x1b[0;;" + b":".join([b"33492"] * len(LONG)) + b"u": LONG,
    b"\x1b[0;;1114112:55296:99999999999:97u": "\ufffd\ufffd\ufffda",
}
PASTE = b"\x1b[200~a\x1b[31m\x1b[0;;12354u\0b\n\x1b[201~"


def parsed(*pieces: bytes) -> list[tuple[str, str | None]]:
    """Parse pieces of input; return the keys and the texts that come of it."""
    parser, decoder = TerminalParser(), getincrementaldecoder("utf-8")("replace")
    found: list[tuple[str, str | None]] = []
    for piece in pieces:
        if text := decoder.decode(piece):  # no text would be the end
            for message in parser.feed(text):
                if isinstance(message, events.Key):
                    found.append((message.key, message.character))
                elif isinstance(message, events.Paste):
                    found.append(("paste", message.text))
    return found


@pytest.mark.parametrize("data", COMMITS, ids=range(len(COMMITS)))
def test_a_commit_is_one_event_between_keys(data: bytes) -> None:
    assert parsed(b"j", data, b"k") == [("j", "j"), (COMMIT, COMMITS[data]), ("k", "k")]


@given(st.sampled_from([*list(COMMITS)[:6], PASTE]), st.sets(st.integers(1, 40)))
def test_sequences_may_come_in_pieces(data: bytes, cuts: set[int]) -> None:
    ends = [*sorted(cut for cut in cuts if cut < len(data)), len(data)]
    pieces = [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    assert parsed(*pieces) == parsed(data)


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"\x1b[0u", []),
        (b"\x1b[0;1u", []),
        (b"\x1b[0;;u", []),
        (b"\x1b[13;1:3;12354u", []),
        (b"\x1b[97;;97u", [("a", "a")]),
        (b"\x1b[97;2;65u", [("A", "A")]),
        (b"\x1b[233;;233u", [("é", "é")]),
        (b"\x1b[97;5u", [("ctrl+a", None)]),
        (b"\x1b[27u", [("escape", None)]),
        (b"\x1b4", [("alt+4", "4")]),
        (b"\x1b[52;3u", [("alt+4", None)]),
        ("漢".encode(), [("漢", "漢")]),
        ("。j".encode(), [("ideographic_full_stop", "。"), ("j", "j")]),
        (b"jk", [("j", "j"), ("k", "k")]),
        (b"\xe3A", [("replacement_character", "\ufffd"), ("A", "A")]),
        ("漢字\r".encode(), [(RUN, "漢字"), ("enter", "\r")]),
        ("/苔と\r".encode(), [(RUN, "/苔と"), ("enter", "\r")]),
        ("葛\U000e0100".encode(), [(RUN, "葛\U000e0100")]),
        (b"\x1bg", [("alt+g", "g")]),
        (b"\x1b/G", [("alt+slash", "/"), ("G", "G")]),
        (b"\x1bG\x1b\x1bg", [("alt+shift+g", "G"), ("escape", "\x1b"), ("alt+g", "g")]),
        (b"\x1b" + b"j" * 40, [("alt+j", "j"), *[("j", "j")] * 39]),
        (b"\x1bf\x1b\x7f", [("ctrl+right", "f"), ("ctrl+w", "\x7f")]),
        (b"\x1b\r\x1b\x13", [("alt+enter", "\r"), ("alt+ctrl+s", "\x13")]),
        (b"\x1b\x1b[A", [("escape", "\x1b"), ("up", None)]),
        (b"\x1bO\x1b[B", [("alt+shift+o", "O"), ("down", None)]),
        ("\x1b日本".encode(), [("escape", "\x1b"), (RUN, "日本")]),
        ("\x1bé".encode(), [("alt+é", "é")]),
        (b"\x1b[103;3u", [("alt+g", None)]),
        (b"\x1b" + PASTE, [("escape", "\x1b"), ("paste", "a\x1b[31m\x1b[0;;12354ub\n")]),
        (PASTE, [("paste", "a\x1b[31m\x1b[0;;12354ub\n")]),
        (b"\x1b[200~\x1b[201~", []),
        (b"\x1b[35;10;20M", []),
    ],
)
def test_keys_are_keys(data: bytes, keys: Sequence[tuple[str, str | None]]) -> None:
    assert parsed(data, b"z") == [*keys, ("z", "z")]


@pytest.mark.parametrize(("term", "key"), [("xterm", "alt+tab"), ("linux", "shift+tab")])
def test_escape_and_tab_is_shift_and_tab_of_a_console_alone(
    monkeypatch: pytest.MonkeyPatch, term: str, key: str
) -> None:
    monkeypatch.setenv("TERM", term)
    assert parsed(b"\x1b\t") == [(key, "\t")]


@given(st.lists(st.binary() | st.sampled_from([b"\x1b", b"\x1b[", b"\x1b[<", b";", b"9999999u"])))
@example([b"\x1b[1114112;1u"])
@example([b"\x1b[55296;1u"])
@example([b"\x1b[1:2;3u"])
@example([b"\x1b[97;;1114112u"])
@example([b"\x1b[;;:u"])
@example([b"\x1b[;;\xd9\xa3u"])
def test_no_input_is_too_odd(pieces: list[bytes]) -> None:
    for _, character in parsed(*pieces):
        (character or "").encode()
