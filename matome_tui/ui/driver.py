"""A terminal driver for POSIX: accepts any input, ends cleanly on a signal or lost terminal."""

import errno
import logging
import os
import selectors
import signal
import sys
import termios
from codecs import getincrementaldecoder
from collections.abc import Callable
from io import TextIOWrapper
from types import FrameType
from typing import Any, Protocol, TextIO, cast

from textual.app import App
from textual.drivers.linux_driver import KITTY_DISAMBIGUATE_ESCAPE_CODES, LinuxDriver

from matome_tui.ui.terminal_parser import TerminalParser

_log = logging.getLogger(__name__)

ENDING_SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
"""Signals that end the program as its quit command does; the exit status adds 128."""

_TEXTUALS_KITTY_FLAGS = "\x1b[>25u"
"""Asks for all keys, and text, as escape sequences; many terminals then lose composed text."""
_READ_BYTES = 4096
_TICK_SECONDS = 0.1
"""Between checks of the input thread for its end, and for an escape that came alone."""


class Program(Protocol):
    """The running program, as far as its driver needs it."""

    async def leave(self, status: int) -> None:
        """End the program with an exit status."""

    def break_off(self, error: Exception) -> None:
        """End the program with an error."""

    @property
    def uses_kitty_keyboard(self) -> bool:
        """Whether to use the kitty keyboard protocol."""

    def call_later(self, callback: Callable[..., object], *args: object) -> bool:
        """Call a function when the program is idle; safe from any thread."""

    def refresh(self, *, layout: bool) -> object:
        """Draw the screen anew."""


class TerminalDriver(LinuxDriver):
    """Drives the terminal.

    Unlike Textual's own driver it accepts any bytes as input, ends the program cleanly on a signal
    or when the terminal is gone, asks for keys in a way that loses no text, and suspends outside of
    signal handlers, which could interrupt a write and then wait for it forever.
    """

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._file = cast(TextIOWrapper, _Output(sys.__stderr__ or sys.stderr))
        self._program = cast(Program, app)
        self._is_ending = False
        self._is_suspended = False
        self._is_to_stop = False
        for number in ENDING_SIGNALS:
            # Signals ignored by nohup or a shell's `trap ""` stay ignored.
            if signal.getsignal(number) is not signal.SIG_IGN:
                # The loop's handler wakes it if the signal comes just as it begins to wait. Ours
                # also ends the program while the loop does not run.
                self._loop.add_signal_handler(number, self._end, 128 + number)
                signal.signal(number, self._end_by_signal)

    # The end

    def _end_by_signal(self, number: int, _: FrameType | None) -> None:
        self._end(128 + number)

    def _end(self, status: int) -> None:
        """End the program; safe from any thread and from signal handlers."""
        if not self._is_ending:
            self._is_ending = True
            app = self._program
            self._loop.call_soon_threadsafe(app.call_later, app.leave, status)

    # Input

    def _run_input_thread(self) -> None:
        """Read input; an error ends the program as an error elsewhere does."""
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001 - it would be lost in this thread
            self._program.call_later(self._program.break_off, error)

    def run_input_thread(self) -> None:
        """Read input until the driver stops it or the terminal is gone."""
        parser = TerminalParser(self._debug)
        decoder = getincrementaldecoder("utf-8")("replace")
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_TICK_SECONDS):
                    data = self._read()
                    if not data:
                        self._end(128 + signal.SIGHUP)
                        break
                    for message in parser.feed(decoder.decode(data)):
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
        for _ in parser.feed(""):
            pass  # an unfinished sequence is not a key

    def _read(self) -> bytes:
        """Return waiting input; empty if the terminal is gone."""
        try:
            data = os.read(self.fileno, _READ_BYTES)
        except OSError as error:
            _log.info("The terminal is gone: %s", error)
            return b""
        # A terminal that another program left in line mode also reads as empty on ctrl+d.
        return data or (b"\x04" if os.isatty(self.fileno) else b"")

    # Output

    def write(self, data: str) -> None:
        """Write to the terminal, unless another program has it."""
        if data == _TEXTUALS_KITTY_FLAGS:
            uses_kitty = self._program.uses_kitty_keyboard
            data = f"\x1b[>{KITTY_DISAMBIGUATE_ESCAPE_CODES if uses_kitty else 0}u"
        if not self._is_suspended:
            super().write(data)

    def _disable_mouse_support(self) -> None:
        super()._disable_mouse_support()
        if self._mouse_pixels:
            self.write("\x1b[?1016l")

    # Suspending

    def suspend_application_mode(self) -> None:
        """Restore the terminal for another program."""
        super().suspend_application_mode()
        self._is_suspended = True

    def resume_application_mode(self) -> None:
        """Set the terminal up again."""
        self._is_suspended = False
        super().resume_application_mode()

    def stop_application_mode(self) -> None:
        """Restore the terminal, unless another program has it."""
        if not self._is_suspended:
            super().stop_application_mode()

    def disable_input(self) -> None:
        """Stop reading input."""
        if not self._is_suspended:
            super().disable_input()

    def _sigtstp_application(self, *_: object) -> None:
        if self._auto_restart:
            self._is_to_stop = True
            self._loop.call_soon_threadsafe(self._suspend)
        else:  # another program has the terminal
            _stop_process()

    def _sigcont_application(self, *_: object) -> None:
        self._is_to_stop = False  # as the system drops a SIGTSTP that is still to come
        if self._auto_restart and not self._is_suspended:
            self._loop.call_soon_threadsafe(self._restore)

    def _suspend(self) -> None:
        """Stop until the shell continues the program."""
        if not self._is_to_stop or self._is_suspended or self._is_ending:
            return
        self._is_to_stop = False
        self.suspend_application_mode()
        self._must_signal_resume = True
        _stop_process()
        if self._wait_for_foreground():
            self.resume_application_mode()
            self._program.refresh(layout=True)

    def _restore(self) -> None:
        """Set the terminal up again after a SIGSTOP, which cannot be caught."""
        if not self._is_suspended and self._wait_for_foreground():
            self.suspend_application_mode()
            self.resume_application_mode()
            self._program.refresh(layout=True)

    def _wait_for_foreground(self) -> bool:
        """Wait until the program is in the foreground; return whether it should go on."""
        while not self._is_ending:
            try:
                # In the background the system stops the program here until it is in the foreground.
                termios.tcsetattr(self.fileno, termios.TCSANOW, termios.tcgetattr(self.fileno))
            except termios.error as error:
                if error.args[0] == errno.EINTR:
                    continue
                _log.info("The terminal is gone: %s", error)
            return True
        return False


def _stop_process() -> None:
    """Stop as ctrl+z stops other programs, until SIGCONT.

    The system does not stop a program that no shell could continue, such as the only one of a
    terminal window; SIGSTOP would.
    """
    before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    signal.raise_signal(signal.SIGTSTP)
    signal.signal(signal.SIGTSTP, before)


class _Output:
    """The terminal as a file; output is dropped once the terminal is gone."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def fileno(self) -> int:
        return self._file.fileno()

    def write(self, text: str) -> None:
        try:
            self._file.write(text)
        except OSError as error:
            self._give_up(error)

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        _log.info("The terminal is gone: %s", error)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._file.fileno())
        os.close(nowhere)
