"""The Japanese catalogue: complete, in one style, and as wide as its places."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from rich.console import Console
from rich.text import Text

from matome_tui import i18n
from matome_tui.core.comment.wrap import cell_width
from matome_tui.ui.commands import COMMANDS, Group
from matome_tui.ui.widgets.bars import StatusBar
from tests import messages
from tests.support.languages import spoken

PATH = messages.FOLDER / "ja" / "LC_MESSAGES" / "matome.po"
MESSAGES = [message for message in messages.read(PATH) if message.id]
UNTRANSLATED = {"Ask", "Show", "Hugo", "YYYY-MM-DD", "{time} UTC", "{number} MB"}
"""Names and forms that are the same in Japanese."""

PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\(\w+\)\w|%[rs]")
JAPANESE = "[\u3041-\u30ff\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"(?<={JAPANESE})([,!?;()]|\.(?!\w)|:(?!\s))")
SPACED = re.compile(rf"{JAPANESE} [A-Za-z0-9'$-]|[A-Za-z0-9'$] {JAPANESE}")

HELP_CELLS = 45
"""Cells for a command in the help at 80 columns, beside its keys."""

TOOLTIP_CELLS = 46
"""Cells for an explanation below a command in the help at 80 columns."""

FOOT_CELLS = 62
"""Cells for keys in the foot at 80 columns, beside the state of the screen."""

FEET: tuple[tuple[Group, ...], ...] = (
    ("stories",),
    ("thread", "search", "clips"),
    ("tray",),
    ("excerpt",),
    ("editor",),
    ("post",),
    ("list", "history"),
    ("list", "drafts"),
)


def texts(message: Message) -> tuple[str, str]:
    """Return the source text, of a plural the last form, and the translation."""
    source = message.id if isinstance(message.id, str) else message.id[-1]
    target = message.string if isinstance(message.string, str) else "|".join(message.string)
    return str(source), str(target)


def test_the_catalogue_is_up_to_date() -> None:
    """`python -m tests.messages` brings it up to date."""
    assert PATH.read_bytes() == messages.translated_text(PATH)


def test_every_message_is_translated() -> None:
    """Also those that are in no catalogue yet."""
    missing = [source for source, target in map(texts, MESSAGES) if not target]
    assert missing == []
    assert [message.id for message in MESSAGES if message.fuzzy] == []
    same = {source for source, target in map(texts, MESSAGES) if source == target}
    assert {text for text in same if PLACEHOLDER.sub("", text).strip()} <= UNTRANSLATED


def test_placeholders_are_those_of_the_source() -> None:
    wrong = [
        (source, target)
        for source, target in map(texts, MESSAGES)
        if sorted(set(PLACEHOLDER.findall(source))) != sorted(set(PLACEHOLDER.findall(target)))
    ]
    assert wrong == []


def test_plurals_have_one_form() -> None:
    plurals = [message for message in MESSAGES if not isinstance(message.id, str)]
    assert {len(message.string) for message in plurals} == {1}
    with spoken("ja"):
        for number in (0, 1, 2):
            text = i18n.ngettext("{number} clip", "{number} clips", number)
            assert text.format(number=number) == f"クリップ{number}件"


def test_items_are_separated_as_in_japanese() -> None:
    items = ["返信3件", "2人が引用", "1番目"]
    with spoken("ja"):
        assert i18n.enumeration(items) == "返信3件、2人が引用、1番目"
        assert [i18n.enumeration(items[:number]) for number in (0, 1)] == ["", "返信3件"]


def test_no_text_is_translated_both_with_and_without_a_number() -> None:
    """Gettext has one entry for both."""
    plurals = {message.id[0] for message in MESSAGES if not isinstance(message.id, str)}
    assert plurals.isdisjoint(message.id for message in MESSAGES)


@pytest.mark.parametrize("wrong", [HALF_WIDTH, SPACED], ids=["punctuation", "spaces"])
def test_punctuation_is_full_width_and_latin_words_have_no_spaces(wrong: re.Pattern[str]) -> None:
    found = [target for _source, target in map(texts, MESSAGES) if wrong.search(target)]
    assert found == []


def test_leading_and_trailing_space_and_lines_are_kept() -> None:
    for source, target in map(texts, MESSAGES):
        assert source.endswith("\n") == target.endswith("\n")
        assert bool(re.search(r"\s$", source)) == bool(re.search(r"\s$", target)), source


def test_commands_fit_into_the_help() -> None:
    with spoken("ja"):
        titles = [command.shown_title() for command in COMMANDS]
    assert [title for title in titles if cell_width(title) > HELP_CELLS] == []


def test_explanations_in_the_help_break_before_no_punctuation() -> None:
    """The help's table has no kinsoku."""
    console = Console()
    with spoken("ja"):
        tooltips = [Text(command.shown_tooltip()) for command in COMMANDS]
    lines = [line.plain for text in tooltips for line in text.wrap(console, TOOLTIP_CELLS)]
    assert [line for line in lines if line.startswith(tuple("、。）」"))] == []


def feet(language: str) -> Iterator[int]:
    """Yield the width of the keys at the foot of each screen."""
    with spoken(language):
        for groups in FEET:
            yield cell_width("  ".join(StatusBar(*groups)._hints({})))


def test_keys_fit_into_the_foot() -> None:
    """Or are no wider than in English, where not all fit either."""
    for groups, english, japanese in zip(FEET, feet("en"), feet("ja"), strict=True):
        assert japanese <= max(english, FOOT_CELLS), groups
