"""Message catalogues, one folder for each language, and the choice among them."""

import gettext
import os
import struct
from collections.abc import Mapping
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from matome_tui import i18n

DOMAIN = "matome"
SOURCE_LANGUAGE = "en"
FOLDER = Path(__file__).parent
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def preferred_language(environment: Mapping[str, str]) -> str:
    """Return the language that the environment asks for, such as "ja"; "en" if it names none.

    The first variable that is set decides (POSIX, Base Definitions, section 8.2).
    """
    value = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    language = value.partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return SOURCE_LANGUAGE if language in ("", "c", "posix") else language


def load(language: str) -> NullTranslations:
    """Return the catalogue of a language; one without translations if it is missing or damaged."""
    if language == SOURCE_LANGUAGE or not language.isalpha():
        return NullTranslations()
    try:
        with (FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
            return GNUTranslations(file)
    except (OSError, ValueError, LookupError, struct.error):
        return NullTranslations()


def use(language: str) -> None:
    """Translate into a language from now on, including argparse's own messages."""
    i18n.use(load(language))
    if language != preferred_language(os.environ):
        os.environ["LANGUAGE"] = language  # argparse asks gettext, which asks the environment
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
