"""Translation of messages and labels, by GNU gettext.

`_` and `ngettext` translate where a text is shown. `N_` marks a text that is defined at import and
translated later, with `_`. Texts are whole sentences with named placeholders, filled in after the
translation: `_("Saved {path}").format(path=path)`.
"""

from gettext import NullTranslations

_translations = NullTranslations()


def use(translations: NullTranslations) -> None:
    """Translate into the language of a catalogue from now on."""
    global _translations  # noqa: PLW0603  # one language per process, as in gettext itself
    _translations = translations


def _(message: str) -> str:
    """Return a text in the user's language."""
    return _translations.gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a text that suits a number, in the user's language."""
    return _translations.ngettext(singular, plural, number)


def language() -> str:
    """Return the language that texts are in, such as "ja"."""
    return _translations.info().get("language", "en")


def sentence(text: str) -> str:
    """Return a text with the full stop of the user's language."""
    return _("{text}.").format(text=text)


def sentences(first: str, second: str) -> str:
    """Return two sentences as one line."""
    return _("{first} {second}").format(first=first, second=second)


def N_(message: str) -> str:  # noqa: N802  # gettext's own name
    """Mark a text for extraction and return it as it is."""
    return message
