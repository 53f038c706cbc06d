"""A pseudo-language that brackets every text with words, so that untranslated text is evident."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

from matome_tui import i18n

_BRACKETED = re.compile(r"⟦[^⟦⟧\n]*⟧|⟦[^⟦⟧\n…]*(?:…|$)", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"[A-Za-z]{2,}")


class Brackets(NullTranslations):
    """Translates a text into itself, in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧" if _WORD.search(_PLACEHOLDER.sub("", message)) else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@contextmanager
def pseudo_locale() -> Iterator[None]:
    """Show every text in brackets until the block ends."""
    before = i18n._translations
    i18n.use(Brackets())
    try:
        yield
    finally:
        i18n.use(before)


def unbracketed(screen: str) -> list[str]:
    """Return the words on a screen that are in no brackets; texts may be cut at the end."""
    while (rest := _BRACKETED.sub("", screen)) != screen:
        screen = rest
    return _WORD.findall(screen)
