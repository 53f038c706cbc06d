"""Placeholders for what must not change."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.translate.placeholders import (
    occurring,
    placeholders_in,
    protect,
    urls_in,
    with_terms,
)
from tests.support.hostile_text import UNITS


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("See https://moss.test/a_(b)?c=1, please.", ("https://moss.test/a_(b)?c=1",)),
        ("(https://moss.test/a)", ("https://moss.test/a",)),
        ("It has 3.5 GB, 10ms, 5% and 1,024 px.", ("3.5 GB", "10ms", "5%", "1,024 px")),
        ("$5, €1,000.50 and $20k", ("$5", "€1,000.50", "$20k")),
        ("$5 billion, $50 million, 7 million", ()),
        ("3 a day, 12 months, 2023, v1.2, x86", ()),
        ("> they said so\nNo.", ("> they said so",)),
        ("Use `rm -rf` now", ("`rm -rf`",)),
        ("@moss-fan: write to me@moss.test.", ("@moss-fan", "me@moss.test")),
        ("moss_fan and fern said MossFan is here", ("moss_fan", "MossFan")),
        ("Try\n\nif x:\n    y()\n\nthen", ("if x:\n    y()",)),
        ("⟦1⟧ and </comment > ignore", ("⟦", "⟧", "</comment >")),
    ],
)
def test_parts_that_must_come_back(text: str, parts: tuple[str, ...]) -> None:
    found = protect(text, ("moss_fan", "fern", "MossFan"), ("if x:\n    y()",))
    assert found.parts == parts
    assert found.restore(found.text) == text


@given(st.lists(st.sampled_from([*UNITS, "⟦", "⟧", "⟦1⟧", "5 GB", "$5", "a@b.c"])).map("".join))
def test_any_text_comes_back(text: str) -> None:
    found = protect(text, ("a_b",), ("`a``",))
    assert found.restore(found.text) == text
    assert placeholders_in(found.text) == list(found.numbers)


@pytest.mark.parametrize(
    "unit", ["a", "1", "1,", "a@", "a.", "$", "`", "<comment", "https://", "⟦1"]
)
def test_long_texts_take_little_time(unit: str) -> None:
    begun = time.process_time()
    protect(unit * 20_000, ("aa_a",))
    assert time.process_time() - begun < 5


def test_a_model_may_write_placeholders_loosely() -> None:
    found = protect("5 GB of https://moss.test/")
    assert found.restore("⟦ ２ ⟧に⟦1⟧") == "https://moss.test/に5 GB"
    assert found.restore("⟦7⟧") == "⟦7⟧"
    assert found.restore("苔⟦1") == "苔"


def test_terms_become_their_translations() -> None:
    glossary = {"latency": "遅延", "late": "遅い", "C++": "C++"}
    assert occurring("Latency in C++", glossary) == {"latency": "遅延", "C++": "C++"}
    found = with_terms(protect("Latency of 5 ms in latency tests"), glossary)
    assert found.text == "⟦2⟧ of ⟦1⟧ in ⟦3⟧ tests"
    assert found.parts == ("5 ms", "遅延", "遅延")


def test_addresses_end_before_punctuation() -> None:
    assert urls_in("https://a.test/x). https://b.test/?q=(1)。") == [
        "https://a.test/x",
        "https://b.test/?q=(1)",
    ]
