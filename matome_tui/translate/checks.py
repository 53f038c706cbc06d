"""Checks of renderings: what is wrong with one, for the user and for the model's second try."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from matome_tui.core.draft import review
from matome_tui.i18n import N_, _
from matome_tui.translate.placeholders import (
    Protected,
    placeholder,
    placeholders_in,
    urls_in,
    without_placeholders,
)
from matome_tui.translate.prompt import Manner

_NUMBER = re.compile(r"(?<![\d.,])\d[\d,.]{0,40}")
_IN_WORDS = re.compile(
    r"\b(?:hundred|thousand|million|billion|trillion|dozen|(?:eleven|twelve|(?:thir|four|fif|six|"
    r"seven|eigh|nine)teen)|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\A\W*(?:(?:i['’]?m|i am) (?:really |very )?sorry\b|sorry,? (?:but )?i\b"
    r"|i (?:can['’]?t|cannot|won['’]?t) |as an ai\b|i am unable\b|i['’]?m unable\b"
    r"|(?:大変)?申し訳(?:ありません|ございません)|翻訳(?:は|を)?(?:できません|致しかねます|お断り)"
    r"|その(?:ご)?(?:要求|リクエスト|依頼)に(?:は)?(?:お応え|応じ))",
    re.IGNORECASE,
)
_REGRETS = re.compile(r"sorry|apolog|regret|can['’]?t|cannot|as an ai|unable|refuse", re.IGNORECASE)
_MYRIADS = re.compile("[万億兆]")
_EXPRESSED_IN_WORDS = 10
"""Whole numbers up to this are often words in one of the languages."""
_ECHO = 40
"""Characters in a row that only a rendering has that repeats the instructions."""
_SHOWN = 60
_FACTOR = 2
"""English takes about twice as many characters as Japanese."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a rendering.

    Attributes:
        message: A message with fields, before its translation.
        values: The values of its fields.
        part: The part of the text that it is about, instead of its placeholder.
    """

    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    part: str = ""

    def for_user(self) -> str:
        """Return the reason in the user's language."""
        values = {**self.values, "part": self.part} if self.part else self.values
        return _(self.message).format(**values)

    def for_model(self) -> str:
        """Return the reason in English."""
        return self.message.format(**self.values)

    def dump(self) -> str:
        """Return it as JSON."""
        return json.dumps([self.message, dict(self.values), self.part])

    @classmethod
    def load(cls, text: str) -> "Fault":
        """Return it from JSON. ValueError if it is not valid."""
        try:
            message, values, part = json.loads(text)
            fault = cls(str(message), dict(values), str(part))
            fault.for_user()
        except (TypeError, KeyError, IndexError, AttributeError) as error:
            raise ValueError("not a fault") from error
        return fault


CUT_OFF = Fault(N_("it is cut off"))
TOO_MUCH = Fault(N_("it is far longer than asked for"))


def condenses(text: str, manner: Manner) -> bool:
    """Whether a text is too long for its translation to be complete within the limit."""
    return bool(manner.limit) and length(text) > manner.limit * _FACTOR


def length(text: str) -> int:
    """Return the length of a text without its placeholders; see `review.length`."""
    return review.length(without_placeholders(text).strip())


def fault_of(answer: str, original: Protected, manner: Manner, prompt: str = "") -> Fault | None:
    """Return what is wrong with an answer, None if it can be taken.

    Args:
        answer: The answer, with its placeholders.
        original: The text that was to be translated.
        manner: How it was to be translated; without a limit if that was not said.
        prompt: The instructions.
    """
    faults = (
        *_about_language(answer, original, manner, prompt),
        *_about_parts(answer, original, manner),
        *_about_numbers(answer, original, manner),
        *_about_size(answer, original, manner),
    )
    return faults[0] if faults else None


def _about_language(
    answer: str, original: Protected, manner: Manner, prompt: str
) -> Iterator[Fault]:
    text = without_placeholders(answer)
    if not answer.strip():
        yield Fault(N_("it is empty"))
    elif _is_refusal(text, original.text):
        yield Fault(N_("the service refuses to translate it"))
    elif _has_echo(answer, prompt):
        yield Fault(N_("it repeats the instructions"))
    elif manner.target == "ja":
        if not review.has_japanese(text):
            yield Fault(N_("it has no Japanese"))
        elif letters := review.foreign_letters(text, original.restore(original.text)):
            yield Fault(N_("it has foreign letters: {letters}"), {"letters": letters})
    elif answer.strip() == original.text.strip():
        yield Fault(N_("it is not translated"))


def _about_parts(answer: str, original: Protected, manner: Manner) -> Iterator[Fault]:
    found = Counter(placeholders_in(answer))
    may_lack = condenses(original.text, manner)
    for number in original.numbers:
        is_needed = not may_lack or number in original.urls
        if found[number] > 1 or (is_needed and not found[number]):
            yield Fault(
                N_("{part} does not come back exactly once"),
                {"part": placeholder(number)},
                _short(original.part(number)),
            )
    for number in found:
        if number not in original.numbers:
            mark = placeholder(number) if number > 0 else "⟦"
            yield Fault(N_("it has a mark that the original lacks: {mark}"), {"mark": mark})
    for url in urls_in(answer):
        yield Fault(N_("it has an address that the original lacks: {url}"), {"url": _short(url)})


def _about_numbers(answer: str, original: Protected, manner: Manner) -> Iterator[Fault]:
    wanted = _numbers(without_placeholders(original.text))
    everything = _numbers(original.restore(original.text))
    found = _numbers(without_placeholders(answer))
    if _IN_WORDS.search(original.text) or _MYRIADS.search(answer):
        return  # 3 million is 300万
    for number in found:
        if not _is_small(number) and not any(map(number.endswith, everything)):
            message = N_("it has a number that the original lacks: {number}")
            yield Fault(message, {"number": number})
    for number in () if condenses(original.text, manner) else wanted:
        if not _is_small(number) and not any(each.endswith(number) for each in found):
            yield Fault(N_("the number {number} is missing"), {"number": number})


def _about_size(answer: str, original: Protected, manner: Manner) -> Iterator[Fault]:
    size = length(answer)
    if manner.limit and size > manner.limit:
        message = N_("it has {number} characters; at most {limit} are wanted")
        yield Fault(message, {"number": size, "limit": manner.limit})
    lines, wanted = _line_count(answer), _line_count(original.text)
    may_join = condenses(original.text, manner)
    if lines > wanted or (lines < wanted and not may_join):
        message = N_("it has {number} lines instead of {wanted}")
        yield Fault(message, {"number": lines, "wanted": wanted})


def _is_refusal(text: str, original: str) -> bool:
    return bool(_REFUSAL.search(text)) and not _REGRETS.search(original)


def _has_echo(answer: str, prompt: str) -> bool:
    """Return whether an answer has a piece of the prompt, looked for in steps of half its size."""
    step = _ECHO // 2
    pieces = (prompt[at : at + step] for at in range(0, len(prompt) - step + 1, step))
    return any(piece in answer for piece in pieces)


def _numbers(text: str) -> list[str]:
    """Return the numbers in a text, without separators of thousands."""
    plain = unicodedata.normalize("NFKC", text)
    return [match[0].rstrip(".,").replace(",", "") for match in _NUMBER.finditer(plain)]


def _is_small(number: str) -> bool:
    return number.isdecimal() and len(number) < 4 and int(number) <= _EXPRESSED_IN_WORDS


def _line_count(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
