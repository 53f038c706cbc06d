"""Message catalogues, one folder a language, and the choice among them."""

import struct
from collections.abc import Mapping
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

DOMAIN = "matome"
SOURCE_LANGUAGE = "en"
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def preferred_language(environment: Mapping[str, str]) -> str:
    """Return the language that the environment asks for, such as "ja"; "en" where it asks for none.

    The first variable that is set decides (POSIX, Base Definitions, section 8.2).
    """
    value = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    language = value.partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return SOURCE_LANGUAGE if language in ("", "c", "posix") else language


def load(language: str) -> NullTranslations:
    """Return the catalogue of a language; untranslated text where it is missing or damaged."""
    if language == SOURCE_LANGUAGE or not language.isalpha():
        return NullTranslations()
    catalogue = files(__name__).joinpath(language, "LC_MESSAGES", f"{DOMAIN}.mo")
    try:
        with catalogue.open("rb") as file:
            return GNUTranslations(file)
    except (OSError, ValueError, LookupError, struct.error):
        return NullTranslations()
