"""Text that a Japanese input method sends, and the keys it stands for.

An input method that is left on sends characters instead of the keys of commands.
"""

import unicodedata
from collections.abc import Mapping

from matome_tui.core.text import compose_kana

COMMIT = "commit"
"""Name of the key event of a commit; its character is the text, however long."""

RUN = "run"
"""Name of the key event of characters that arrived together, some of them composed.

They are a commit, or keys and then a commit: `/` opens the field that takes the text.
"""

_LOSING_TERMINALS = frozenset(("iTerm.app", "iTerm2", "vscode", "WezTerm"))
_SIGNS = str.maketrans("。、「」・ー\u3000", ".,[]/- ")
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_AMBIGUOUS_SIGNS = "‥…※"
_SYMBOLS = range(0x2190, 0x2C00)
_HALF_WIDTH_SIGNS = frozenset("｡､｢｣･ｰ")


def command_key(character: str) -> str | None:
    """Return the ASCII character on whose key an input method types a character, if on any."""
    if ord(character) in _FULL_WIDTH or character in _HALF_WIDTH_SIGNS:
        character = unicodedata.normalize("NFKC", character)
    key = character.translate(_SIGNS)
    return key if key.isascii() else None


def is_composed(text: str) -> bool:
    """Return whether a text has characters that only an input method types and that are no keys."""
    return any(_is_east_asian(char) and command_key(char) is None for char in text)


def _is_east_asian(character: str) -> bool:
    width = unicodedata.east_asian_width(character)
    # Other ambiguous characters are on the keys of European keyboards.
    is_sign = character in _AMBIGUOUS_SIGNS or ord(character) in _SYMBOLS
    return width in "WFH" or (width == "A" and is_sign)


def loses_text(environment: Mapping[str, str]) -> bool:
    """Return whether the terminal may lose composed text when it uses the kitty protocol.

    wezterm/wezterm#7922, earendil-works/pi#4253 (VS Code), sxyazi/yazi#4209 (iTerm2).
    """
    names = environment.get("TERM_PROGRAM"), environment.get("LC_TERMINAL")
    return not _LOSING_TERMINALS.isdisjoint(names)


def is_text(typed: str) -> bool:
    """Return whether the character of a key event is text and not a control character."""
    return len(typed) > 1 or not (ord(typed) < 0x20 or 0x7F <= ord(typed) < 0xA0)


def compose_at(before: str, text: str) -> tuple[int, str]:
    """Compose kana in text that comes after another, and across the place where they meet.

    Returns:
        How many of the last characters of `before` the new text replaces, and that text.
    """
    last = before[-1:]
    composed = compose_kana(last + text)
    if composed.startswith(last):
        return 0, composed[len(last) :]
    return 1, composed
