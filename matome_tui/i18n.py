"""Translation of messages and labels, by GNU gettext.

`_` and `ngettext` translate where a text is shown. `N_` marks a text that is defined at import and
translated later, with `_`. Texts are whole sentences with named placeholders, filled in after the
translation: `_("Saved {path}").format(path=path)`.
"""

from collections.abc import Iterable, Mapping
from gettext import NullTranslations

_translations = NullTranslations()


def use(translations: NullTranslations) -> None:
    """Translate into the language of a catalogue from now on."""
    global _translations  # noqa: PLW0603  # one language per process, as in gettext itself
    _translations = translations


class _Translated(str):
    """A translated text that keeps its source text, which is for the log."""

    __slots__ = ("source",)
    source: str

    def format(self, *args: object, **values: object) -> str:
        """Fill in both texts; see `str.format`."""
        source = self.source.format(*map(english, args), **_english_values(values))
        return _translated(super().format(*args, **values), source)


def _translated(text: str, source: str) -> str:
    if text == source:
        return source
    translated = _Translated(text)
    translated.source = source
    return translated


def english(value: object) -> object:
    """Return the English text of a translated one, or of an error's message; else the value."""
    match value:
        case _Translated():
            return value.source
        case BaseException(args=[_Translated() as message]):
            return message.source
    return value


def _english_values(values: Mapping[str, object]) -> dict[str, object]:
    return {name: english(value) for name, value in values.items()}


def _(message: str) -> str:
    """Return a text in the user's language."""
    return _translated(_translations.gettext(message), message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a text that suits a number, in the user's language."""
    text = _translations.ngettext(singular, plural, number)
    return _translated(text, singular if number == 1 else plural)


def language() -> str:
    """Return the language that texts are in, such as "ja"."""
    return _translations.info().get("language", "en")


def sentence(text: str) -> str:
    """Return a text with the full stop of the user's language."""
    return _("{text}.").format(text=text)


def sentences(first: str, second: str) -> str:
    """Return two sentences as one line."""
    return _("{first} {second}").format(first=first, second=second)


def enumeration(items: Iterable[str]) -> str:
    """Return items as one text, separated as in the user's language."""
    first, *others = [*items] or [""]
    for second in others:
        first = _("{first}, {second}").format(first=first, second=second)
    return first


def N_(message: str) -> str:  # noqa: N802  # gettext's own name
    """Mark a text for extraction and return it as it is."""
    return message
