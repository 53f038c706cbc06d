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
_DEFAULT_DOMAIN = "messages"
"""The domain of gettext that no program uses."""


def preferred_language(environment: Mapping[str, str]) -> str:
    """Return the language that the environment asks for, such as "ja"; "en" if it names none.

    The first variable that is set decides (POSIX, Base Definitions, section 8.2). Unless that is
    the C locale, LANGUAGE takes precedence with the first language that has a catalogue (GNU
    gettext manual, section 2.3.3).
    """
    value = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    if (language := _language(value)) in ("", "c", "posix"):
        return SOURCE_LANGUAGE
    wanted = map(_language, environment.get("LANGUAGE", "").split(":"))
    return next((name for name in wanted if _has_catalogue(name)), language)


def _language(locale: str) -> str:
    """Return the language of a locale: "ja" of "ja_JP.UTF-8"."""
    return locale.partition(".")[0].partition("@")[0].partition("_")[0].lower()


def _has_catalogue(language: str) -> bool:
    return language == SOURCE_LANGUAGE or (language.isalpha() and _catalogue(language).is_file())


def _catalogue(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


def load(language: str) -> NullTranslations:
    """Return the catalogue of a language; one without translations if it is missing or damaged."""
    if language == SOURCE_LANGUAGE or not language.isalpha():
        return NullTranslations()
    try:
        with _catalogue(language).open("rb") as file:
            return GNUTranslations(file)
    except (OSError, ValueError, LookupError, struct.error):
        return NullTranslations()


def use(language: str) -> None:
    """Translate into a language from now on, including argparse's own messages."""
    translations = load(language)
    i18n.use(translations)
    if isinstance(translations, GNUTranslations):
        # argparse asks gettext, which asks the environment.
        gettext.bindtextdomain(DOMAIN, str(FOLDER))
        gettext.textdomain(DOMAIN)
        if gettext.find(DOMAIN, FOLDER) != str(_catalogue(language)):
            os.environ["LANGUAGE"] = language
    else:
        gettext.textdomain(_DEFAULT_DOMAIN)
