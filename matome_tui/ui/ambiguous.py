"""Characters that terminals draw one cell wide or two: which it is, and what follows from it."""

import os
import re
import select
import sys
import time
from typing import Literal

from matome_tui.core.comment.cells import AmbiguousWidth, set_ambiguous_width

_PROBE = "…"
_ASK = f"\r{_PROBE}\x1b[6n".encode()  # report the cursor's position (DSR, ECMA-48 8.3.35)
_ERASE = b"\r\x1b[K"
_REPORT = re.compile(rb"\x1b\[[0-9]+;([0-9]+)R")
_SECONDS = 0.3
"""Longest wait for the terminal's answer."""


def adapt(setting: Literal["auto", 1, 2]) -> None:
    """Measure ambiguous characters as the terminal draws them, before the program starts.

    If they are wide, the borders and scroll bars of Textual become ASCII, because it takes their
    lines and blocks, which are ambiguous as well, for one cell.
    """
    width = ask_terminal() if setting == "auto" else setting
    if width == 2:
        set_ambiguous_width(2)
        _draw_in_ascii()


def ask_terminal() -> AmbiguousWidth:
    """Return how wide the terminal draws ambiguous characters; 1 if it does not answer."""
    if sys.platform == "win32" or not all(
        stream and stream.isatty() for stream in (sys.__stdin__, sys.__stderr__)
    ):
        return 1
    import termios
    import tty

    source, target = 0, 2
    try:
        before = termios.tcgetattr(source)
        try:
            tty.setcbreak(source, termios.TCSANOW)
            os.write(target, _ASK)
            report = _REPORT.search(_answer(source))
            os.write(target, _ERASE)
        finally:
            termios.tcsetattr(source, termios.TCSANOW, before)
    except (OSError, termios.error):
        return 1
    return 2 if report and int(report[1]) > 2 else 1


def _answer(source: int) -> bytes:
    """Read until the terminal has reported the cursor, or the time is over."""
    answer, deadline = b"", time.monotonic() + _SECONDS
    while not _REPORT.search(answer):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([source], [], [], left)[0]:
            break
        if not (read := os.read(source, 1)):
            break
        answer += read
    return answer


def _draw_in_ascii() -> None:
    from textual import _border
    from textual.scrollbar import ScrollBarRender

    for name in set(_border.BORDER_CHARS) - {"", "none", "hidden", "blank"}:
        _border.BORDER_CHARS[name] = _border.BORDER_CHARS["ascii"]
        _border.BORDER_LOCATIONS[name] = _border.BORDER_LOCATIONS["ascii"]
    ScrollBarRender.VERTICAL_BARS = ScrollBarRender.HORIZONTAL_BARS = [" "] * 8
