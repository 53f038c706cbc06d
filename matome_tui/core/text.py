"""Sanitizing of text from outside, for storing and for drawing in a terminal."""

import re
import sys
import unicodedata

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# Bidirectional controls (Unicode Standard Annex 9) can disguise what a line says.
_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, sys.maxunicode, 0x10000)
)
_UNWANTED = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff{_BIDI_CONTROLS}{_NONCHARACTERS}]")
_AROUND_BREAKS = re.compile(r" *\n[ \n]*")
_SURROGATES = re.compile("[\ud800-\udfff]")
_MAX_QUOTED = 80
_VOICED_KANA = re.compile("[\u3041-\u3096\u309d\u30a1-\u30fa\u30fd][\u3099\u309a]")


def sanitize(text: str) -> str:
    r"""Return `text` without characters that could control a terminal or break a file.

    Every line break becomes `\n`, a tab one space. C0 and C1 controls, bidirectional controls,
    byte order marks and noncharacters are dropped; a lone surrogate becomes U+FFFD.
    """
    if text.isascii() and text.isprintable():  # usual, and ten times as fast
        return text
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    return _SURROGATES.sub("\ufffd", _UNWANTED.sub("", text))


def compose_kana(text: str) -> str:
    """Return `text` with kana and combining voicing marks (U+3099, U+309A) composed: か+゙ to が.

    Nothing else is normalized: that would replace, for example, kanji of people's names.
    """
    return _VOICED_KANA.sub(lambda pair: unicodedata.normalize("NFC", pair[0]), text)


def one_line(text: str) -> str:
    """Return `text` sanitized and on one line: line breaks become single spaces."""
    text = sanitize(text)
    return (_AROUND_BREAKS.sub(" ", text) if "\n" in text else text).strip()


def quoted(text: str) -> str:
    """Return text from outside as quoted in a message: on one line, abbreviated if it is long."""
    line = one_line(text)
    return repr(line if len(line) <= _MAX_QUOTED else f"{line[:_MAX_QUOTED]}...")
