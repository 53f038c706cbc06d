"""The program in a language, from the catalogue as it is in the tree."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from babel.messages.mofile import write_mo

from matome_tui import i18n
from tests import messages


@cache
def translations(language: str) -> NullTranslations:
    """Return the texts of a language; the source texts for "en"."""
    if language == "en":
        return NullTranslations()
    buffer = BytesIO()
    write_mo(buffer, messages.read(messages.FOLDER / language / "LC_MESSAGES" / "matome.po"))
    buffer.seek(0)
    return GNUTranslations(buffer)


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Show texts in a language until the block ends."""
    before = i18n._translations
    i18n.use(translations(language))
    try:
        yield
    finally:
        i18n.use(before)
