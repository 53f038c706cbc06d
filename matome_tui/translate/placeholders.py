"""Parts of a text that must come back unchanged, with placeholders in their place."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

DELIMITER = re.compile(r"(?i:</?comment[^<>\n]{0,20}>?)")
"""What encloses a comment in a prompt; a comment that has it too must not end itself."""

PLACEHOLDER = re.compile(r"⟦\s{0,2}([0-9０-９]{1,4})\s{0,2}⟧")
_STRAY = re.compile("[⟦⟧]")
_UNFINISHED = re.compile(r"⟦[^⟧]{0,8}\Z")
_URL = re.compile(r"(?i:https?)://[!#-&(-;=?-~]+")

_NUMBER = r"(?<![\w.,])%s\d[\d,.]{0,20}(?<![.,])(?!\d|[.,]\d)"
_CURRENCY = r"[$€£¥]"
_COUNTED_IN_WORDS = r"(?!\s?(?:hundred|thousand|million|billion|trillion))"
_UNITS = (
    r"(?:\s?(?:%|‰|°[CF]?|(?:[kKMGTP]i?)[bB](?:ps|/s)?\b|[kKMGTP]?bits?(?:/s)?\b|[kMGT]?Hz\b"
    r"|[num]s\b|µs\b|[kcmn]m\b|[km]g\b|[kMGTm]Wh?\b|Wh\b|[km]V\b|mAh?\b|fps\b|px\b|dpi\b|mph\b"
    r"|km/h\b|USD\b|EUR\b|GBP\b|JPY\b)|[gWVBkKM]\b)"
)
_PATTERN = re.compile(
    r"(?P<quote>^[>＞][^\n]*)"
    r"|(?P<code>`[^`\n]{1,300}`)"
    rf"|(?P<url>{_URL.pattern})"
    r"|(?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}(?<![.-]))"
    rf"|(?P<price>{_NUMBER % _CURRENCY}(?:[kKMBT]n?\b)?{_COUNTED_IN_WORDS})"
    rf"|(?P<quantity>{_NUMBER % ''}{_UNITS})"
    r"|(?P<name>(?<!\w)@[\w-]{2,32})"
    rf"|(?P<mark>[⟦⟧]|{DELIMITER.pattern})",
    re.MULTILINE,
)
_AFTER_URL = ".,:;!?'\"*"
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Protected:
    """A text with placeholders: ⟦1⟧ for the first part, and so on.

    Attributes:
        text: The text.
        parts: The parts that the placeholders stand for.
        urls: The numbers of the placeholders that stand for addresses.
    """

    text: str
    parts: tuple[str, ...]
    urls: frozenset[int] = frozenset()

    @property
    def has_words(self) -> bool:
        """Whether there is something to translate."""
        return has_words(self.text)

    @property
    def numbers(self) -> range:
        """The numbers of the placeholders."""
        return range(1, len(self.parts) + 1)

    def part(self, number: int) -> str:
        """Return the part that a placeholder stands for."""
        return self.parts[number - 1]

    def restore(self, answer: str) -> str:
        """Return an answer with the parts in place of their placeholders."""
        return PLACEHOLDER.sub(self._part_of, _UNFINISHED.sub("", answer))

    def hide(self, text: str) -> str:
        """Return another text with placeholders for the same parts, each at most once."""
        for number in self.numbers:
            if (part := self.part(number)) in text:
                text = text.replace(part, placeholder(number), 1)
        return text

    def _part_of(self, match: re.Match[str]) -> str:
        number = int(match[1])
        return self.part(number) if number in self.numbers else match[0]


def placeholder(number: int) -> str:
    """Return the placeholder with a number."""
    return f"⟦{number}⟧"


def placeholders_in(text: str) -> list[int]:
    """Return the numbers of the placeholders in a text, in order; -1 for half of one."""
    rest = PLACEHOLDER.sub("", text)
    return [int(match[1]) for match in PLACEHOLDER.finditer(text)] + [-1] * len(
        _STRAY.findall(rest)
    )


def without_placeholders(text: str) -> str:
    """Return a text with spaces in place of its placeholders."""
    return PLACEHOLDER.sub(" ", text)


def has_words(text: str) -> bool:
    """Whether a text has letters besides its placeholders."""
    return bool(_LETTER.search(without_placeholders(text)))


def urls_in(text: str) -> list[str]:
    """Return the addresses in a text, without the punctuation after them."""
    return [_trimmed(match[0]) for match in _URL.finditer(text)]


def protect(text: str, names: Iterable[str] = (), code: Iterable[str] = ()) -> Protected:
    """Return a text with placeholders for what must come back unchanged.

    These are lines that quote another comment, code, addresses, numbers with units and user names.

    Args:
        text: The text.
        names: User names that may occur in it. A name that could be a word only counts after an @.
        code: Blocks of code that may occur in it.
    """
    literal = [re.escape(block) for block in code if block and block in text]
    literal += [rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in names if _is_distinct(name)]
    builder = _Builder()
    at = 0
    known = re.compile("|".join(literal)) if literal else None
    for match in known.finditer(text) if known else ():
        builder.scan(text, at, match.start())
        builder.hide(match[0])
        at = match.end()
    builder.scan(text, at, len(text))
    return builder.finish()


def with_terms(protected: Protected, glossary: Mapping[str, str]) -> Protected:
    """Return a protected text with placeholders for terms too, which become their translations.

    For services that take no instructions.
    """
    terms = occurring(protected.text, glossary)
    if not terms:
        return protected
    parts = list(protected.parts)
    by_name = {term.casefold(): translation for term, translation in terms.items()}

    def hide(match: re.Match[str]) -> str:
        parts.append(by_name[match[0].casefold()])
        return placeholder(len(parts))

    pattern = re.compile("|".join(map(_word, sorted(terms, key=len, reverse=True))), re.IGNORECASE)
    return replace(protected, text=pattern.sub(hide, protected.text), parts=tuple(parts))


def occurring(text: str, glossary: Mapping[str, str]) -> dict[str, str]:
    """Return the entries of a glossary whose terms occur in a text, in any case."""
    return {
        term: translation
        for term, translation in glossary.items()
        if re.search(_word(term), text, re.IGNORECASE)
    }


class _Builder:
    """Builds a protected text."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._parts: list[str] = []
        self._urls: set[int] = set()

    def hide(self, part: str, *, is_url: bool = False) -> None:
        self._parts.append(part)
        if is_url:
            self._urls.add(len(self._parts))
        self._text.append(placeholder(len(self._parts)))

    def scan(self, text: str, start: int, end: int) -> None:
        at = start
        for match in _PATTERN.finditer(text, start, end):
            self._text.append(text[at : match.start()])
            is_url = match.lastgroup == "url"
            part = _trimmed(match[0]) if is_url else match[0]
            self.hide(part, is_url=is_url)
            at = match.start() + len(part)
        self._text.append(text[at:end])

    def finish(self) -> Protected:
        return Protected("".join(self._text), tuple(self._parts), frozenset(self._urls))


def _trimmed(url: str) -> str:
    """Return an address without the punctuation of the sentence around it."""
    url = url.rstrip(_AFTER_URL)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(_AFTER_URL)
    return url


def _is_distinct(name: str) -> bool:
    """Whether a user name cannot be a word of a sentence."""
    return len(name) > 2 and not (name.isalpha() and name[1:].islower())


def _word(term: str) -> str:
    start = r"(?<!\w)" if term[:1].isalnum() else ""
    end = r"(?!\w)" if term[-1:].isalnum() else ""
    return f"{start}{re.escape(term)}{end}"
