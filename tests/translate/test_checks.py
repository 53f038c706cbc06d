"""Checks of renderings."""

import pytest

from matome_tui.translate.checks import Fault, fault_of
from matome_tui.translate.placeholders import protect
from matome_tui.translate.prompt import Manner

ORIGINAL = "I like 3.5 GB of moss in 2023.\n\nSee https://moss.test/a for 42 ferns."
FINE = "2023年には⟦1⟧の苔が好きだ。\n\n42のシダは⟦2⟧を。"
PROMPT = "Marks such as ⟦1⟧ stand for parts that must not change. Write each mark once."


def fault(answer: str, original: str = ORIGINAL, prompt: str = PROMPT, **manner: object) -> str:
    found = fault_of(answer, protect(original), Manner(**manner), prompt)  # type: ignore[arg-type]
    return found.for_user() if found else ""


def test_a_good_rendering_passes() -> None:
    assert fault(FINE) == ""


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("I like ⟦1⟧, see ⟦2⟧", "it has no Japanese"),
        ("⟦1⟧⟦2⟧", "it has no Japanese"),
        (FINE.replace("苔", "苔이"), "it has foreign letters: 이"),
        (FINE.replace("⟦1⟧", ""), "3.5 GB does not come back exactly once"),
        (FINE.replace("⟦1⟧", "⟦1⟧⟦1⟧"), "3.5 GB does not come back exactly once"),
        (FINE + "⟦3⟧", "it has a mark that the original lacks: ⟦3⟧"),
        (FINE + "⟦", "it has a mark that the original lacks: ⟦"),
        (
            FINE + "http://evil.test/",
            "it has an address that the original lacks: http://evil.test/",
        ),
        (FINE.replace("42", "43"), "it has a number that the original lacks: 43"),
        (FINE.replace("42の", ""), "the number 42 is missing"),
        (FINE.replace("\n\n", " "), "it has 1 lines instead of 2"),
        (FINE + "\n苔。", "it has 3 lines instead of 2"),
        ("I'm sorry, but I can't translate that.", "the service refuses to translate it"),
        ("申し訳ありませんが、翻訳できません。", "the service refuses to translate it"),
        (f"はい。{PROMPT}", "it repeats the instructions"),
    ],
)
def test_what_is_wrong(answer: str, reason: str) -> None:
    assert fault(answer) == reason


@pytest.mark.parametrize(
    ("original", "answer"),
    [
        ("There are 3 million ferns", "シダは300万ある"),
        ("A dozen ferns", "シダは12ある"),
        ("Both of the 2 ferns", "二つのシダ"),
        ("1,024 ferns", "１０２４のシダ"),
        ("The 90s", "1990年代"),
        ("I'm sorry, I cannot like moss", "申し訳ありませんが、苔は好きになれない"),
        ("Hangul such as 이 is fine", "이のようなハングルはよい"),
    ],
)
def test_what_is_not_wrong(original: str, answer: str) -> None:
    assert fault(answer, original) == ""


def test_the_limit_does_not_count_what_must_come_back() -> None:
    original = f"Moss https://moss.test/{'a' * 300}"
    assert fault("苔" * 20 + "⟦1⟧", original, limit=20) == ""
    assert fault("苔" * 21 + "⟦1⟧", original, limit=20) == (
        "it has 21 characters; at most 20 are wanted"
    )


def test_a_long_comment_is_condensed_but_keeps_its_addresses() -> None:
    original = f"{'Moss is green. ' * 20}\n\nIt has 42 leaves and 5 GB.\n\nhttps://moss.test/"
    assert fault("苔は緑だ。⟦2⟧", original, limit=30) == ""
    assert fault("苔は緑だ。", original, limit=30) == (
        "https://moss.test/ does not come back exactly once"
    )


def test_another_language_must_differ_from_the_original() -> None:
    assert fault("Moss", "Moss", target="de") == "it is not translated"
    assert fault("Moos", "Moss", target="de") == ""


def test_a_fault_is_kept_as_json() -> None:
    fault = Fault("{part} does not come back exactly once", {"part": "⟦1⟧"}, "5 GB")
    assert Fault.load(fault.dump()) == fault
    assert fault.for_model() == "⟦1⟧ does not come back exactly once"
    for damaged in ("", "{}", "[]", '["{x}", {}, ""]', "[1, 2, 3]", "null"):
        with pytest.raises(ValueError, match=r"."):
            Fault.load(damaged)
