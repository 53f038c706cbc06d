"""A parser of terminal input that keeps composed text and pastes whole."""

import logging
import os
import re
import sys
from collections.abc import Generator, Iterable, Iterator
from itertools import groupby

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._parser import ParseError, ParseTimeout, Peek1, Read1, TokenCallback
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.keys import Keys
from textual.message import Message

from matome_tui.ui.alt_key import AltKey
from matome_tui.ui.input_method import COMMIT, RUN, is_composed, is_text

_log = logging.getLogger(__name__)


_ESCAPE = "\x1b"
_PAIR = re.compile(r"\x1b[^\[O]", re.DOTALL)
_OPENINGS = ("\x1b[", "\x1bO")
"""What longer sequences begin with; the escape key and a quick `[` or `O` send the same."""
_NO_KEY = re.compile(r"\x1b\[0*(?:;[\d:;]*)?u")
_BEFORE_TEXT = re.compile(r"\x1b\[[\d:]*;[\d:]*;")
# https://sw.kovidgoyal.net/kitty/keyboard-protocol/: code, modifiers and event, text
_KEY_WITH_TEXT = re.compile(r"\x1b\[(\d*)(?::[\d:]*)?;\d*(?::(\d*))?;([\d:]*\d[\d:]*)u")
_RELEASE = "3"
_MOST_DIGITS = 8
_PATIENCE = 1.0
"""Seconds in which the rest of a text arrives, in pieces on slow lines."""


class TerminalParser(XTermParser):
    """Textual's parser, which also knows commits of input methods.

    A commit, of any length, is one key event named `COMMIT`: in the kitty protocol a key with text
    that is not its own. In plain UTF-8, characters that arrive together with composed ones are one
    event named `RUN`. Textual's parser takes commits for keys or, if they are long, for garbage,
    loses the escape key before a quick next key, breaks up pastes that have an escape character,
    and fails at impossible numbers.
    """

    def feed(self, data: str) -> Iterable[Message]:
        """Parse input."""
        return _with_runs(super().feed(data))

    def parse(self, token_callback: TokenCallback[Message]) -> Generator[Read1 | Peek1, str, None]:
        """Parse input character by character; all but text and pastes as Textual does."""
        textual, sequence = super().parse(token_callback), ""
        awaiting = next(textual)
        while True:
            try:
                character = yield awaiting
            except ParseError as error:
                try:
                    awaiting = textual.throw(error)
                except StopIteration:
                    return
                continue
            is_first = character == _ESCAPE or awaiting.timeout is None
            if character == _ESCAPE and sequence in _OPENINGS and awaiting.timeout is not None:
                awaiting = textual.throw(ParseTimeout())  # ends the sequence as a pause does
            sequence = character if is_first else sequence + character
            left = yield from self._take(sequence, token_callback)
            for each in left:
                awaiting = textual.send(each)
            if not left:
                textual = super().parse(token_callback)
                awaiting = next(textual)

    def _take(
        self, sequence: str, token_callback: TokenCallback[Message]
    ) -> Generator[Read1, str, str]:
        """Read on what is not for Textual's parser; return what of the input is left for it."""
        if sequence == BRACKETED_PASTE_START:
            return (yield from _read_paste(token_callback))
        if _BEFORE_TEXT.fullmatch(sequence):
            return (yield from _read_text(sequence, token_callback))
        if _PAIR.fullmatch(sequence):
            for key in self._after_escape(sequence[1]):
                token_callback(key)
            return ""
        return sequence[-1]

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if alt:
            return self._after_escape(sequence)
        if _NO_KEY.fullmatch(sequence):
            return [events.Key(Keys.Ignore, sequence)]
        try:
            keys = list(super()._sequence_to_key_events(sequence, alt))
            for key in keys:
                (key.character or "").encode()  # no lone surrogates
        except (ValueError, OverflowError):
            _log.debug("No key: %r", sequence)
            return [events.Key(Keys.Ignore, sequence)]
        return keys

    def _after_escape(self, character: str) -> list[events.Key]:
        """Return the keys of an escape character and another one."""
        plain = next(iter(super()._sequence_to_key_events(character)))
        if is_composed(character):
            return [events.Key("escape", _ESCAPE), plain]
        named = ANSI_SEQUENCES_KEYS.get(_ESCAPE + character)
        # Linux consoles send it for shift+tab; elsewhere it is escape and a quick tab.
        is_tab = character == "\t" and os.environ.get("TERM") != "linux"
        if isinstance(named, tuple) and not is_tab:  # not a letter of a Mac's option key
            return [AltKey(named[0].value, plain)]
        with_alt = next(iter(super()._sequence_to_key_events(character, alt=True))).key
        return [AltKey(f"alt+{with_alt.removeprefix('alt+')}", plain)]


def _read_paste(token_callback: TokenCallback[Message]) -> Generator[Read1, str, str]:
    """Read a paste to its end; return nothing that is left to parse."""
    pasted: list[str] = []
    while True:
        try:
            pasted.append((yield Read1()))
        except ParseError:
            return ""
        if pasted[-1] == BRACKETED_PASTE_END[-1]:
            tail = "".join(pasted[-len(BRACKETED_PASTE_END) :])
            if tail == BRACKETED_PASTE_END:
                break
    text = "".join(pasted[: -len(BRACKETED_PASTE_END)]).replace("\0", "")
    if text:
        token_callback(events.Paste(text))
    return ""


def _read_text(sequence: str, token_callback: TokenCallback[Message]) -> Generator[Read1, str, str]:
    """Read a sequence to its end; return what is left to parse of it if it is not a commit."""
    rest = ""
    while not rest or rest[-1] in "0123456789:;":
        try:
            rest += yield Read1(_PATIENCE)
        except ParseError:
            _log.debug("An unfinished sequence: %r", sequence + rest)
            return ""
    match = _KEY_WITH_TEXT.fullmatch(sequence + rest)
    if match is None:
        return sequence[-1] + rest
    code, event, points = match.groups()
    text = "".join(map(_character, filter(None, points.split(":"))))
    if len(text) == 1 and int(code or 0) and (text.isascii() or code == str(ord(text))):
        return sequence[-1] + rest  # a key and its own text
    if event != _RELEASE:
        token_callback(events.Key(COMMIT, text))
    return ""


def _character(code: str) -> str:
    """Return the character of a code point in decimal digits; U+FFFD if there is none."""
    number = int(code[:_MOST_DIGITS])
    is_valid = number <= sys.maxunicode and not 0xD800 <= number < 0xE000
    return chr(number) if is_valid else "\ufffd"


def _with_runs(messages: Iterable[Message]) -> Iterator[Message]:
    """Join typed characters that arrived together if an input method composed some of them."""
    for is_typed, run in groupby(messages, _is_typed):
        keys = list(run)
        text = "".join(getattr(key, "character", "") for key in keys) if is_typed else ""
        if len(keys) > 1 and is_composed(text):
            yield events.Key(RUN, text)
        else:
            yield from keys


def _is_typed(message: Message) -> bool:
    """Return whether a message is a character, typed without modifiers."""
    if not isinstance(message, events.Key) or "+" in message.key:
        return False
    return bool(message.character and is_text(message.character))
